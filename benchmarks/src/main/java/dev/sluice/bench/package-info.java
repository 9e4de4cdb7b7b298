/** Side-by-side measurements of Sluice against its peers on one machine, in one interleaved run. */
@NullMarked
package dev.sluice.bench;

import org.jspecify.annotations.NullMarked;

/** A cached picture of all live streams, for pages and metrics. */
@NullMarked
package dev.sluice.api.figures;

import org.jspecify.annotations.NullMarked;

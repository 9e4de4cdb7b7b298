/** CMAF (ISO/IEC 23000-19): init segments, chunks, and the cutting of one track into segments and parts. */
@NullMarked
package dev.sluice.packager.cmaf;

import org.jspecify.annotations.NullMarked;

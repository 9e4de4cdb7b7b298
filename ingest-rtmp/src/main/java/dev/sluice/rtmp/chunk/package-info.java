/** The chunk layer (RTMP 1.0 section 5.3): messages in and out of chunk streams, within bounds. */
@NullMarked
package dev.sluice.rtmp.chunk;

import org.jspecify.annotations.NullMarked;

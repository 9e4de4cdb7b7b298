/** RTMP messages as they cross the chunk layer (RTMP 1.0 sections 5.4, 6 and 7.1). */
@NullMarked
package dev.sluice.rtmp.message;

import org.jspecify.annotations.NullMarked;

/** Audio and video messages: FLV tag bodies, legacy and Enhanced RTMP v2. */
@NullMarked
package dev.sluice.rtmp.flv;

import org.jspecify.annotations.NullMarked;

/** The RTMP handshake (RTMP 1.0 section 5.2), plain and with Adobe's digests. */
@NullMarked
package dev.sluice.rtmp.handshake;

import org.jspecify.annotations.NullMarked;

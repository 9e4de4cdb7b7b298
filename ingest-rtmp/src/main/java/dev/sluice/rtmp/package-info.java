/** The RTMP server: what the process starts, configures and measures. */
@NullMarked
package dev.sluice.rtmp;

import org.jspecify.annotations.NullMarked;

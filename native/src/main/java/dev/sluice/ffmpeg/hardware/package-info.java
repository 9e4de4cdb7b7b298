/** What this machine can decode and encode. */
@NullMarked
package dev.sluice.ffmpeg.hardware;

import org.jspecify.annotations.NullMarked;

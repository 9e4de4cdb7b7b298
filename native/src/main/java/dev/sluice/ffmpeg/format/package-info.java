/** Reading media files through FFmpeg behind allow-lists. */
@NullMarked
package dev.sluice.ffmpeg.format;

import org.jspecify.annotations.NullMarked;

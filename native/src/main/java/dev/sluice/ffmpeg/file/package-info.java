/** Any media file, read by ranges: what is inside, its packets, its decoders. Everything goes by allow-lists. */
@NullMarked
package dev.sluice.ffmpeg.file;

import org.jspecify.annotations.NullMarked;

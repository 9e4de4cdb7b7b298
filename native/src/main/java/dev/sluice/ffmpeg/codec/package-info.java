/** Decoders, encoders, scalers and resamplers as closeable handles with one owner each. */
@NullMarked
package dev.sluice.ffmpeg.codec;

import org.jspecify.annotations.NullMarked;

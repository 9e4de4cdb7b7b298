package dev.sluice.transcoder;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.ffmpeg.codec.VideoEncoder;
import dev.sluice.ffmpeg.codec.VideoEncoderSettings;

/** Opens a rung's encoder, on the rung's own thread. */
@FunctionalInterface
interface EncoderFactory {
    VideoEncoder open(VideoEncoderSettings settings, NativeMemory memory) throws FfmpegException;
}

package dev.sluice.engine.port;

import java.util.Map;

/**
 * Figures of one transcode session since its start.
 *
 * @param decodedFrames pictures that came out of the decoder
 * @param droppedFrames pictures dropped before encoding because the encoders fell behind
 * @param decodeErrors access units that the decoder refused
 * @param delayUs how far the newest encoded picture is behind the newest sample received
 * @param nativeBytes native memory held by frames in flight
 * @param encodedFrames pictures encoded, by rendition
 * @param encoder the encoder in use, such as {@code libx264}, by rendition
 */
public record TranscodeStats(
        long decodedFrames,
        long droppedFrames,
        long decodeErrors,
        long delayUs,
        long nativeBytes,
        Map<String, Long> encodedFrames,
        Map<String, String> encoder) {
    public TranscodeStats {
        encodedFrames = Map.copyOf(encodedFrames);
        encoder = Map.copyOf(encoder);
    }
}

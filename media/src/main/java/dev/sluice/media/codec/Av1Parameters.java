package dev.sluice.media.codec;

import dev.sluice.media.io.Payload;

/**
 * AV1 parameters (AV1 Codec ISO Media File Format Binding, section 2.3).
 *
 * @param configurationRecord the av1C payload, sequence header OBU included
 * @param codecString {@code av01.P.LLT.DD…}
 */
public record Av1Parameters(VideoFormat format, Payload configurationRecord, String codecString)
        implements VideoParameters {}

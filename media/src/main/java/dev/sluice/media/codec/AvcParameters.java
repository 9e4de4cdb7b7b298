package dev.sluice.media.codec;

import dev.sluice.media.io.Payload;
import java.util.List;

/**
 * H.264 parameters (ISO/IEC 14496-15 section 5.3.3, the AVCDecoderConfigurationRecord).
 *
 * @param sequenceParameterSets SPS NAL units without start codes or lengths, at least one
 * @param pictureParameterSets PPS NAL units, at least one
 * @param configurationRecord the avcC payload with a NAL length size of 4
 * @param codecString {@code avc1.PPCCLL}
 */
public record AvcParameters(
        VideoFormat format,
        List<Payload> sequenceParameterSets,
        List<Payload> pictureParameterSets,
        Payload configurationRecord,
        String codecString)
        implements VideoParameters {
    public AvcParameters {
        sequenceParameterSets = List.copyOf(sequenceParameterSets);
        pictureParameterSets = List.copyOf(pictureParameterSets);
    }
}

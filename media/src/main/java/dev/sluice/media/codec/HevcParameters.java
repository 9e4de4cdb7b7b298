package dev.sluice.media.codec;

import dev.sluice.media.io.Payload;
import java.util.List;

/**
 * H.265 parameters (ISO/IEC 14496-15 section 8.3.3, the HEVCDecoderConfigurationRecord).
 *
 * @param parameterSets VPS, SPS and PPS NAL units in that order, without start codes or lengths
 * @param configurationRecord the hvcC payload with a NAL length size of 4
 * @param codecString {@code hvc1…} as ISO/IEC 14496-15 annex E writes it
 */
public record HevcParameters(
        VideoFormat format, List<Payload> parameterSets, Payload configurationRecord, String codecString)
        implements VideoParameters {
    public HevcParameters {
        parameterSets = List.copyOf(parameterSets);
    }
}

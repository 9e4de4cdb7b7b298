package dev.sluice.packager.cmaf.box;

import dev.sluice.media.Track;
import dev.sluice.media.codec.AacParameters;
import dev.sluice.media.codec.AudioParameters;
import dev.sluice.media.codec.Av1Parameters;
import dev.sluice.media.codec.AvcParameters;
import dev.sluice.media.codec.HevcParameters;
import dev.sluice.media.codec.OpusParameters;
import dev.sluice.media.codec.Rational;
import dev.sluice.media.codec.VideoFormat;
import dev.sluice.media.codec.VideoParameters;
import dev.sluice.media.codec.Vp9Parameters;

/**
 * Sample entries with their configuration boxes (ISO/IEC 14496-12 sections 12.1.3 and 12.2.3, and each codec's own).
 */
final class SampleEntries {
    private static final int RESOLUTION_72_DPI = 0x00480000;
    private static final int COLOUR_DEPTH = 0x0018;
    private static final int MAX_FIXED_POINT_RATE_HZ = 0xFFFF;

    private SampleEntries() {}

    static byte[] sampleEntry(Track track) {
        return switch (track.codec()) {
            case AvcParameters avc -> visual("avc1", avc, Boxes.box("avcC", avc.configurationRecord()));
            case HevcParameters hevc -> visual("hvc1", hevc, Boxes.box("hvcC", hevc.configurationRecord()));
            case Av1Parameters av1 -> visual("av01", av1, Boxes.box("av1C", av1.configurationRecord()));
            case Vp9Parameters vp9 -> visual("vp09", vp9, Boxes.box("vpcC", vp9.configurationRecord()));
            case AacParameters aac -> audio("mp4a", aac, ElementaryStreamDescriptor.esds(aac.configurationRecord()));
            case OpusParameters opus -> audio("Opus", opus, Boxes.box("dOps", opus.configurationRecord()));
        };
    }

    private static byte[] visual(String type, VideoParameters codec, byte[] configuration) {
        VideoFormat format = codec.format();
        return Boxes.box(type, out -> {
            out.zeros(6).u16(1); // data reference index
            out.zeros(16);
            out.u16(format.width()).u16(format.height());
            out.u32(RESOLUTION_72_DPI).u32(RESOLUTION_72_DPI).u32(0);
            out.u16(1).zeros(32).u16(COLOUR_DEPTH).u16(0xFFFF);
            out.raw(configuration);
            if (!format.sampleAspectRatio().equals(Rational.ONE)) {
                out.raw(pasp(format.sampleAspectRatio()));
            }
        });
    }

    private static byte[] pasp(Rational sampleAspectRatio) {
        return Boxes.box("pasp", out -> out.u32(sampleAspectRatio.numerator()).u32(sampleAspectRatio.denominator()));
    }

    private static byte[] audio(String type, AudioParameters codec, byte[] configuration) {
        int rateHz = codec.sampleRateHz() <= MAX_FIXED_POINT_RATE_HZ ? codec.sampleRateHz() : 0;
        return Boxes.box(type, out -> out.zeros(6)
                .u16(1)
                .zeros(8)
                .u16(codec.channelCount())
                .u16(16)
                .zeros(4)
                .u32(rateHz << 16)
                .raw(configuration));
    }
}

package dev.sluice.ffmpeg.codec;

import dev.sluice.media.codec.Av1Config;
import dev.sluice.media.codec.Av1Obus;
import dev.sluice.media.codec.HevcConfig;
import dev.sluice.media.codec.NalCodec;
import dev.sluice.media.codec.NalUnits;
import dev.sluice.media.codec.VideoParameters;
import dev.sluice.media.io.MediaParseException;
import dev.sluice.media.io.Payload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The encoders of HEVC and AV1 on the CPU, which make the same bytes on every machine. Each is told a quality in x264's
 * measure and a speed in x264's words; what the two are in its own was measured once, by likeness to the source (SSIM)
 * with {@code veryfast} and 23.
 */
enum FileEncoderKind {
    /** x265, in GPL builds. */
    X265("libx265", VideoCodec.HEVC) {
        @Override
        Map<String, String> options(VideoEncoderSettings settings) {
            Map<String, String> options = new LinkedHashMap<>();
            options.put("preset", settings.preset());
            options.put("crf", Integer.toString(Math.min(MAX_X265_CRF, settings.crf() + X265_CRF_ABOVE_X264)));
            options.put("profile", "main");
            options.put("forced-idr", "1");
            options.put(
                    "x265-params",
                    "keyint=-1:min-keyint=1:scenecut=0:open-gop=0:pools=none:frame-threads=1:wpp=0:info=0"
                            + ":log-level=error");
            return options;
        }

        @Override
        VideoParameters parameters(Payload extradata) throws MediaParseException {
            List<Payload> vps = new ArrayList<>();
            List<Payload> sps = new ArrayList<>();
            List<Payload> pps = new ArrayList<>();
            for (Payload unit : NalUnits.splitAnnexB(extradata)) {
                switch (NalCodec.HEVC.unitType(unit.byteAt(0))) {
                    case HEVC_VPS -> vps.add(unit);
                    case HEVC_SPS -> sps.add(unit);
                    case HEVC_PPS -> pps.add(unit);
                    default -> {
                        // x265 says there what it is.
                    }
                }
            }
            return HevcConfig.fromParameterSets(vps, sps, pps);
        }

        @Override
        Payload sample(Payload packet) throws MediaParseException {
            return NalUnits.toCanonical(NalCodec.HEVC, NalUnits.fromAnnexB(packet), NalUnits.LENGTH_SIZE_BYTES);
        }
    },
    /** SVT-AV1. */
    SVT_AV1("libsvtav1", VideoCodec.AV1) {
        @Override
        Map<String, String> options(VideoEncoderSettings settings) {
            Map<String, String> options = new LinkedHashMap<>();
            options.put("preset", svtPreset(settings.preset()));
            options.put("crf", Integer.toString(Math.min(MAX_SVT_CRF, settings.crf() + SVT_CRF_ABOVE_X264)));
            options.put("svtav1-params", "lp=1:scd=0:keyint=-1");
            return options;
        }

        @Override
        VideoParameters parameters(Payload extradata) throws MediaParseException {
            return Av1Config.fromSequenceHeader(extradata);
        }

        @Override
        Payload sample(Payload packet) throws MediaParseException {
            return Av1Obus.stripTemporalDelimiters(packet);
        }
    };

    private static final int HEVC_VPS = 32;
    private static final int HEVC_SPS = 33;
    private static final int HEVC_PPS = 34;
    private static final int MAX_X265_CRF = 51;
    private static final int X265_CRF_ABOVE_X264 = 3;
    private static final int MAX_SVT_CRF = 63;
    private static final int SVT_CRF_ABOVE_X264 = 17;

    private final String encoderName;
    private final VideoCodec codec;

    FileEncoderKind(String encoderName, VideoCodec codec) {
        this.encoderName = encoderName;
        this.codec = codec;
    }

    /** FFmpeg's name of the encoder. */
    String encoderName() {
        return encoderName;
    }

    VideoCodec codec() {
        return codec;
    }

    /** Private options of the FFmpeg encoder. */
    abstract Map<String, String> options(VideoEncoderSettings settings);

    /** @param extradata of the opened encoder */
    abstract VideoParameters parameters(Payload extradata) throws MediaParseException;

    /** A packet of the encoder in the form that {@link dev.sluice.media.EncodedSample} describes. */
    abstract Payload sample(Payload packet) throws MediaParseException;

    private static String svtPreset(String x264Preset) {
        return switch (x264Preset) {
            case "ultrafast" -> "12";
            case "superfast" -> "11";
            case "veryfast" -> "10";
            case "faster" -> "9";
            case "fast" -> "8";
            case "medium" -> "7";
            case "slow" -> "6";
            case "slower" -> "5";
            default -> "4";
        };
    }
}

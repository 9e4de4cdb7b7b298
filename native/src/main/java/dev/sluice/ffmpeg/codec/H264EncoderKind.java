package dev.sluice.ffmpeg.codec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The H.264 encoders that Sluice can drive, and how each is told the same things. */
public enum H264EncoderKind {
    /** NVIDIA's encoder; takes pictures from main memory itself. */
    NVENC("h264_nvenc") {
        @Override
        Map<String, String> options(VideoEncoderSettings settings) {
            Map<String, String> options = new LinkedHashMap<>();
            options.put("preset", nvencPreset(settings.preset()));
            options.put("tune", settings.lowLatency() ? "ull" : "hq");
            options.put("profile", "high");
            options.put("rc", "vbr");
            options.put("forced-idr", "1");
            options.put("no-scenecut", "1");
            if (settings.holdsQuality()) {
                options.put("cq", Integer.toString(settings.crf()));
            }
            if (settings.lowLatency()) {
                options.put("zerolatency", "1");
                options.put("delay", "0");
            }
            return options;
        }
    },
    /** Intel's and AMD's encoders through VA-API; pictures are uploaded to the device first. */
    VAAPI("h264_vaapi") {
        @Override
        Map<String, String> options(VideoEncoderSettings settings) {
            return Map.of("rc_mode", "VBR", "profile", "high");
        }
    },
    /** x264 on the CPU, in GPL builds. */
    X264("libx264") {
        @Override
        Map<String, String> options(VideoEncoderSettings settings) {
            Map<String, String> options = new LinkedHashMap<>();
            options.put("preset", settings.preset());
            if (settings.lowLatency()) {
                options.put("tune", "zerolatency");
            }
            if (settings.holdsQuality()) {
                options.put("crf", Integer.toString(settings.crf()));
            }
            options.put("profile", "high");
            options.put("forced-idr", "1");
            // x264's code for AVX-512 lets blocks past the end of a row into its macroblock tree where rows are not a
            // multiple of eight blocks long, and past the last row those are of memory that nobody set. Its code for
            // AVX rounds otherwise than its plain code, which it takes there with this.
            String sameBytes = settings.holdsQuality() ? ":cpu-independent=1" : "";
            // The time base is finer than the frame rate, so the rate control must go by the frame rate.
            options.put(
                    "x264-params",
                    "keyint=infinite:min-keyint=1:scenecut=0:open-gop=0:force-cfr=1"
                            + sameBytes
                            + (settings.parameterSetId() == 0 ? "" : ":sps-id=" + settings.parameterSetId()));
            return options;
        }
    },
    /** OpenH264 on the CPU, for builds without x264. It has no presets, no B-frames, and key frames of its own. */
    OPENH264("libopenh264") {
        @Override
        Map<String, String> options(VideoEncoderSettings settings) {
            return Map.of("rc_mode", "bitrate", "allow_skip_frames", "0");
        }
    };

    /** Hardware first, then the CPU. */
    public static final List<H264EncoderKind> BY_PREFERENCE = List.of(NVENC, VAAPI, X264, OPENH264);

    private final String encoderName;

    H264EncoderKind(String encoderName) {
        this.encoderName = encoderName;
    }

    /** FFmpeg's name of the encoder. */
    public String encoderName() {
        return encoderName;
    }

    public boolean isHardware() {
        return this == NVENC || this == VAAPI;
    }

    /** Private options of the FFmpeg encoder. */
    abstract Map<String, String> options(VideoEncoderSettings settings);

    private static String nvencPreset(String x264Preset) {
        return switch (x264Preset) {
            case "ultrafast" -> "p1";
            case "superfast" -> "p2";
            case "veryfast", "faster" -> "p3";
            case "slow" -> "p5";
            case "slower" -> "p6";
            case "veryslow", "placebo" -> "p7";
            default -> "p4";
        };
    }
}

package dev.sluice.ffmpeg.hardware;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.FfmpegLibrary;
import dev.sluice.ffmpeg.codec.H264EncoderKind;
import dev.sluice.ffmpeg.codec.VideoEncoders;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.global.avcodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this machine has for media work: the answer of {@code sluice hardware}.
 *
 * @param ffmpegVersion release of the loaded build
 * @param licence of the loaded build
 * @param cpuCount processors that this process may use
 * @param decoders decoders of Sluice's codecs that are compiled in
 * @param encoders encoders of Sluice's codecs that are compiled in
 * @param h264Encoders by encoder name in the order of preference: empty when it opens here, else why it does not
 * @param devices device files of graphics hardware
 */
public record HardwareReport(
        String ffmpegVersion,
        String licence,
        int cpuCount,
        List<String> decoders,
        List<String> encoders,
        Map<String, String> h264Encoders,
        List<String> devices) {
    private static final Logger LOG = LoggerFactory.getLogger(HardwareReport.class);
    private static final List<String> DECODERS = List.of(
            "h264",
            "h264_cuvid",
            "hevc",
            "hevc_cuvid",
            "libdav1d",
            "libaom-av1",
            "av1_cuvid",
            "vp9",
            "libvpx-vp9",
            "aac",
            "opus",
            "libopus");
    private static final List<String> ENCODERS = List.of(
            "libx264",
            "libopenh264",
            "h264_nvenc",
            "h264_vaapi",
            "h264_qsv",
            "libx265",
            "hevc_nvenc",
            "hevc_vaapi",
            "libsvtav1",
            "av1_nvenc",
            "av1_vaapi",
            "libvpx-vp9",
            "aac",
            "libopus");

    public HardwareReport {
        decoders = List.copyOf(decoders);
        encoders = List.copyOf(encoders);
        devices = List.copyOf(devices);
    }

    /**
     * Looks at this machine; tries each H.264 encoder, which can take a second.
     *
     * @throws FfmpegException when FFmpeg cannot be loaded
     */
    public static HardwareReport ofThisMachine() throws FfmpegException {
        FfmpegLibrary.load();
        Map<String, String> h264 = new LinkedHashMap<>();
        for (H264EncoderKind kind : H264EncoderKind.BY_PREFERENCE) {
            h264.put(kind.encoderName(), VideoEncoders.whyNot(kind));
        }
        return new HardwareReport(
                FfmpegLibrary.version(),
                FfmpegLibrary.licence(),
                Runtime.getRuntime().availableProcessors(),
                DECODERS.stream()
                        .filter(name -> compiledIn(avcodec.avcodec_find_decoder_by_name(name)))
                        .toList(),
                ENCODERS.stream()
                        .filter(name -> compiledIn(avcodec.avcodec_find_encoder_by_name(name)))
                        .toList(),
                h264,
                graphicsDevices());
    }

    /** The report as lines for a person. */
    public String toText() {
        String trials = h264Encoders.entrySet().stream()
                .map(trial -> "  " + trial.getKey() + ": "
                        + (trial.getValue().isEmpty() ? "opens" : "no (" + trial.getValue() + ")"))
                .collect(Collectors.joining("\n"));
        return """
                FFmpeg %s, %s
                CPUs: %d
                Decoders: %s
                Encoders: %s
                H.264 encoders on this machine, best first:
                %s
                Graphics devices: %s
                """.formatted(
                        ffmpegVersion,
                        licence,
                        cpuCount,
                        String.join(" ", decoders),
                        String.join(" ", encoders),
                        trials,
                        devices.isEmpty() ? "none" : String.join(" ", devices));
    }

    private static boolean compiledIn(AVCodec codec) {
        return codec != null && !codec.isNull();
    }

    private static List<String> graphicsDevices() {
        return Stream.concat(
                        list(Path.of("/dev/dri"), "{card,renderD}*").stream(),
                        list(Path.of("/dev"), "nvidia[0-9]*").stream())
                .sorted()
                .toList();
    }

    private static List<String> list(Path folder, String glob) {
        List<String> found = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, glob)) {
                files.forEach(file -> found.add(file.toString()));
            } catch (IOException e) {
                LOG.warn("cannot list {}", folder, e);
            }
        }
        return found;
    }
}

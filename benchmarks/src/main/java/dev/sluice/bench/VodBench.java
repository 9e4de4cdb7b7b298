package dev.sluice.bench;

import dev.sluice.engine.port.VideoRung;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A file to a ladder: {@code sluice transcode} as a fresh process beside the ffmpeg program of the same build, the same
 * constant quality under the same peaks, key frames at the same times, interleaved. Sluice runs with two workers and
 * with one.
 */
final class VodBench {
    private static final String PRESET = "veryfast";
    private static final int CRF = 23;
    private static final int SEGMENT_SECONDS = 2;
    private static final int PIECE_SECONDS = 16;
    private static final int BPS_PER_KBPS = 1000;
    private static final double BUFFER_SECONDS = 1.5;

    private static final String TWO = "sluice, 2 workers";
    private static final String ONE = "sluice, 1 worker";
    private static final String PEER = "ffmpeg";
    private static final Path LOAD = Path.of("/proc/loadavg");

    private final Path work;
    private final Path sluice;
    private final Path source;
    private final int repeats;
    private final List<VideoRung> rungs = Ladder.rungs(PRESET);
    private final FfmpegProgram ffmpeg = new FfmpegProgram();

    private record Figures(double cpuSeconds, double wallSeconds) {}

    VodBench(Path work, Path project, Path source, int repeats) {
        this.work = work;
        this.sluice = project.resolve("server/target/sluice/bin/sluice");
        this.source = source;
        this.repeats = repeats;
    }

    void run() throws IOException, InterruptedException {
        Files.createDirectories(work);
        Path config = Files.writeString(work.resolve("vod.yaml"), settings());
        Map<String, List<Figures>> results = new LinkedHashMap<>();
        for (int repeat = 1; repeat <= repeats; repeat++) {
            for (String side : List.of(TWO, PEER, ONE)) {
                String load = Files.readString(LOAD).split(" ", 2)[0];
                Figures figures = measure(side, config);
                results.computeIfAbsent(side, ignored -> new ArrayList<>()).add(figures);
                Report.line(
                        "%-17s run %d: %.1f CPU-s, %.1f s wall, load before %s",
                        side, repeat, figures.cpuSeconds(), figures.wallSeconds(), load);
            }
        }
        print(results);
        printQuality();
    }

    /** The ladder of both sides as a profile. */
    private String settings() {
        StringBuilder yaml = new StringBuilder("vod:\n  profiles:\n    - name: bench\n      version: 1\n");
        yaml.append("      preset: ").append(PRESET).append('\n');
        yaml.append("      segment-duration: ").append(SEGMENT_SECONDS).append("s\n");
        yaml.append("      piece-duration: ").append(PIECE_SECONDS).append("s\n");
        yaml.append("      copy: false\n      stereo-kbps: 128\n      surround-kbps: 320\n      rungs:\n");
        for (VideoRung rung : rungs) {
            yaml.append("        - height: ").append(rung.height()).append('\n');
            yaml.append("          max-bitrate-kbps: ")
                    .append(rung.maxBitrateBps() / BPS_PER_KBPS)
                    .append('\n');
            yaml.append("          crf: ").append(CRF).append("\n          max-frame-rate: 60\n");
        }
        return yaml.toString();
    }

    private Figures measure(String side, Path config) throws IOException, InterruptedException {
        Path directory = Directories.fresh(directory(side));
        List<String> command =
                switch (side) {
                    case PEER -> ffmpeg.command(peerArguments());
                    case ONE -> sluiceCommand(config, directory, 1);
                    default -> sluiceCommand(config, directory, 2);
                };
        List<ProcessHandle> self = List.of(ProcessHandle.current());
        double cpuBefore = ProcessUsage.cpuSeconds(self);
        long startNs = System.nanoTime();
        ffmpeg.execute(directory, command);
        double wallSeconds = (System.nanoTime() - startNs) / (double) TimeUnit.SECONDS.toNanos(1);
        return new Figures(ProcessUsage.cpuSeconds(self) - cpuBefore, wallSeconds);
    }

    private Path directory(String side) {
        return work.resolve(side.replace(", ", "-").replace(' ', '-'));
    }

    private List<String> sluiceCommand(Path config, Path directory, int workers) {
        return List.of(
                sluice.toString(),
                "transcode",
                "--config",
                config.toString(),
                source.toString(),
                "--out",
                directory.toString(),
                "--workers",
                Integer.toString(workers));
    }

    /** As people write it: one process, split, one CMAF file for each rung. */
    private List<String> peerArguments() {
        int gop = Ladder.SOURCE_FPS * SEGMENT_SECONDS;
        Arguments arguments = new Arguments();
        arguments.add("-hide_banner", "-nostdin", "-v", "error", "-y", "-i", source.toString());
        arguments.add("-filter_complex", Ladder.splitAndScale(rungs));
        StringBuilder variants = new StringBuilder();
        for (int i = 0; i < rungs.size(); i++) {
            arguments.add("-map", "[v" + i + "]");
            variants.append("v:")
                    .append(i)
                    .append(",agroup:a,name:")
                    .append(rungs.get(i).name())
                    .append(' ');
        }
        arguments.add("-map", "0:a", "-c:v", "libx264", "-preset", PRESET, "-profile:v", "high");
        arguments.add("-g", Integer.toString(gop), "-keyint_min", Integer.toString(gop), "-sc_threshold", "0");
        arguments.add("-pix_fmt", "yuv420p", "-crf", Integer.toString(CRF));
        for (int i = 0; i < rungs.size(); i++) {
            int peakBps = rungs.get(i).maxBitrateBps() / BPS_PER_KBPS * BPS_PER_KBPS;
            arguments.add("-maxrate:v:" + i, Integer.toString(peakBps));
            arguments.add("-bufsize:v:" + i, Integer.toString((int) (peakBps * BUFFER_SECONDS)));
        }
        arguments.add("-c:a", "aac", "-b:a", Integer.toString(Ladder.AUDIO.bitrateBps()));
        arguments.add("-f", "hls", "-hls_time", Integer.toString(SEGMENT_SECONDS), "-hls_playlist_type", "vod");
        arguments.add("-hls_segment_type", "fmp4", "-hls_flags", "independent_segments+single_file");
        arguments.add("-master_pl_name", "master.m3u8", "-var_stream_map", variants + "a:0,agroup:a,name:audio");
        arguments.add("-hls_segment_filename", "%v.mp4", "%v.m3u8");
        return arguments.list();
    }

    private void print(Map<String, List<Figures>> results) {
        List<Figures> two = Objects.requireNonNull(results.get(TWO));
        List<Figures> one = Objects.requireNonNull(results.get(ONE));
        List<Figures> peer = Objects.requireNonNull(results.get(PEER));
        Report.line("");
        Report.line("%s, crf %d under a peak, median of %d interleaved runs", PRESET, CRF, repeats);
        Report.line("");
        Report.line("| | Sluice, 2 workers | Sluice, 1 worker | ffmpeg | 2 workers / ffmpeg |");
        Report.line("|---|---|---|---|---|");
        row("CPU-seconds", two, one, peer, true);
        row("wall seconds", two, one, peer, false);
    }

    private static void row(String name, List<Figures> two, List<Figures> one, List<Figures> peer, boolean cpu) {
        double[] medians = Stream.of(two, one, peer)
                .mapToDouble(runs ->
                        cpu ? Report.median(runs, Figures::cpuSeconds) : Report.median(runs, Figures::wallSeconds))
                .toArray();
        Report.line(
                "| %s | %.1f | %.1f | %.1f | %.2f |",
                name, medians[0], medians[1], medians[2], medians[0] / medians[2]);
    }

    private void printQuality() throws IOException, InterruptedException {
        Report.line("");
        Report.line("| rung | PSNR Sluice, dB | PSNR ffmpeg, dB | MB Sluice | MB ffmpeg |");
        Report.line("|---|---|---|---|---|");
        for (VideoRung rung : rungs) {
            Path ours = media(directory(TWO), rung.name());
            Path theirs = directory(PEER).resolve(rung.name() + ".mp4");
            Report.line(
                    "| %s | %s | %s | %.2f | %.2f |",
                    rung.name(),
                    ffmpeg.psnr(work, ours, source, rung.width(), rung.height()),
                    ffmpeg.psnr(work, theirs, source, rung.width(), rung.height()),
                    Files.size(ours) / 1e6,
                    Files.size(theirs) / 1e6);
        }
    }

    /** A rendition's file, whose name also says which job made it. */
    private static Path media(Path directory, String rendition) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> String.valueOf(file.getFileName()).matches(rendition + "-[0-9a-f]+\\.mp4"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no file of " + rendition + " in " + directory));
        }
    }
}

package dev.sluice.bench;

import dev.sluice.engine.port.VideoRung;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * The four-rung ladder: Sluice's transcoder and packager in a process of their own beside the ffmpeg program of the
 * same build with the same encoder settings, interleaved; with the PSNR of each rung beside, to show that the work is
 * equal.
 */
final class LadderBench {
    private static final List<String> SIDES = List.of("sluice", "ffmpeg");

    private final Path work;
    private final Workload workload;
    private final int repeats;
    private final FfmpegProgram ffmpeg = new FfmpegProgram();

    private record Figures(double cpuSeconds, double wallSeconds, String said) {}

    LadderBench(Path work, Workload workload, int repeats) {
        this.work = work;
        this.workload = workload;
        this.repeats = repeats;
    }

    void run() throws IOException, InterruptedException {
        Map<String, List<Figures>> results = new LinkedHashMap<>();
        for (int repeat = 1; repeat <= repeats; repeat++) {
            for (String side : SIDES) {
                Figures figures = measure(side);
                results.computeIfAbsent(side, ignored -> new ArrayList<>()).add(figures);
                Report.line(
                        "%-7s run %d: %.1f CPU-s, %.1f s wall %s",
                        side, repeat, figures.cpuSeconds(), figures.wallSeconds(), figures.said());
            }
        }
        print(results);
        if (!workload.live()) {
            printQuality();
        }
    }

    private Figures measure(String side) throws IOException, InterruptedException {
        Path directory = Directories.fresh(work.resolve(side));
        List<String> command = side.equals("sluice") ? sluiceCommand(directory) : ffmpegCommand(directory);
        List<ProcessHandle> self = List.of(ProcessHandle.current());
        double cpuBefore = ProcessUsage.cpuSeconds(self);
        long startNs = System.nanoTime();
        String said = ffmpeg.execute(directory, command);
        double wallSeconds = (System.nanoTime() - startNs) / (double) TimeUnit.SECONDS.toNanos(1);
        return new Figures(ProcessUsage.cpuSeconds(self) - cpuBefore, wallSeconds, said.strip());
    }

    private List<String> sluiceCommand(Path directory) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return List.of(
                java.toString(),
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                LadderRun.class.getName(),
                workload.source().toString(),
                directory.toString(),
                Integer.toString(workload.seconds()),
                workload.preset(),
                workload.live() ? "live" : "file");
    }

    private List<String> ffmpegCommand(Path directory) throws IOException {
        int outputs = Ladder.rungs(workload.preset()).size() + 1;
        for (int i = 0; i < outputs; i++) {
            Files.createDirectories(directory.resolve(Integer.toString(i)));
        }
        return ffmpeg.command(Ladder.ffmpegArguments(workload));
    }

    private void print(Map<String, List<Figures>> results) {
        List<Figures> sluice = Objects.requireNonNull(results.get("sluice"));
        List<Figures> peer = Objects.requireNonNull(results.get("ffmpeg"));
        double cpu = Report.median(sluice, Figures::cpuSeconds);
        double peerCpu = Report.median(peer, Figures::cpuSeconds);
        double wall = Report.median(sluice, Figures::wallSeconds);
        double peerWall = Report.median(peer, Figures::wallSeconds);
        Report.line("");
        Report.line(
                "%d s of source, %s%s, median of %d interleaved runs",
                workload.seconds(), workload.preset(), workload.live() ? ", zero latency, real time" : "", repeats);
        Report.line("");
        Report.line("| | Sluice | ffmpeg | ratio |");
        Report.line("|---|---|---|---|");
        Report.line("| CPU-seconds | %.1f | %.1f | %.2f |", cpu, peerCpu, cpu / peerCpu);
        if (workload.live()) {
            double cores = Runtime.getRuntime().availableProcessors();
            double held = cores * workload.seconds() / cpu;
            double peerHeld = cores * workload.seconds() / peerCpu;
            Report.line("| live ladders held | %.2f | %.2f | %.2f |", held, peerHeld, held / peerHeld);
        } else {
            Report.line("| wall seconds | %.1f | %.1f | %.2f |", wall, peerWall, wall / peerWall);
        }
    }

    private void printQuality() throws IOException, InterruptedException {
        List<VideoRung> rungs = Ladder.rungs(workload.preset());
        Report.line("");
        Report.line("| rung | PSNR Sluice, dB | PSNR ffmpeg, dB | MB Sluice | MB ffmpeg |");
        Report.line("|---|---|---|---|---|");
        for (int i = 0; i < rungs.size(); i++) {
            VideoRung rung = rungs.get(i);
            Path ours = work.resolve("sluice").resolve(rung.name());
            Path theirs = work.resolve("ffmpeg").resolve(Integer.toString(i));
            Report.line(String.format(
                    Locale.ROOT,
                    "| %s | %s | %s | %.2f | %.2f |",
                    rung.name(),
                    psnr(ours, rung),
                    psnr(theirs, rung),
                    Directories.sizeBytes(ours) / 1e6,
                    Directories.sizeBytes(theirs) / 1e6));
        }
    }

    private String psnr(Path rendition, VideoRung rung) throws IOException, InterruptedException {
        return ffmpeg.psnr(work, rendition.resolve("index.m3u8"), workload.source(), rung.width(), rung.height());
    }
}

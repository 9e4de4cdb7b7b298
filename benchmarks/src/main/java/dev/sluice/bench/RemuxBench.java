package dev.sluice.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Publishers in real time, packaged without transcoding: CPU and memory per stream of Sluice (HLS and DASH from CMAF)
 * beside nginx-rtmp and, where SRS_BIN names its program, SRS (both HLS from MPEG-TS), interleaved in one run.
 */
final class RemuxBench {
    private static final Duration START_GAP = Duration.ofMillis(60);

    private final Path work;
    private final Path project;
    private final FlvTags media;
    private final Shape shape;

    /**
     * How much to measure.
     *
     * @param warmUp before the measuring, for all servers alike, so that a JIT has settled
     */
    record Shape(int publishers, int repeats, Duration warmUp, Duration measured) {}

    private record Figures(double cpuSecondsPerStreamMinute, double baseMib, double mibPerStream, long segments) {}

    RemuxBench(Path work, Path project, FlvTags media, Shape shape) {
        this.work = work;
        this.project = project;
        this.media = media;
        this.shape = shape;
    }

    void run() throws IOException, InterruptedException {
        Map<String, List<Figures>> results = new LinkedHashMap<>();
        for (int repeat = 0; repeat < shape.repeats(); repeat++) {
            for (String name : servers()) {
                Figures figures = measure(name);
                results.computeIfAbsent(name, ignored -> new ArrayList<>()).add(figures);
                Report.line(
                        "%-7s run %d: %.4f CPU-s per stream-minute, %.2f MiB per stream, %d segments",
                        name,
                        repeat + 1,
                        figures.cpuSecondsPerStreamMinute(),
                        figures.mibPerStream(),
                        figures.segments());
            }
        }
        print(results);
    }

    private static List<String> servers() {
        return System.getenv("SRS_BIN") == null ? List.of("sluice", "nginx") : List.of("sluice", "nginx", "srs");
    }

    private ServerUnderTest start(String name) throws IOException {
        Path directory = Directories.fresh(work.resolve(name));
        return switch (name) {
            case "sluice" -> SluiceServer.start(directory, project);
            case "nginx" -> NginxServer.start(directory);
            case "srs" -> SrsServer.start(directory, System.getenv("SRS_BIN"));
            default -> throw new IllegalArgumentException(name);
        };
    }

    private Figures measure(String name) throws IOException, InterruptedException {
        try (ServerUnderTest server = start(name)) {
            double baseMib = ProcessUsage.residentMib(server.processes());
            List<String> keys = server.streamKeys(shape.publishers());
            Duration publishing = shape.warmUp().plus(shape.measured()).plusSeconds(5);
            List<RtmpPublisher> publishers = new ArrayList<>();
            List<Thread> threads = new ArrayList<>();
            for (String key : keys) {
                RtmpPublisher publisher = new RtmpPublisher(server.rtmpPort(), "live", key, media, publishing);
                publishers.add(publisher);
                threads.add(Thread.ofPlatform().name("publisher-" + key).start(publisher));
                pause(START_GAP);
            }
            pause(shape.warmUp());
            long accepted = publishers.stream().filter(RtmpPublisher::accepted).count();
            if (accepted != shape.publishers()) {
                throw new IOException(name + " accepted " + accepted + " of " + shape.publishers() + " publishers");
            }
            Figures figures = sample(server, baseMib);
            for (Thread thread : threads) {
                thread.join();
            }
            return figures;
        }
    }

    private Figures sample(ServerUnderTest server, double baseMib) throws IOException {
        List<ProcessHandle> processes = server.processes();
        double cpuBefore = ProcessUsage.cpuSeconds(processes);
        long startNs = System.nanoTime();
        pause(shape.measured());
        double cpuSeconds = ProcessUsage.cpuSeconds(processes) - cpuBefore;
        double minutes = (System.nanoTime() - startNs) / (double) TimeUnit.MINUTES.toNanos(1);
        double residentMib = ProcessUsage.residentMib(processes);
        return new Figures(
                cpuSeconds / shape.publishers() / minutes,
                baseMib,
                (residentMib - baseMib) / shape.publishers(),
                server.segmentCount());
    }

    private static void pause(Duration duration) {
        long endNs = System.nanoTime() + duration.toNanos();
        for (long left = duration.toNanos(); left > 0; left = endNs - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private void print(Map<String, List<Figures>> results) {
        double sluice =
                Report.median(Objects.requireNonNull(results.get("sluice")), Figures::cpuSecondsPerStreamMinute);
        Report.line("");
        Report.line("%d publishers, median of %d interleaved runs", shape.publishers(), shape.repeats());
        Report.line("");
        Report.line("| server | CPU-s per stream-minute | Sluice / server | RSS idle, MiB | RSS per stream, MiB |");
        Report.line("|---|---|---|---|---|");
        results.forEach((name, figures) -> {
            double cpu = Report.median(figures, Figures::cpuSecondsPerStreamMinute);
            Report.line(String.format(
                    Locale.ROOT,
                    "| %s | %.4f | %.2f | %.0f | %.2f |",
                    name,
                    cpu,
                    sluice / cpu,
                    Report.median(figures, Figures::baseMib),
                    Report.median(figures, Figures::mibPerStream)));
        });
    }
}

package dev.sluice.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * One file into Sluice in every way, beside nginx's plain PUT and the tus reference server for Node, interleaved, all
 * in memory and over the loopback by curl. A time begins with the first request and ends when the server has answered
 * that it has the whole file, so assembling counts. Some runs before the measured ones warm the servers up.
 */
final class UploadBench {
    private static final double BYTES_PER_GB = 1e9;
    private static final double BYTES_PER_MB = 1e6;
    private static final int GOAL_MIB = 256;
    /** Two of the servers compile as they go. */
    private static final int WARM_UPS = 2;

    private static final String REFERENCE = "tus for Node: one PATCH";

    private final Path work;
    private final Path project;
    private final Path npm;
    private final int mib;
    private final int repeats;

    private final Map<String, List<Figures>> results = new LinkedHashMap<>();
    private final Map<String, Double> peaksMib = new HashMap<>();

    private record Figures(double megabytesPerSecond, double cpuSecondsPerGb) {}

    /** @param npm where the packages of the tus server are, if anywhere */
    UploadBench(Path work, Path project, Path npm, int mib, int repeats) {
        this.work = work.resolve("upload");
        this.project = project;
        this.npm = npm;
        this.mib = mib;
        this.repeats = repeats;
    }

    void run() throws IOException, InterruptedException {
        Directories.fresh(work);
        try {
            UploadFile file = UploadFile.make(work.resolve("source"), mib);
            measureReceiving(file);
            double storeSecondsPerGb = measureSigned(file);
            print(storeSecondsPerGb);
        } finally {
            Directories.delete(work);
        }
    }

    private void measureReceiving(UploadFile file) throws IOException, InterruptedException {
        try (UploadPeers peers = UploadPeers.start(work, npm, file);
                SluiceServer server = SluiceServer.start(work.resolve("sluice"), project, settings(Map.of()))) {
            Path store = work.resolve("sluice/data/objects");
            List<UploadWay> ways = new ArrayList<>(new SluiceUploads(work, store, file, server).ways());
            ways.addAll(peers.ways());
            measure(ways, file);
        }
    }

    /** Returns what the store itself took for a GB. */
    private double measureSigned(UploadFile file) throws IOException, InterruptedException {
        try (S3Proxy store = S3Proxy.start(Directories.fresh(work.resolve("s3")));
                SluiceServer server =
                        SluiceServer.start(work.resolve("sluice-s3"), project, settings(store.settings()))) {
            UploadWay way = new SluiceUploads(work, store.bucketDirectory(), file, server).signedParts();
            double before = store.cpuSeconds();
            measure(List.of(way), file);
            return (store.cpuSeconds() - before) / (repeats + WARM_UPS) / (file.sizeBytes() / BYTES_PER_GB);
        }
    }

    /** Files that come are left alone. */
    private static Map<String, String> settings(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("SLUICE_VOD_ENABLED", "false");
        return settings;
    }

    private void measure(List<UploadWay> ways, UploadFile file) throws IOException, InterruptedException {
        Map<String, Double> idleMib = new HashMap<>();
        for (UploadWay way : ways) {
            idleMib.put(way.name(), way.usage().residentMib());
        }
        for (int repeat = 1 - WARM_UPS; repeat <= repeats; repeat++) {
            for (UploadWay way : ways) {
                double idle = Objects.requireNonNull(idleMib.get(way.name()));
                Figures figures;
                double above;
                try (PeakMemory peak = PeakMemory.watch(way.usage())) {
                    figures = measure(way, file);
                    above = peak.mib() - idle;
                }
                peaksMib.merge(way.name(), above, Math::max);
                Report.line(
                        "%s, %s: %.0f MB/s, %.2f CPU-s per GB, at most %.0f MiB above idle",
                        repeat <= 0 ? "warm-up" : "run " + repeat,
                        way.name(),
                        figures.megabytesPerSecond(),
                        figures.cpuSecondsPerGb(),
                        above);
                if (repeat > 0) {
                    results.computeIfAbsent(way.name(), none -> new ArrayList<>())
                            .add(figures);
                }
            }
        }
    }

    private static Figures measure(UploadWay way, UploadFile file) throws IOException, InterruptedException {
        double cpuBefore = way.usage().cpuSeconds();
        long startNs = System.nanoTime();
        UploadWay.Clearing clearing = way.sending().send();
        double seconds = (System.nanoTime() - startNs) / (double) TimeUnit.SECONDS.toNanos(1);
        double cpuSeconds = way.usage().cpuSeconds() - cpuBefore;
        clearing.clear();
        return new Figures(file.sizeBytes() / BYTES_PER_MB / seconds, cpuSeconds / (file.sizeBytes() / BYTES_PER_GB));
    }

    private void print(double storeSecondsPerGb) {
        List<Figures> reference = results.getOrDefault(REFERENCE, List.of());
        double referenceCpu = reference.isEmpty() ? Double.NaN : cpu(reference);
        Report.line("");
        Report.line(
                "%d MiB, median of %d interleaved runs, after %d warm-ups through each way to each server; load average %.1f",
                mib,
                repeats,
                WARM_UPS,
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        Report.line("");
        Report.line("| way | MB/s | CPU-s per GB | CPU, of that of tus for Node | most memory above idle, MiB |");
        Report.line("|---|---|---|---|---|");
        results.forEach((name, runs) -> Report.line(
                "| %s | %.0f | %.2f | %s | %.0f |",
                name,
                Report.median(runs, Figures::megabytesPerSecond),
                cpu(runs),
                reference.isEmpty() ? "-" : "%.2f".formatted(cpu(runs) / referenceCpu),
                Objects.requireNonNull(peaksMib.get(name))));
        Report.line("");
        Report.line("The signed parts go to s3proxy, a server of its own on this machine,");
        Report.line("which takes another %.2f CPU-s per GB.", storeSecondsPerGb);
        double most = peaksMib.entrySet().stream()
                .filter(peak -> peak.getKey().startsWith("Sluice"))
                .mapToDouble(Map.Entry::getValue)
                .max()
                .orElseThrow();
        Report.line(
                "Memory of Sluice: at most %.0f MiB above idle, the goal is %d: %s",
                most, GOAL_MIB, most <= GOAL_MIB ? "kept" : "MISSED");
    }

    private static double cpu(List<Figures> runs) {
        return Report.median(runs, Figures::cpuSecondsPerGb);
    }
}

package dev.sluice.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Requests per second of {@code GET /api/v1/live-streaming/ID} with an API key, beside a bare Vert.x route that sends
 * the same bytes and a bare jOOQ query of the same row from the same database, interleaved in one run. Client, servers
 * and PostgreSQL share the machine; only one of the servers is asked at a time.
 */
final class ApiBench {
    private static final int BARE_PORT = 18083;
    private static final int WARM_UP_SECONDS = 15;
    private static final int MEASURED_SECONDS = 10;
    private static final String KEY = "X-API-Key: " + SluiceServer.API_KEY;

    private final Path work;
    private final Path project;
    private final int repeats;

    ApiBench(Path work, Path project, int repeats) {
        this.work = work;
        this.project = project;
        this.repeats = repeats;
    }

    void run() throws IOException, InterruptedException {
        Path directory = Directories.fresh(work.resolve("api"));
        try (SluiceServer sluice = SluiceServer.start(directory.resolve("sluice"), project)) {
            ApiClient client = new ApiClient(sluice.httpPort(), SluiceServer.API_KEY);
            String id = client.createStream();
            String path = "/api/v1/live-streaming/" + id;
            Path body = Files.writeString(directory.resolve("body.json"), client.get(path));
            try (ChildProcess bare = startBare(directory, body)) {
                bare.awaitPort(BARE_PORT);
                String bareUrl = "http://127.0.0.1:" + BARE_PORT;
                Map<String, String> urls = new LinkedHashMap<>();
                urls.put("Sluice", "http://127.0.0.1:" + sluice.httpPort() + path);
                urls.put("bare jOOQ query", bareUrl + "/row/" + id);
                urls.put("bare Vert.x route", bareUrl + "/static");
                print(measure(urls), Files.size(body));
            }
        } finally {
            Directories.delete(directory);
        }
    }

    private Map<String, List<Wrk.Figures>> measure(Map<String, String> urls) throws IOException, InterruptedException {
        Map<String, List<Wrk.Figures>> results = new LinkedHashMap<>();
        for (Map.Entry<String, String> each : urls.entrySet()) {
            Wrk.run(each.getValue(), WARM_UP_SECONDS, KEY);
            results.put(each.getKey(), new ArrayList<>());
        }
        for (int repeat = 0; repeat < repeats; repeat++) {
            for (Map.Entry<String, String> each : urls.entrySet()) {
                Wrk.Figures figures = Wrk.run(each.getValue(), MEASURED_SECONDS, KEY);
                Objects.requireNonNull(results.get(each.getKey())).add(figures);
                Report.line(
                        "run %d, %s: %.0f/s, p99 %.1f ms",
                        repeat + 1, each.getKey(), figures.requestsPerSecond(), figures.p99Ms());
            }
        }
        return results;
    }

    /** In a JVM with the flags of {@code bin/sluice}, on the database that the server has opened. */
    private static ChildProcess startBare(Path directory, Path body) throws IOException {
        Path postgres = directory.resolve("sluice/data/postgres");
        String port = Files.readAllLines(postgres.resolve("cluster/postmaster.pid"))
                .get(3)
                .strip();
        return ChildProcess.start(
                directory.resolve("bare"),
                Map.of(),
                List.of(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-XX:+UseSerialGC",
                        "-XX:+UseCompactObjectHeaders",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BareApi.class.getName(),
                        Integer.toString(BARE_PORT),
                        body.toString(),
                        "jdbc:postgresql://127.0.0.1:" + port + "/sluice",
                        "sluice",
                        postgres.resolve("password").toString()));
    }

    private void print(Map<String, List<Wrk.Figures>> results, long bodyBytes) {
        double sluice = rate(Objects.requireNonNull(results.get("Sluice")));
        Report.line("");
        Report.line("%d bytes of body, median of %d interleaved runs", bodyBytes, repeats);
        Report.line("");
        Report.line("| server | requests/s | p99, ms | Sluice / server |");
        Report.line("|---|---|---|---|");
        results.forEach((name, runs) -> Report.line(
                "| %s | %.0f | %.1f | %.2f |",
                name, rate(runs), Report.median(runs, Wrk.Figures::p99Ms), sluice / rate(runs)));
    }

    private static double rate(List<Wrk.Figures> runs) {
        return Report.median(runs, Wrk.Figures::requestsPerSecond);
    }
}

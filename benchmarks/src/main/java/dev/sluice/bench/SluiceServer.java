package dev.sluice.bench;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sluice as {@code scripts/run} starts it, remuxing only, its data in the given directory. */
final class SluiceServer implements ServerUnderTest {
    private static final int RTMP_PORT = 19352;
    private static final int HTTP_PORT = 18082;
    static final String API_KEY = "benchmark-key-0123456789";
    private static final Pattern STREAM_KEY = Pattern.compile("\"stream_key\"\\s*:\\s*\"([^\"]+)\"");

    private static final long READY_NS = TimeUnit.SECONDS.toNanos(60);

    private final Path directory;
    private final ChildProcess process;
    private final HttpClient http = HttpClient.newHttpClient();

    private SluiceServer(Path directory, ChildProcess process) {
        this.directory = directory;
        this.process = process;
    }

    static SluiceServer start(Path directory, Path project) throws IOException {
        return start(directory, project, Map.of());
    }

    /** @param more settings, as environment variables */
    static SluiceServer start(Path directory, Path project, Map<String, String> more) throws IOException {
        Map<String, String> environment = new HashMap<>(more);
        environment.putAll(Map.of(
                "SLUICE_HTTP_PORT", Integer.toString(HTTP_PORT),
                "SLUICE_RTMP_PORT", Integer.toString(RTMP_PORT),
                "SLUICE_DATA_DIR", directory.resolve("data").toString(),
                "SLUICE_API_KEY", API_KEY,
                "SLUICE_TRANSCODER_ENABLED", "false"));
        ChildProcess process = ChildProcess.start(
                directory, environment, List.of(project.resolve("scripts/run").toString()));
        process.awaitPort(RTMP_PORT);
        process.awaitPort(HTTP_PORT);
        SluiceServer server = new SluiceServer(directory, process);
        try {
            server.awaitReady();
            return server;
        } catch (IOException | RuntimeException failure) {
            process.close();
            throw failure;
        }
    }

    /** Its doors are open a while before all behind them has started. */
    private void awaitReady() throws IOException {
        HttpRequest ask = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + HTTP_PORT + "/readyz"))
                .build();
        long endNs = System.nanoTime() + READY_NS;
        try {
            while (http.send(ask, HttpResponse.BodyHandlers.discarding()).statusCode() != 200) {
                if (System.nanoTime() > endNs) {
                    throw new IOException("the server is still not ready");
                }
                TimeUnit.MILLISECONDS.sleep(200);
            }
            TimeUnit.SECONDS.sleep(2); // Until it rests.
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("stopping");
        }
    }

    int httpPort() {
        return HTTP_PORT;
    }

    /** The server alone. */
    ProcessHandle program() {
        return process.handle();
    }

    @Override
    public int rtmpPort() {
        return RTMP_PORT;
    }

    @Override
    public List<String> streamKeys(int count) throws IOException, InterruptedException {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            HttpRequest create = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + HTTP_PORT + "/api/v1/live-streaming/create"))
                    .header("X-API-Key", API_KEY)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"title\":\"benchmark " + i + "\"}"))
                    .build();
            HttpResponse<String> answer = http.send(create, HttpResponse.BodyHandlers.ofString());
            Matcher key = STREAM_KEY.matcher(answer.body());
            if (!key.find()) {
                throw new IOException("no stream key in answer " + answer.statusCode() + ": " + answer.body());
            }
            keys.add(key.group(1));
        }
        return keys;
    }

    /** The server and its embedded PostgreSQL, which is not its child. */
    @Override
    public List<ProcessHandle> processes() throws IOException {
        List<ProcessHandle> processes = new ArrayList<>(List.of(process.handle()));
        try (var files = Files.find(directory, 6, (file, attributes) -> file.endsWith("postmaster.pid"))) {
            for (Path pidFile : files.toList()) {
                Optional<ProcessHandle> postmaster = ProcessHandle.of(
                        Long.parseLong(Files.readAllLines(pidFile).getFirst().strip()));
                postmaster.ifPresent(processes::add);
            }
        }
        return processes;
    }

    @Override
    public long segmentCount() throws IOException {
        return Directories.countFiles(directory.resolve("data"), ".m4s");
    }

    @Override
    public void close() throws IOException {
        process.close();
    }
}

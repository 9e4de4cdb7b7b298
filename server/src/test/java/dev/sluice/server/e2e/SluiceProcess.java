package dev.sluice.server.e2e;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The packaged server in a process of its own on free ports, its data in a folder that outlives it, and a client of its
 * API. {@link #start}, then anything, {@link #close}; or {@link #kill} and start again on the same folder.
 */
final class SluiceProcess implements AutoCloseable {
    static final String API_KEY = "e2e-key-0123456789abcdef";
    static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final Pattern HTTP = Pattern.compile("Streams +http://localhost:(\\d+)/");
    private static final Pattern RTMP = Pattern.compile("RTMP listens on [^:]+:(\\d+)");

    private final RunningProgram program;
    private final HttpClient http = HttpClient.newHttpClient();
    private int httpPort;
    private int rtmpPort;

    /** A stream as the API created it. */
    record Stream(String id, String key, String publishUrl) {}

    private SluiceProcess(RunningProgram program) {
        this.program = program;
    }

    /** @param settings environment beside what every test server has */
    static SluiceProcess start(Path directory, Map<String, String> settings, String... arguments) throws Exception {
        return startProgram(directory, settings, command(arguments));
    }

    /** How the packaged server is started. */
    static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseCompactObjectHeaders",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", // It is gone before the optimising compiler has paid.
                "-Xmx2g",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                "target/classes:target/sluice/lib/*",
                "dev.sluice.server.Main"));
        command.addAll(List.of(arguments));
        return command;
    }

    /** The same by another command line. */
    static SluiceProcess startProgram(Path directory, Map<String, String> settings, List<String> command)
            throws Exception {
        Map<String, String> environment = new HashMap<>();
        environment.put("SLUICE_HTTP_HOST", "127.0.0.1");
        environment.put("SLUICE_HTTP_PORT", "0");
        environment.put("SLUICE_RTMP_HOST", "127.0.0.1");
        environment.put("SLUICE_RTMP_PORT", "0");
        environment.put("SLUICE_DATA_DIR", directory.resolve("data").toString());
        environment.put("SLUICE_API_KEY", API_KEY);
        environment.putAll(settings);
        SluiceProcess server = new SluiceProcess(RunningProgram.start(directory, "sluice", environment, command));
        try {
            server.awaitReady();
        } catch (Exception | AssertionError e) {
            server.close();
            throw e;
        }
        return server;
    }

    private void awaitReady() throws Exception {
        Await.until("the server is ready", PATIENCE, () -> {
            if (!program.isAlive()) {
                throw new AssertionError("the server ended:\n" + program.tail());
            }
            Matcher httpLine = HTTP.matcher(program.output());
            Matcher rtmpLine = RTMP.matcher(program.output());
            if (!httpLine.find() || !rtmpLine.find()) {
                return false;
            }
            httpPort = Integer.parseInt(httpLine.group(1));
            rtmpPort = Integer.parseInt(rtmpLine.group(1));
            return get("/readyz").statusCode() == 200;
        });
    }

    int httpPort() {
        return httpPort;
    }

    int rtmpPort() {
        return rtmpPort;
    }

    RunningProgram program() {
        return program;
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + httpPort + path);
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(request(path).GET().build(), BodyHandlers.ofString());
    }

    byte[] bytes(String path) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = http.send(request(path).GET().build(), BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new IOException(path + " answered " + answer.statusCode());
        }
        return answer.body();
    }

    JsonObject getJson(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = get(path);
        if (answer.statusCode() != 200) {
            throw new IOException(path + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return new JsonObject(answer.body());
    }

    JsonObject post(String path, JsonObject body) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body.encode()))
                        .build(),
                BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(path + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return new JsonObject(answer.body());
    }

    Stream createStream(String title) throws IOException, InterruptedException {
        JsonObject created = post("/api/v1/live-streaming/create", new JsonObject().put("title", title));
        String key = created.getString("stream_key");
        return new Stream(created.getString("id"), key, "rtmp://127.0.0.1:" + rtmpPort + "/live/" + key);
    }

    JsonObject stats(Stream stream) throws IOException, InterruptedException {
        return getJson("/api/v1/live-streaming/" + stream.id() + "/stats");
    }

    String status(Stream stream) throws IOException, InterruptedException {
        return getJson("/api/v1/live-streaming/" + stream.id()).getString("status");
    }

    String hlsUrl(Stream stream) {
        return uri("/live/" + stream.id() + "/master.m3u8").toString();
    }

    String dashUrl(Stream stream) {
        return uri("/live/" + stream.id() + "/manifest.mpd").toString();
    }

    /** Waits until players can play the stream. */
    void awaitPlayable(Stream stream) throws Exception {
        Await.until(
                "stream " + stream.id() + " has its manifests",
                PATIENCE,
                () -> get("/live/" + stream.id() + "/master.m3u8").statusCode() == 200
                        && get("/live/" + stream.id() + "/manifest.mpd").statusCode() == 200);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(20)).header("X-API-Key", API_KEY);
    }

    /** SIGKILL. */
    void kill() {
        program.kill();
    }

    /** Stops the server as an operator would. */
    @Override
    public void close() {
        http.close();
        program.close();
    }
}

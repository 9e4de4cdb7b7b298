package dev.sluice.server.e2e;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** Videos of a running server: sent as a form, and waited for. */
final class FormVideos {
    static final String PATH = "/api/v1/videos";
    private static final String BOUNDARY = "----a-boundary-that-no-film-has";
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Set<String> ENDS = Set.of("ready", "failed");

    private final SluiceProcess server;
    private final HttpClient http;
    private final String authorization;

    private FormVideos(SluiceProcess server, HttpClient http, String authorization) {
        this.server = server;
        this.http = http;
        this.authorization = authorization;
    }

    /** Of the server's first key. */
    FormVideos(SluiceProcess server, HttpClient http) {
        this(server, http, "Bearer " + SluiceProcess.API_KEY);
    }

    /** Of somebody who has signed in. */
    FormVideos withToken(String token) {
        return new FormVideos(server, http, "Bearer " + token);
    }

    /** {@code POST /videos/upload}: the answer to a form of one file, and fields before it. */
    HttpResponse<String> send(Path file, Map<String, String> fields) throws IOException, InterruptedException {
        StringBuilder head = new StringBuilder();
        fields.forEach((name, value) ->
                head.append(part(name)).append("\r\n\r\n").append(value).append("\r\n"));
        head.append(part("file"))
                .append("; filename=\"")
                .append(file.getFileName())
                .append("\"\r\nContent-Type: video/mp4\r\n\r\n");
        BodyPublisher body = BodyPublishers.concat(
                BodyPublishers.ofString(head.toString()),
                BodyPublishers.ofFile(file),
                BodyPublishers.ofString("\r\n--" + BOUNDARY + "--\r\n"));
        HttpRequest request = HttpRequest.newBuilder(server.uri(PATH + "/upload"))
                .header("Authorization", authorization)
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .timeout(PATIENCE)
                .POST(body)
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    private static String part(String name) {
        return "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"";
    }

    /** Uploads a file and waits until it plays. */
    JsonObject ready(Path file, Map<String, String> fields) throws Exception {
        HttpResponse<String> answer = send(file, fields);
        if (answer.statusCode() != 201) {
            throw new IOException("the upload was answered " + answer.statusCode() + ": " + answer.body());
        }
        return awaitEnd(new JsonObject(answer.body()).getString("id"));
    }

    /** The video once its processing has ended, well or not. */
    JsonObject awaitEnd(String id) throws Exception {
        Await.until("video " + id + " is processed", PATIENCE, () -> ENDS.contains(get(id).getString("status")));
        return get(id);
    }

    JsonObject get(String id) throws IOException, InterruptedException {
        return server.getJson(PATH + "/" + id);
    }
}

package dev.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.asset.AssetDetails;
import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.port.Visibility;
import dev.sluice.engine.testing.UploadRig;
import dev.sluice.identity.Role;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Forms and chunks over HTTP, by the platform's contract. */
class UploadRoutesTest {
    private static final String UPLOAD = "/api/v1/videos/upload";
    private static final String KEY = ServerUnderTest.API_KEY;
    private static final int CHUNK = 262_144;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private ServerUnderTest server;

    @BeforeEach
    void start() throws Exception {
        server = new ServerUnderTest();
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
        assertThat(server.blockedThreads).isEmpty();
    }

    @Test
    void chunks_sentInReverse_areCompletedOnceWithTheSameAnswer() throws Exception {
        byte[] file = UploadRig.random(2 * CHUNK + 1000);
        JsonObject begun = initiate(file.length);
        assertThat(begun.getInteger("chunk_count")).isEqualTo(3);
        assertThat(begun.getInteger("chunk_size")).isEqualTo(CHUNK);
        JsonArray urls = begun.getJsonArray("upload_urls");
        for (int number = 3; number >= 1; number--) {
            byte[] chunk = Arrays.copyOfRange(file, (number - 1) * CHUNK, Math.min(file.length, number * CHUNK));
            HttpResponse<String> answer = put(urls.getString(number - 1), chunk);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            JsonObject json = new JsonObject(answer.body());
            assertThat(json.getInteger("chunk_number")).isEqualTo(number);
            assertThat(json.getBoolean("uploaded")).isTrue();
            assertThat(json.getDouble("progress")).isEqualTo(number == 1 ? 100.0 : number == 2 ? 50.09 : 0.19);
        }
        String id = begun.getString("upload_id");

        HttpResponse<String> first = server.postKeyed(UPLOAD + "/" + id + "/complete", "");
        HttpResponse<String> second = server.postKeyed(UPLOAD + "/" + id + "/complete", "");

        assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(new JsonObject(first.body()).getString("video_id")).isEqualTo(id);
        assertThat(server.uploads.intake.assets()).hasSize(1);
        assertThat(server.uploads.store.bytes("uploads/" + id + "/source")).isEqualTo(file);
        HttpResponse<String> late = put(urls.getString(0), Arrays.copyOf(file, CHUNK));
        check(late, 409, "upload_completed");
    }

    @Test
    void complete_withoutAllChunks_is409WithTheirNumbers_andStateTellsThem() throws Exception {
        JsonObject begun = initiate(3 * CHUNK);
        put(begun.getJsonArray("upload_urls").getString(1), UploadRig.random(CHUNK));
        String one = UPLOAD + "/" + begun.getString("upload_id");

        assertThat(check(server.postKeyed(one + "/complete", ""), 409, "upload_incomplete")
                        .getString("message"))
                .contains("1, 3");
        JsonObject state = new JsonObject(server.getKeyed(one).body());
        assertThat(state.getJsonArray("missing_chunks")).containsExactly(1, 3);
        assertThat(state.getString("status")).isEqualTo("receiving");
        assertThat(server.send("DELETE", one, null, "X-API-Key", KEY).statusCode())
                .isEqualTo(204);
        check(put(begun.getJsonArray("upload_urls").getString(0), UploadRig.random(CHUNK)), 410, "upload_gone");
    }

    @Test
    void chunk_withDigest_isVerified() throws Exception {
        byte[] chunk = UploadRig.random(CHUNK);
        JsonObject begun = initiate(2 * CHUNK);
        String url = begun.getJsonArray("upload_urls").getString(0);
        String right = Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(chunk));
        String md5 = Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("MD5").digest(UploadRig.random(1)));

        check(put(url, chunk, "Content-MD5", md5), 409, "checksum_mismatch");
        check(put(url, chunk, "Repr-Digest", "sha-256=:" + right.substring(1) + ":"), 400, "invalid_request");
        check(put(url, chunk, "Digest", "sha-256"), 400, "invalid_request");
        assertThat(put(url, chunk, "Repr-Digest", "sha-256=:" + right + ":").statusCode())
                .isEqualTo(200);
    }

    @Test
    void chunk_ofWrongSizeOrNumber_isRefused() throws Exception {
        JsonObject begun = initiate(2 * CHUNK);
        String url = begun.getJsonArray("upload_urls").getString(0);

        check(put(url, UploadRig.random(CHUNK - 1)), 400, "invalid_request");
        check(put(url, UploadRig.random(CHUNK + 1)), 413, "payload_too_large");
        for (String number : new String[] {"3", "0", "01", "x", "99999999999"}) {
            check(put(url.replaceAll("1$", number), UploadRig.random(CHUNK)), 404, "resource_not_found");
        }
    }

    @Test
    void refusedBody_isAnsweredBeforeItIsSent_andTheConnectionCloses() throws Exception {
        String path = UPLOAD + "/" + UUID.randomUUID() + "/chunk/1";
        for (String header : new String[] {"", "X-API-Key: wrong\r\n", "X-API-Key: " + KEY + "\r\n"}) {
            try (RawClient raw = new RawClient(server.server.port())) {
                raw.write("PUT " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: 60000000\r\n" + header
                        + "\r\nonly this");
                RawClient.Answer answer = RawClient.parse(raw.readAll());
                assertThat(answer.status()).isEqualTo(header.contains(KEY) ? 404 : 401);
                assertThat(answer.header("connection")).isEqualTo("close");
            }
        }
    }

    @Test
    void expect100_isContinuedOnlyWhenTheBodyIsWanted() throws Exception {
        JsonObject begun = initiate(5);
        String path = UPLOAD + "/" + begun.getString("upload_id") + "/chunk/1";
        try (RawClient raw = new RawClient(server.server.port())) {
            raw.write("PUT " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\nX-API-Key: "
                    + KEY + "\r\nConnection: close\r\n\r\n");
            assertThat(raw.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 100");
            raw.write("12345");
            assertThat(RawClient.parse(raw.readAll()).status()).isEqualTo(200);
        }
        try (RawClient raw = new RawClient(server.server.port())) {
            raw.write("PUT " + path.replaceAll("1$", "2")
                    + " HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\nX-API-Key: " + KEY
                    + "\r\n\r\n");
            assertThat(RawClient.parse(raw.readAll()).status()).isEqualTo(404);
        }
    }

    @Test
    void form_withFieldsAroundItsFile_isAVideo() throws Exception {
        byte[] file = UploadRig.random(300_000);
        HttpResponse<String> answer = form(
                part("title", "My Video"),
                part("tags", "[\"tech\", \"tutorial\"]"),
                file("clip.mp4", file),
                part("visibility", "unlisted"),
                part("description", "What it is"));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        JsonObject video = new JsonObject(answer.body());
        assertThat(video.getString("title")).isEqualTo("My Video");
        assertThat(video.getString("status")).isEqualTo("processing");
        assertThat(video.containsKey("thumbnail_url")).isTrue();
        String id = video.getString("id");
        assertThat(server.uploads.store.bytes("uploads/" + id + "/source")).isEqualTo(file);
        AssetDetails details = server.uploads.intake.assets().getFirst().details();
        assertThat(details.tags()).containsExactly("tech", "tutorial");
        assertThat(details.visibility()).isEqualTo(Visibility.UNLISTED);
        assertThat(details.description()).isEqualTo("What it is");
        assertThat(server.uploads.intake.assets().getFirst().fileName()).isEqualTo("clip.mp4");
    }

    @Test
    void form_withoutFileWithTwoOrWithBadFields_leavesNothing() throws Exception {
        byte[] file = UploadRig.random(1000);
        check(form(part("title", "A")), 422, "validation_error");
        check(form(file("a.mp4", file), file("b.mp4", file)), 422, "validation_error");
        check(form(file("a.mp4", file), part("visibility", "nobody")), 422, "validation_error");
        check(form(file("a.mp4", new byte[0])), 400, "invalid_request");
        HttpResponse<String> json = server.postKeyed(UPLOAD, "{}");
        check(json, 415, "unsupported_media_type");

        assertThat(server.uploads.intake.assets()).isEmpty();
        assertThat(server.uploads.store.keys()).isEmpty();
        assertThat(server.uploads.store.unfinishedCount()).isZero();
    }

    @Test
    void direct_givesSignedUrls_orSaysThatThereAreNone() throws Exception {
        String body =
                "{\"filename\": \"a.mp4\", \"filesize\": 20000000, \"content_type\": \"video/mp4\", \"direct\": true}";
        check(server.postKeyed(UPLOAD + "/initiate", body), 409, "direct_not_supported");
        server.uploads.store.signUrls();

        HttpResponse<String> answer = server.postKeyed(UPLOAD + "/initiate", body);

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(new JsonObject(answer.body()).getJsonArray("upload_urls").getString(0))
                .startsWith("https://store.example/");
    }

    @Test
    void pull_ofAddressesWithin_isRefused_andOthersWait() throws Exception {
        for (String url :
                new String[] {"http://127.0.0.1/a", "http://169.254.169.254/a", "file:///etc/passwd", "http://[::1]/"
                }) {
            check(
                    server.postKeyed(
                            "/api/v1/videos/pull",
                            new JsonObject().put("url", url).encode()),
                    422,
                    "validation_error");
        }
        HttpResponse<String> answer =
                server.postKeyed("/api/v1/videos/pull", "{\"url\": \"https://example.com/path/clip.mp4?x=1\"}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        JsonObject video = new JsonObject(answer.body());
        assertThat(video.getString("title")).isEqualTo("clip.mp4");
        assertThat(server.uploads.repository.find(AssetId.parse(video.getString("id"))))
                .isPresent();
    }

    @Test
    void upload_ofAnotherOwner_isNotFound() throws Exception {
        JsonObject begun = initiate(CHUNK);
        server.person("default", "other", Role.BROADCASTER);
        String one = UPLOAD + "/" + begun.getString("upload_id");

        check(server.get(one, "X-API-Key", "other-key"), 404, "resource_not_found");
        check(server.send("DELETE", one, null, "X-API-Key", "other-key"), 404, "resource_not_found");
    }

    private JsonObject initiate(int sizeBytes) throws Exception {
        HttpResponse<String> answer = server.postKeyed(
                UPLOAD + "/initiate",
                new JsonObject()
                        .put("filename", "large_video.mp4")
                        .put("filesize", sizeBytes)
                        .put("chunk_size", CHUNK)
                        .put("content_type", "video/mp4")
                        .encode());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return new JsonObject(answer.body());
    }

    private HttpResponse<String> put(String url, byte[] body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .header("X-API-Key", KEY)
                .header("Content-Type", "application/octet-stream")
                .PUT(HttpRequest.BodyPublishers.ofByteArray(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> form(byte[]... parts) throws Exception {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            body.writeBytes("--XyZ\r\n".getBytes(StandardCharsets.UTF_8));
            body.writeBytes(part);
            body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
        }
        body.writeBytes("--XyZ--\r\n".getBytes(StandardCharsets.UTF_8));
        return client.send(
                HttpRequest.newBuilder(server.uri(UPLOAD))
                        .header("X-API-Key", KEY)
                        .header("Content-Type", "multipart/form-data; boundary=XyZ")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static byte[] part(String name, String value) {
        return ("Content-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] file(String name, byte[] bytes) {
        ByteArrayOutputStream part = new ByteArrayOutputStream();
        part.writeBytes(("Content-Disposition: form-data; name=\"file\"; filename=\"" + name
                        + "\"\r\nContent-Type: video/mp4\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        part.writeBytes(bytes);
        return part.toByteArray();
    }

    private static JsonObject check(HttpResponse<String> answer, int status, String error) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        JsonObject body = new JsonObject(answer.body());
        assertThat(body.getString("error")).isEqualTo(error);
        return body;
    }
}

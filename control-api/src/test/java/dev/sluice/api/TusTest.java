package dev.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.testing.UploadRig;
import dev.sluice.identity.Role;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** tus 1.0.0, clause by clause. */
class TusTest {
    private static final String TUS = "/api/v1/uploads/tus";
    private static final String KEY = ServerUnderTest.API_KEY;
    private static final String BODY_TYPE = "application/offset+octet-stream";

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
    void options_tellsWhatTheServerCan_toEverybody() throws Exception {
        HttpResponse<String> answer = server.send("OPTIONS", TUS, null, "Origin", "https://page.example");

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(header(answer, "Tus-Version")).isEqualTo("1.0.0");
        assertThat(header(answer, "Tus-Extension")).contains("creation", "termination", "checksum", "concatenation");
        assertThat(header(answer, "Tus-Max-Size")).isEqualTo(Long.toString(1L << 30));
        assertThat(header(answer, "Tus-Checksum-Algorithm")).contains("sha1");
        assertThat(header(answer, "Access-Control-Allow-Headers")).contains("Upload-Offset", "Tus-Resumable");
        assertThat(header(answer, "Access-Control-Allow-Methods")).contains("PATCH", "HEAD", "DELETE");
    }

    @Test
    void upload_inTwoPatches_isAVideo() throws Exception {
        byte[] file = UploadRig.random(300_000);
        String metadata = "filename " + base64("clip.mp4") + ",title " + base64("My Title") + ",filetype "
                + base64("video/mp4") + ",is_confidential";
        HttpResponse<String> created = tus("POST", TUS, null, "Upload-Length", "300000", "Upload-Metadata", metadata);
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        String url = header(created, "Location");
        assertThat(url).startsWith("http://").contains(TUS + "/");
        assertThat(header(created, "Tus-Resumable")).isEqualTo("1.0.0");
        assertThat(header(created, "Upload-Expires")).endsWith("GMT");

        HttpResponse<String> head = tus("HEAD", url, null);
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(header(head, "Upload-Offset")).isEqualTo("0");
        assertThat(header(head, "Upload-Length")).isEqualTo("300000");
        assertThat(header(head, "Upload-Metadata")).isEqualTo(metadata);
        assertThat(header(head, "Cache-Control")).isEqualTo("no-store");

        HttpResponse<String> first = patch(url, 0, Arrays.copyOf(file, 100_000));
        assertThat(first.statusCode()).as(first.body()).isEqualTo(204);
        assertThat(header(first, "Upload-Offset")).isEqualTo("100000");
        HttpResponse<String> last = patch(url, 100_000, Arrays.copyOfRange(file, 100_000, 300_000));
        assertThat(header(last, "Upload-Offset")).isEqualTo("300000");
        String id = url.substring(url.lastIndexOf('/') + 1);
        assertThat(header(last, "Video-Id")).isEqualTo(id);
        assertThat(server.uploads.store.bytes("uploads/" + id + "/source")).isEqualTo(file);
        assertThat(server.uploads.intake.assets().getFirst().details().title()).isEqualTo("My Title");
        assertThat(header(tus("HEAD", url, null), "Upload-Offset")).isEqualTo("300000");
        assertThat(patch(url, 300_000, new byte[0]).statusCode()).isEqualTo(204);
    }

    @Test
    void patch_atAnotherOffset_is409AndChangesNothing() throws Exception {
        String url = create(1000);
        patch(url, 0, UploadRig.random(10));

        assertError(patch(url, 0, UploadRig.random(10)), 409, "offset_mismatch");
        assertError(patch(url, 11, UploadRig.random(10)), 409, "offset_mismatch");
        assertThat(header(tus("HEAD", url, null), "Upload-Offset")).isEqualTo("10");
    }

    @Test
    void patch_ofWrongTypeOrBeyondTheLength_isRefused() throws Exception {
        String url = create(100);

        assertError(
                tus("PATCH", url, new byte[5], "Upload-Offset", "0", "Content-Type", "application/octet-stream"),
                415,
                "unsupported_media_type");
        assertError(patch(url, 0, new byte[101]), 413, "payload_too_large");
        assertError(tus("PATCH", url, new byte[5], "Content-Type", BODY_TYPE), 400, "invalid_request");
    }

    @Test
    void version_thatIsAnotherOrMissing_is412WithTheRightOne() throws Exception {
        String url = create(100);
        for (String[] headers : new String[][] {{}, {"Tus-Resumable", "0.2.2"}}) {
            HttpResponse<String> answer = send("PATCH", url, new byte[5], headers);
            assertError(answer, 412, "tus_version_not_supported");
            assertThat(header(answer, "Tus-Version")).isEqualTo("1.0.0");
        }
        assertThat(header(tus("HEAD", url, null), "Upload-Offset")).isEqualTo("0");
    }

    @Test
    void checksum_isVerified_andAMismatchIs460() throws Exception {
        byte[] file = UploadRig.random(1000);
        String url = create(1000);
        String sha1 = Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-1").digest(file));

        assertError(patch(url, 0, UploadRig.random(999), "Upload-Checksum", "sha1 " + sha1), 460, "checksum_mismatch");
        assertError(patch(url, 0, file, "Upload-Checksum", "rot13 " + sha1), 400, "invalid_request");
        assertError(patch(url, 0, file, "Upload-Checksum", "sha1 %%"), 400, "invalid_request");
        assertThat(header(tus("HEAD", url, null), "Upload-Offset")).isEqualTo("0");
        assertThat(patch(url, 0, file, "Upload-Checksum", "sha1 " + sha1).statusCode())
                .isEqualTo(204);
    }

    @Test
    void creation_withWrongLengths_isRefused() throws Exception {
        assertError(tus("POST", TUS, null), 400, "invalid_request");
        assertError(tus("POST", TUS, null, "Upload-Length", "5", "Upload-Defer-Length", "1"), 400, "invalid_request");
        assertError(tus("POST", TUS, null, "Upload-Defer-Length", "2"), 400, "invalid_request");
        assertError(tus("POST", TUS, null, "Upload-Length", "-5"), 400, "invalid_request");
        assertError(tus("POST", TUS, null, "Upload-Length", Long.toString(2L << 30)), 413, "payload_too_large");
        assertError(
                tus("POST", TUS, null, "Upload-Length", "5", "Upload-Metadata", "a YQ==,a YQ=="),
                400,
                "invalid_request");
    }

    @Test
    void creation_withBytes_tellsTheOffset() throws Exception {
        HttpResponse<String> created =
                tus("POST", TUS, UploadRig.random(10), "Upload-Length", "100", "Content-Type", BODY_TYPE);

        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        assertThat(header(created, "Upload-Offset")).isEqualTo("10");
    }

    @Test
    void deferredLength_isDeclaredOnce() throws Exception {
        HttpResponse<String> created = tus("POST", TUS, null, "Upload-Defer-Length", "1");
        String url = header(created, "Location");
        assertThat(header(tus("HEAD", url, null), "Upload-Defer-Length")).isEqualTo("1");
        patch(url, 0, UploadRig.random(10));

        assertError(patch(url, 10, new byte[0], "Upload-Length", "9"), 400, "invalid_request");
        assertThat(patch(url, 10, new byte[5], "Upload-Length", "20").statusCode())
                .isEqualTo(204);
        assertError(patch(url, 15, new byte[5], "Upload-Length", "21"), 400, "invalid_request");
        assertThat(header(tus("HEAD", url, null), "Upload-Length")).isEqualTo("20");
    }

    @Test
    void termination_andExpiry_areGone() throws Exception {
        String url = create(100);
        patch(url, 0, UploadRig.random(10));
        assertThat(tus("DELETE", url, null).statusCode()).isEqualTo(204);
        assertThat(tus("HEAD", url, null).statusCode()).isEqualTo(410);
        assertError(patch(url, 10, UploadRig.random(10)), 410, "upload_gone");
        assertThat(server.uploads.store.unfinishedCount()).isZero();
        assertThat(server.uploads.store.keys()).isEmpty();
        assertThat(tus("HEAD", TUS + "/" + UUID.randomUUID(), null).statusCode())
                .isEqualTo(404);
    }

    @Test
    void concatenation_joinsInTheGivenOrder_onlyPartsOfTheCaller() throws Exception {
        byte[] a = UploadRig.random(1000);
        byte[] b = UploadRig.random(2000);
        String first = header(tus("POST", TUS, null, "Upload-Length", "1000", "Upload-Concat", "partial"), "Location");
        String second = header(tus("POST", TUS, null, "Upload-Length", "2000", "Upload-Concat", "partial"), "Location");
        patch(first, 0, a);
        String concat = "final;" + URI.create(second).getPath() + " " + first;
        assertError(tus("POST", TUS, null, "Upload-Concat", concat), 409, "upload_incomplete");
        patch(second, 0, b);
        assertThat(server.uploads.intake.assets()).isEmpty();
        server.person("default", "other", Role.BROADCASTER);
        assertError(
                send("POST", TUS, null, "Tus-Resumable", "1.0.0", "Upload-Concat", concat, "As", "other"),
                404,
                "resource_not_found");

        HttpResponse<String> joined = tus("POST", TUS, null, "Upload-Concat", concat);

        assertThat(joined.statusCode()).as(joined.body()).isEqualTo(201);
        String url = header(joined, "Location");
        HttpResponse<String> head = tus("HEAD", url, null);
        assertThat(header(head, "Upload-Length")).isEqualTo("3000");
        assertThat(header(head, "Upload-Concat")).startsWith("final;");
        assertError(patch(url, 3000, new byte[1]), 403, "permission_denied");
        byte[] whole = server.uploads.store.bytes("uploads/" + url.substring(url.lastIndexOf('/') + 1) + "/source");
        assertThat(Arrays.copyOf(whole, 2000)).isEqualTo(b);
        assertThat(Arrays.copyOfRange(whole, 2000, 3000)).isEqualTo(a);
        assertThat(server.uploads.intake.assets()).hasSize(1);
    }

    @Test
    void methodOverride_isHonoured() throws Exception {
        String url = create(10);
        HttpResponse<String> patched = tus(
                "POST",
                url,
                new byte[5],
                "X-HTTP-Method-Override",
                "PATCH",
                "Upload-Offset",
                "0",
                "Content-Type",
                BODY_TYPE);
        assertThat(patched.statusCode()).as(patched.body()).isEqualTo(204);
        assertThat(header(tus("POST", url, null, "X-HTTP-Method-Override", "HEAD"), "Upload-Offset"))
                .isEqualTo("5");
        assertThat(tus("POST", url, null, "X-HTTP-Method-Override", "DELETE").statusCode())
                .isEqualTo(204);
    }

    @Test
    void cutConnection_keepsWhatArrived() throws Exception {
        String url = create(1000);
        try (RawClient raw = new RawClient(server.server.port())) {
            raw.write("PATCH " + URI.create(url).getPath()
                    + " HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\nX-API-Key: "
                    + KEY + "\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\nExpect: 100-continue\r\nContent-Type: "
                    + BODY_TYPE + "\r\n\r\n");
            assertThat(raw.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 100");
            raw.write("x".repeat(321));
        }
        long deadlineNs = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        String offset = "0";
        while (!offset.equals("321") && System.nanoTime() < deadlineNs) {
            offset = header(tus("HEAD", url, null), "Upload-Offset");
        }
        assertThat(offset).isEqualTo("321");
        assertThat(patch(url, 321, new byte[679]).statusCode()).isEqualTo(204);
    }

    private String create(int sizeBytes) throws Exception {
        return header(tus("POST", TUS, null, "Upload-Length", Integer.toString(sizeBytes)), "Location");
    }

    private HttpResponse<String> patch(String url, int offset, byte[] body, String... headers) throws Exception {
        String[] all = Arrays.copyOf(headers, headers.length + 4);
        all[headers.length] = "Upload-Offset";
        all[headers.length + 1] = Integer.toString(offset);
        all[headers.length + 2] = "Content-Type";
        all[headers.length + 3] = BODY_TYPE;
        return tus("PATCH", url, body, all);
    }

    private HttpResponse<String> tus(String method, String url, byte @Nullable [] body, String... headers)
            throws Exception {
        String[] all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "Tus-Resumable";
        all[headers.length + 1] = "1.0.0";
        return send(method, url, body, all);
    }

    /** The header As is not sent: it names whose key is. */
    private HttpResponse<String> send(String method, String url, byte @Nullable [] body, String... headers)
            throws Exception {
        URI uri = url.startsWith("http") ? URI.create(url) : server.uri(url);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        String key = KEY;
        for (int i = 0; i < headers.length; i += 2) {
            if (headers[i].equals("As")) {
                key = headers[i + 1] + "-key";
            } else {
                request.header(headers[i], headers[i + 1]);
            }
        }
        return client.send(request.header("X-API-Key", key).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static void assertError(HttpResponse<String> answer, int status, String error) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(new JsonObject(answer.body()).getString("error")).isEqualTo(error);
        assertThat(header(answer, "Tus-Resumable")).isEqualTo("1.0.0");
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers()
                .firstValue(name)
                .orElseThrow(() -> new AssertionError(
                        "no " + name + " in " + answer + " " + answer.headers().map() + " " + answer.body()));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}

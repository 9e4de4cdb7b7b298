package dev.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.asset.ThumbnailRefusal.Reason;
import dev.sluice.engine.asset.Thumbnails;
import dev.sluice.engine.port.Visibility;
import dev.sluice.identity.Role;
import dev.sluice.media.io.Payload;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThumbnailsApiTest {
    private static final byte[] PICTURE = {-1, -40, -1, 0, 1, 2, 3};

    private final AssetId id = AssetId.random();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private ServerUnderTest server;

    @BeforeEach
    void start() throws Exception {
        server = new ServerUnderTest();
        server.assets.add(FakeAssets.ready(id, FakeAssets.OWNER, Visibility.PUBLIC));
    }

    @AfterEach
    void stop() {
        server.close();
        assertThat(server.blockedThreads).isEmpty();
    }

    private HttpResponse<String> send(String method, AssetId video, String key, BodyPublishes body) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.server.port() + "/api/v1/videos/" + video + "/thumbnail");
        HttpRequest request = HttpRequest.newBuilder(uri)
                .method(method, body.publisher())
                .header("Content-Type", "application/octet-stream")
                .header("X-API-Key", key)
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> put(byte[] body) throws Exception {
        return send("PUT", id, ServerUnderTest.API_KEY, () -> BodyPublishers.ofByteArray(body));
    }

    private HttpResponse<String> delete() throws Exception {
        return send("DELETE", id, ServerUnderTest.API_KEY, BodyPublishers::noBody);
    }

    @FunctionalInterface
    private interface BodyPublishes {
        HttpRequest.BodyPublisher publisher();
    }

    @Test
    void put_picture_isTakenWhateverTheHeaderSays() throws Exception {
        HttpResponse<String> answer = put(PICTURE);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("ETag")).isPresent();
        assertThat(new JsonObject(answer.body()).getString("thumbnail_url")).endsWith(".jpg");
        assertThat(server.thumbnails.taken()).isEqualTo(Payload.wrap(PICTURE));
    }

    @ParameterizedTest
    @CsvSource({
        "NOT_A_PICTURE, 415, unsupported_media_type",
        "UNREADABLE, 422, validation_error",
        "TOO_MANY_PIXELS, 422, validation_error",
        "NOT_READY, 409, video_not_ready",
        "BUSY, 503, service_unavailable"
    })
    void put_refused_saysWhy(Reason reason, int status, String code) throws Exception {
        server.thumbnails.refusal = reason;

        HttpResponse<String> answer = put(PICTURE);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).contains(code);
    }

    @Test
    void put_tooLarge_isRefused() throws Exception {
        assertThat(put(new byte[Thumbnails.MAX_FILE_BYTES + 1]).statusCode()).isEqualTo(413);
        assertThat(server.thumbnails.taken()).isNull();
    }

    @Test
    void put_tooLargeWithoutSayingSo_isRefused() throws Exception {
        byte[] body = new byte[Thumbnails.MAX_FILE_BYTES + 1];
        HttpResponse<String> answer = send(
                "PUT",
                id,
                ServerUnderTest.API_KEY,
                () -> BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(body)));

        assertThat(answer.statusCode()).isEqualTo(413);
    }

    @Test
    void put_processingVideo_isNotReady() throws Exception {
        AssetId other = AssetId.random();
        server.assets.add(FakeAssets.processing(other, FakeAssets.OWNER));

        HttpResponse<String> answer =
                send("PUT", other, ServerUnderTest.API_KEY, () -> BodyPublishers.ofByteArray(PICTURE));

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("video_not_ready");
    }

    @Test
    void put_unknownVideo_isNotFound() throws Exception {
        assertThat(send("PUT", AssetId.random(), ServerUnderTest.API_KEY, () -> BodyPublishers.ofByteArray(PICTURE))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void put_anothersVideo_isRefused() throws Exception {
        server.person("default", "ann", Role.BROADCASTER);

        assertThat(send("PUT", id, "ann-key", () -> BodyPublishers.ofByteArray(PICTURE))
                        .statusCode())
                .isEqualTo(403);
        assertThat(server.thumbnails.taken()).isNull();
    }

    @Test
    void put_storeAway_isUnavailable() throws Exception {
        server.thumbnails.storeLost = true;

        assertThat(put(PICTURE).statusCode()).isEqualTo(503);
    }

    @Test
    void put_manyOneAfterTheOther_areAllTaken() throws Exception {
        for (int i = 0; i < 40; i++) {
            assertThat(put(PICTURE).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void delete_thatThereIs_isOnceNoContent_thenNotFound() throws Exception {
        put(PICTURE);

        assertThat(delete().statusCode()).isEqualTo(204);
        assertThat(delete().statusCode()).isEqualTo(404);
    }
}

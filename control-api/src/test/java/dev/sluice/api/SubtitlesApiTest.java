package dev.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.asset.AssetSubtitle;
import dev.sluice.engine.asset.NewSubtitle;
import dev.sluice.engine.asset.Subtitles;
import dev.sluice.engine.port.Visibility;
import dev.sluice.identity.Role;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SubtitlesApiTest {
    private static final String VTT = "WEBVTT\n\n00:01.000 --> 00:02.000\nHello\n";

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

    private HttpResponse<String> send(String method, String language, String type, String key, String body)
            throws Exception {
        URI uri = URI.create(
                "http://127.0.0.1:" + server.server.port() + "/api/v1/videos/" + id + "/subtitles/" + language);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Content-Type", type)
                .header("X-API-Key", key)
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> put(String language, String type, String body) throws Exception {
        return send("PUT", language, type, ServerUnderTest.API_KEY, body);
    }

    @Test
    void put_webVtt_isTakenWithLabelAndKind() throws Exception {
        HttpResponse<String> answer = put("pt-BR?label=Portugu%C3%AAs&kind=captions", "text/vtt; charset=utf-8", VTT);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("ETag")).isPresent();
        assertThat(new JsonObject(answer.body())
                        .getJsonArray("subtitles")
                        .getJsonObject(0)
                        .getMap())
                .containsEntry("language", "de")
                .containsEntry("source", "embedded");
        NewSubtitle taken = server.subtitles.taken().getFirst();
        assertThat(taken.language()).isEqualTo("pt-BR");
        assertThat(taken.label()).isEqualTo("Português");
        assertThat(taken.kind()).isEqualTo(AssetSubtitle.Kind.CAPTIONS);
    }

    @Test
    void put_malformed_isRefusedWithItsLine() throws Exception {
        HttpResponse<String> answer = put("de", "application/x-subrip", "1\n00:00:05,000 --> 00:00:02,000\nzu\n");

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("line 2");
    }

    @Test
    void put_anotherType_isRefused() throws Exception {
        assertThat(put("de", "application/json", "{}").statusCode()).isEqualTo(415);
    }

    @Test
    void put_tooLarge_isRefused() throws Exception {
        assertThat(put("de", "text/vtt", " ".repeat(Subtitles.MAX_FILE_BYTES + 1))
                        .statusCode())
                .isEqualTo(413);
    }

    @Test
    void put_noLanguage_isNotFound() throws Exception {
        assertThat(put("not_a_language", "text/vtt", VTT).statusCode()).isEqualTo(404);
    }

    @Test
    void put_unknownKind_isRefused() throws Exception {
        assertThat(put("de?kind=karaoke", "text/vtt", VTT).statusCode()).isEqualTo(400);
    }

    @Test
    void put_anothersVideo_isRefused() throws Exception {
        server.person("default", "ann", Role.BROADCASTER);

        assertThat(send("PUT", "de", "text/vtt", "ann-key", VTT).statusCode()).isEqualTo(403);
        assertThat(server.subtitles.taken()).isEmpty();
    }

    @Test
    void put_storeAway_isUnavailable() throws Exception {
        server.subtitles.storeLost = true;

        assertThat(put("de", "text/vtt", VTT).statusCode()).isEqualTo(503);
    }

    @Test
    void delete_thoseThereAre_isOnceNoContent_thenNotFound() throws Exception {
        put("de", "text/vtt", VTT);

        assertThat(send("DELETE", "de", "text/plain", ServerUnderTest.API_KEY, "")
                        .statusCode())
                .isEqualTo(204);
        assertThat(send("DELETE", "de", "text/plain", ServerUnderTest.API_KEY, "")
                        .statusCode())
                .isEqualTo(404);
    }
}

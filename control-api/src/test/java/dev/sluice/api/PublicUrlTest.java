package dev.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.port.PackagedObject.Kind;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The addresses in answers: configured, forwarded by a trusted proxy, or as the request names them. */
class PublicUrlTest {
    @ParameterizedTest
    @CsvSource({
        "example.com, http://example.com/api/v1, rtmp://example.com/live",
        "example.com:8080, http://example.com:8080/api/v1, rtmp://example.com/live",
        "example.com.:80, http://example.com.:80/api/v1, rtmp://example.com./live",
        "[::1]:8080, http://[::1]:8080/api/v1, rtmp://[::1]/live",
        "127.0.0.1, http://127.0.0.1/api/v1, rtmp://127.0.0.1/live"
    })
    void urls_ofPlainHost_followIt(String host, String api, String publish) throws Exception {
        try (ServerUnderTest server = server(null, null, /* trust= */ false, 1935)) {
            JsonObject body = urls(server, "Host: " + host);
            assertThat(body.getString("api_url")).isEqualTo(api);
            assertThat(body.getString("publish_url")).isEqualTo(publish);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example/path",
                "a@evil.example",
                "a b",
                "a\"b",
                "<script>",
                "a:99999",
                "a:",
                "a:x",
                "-a",
                "a,b",
                "[::1",
                "ä",
                ""
            })
    void urls_ofHostThatIsNone_give400(String host) throws Exception {
        try (ServerUnderTest server = server(null, null, /* trust= */ false, 1935)) {
            assertThat(RawClient.get(server.server.port(), "/pages/streams", "Host: " + host)
                            .status())
                    .isEqualTo(400);
            assertThat(RawClient.get(server.server.port(), "/pages/streams", "Host: " + "a".repeat(261))
                            .status())
                    .isEqualTo(400);
        }
    }

    @Test
    void forwardedHeaders_untrusted_changeNothing() throws Exception {
        try (ServerUnderTest server = server(null, null, /* trust= */ false, 1936)) {
            JsonObject body = urls(server, "Host: a", "X-Forwarded-Host: evil.example", "X-Forwarded-Proto: https");
            assertThat(body.getString("api_url")).isEqualTo("http://a/api/v1");
            assertThat(body.getString("publish_url")).isEqualTo("rtmp://a:1936/live");
            StreamId id = StreamId.random();
            server.streams.everyIdExists = true;
            server.edge.put(id, "1.m4s", Kind.SEGMENT, 1, new byte[1]);
            server.get("/live/" + id + "/1.m4s", "X-Forwarded-For", "192.0.2.1");
            server.get("/live/" + id + "/1.m4s", "X-Forwarded-For", "192.0.2.2");
            assertThat(server.viewers.current(id)).isEqualTo(1);
        }
    }

    @Test
    void forwardedHeaders_trusted_areFollowed() throws Exception {
        try (ServerUnderTest server = server(null, null, /* trust= */ true, 1935)) {
            JsonObject body = urls(
                    server, "Host: a", "X-Forwarded-Host: live.example:8443, inner", "X-Forwarded-Proto: HTTPS, http");
            assertThat(body.getString("api_url")).isEqualTo("https://live.example:8443/api/v1");
            assertThat(urls(server, "Host: a", "X-Forwarded-Proto: gopher").getString("api_url"))
                    .isEqualTo("http://a/api/v1");
            assertThat(RawClient.get(server.server.port(), "/pages/streams", "X-Forwarded-Host: a/b")
                            .status())
                    .isEqualTo(400);
            StreamId id = StreamId.random();
            server.streams.everyIdExists = true;
            server.edge.put(id, "1.m4s", Kind.SEGMENT, 1, new byte[1]);
            server.get("/live/" + id + "/1.m4s", "X-Forwarded-For", "192.0.2.1, 10.0.0.1");
            server.get("/live/" + id + "/1.m4s", "X-Forwarded-For", "192.0.2.2, 10.0.0.1");
            assertThat(server.viewers.current(id)).isEqualTo(2);
        }
    }

    @Test
    void configuredUrls_whateverTheRequestSays_areUsed() throws Exception {
        URI http = URI.create("https://live.example/sluice/");
        try (ServerUnderTest server = server(http, "rtmps://ingest.example/live", /* trust= */ true, 1935)) {
            JsonObject body = urls(server, "Host: inner.example", "X-Forwarded-Host: evil.example");
            assertThat(body.getString("api_url")).isEqualTo("https://live.example/sluice/api/v1");
            assertThat(body.getString("publish_url")).isEqualTo("rtmps://ingest.example/live");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ftp://a", "https:///x", "/x", "https://a?b", "https://a/#c", "https://user@a", "mailto:a@b"})
    void settings_publicUrlThatIsNoBase_isRefused(String url) {
        assertThatThrownBy(() -> server(URI.create(url), null, /* trust= */ false, 1935))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("public URL");
    }

    private static JsonObject urls(ServerUnderTest server, String... headers) throws Exception {
        return new JsonObject(
                RawClient.get(server.server.port(), "/pages/streams", headers).body());
    }

    private static ServerUnderTest server(@Nullable URI http, @Nullable String rtmp, boolean trust, int rtmpPort)
            throws Exception {
        return new ServerUnderTest(settings -> new ApiSettings(
                settings.host(),
                settings.port(),
                http,
                rtmp,
                trust,
                rtmpPort,
                settings.eventLoops(),
                settings.corsOrigins(),
                settings.maxConnections()));
    }
}

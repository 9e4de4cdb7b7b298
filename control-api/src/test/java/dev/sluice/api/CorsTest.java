package dev.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.port.PackagedObject.Kind;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which origins may read live files and the clock. */
class CorsTest {
    private static final String ALLOW = "Access-Control-Allow-Origin";
    private static final String KNOWN = "https://player.example";
    private final StreamId id = StreamId.random();
    private final String file = "/live/" + id + "/master.m3u8";

    @Test
    void anyOrigin_everyAnswer_mayBeReadByAllAndDoesNotVary() throws Exception {
        try (ServerUnderTest server = serverFor("*")) {
            for (String path : List.of(file, "/live/" + id + "/missing.m4s", "/api/v1/time")) {
                HttpResponse<String> response = server.get(path, "Origin", "https://any.example");
                assertThat(response.headers().allValues(ALLOW)).containsExactly("*");
                assertThat(response.headers().allValues("Vary")).doesNotContain("Origin");
                assertThat(response.headers().firstValue("Access-Control-Allow-Credentials"))
                        .isEmpty();
            }
            assertThat(server.get(file)
                            .headers()
                            .firstValue("Access-Control-Expose-Headers")
                            .orElseThrow())
                    .contains("Content-Range", "Date");
            assertThat(server.blockedThreads).isEmpty();
        }
    }

    @Test
    void listedOrigin_everyAnswer_namesItAndVaries() throws Exception {
        try (ServerUnderTest server = serverFor(KNOWN, "https://other.example")) {
            for (String path : List.of(file, "/live/" + id + "/missing.m4s", "/api/v1/time")) {
                HttpResponse<String> response = server.get(path, "Origin", KNOWN);
                assertThat(response.headers().allValues(ALLOW)).as(path).containsExactly(KNOWN);
                assertThat(response.headers().allValues("Vary")).as(path).contains("Origin");
            }
        }
    }

    @Test
    void unlistedOrigin_everyAnswer_allowsNothingAndVaries() throws Exception {
        try (ServerUnderTest server = serverFor(KNOWN)) {
            for (String origin :
                    List.of("https://evil.example", "null", KNOWN + ".evil.example", "http://player.example")) {
                for (String path : List.of(file, "/api/v1/time")) {
                    HttpResponse<String> response = server.get(path, "Origin", origin);
                    assertThat(response.statusCode()).isEqualTo(200);
                    assertThat(response.headers().firstValue(ALLOW)).as(origin).isEmpty();
                    assertThat(response.headers().allValues("Vary")).contains("Origin");
                }
            }
            assertThat(server.get(file).headers().firstValue(ALLOW)).isEmpty();
        }
    }

    @Test
    void preflight_ofListedAndUnlistedOrigin_allowsAndDoesNot() throws Exception {
        try (ServerUnderTest server = serverFor(KNOWN)) {
            HttpResponse<String> allowed = server.send("OPTIONS", file, null, "Origin", KNOWN);
            assertThat(allowed.statusCode()).isEqualTo(204);
            assertThat(allowed.headers().firstValue(ALLOW)).hasValue(KNOWN);
            assertThat(allowed.headers().firstValue("Access-Control-Allow-Methods"))
                    .hasValue("GET, HEAD, OPTIONS");
            assertThat(allowed.headers()
                            .firstValue("Access-Control-Allow-Headers")
                            .orElseThrow())
                    .contains("Range", "CMCD-Object");
            HttpResponse<String> refused = server.send("OPTIONS", file, null, "Origin", "https://evil.example");
            assertThat(refused.headers().map().keySet()).noneMatch(name -> name.startsWith("access-control-"));
        }
    }

    @Test
    void controlApi_anyOrigin_isNotReadableFromPages() throws Exception {
        try (ServerUnderTest server = serverFor("*")) {
            HttpResponse<String> response = server.get("/api/v1/live-streaming", "Origin", KNOWN);
            assertThat(response.headers().firstValue(ALLOW)).isEmpty();
        }
    }

    private ServerUnderTest serverFor(String... origins) throws Exception {
        ServerUnderTest server = new ServerUnderTest(settings -> new ApiSettings(
                settings.host(),
                settings.port(),
                settings.publicUrl(),
                settings.rtmpPublicUrl(),
                settings.trustForwardedHeaders(),
                settings.rtmpPort(),
                settings.eventLoops(),
                List.of(origins),
                settings.maxConnections()));
        server.streams.everyIdExists = true;
        server.edge.put(id, "master.m3u8", Kind.HLS_PLAYLIST, 1, new byte[10]);
        return server;
    }
}

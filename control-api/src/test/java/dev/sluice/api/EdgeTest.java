package dev.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.port.ObjectMetadata;
import dev.sluice.engine.port.PackagedObject.Kind;
import dev.sluice.media.io.Payload;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The playback edge over real HTTP: memory first, the store behind it, caches, ranges and conditions. */
class EdgeTest {
    private static final int LARGE_BYTES = 32 * 1024 * 1024;
    private static final String PLAYLIST = "#EXTM3U\n" + "#EXTINF:2.0,\n720p/1.m4s\n".repeat(100);

    private final StreamId id = StreamId.random();
    private final String root = "/live/" + id + "/";
    private ServerUnderTest server;

    @BeforeEach
    void start() throws Exception {
        server = new ServerUnderTest();
        server.streams.everyIdExists = true;
    }

    @AfterEach
    void stop() {
        server.close();
        assertThat(server.blockedThreads).isEmpty();
    }

    @Test
    void segment_inMemory_isWholeAndImmutable() throws Exception {
        server.edge.put(
                id, "720p/1.m4s", Kind.SEGMENT, 1, "abc".getBytes(StandardCharsets.UTF_8), new byte[0], bytes(5));
        HttpResponse<byte[]> response = server.bytes("GET", root + "720p/1.m4s");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).hasSize(8).startsWith('a', 'b', 'c');
        assertHeader(response, "Content-Type", "video/mp4");
        assertHeader(response, "Content-Length", "8");
        assertHeader(response, "Cache-Control", "public, max-age=31536000, immutable");
        assertHeader(response, "Accept-Ranges", "bytes");
        assertHeader(response, "ETag", "\"i8\"");
        assertHeader(response, "X-Content-Type-Options", "nosniff");
        assertHeader(response, "Date", "Wed, 01 Oct 2025 12:00:00 GMT");
    }

    @Test
    void playlist_inMemory_isShortLivedAndNamesItsVersion() throws Exception {
        putPlaylist(7);
        HttpResponse<byte[]> first = server.bytes("GET", root + "master.m3u8");
        assertHeader(first, "Content-Type", "application/vnd.apple.mpegurl");
        assertHeader(first, "Cache-Control", "public, max-age=1");
        assertHeader(first, "Vary", "Accept-Encoding");
        String etag = first.headers().firstValue("ETag").orElseThrow();
        HttpResponse<byte[]> same = server.bytes("GET", root + "master.m3u8", "If-None-Match", etag);
        assertThat(same.statusCode()).isEqualTo(304);
        assertThat(same.body()).isEmpty();
        assertHeader(same, "ETag", etag);
        assertHeader(same, "Cache-Control", "public, max-age=1");
        putPlaylist(8);
        HttpResponse<byte[]> changed = server.bytes("GET", root + "master.m3u8", "If-None-Match", etag);
        assertThat(changed.statusCode()).isEqualTo(200);
    }

    @Test
    void thumbnail_inMemory_isKeptForSecondsAndNamesItsVersion() throws Exception {
        putThumbnail(1);
        HttpResponse<byte[]> first = server.bytes("GET", root + "thumb.jpg", "Accept-Encoding", "gzip");
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.body()).hasSize(5000);
        assertHeader(first, "Content-Type", "image/jpeg");
        assertHeader(first, "Cache-Control", "public, max-age=5");
        assertThat(first.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(first.headers().firstValue("Vary")).isEmpty();
        String etag = first.headers().firstValue("ETag").orElseThrow();
        HttpResponse<byte[]> same = server.bytes("GET", root + "thumb.jpg", "If-None-Match", etag);
        assertThat(same.statusCode()).isEqualTo(304);
        assertThat(same.body()).isEmpty();
        putThumbnail(2);
        assertThat(server.bytes("GET", root + "thumb.jpg", "If-None-Match", etag)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void thumbnail_inTheStore_isNotForEver() throws Exception {
        server.objects.put(
                "live/" + id + "/thumb.jpg",
                List.of(Payload.wrap(bytes(5000))),
                new ObjectMetadata("image/jpeg", "public, max-age=5"));
        HttpResponse<byte[]> response = server.bytes("GET", root + "thumb.jpg");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(bytes(5000));
        assertHeader(response, "Content-Type", "image/jpeg");
        assertHeader(response, "Cache-Control", "public, max-age=5");
        String etag = response.headers().firstValue("ETag").orElseThrow();
        assertThat(etag).startsWith("\"m");
        assertThat(server.bytes("GET", root + "thumb.jpg", "If-None-Match", etag)
                        .statusCode())
                .isEqualTo(304);
    }

    @Test
    void thumbnail_looker_isNoViewer() throws Exception {
        putThumbnail(1);
        assertThat(server.get(root + "thumb.jpg").statusCode()).isEqualTo(200);
        assertThat(server.viewers.current(id)).isZero();
    }

    private void putThumbnail(long version) {
        server.edge.put(id, "thumb.jpg", Kind.THUMBNAIL, version, bytes(5000));
    }

    @Test
    void notModified_onOneConnection_leavesItInStep() throws Exception {
        putPlaylist(7);
        String request = "GET " + root + "master.m3u8 HTTP/1.1\r\nHost: a\r\n";
        String answers = RawClient.exchange(
                        server.server.port(),
                        request + "If-None-Match: *\r\n\r\n" + request + "Connection: close\r\n\r\n")
                .body();
        assertThat(answers).startsWith("HTTP/1.1 200 OK\r\n").endsWith(PLAYLIST);
    }

    @Test
    void playlist_forClientThatTakesGzip_isCompressedUnderItsOwnTag() throws Exception {
        putPlaylist(7);
        HttpResponse<byte[]> plain = server.bytes("GET", root + "master.m3u8", "Accept-Encoding", "gzip;q=0");
        HttpResponse<byte[]> packed = server.bytes("GET", root + "master.m3u8", "Accept-Encoding", "br, gzip");
        assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(new String(plain.body(), StandardCharsets.UTF_8)).isEqualTo(PLAYLIST);
        assertHeader(packed, "Content-Encoding", "gzip");
        assertHeader(packed, "Vary", "Accept-Encoding");
        assertHeader(packed, "Content-Length", Integer.toString(packed.body().length));
        assertThat(packed.headers().firstValue("ETag"))
                .isNotEqualTo(plain.headers().firstValue("ETag"));
        GZIPInputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(packed.body()));
        assertThat(new String(unpacked.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(PLAYLIST);
        HttpResponse<byte[]> same = server.bytes(
                "GET",
                root + "master.m3u8",
                "Accept-Encoding",
                "gzip",
                "If-None-Match",
                packed.headers().firstValue("ETag").orElseThrow());
        assertThat(same.statusCode()).isEqualTo(304);
    }

    @Test
    void segment_forClientThatTakesGzip_staysAsItIs() throws Exception {
        server.edge.put(id, "1.m4s", Kind.SEGMENT, 1, new byte[5000]);
        HttpResponse<byte[]> response = server.bytes("GET", root + "1.m4s", "Accept-Encoding", "gzip");
        assertThat(response.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(response.body()).hasSize(5000);
    }

    @Test
    void acceptEncoding_nonsense_isAnswered() throws Exception {
        putPlaylist(7);
        RawClient.Answer answer = RawClient.get(server.server.port(), root + "master.m3u8", "Accept-Encoding: ;");
        assertThat(answer.status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "bytes=0-0;206;bytes 0-0/1000;1",
                "bytes=100-199;206;bytes 100-199/1000;100",
                "bytes=900-;206;bytes 900-999/1000;100",
                "bytes=-10;206;bytes 990-999/1000;10",
                "bytes=999-5000;206;bytes 999-999/1000;1",
                "bytes=1000-;416;bytes */1000;0",
                "bytes=0-1,5-6;200;;1000",
                "bytes=9-5;200;;1000",
                "lines=1-2;200;;1000"
            })
    void range_fromMemoryAndStore_givesThatPart(String range, int status, String contentRange, int length)
            throws Exception {
        byte[] content = bytes(1000);
        server.edge.put(
                id, "memory.m4s", Kind.SEGMENT, 1, Arrays.copyOf(content, 150), Arrays.copyOfRange(content, 150, 1000));
        store("store.m4s", content);
        for (String name : List.of("memory.m4s", "store.m4s")) {
            HttpResponse<byte[]> response = server.bytes("GET", root + name, "Range", range);
            assertThat(response.statusCode()).as(name).isEqualTo(status);
            assertThat(response.headers().firstValue("Content-Range").orElse(null))
                    .isEqualTo(contentRange);
            assertThat(response.body()).hasSize(length);
            if (status == 206) {
                String numbers = contentRange.substring("bytes ".length());
                int from = Integer.parseInt(numbers.substring(0, numbers.indexOf('-')));
                assertThat(response.body()).isEqualTo(Arrays.copyOfRange(content, from, from + length));
            }
        }
    }

    @Test
    void ifRange_ofTheSameOrAnotherVersion_givesPartOrWhole() throws Exception {
        server.edge.put(id, "1.m4s", Kind.SEGMENT, 1, bytes(1000));
        String path = root + "1.m4s";
        assertThat(server.bytes("GET", path, "Range", "bytes=0-1", "If-Range", "\"i3e8\"")
                        .statusCode())
                .isEqualTo(206);
        assertThat(server.bytes("GET", path, "Range", "bytes=0-1", "If-Range", "\"other\"")
                        .statusCode())
                .isEqualTo(200);
        assertThat(server.bytes("GET", path, "Range", "bytes=0-1", "If-None-Match", "\"i3e8\"")
                        .statusCode())
                .isEqualTo(304);
    }

    @Test
    void head_ofAFile_hasTheHeadOfGetAndNoBody() throws Exception {
        server.edge.put(id, "1.m4s", Kind.SEGMENT, 1, bytes(1000));
        RawClient.Answer head = RawClient.request(
                server.server.port(), "HEAD", root + "1.m4s", "Range: bytes=0-1", "X-Request-Id: one");
        RawClient.Answer get = RawClient.get(server.server.port(), root + "1.m4s", "X-Request-Id: one");
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.headers()).isEqualTo(get.headers());
        assertThat(head.body()).isEmpty();
        store("2.m4s", bytes(10));
        RawClient.Answer stored = RawClient.request(server.server.port(), "HEAD", root + "2.m4s");
        assertThat(stored.header("Content-Length")).isEqualTo("10");
        assertThat(server.objects.reads.get()).isZero();
    }

    @Test
    void file_inMemoryAndStore_comesFromMemory() throws Exception {
        server.edge.put(id, "1.m4s", Kind.SEGMENT, 1, new byte[] {1});
        store("1.m4s", new byte[] {2});
        assertThat(server.bytes("GET", root + "1.m4s").body()).containsExactly(1);
        server.objects.lost = true;
        assertThat(server.bytes("GET", root + "1.m4s").statusCode()).isEqualTo(200);
    }

    @Test
    void file_onlyInTheStore_isReadInSlices() throws Exception {
        byte[] content = bytes(2_000_001);
        store("1.m4s", content);
        HttpResponse<byte[]> response = server.bytes("GET", root + "1.m4s");
        assertThat(response.body()).isEqualTo(content);
        assertHeader(response, "Cache-Control", "public, max-age=31536000, immutable");
        assertThat(server.objects.largestRead.get()).isEqualTo(512 * 1024);
        store("old.m3u8", new byte[0]);
        HttpResponse<byte[]> empty = server.bytes("GET", root + "old.m3u8");
        assertThat(empty.statusCode()).isEqualTo(200);
        assertHeader(empty, "Cache-Control", "public, max-age=1");
        assertHeader(empty, "Content-Length", "0");
    }

    @Test
    void file_nowhere_gives404ThatCachesKeepShortly() throws Exception {
        HttpResponse<String> response = server.get(root + "9.m4s", "X-Request-Id", "abc-1");
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.headers().firstValue("Cache-Control")).hasValue("public, max-age=1");
        assertThat(response.headers().firstValue("X-Request-Id")).hasValue("abc-1");
        assertThat(new JsonObject(response.body()).getString("request_id")).isEqualTo("abc-1");
    }

    @Test
    void store_away_gives503ThatNobodyCaches() throws Exception {
        server.objects.lost = true;
        HttpResponse<String> response = server.get(root + "1.m4s");
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(response.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
        assertThat(response.body()).doesNotContain("bucket");
    }

    @Test
    void object_goneBeforeItsFirstByte_gives404WithoutTheFilesHeaders() throws Exception {
        store("1.m4s", bytes(1000));
        server.objects.readsUntilGone = 0;
        HttpResponse<String> response = server.get(root + "1.m4s", "Range", "bytes=0-1");
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.headers().map().keySet()).doesNotContain("etag", "content-range", "accept-ranges");
        assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(new JsonObject(response.body()).getString("error")).isEqualTo("resource_not_found");
        assertThat(server.get("/metrics").body()).contains("status=\"404\"").doesNotContain("status=\"206\"");
    }

    @Test
    void object_goneInTheMiddle_endsTheConnectionShort() throws Exception {
        store("1.m4s", bytes(2_000_000));
        server.objects.readsUntilGone = 2;
        try (RawClient client = new RawClient(server.server.port())) {
            client.write("GET " + root + "1.m4s HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 200 OK");
            assertThat(client.readAll().length()).isLessThan(2_000_000);
        } catch (SocketException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
        assertThat(server.get("/healthz").statusCode()).isEqualTo(200);
    }

    @Test
    void defect_inTheEdge_gives500AndHidesItsDetail() throws Exception {
        server.edge.defective = true;
        HttpResponse<String> response = server.get(root + "1.m4s");
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).contains("internal_error").doesNotContain("secret");
    }

    @Test
    void slowClient_ofMemory_getsTheWholeFileAndHoldsUpNobody() throws Exception {
        byte[] content = bytes(LARGE_BYTES);
        server.edge.put(id, "1.m4s", Kind.SEGMENT, 1, content);
        try (RawClient slow = new RawClient(server.server.port())) {
            slow.write("GET " + root + "1.m4s HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            slow.readUntil("\r\n\r\n");
            for (int i = 0; i < 20; i++) {
                assertThat(server.get("/healthz").statusCode()).isEqualTo(200);
            }
            assertThat(slow.in().readAllBytes()).isEqualTo(content);
        }
    }

    @Test
    void slowClient_ofTheStore_makesItReadNoFurtherThanTheClientTakes() throws Exception {
        byte[] content = bytes(LARGE_BYTES);
        store("1.m4s", content);
        try (RawClient slow = new RawClient(server.server.port())) {
            slow.write("GET " + root + "1.m4s HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            slow.readUntil("\r\n\r\n");
            for (int i = 0; i < 50; i++) {
                assertThat(server.get("/healthz").statusCode()).isEqualTo(200);
            }
            assertThat(server.objects.reads.get() * 512L * 1024).isLessThan(LARGE_BYTES / 2);
            assertThat(slow.in().readAllBytes()).isEqualTo(content);
        }
    }

    @Test
    void viewers_ofMemoryFiles_areCounted() throws Exception {
        putPlaylist(1);
        server.get(root + "master.m3u8", "User-Agent", "one");
        server.get(root + "master.m3u8", "User-Agent", "one");
        server.get(root + "master.m3u8", "User-Agent", "two");
        server.get(root + "missing.m3u8", "User-Agent", "three");
        assertThat(server.viewers.current(id)).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"%2e%2e/x", "..%2fx", "../x", "/x", "..;/x", "x%00", "a/b/c/d/e", ".x", "x/"})
    void path_trick_gives404WithoutAskingTheStore(String path) throws Exception {
        server.objects.lost = true; // Would be a 503.
        assertThat(RawClient.get(server.server.port(), root + path).status()).isEqualTo(404);
    }

    private void putPlaylist(long version) {
        server.edge.put(id, "master.m3u8", Kind.HLS_PLAYLIST, version, PLAYLIST.getBytes(StandardCharsets.UTF_8));
    }

    private void store(String path, byte[] content) {
        server.objects.put(
                "live/" + id + "/" + path, List.of(Payload.wrap(content)), new ObjectMetadata("video/mp4", "no-store"));
    }

    private static void assertHeader(HttpResponse<?> response, String name, String value) {
        assertThat(response.headers().allValues(name)).containsExactly(value);
    }

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}

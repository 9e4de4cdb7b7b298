package dev.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.asset.Film;
import dev.sluice.engine.asset.Film.Part;
import dev.sluice.engine.port.ObjectMetadata;
import dev.sluice.engine.port.Visibility;
import dev.sluice.media.io.Payload;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A film of parts of two objects, over real HTTP. */
class FilmTest {
    private static final int NUMBER_OFFSET = 20;
    private static final int LARGE_BYTES = 1_500_000;
    private static final ObjectMetadata MP4 = new ObjectMetadata("video/mp4", "public, max-age=31536000, immutable");

    private final AssetId id = AssetId.random();
    private final String path = "/vod/" + id + "/film/720p-1.mp4";
    private final byte[] header = bytes(100, 1);
    private final byte[] pictures = bytes(LARGE_BYTES, 2);
    private final byte[] sound = bytes(5_000, 3);
    private ServerUnderTest server;
    private byte[] whole = new byte[0];

    @BeforeEach
    void start() throws Exception {
        server = new ServerUnderTest();
        server.assets.add(FakeAssets.ready(id, FakeAssets.OWNER, Visibility.PUBLIC));
        String prefix = "vod/" + id + "/";
        server.objects.put(prefix + "720p-1.mp4", List.of(Payload.wrap(pictures)), MP4);
        server.objects.put(prefix + "audio-1.mp4", List.of(Payload.wrap(sound)), MP4);
        Film film = new Film(
                Payload.wrap(header),
                List.of(
                        new Part(prefix + "720p-1.mp4", 1_000, LARGE_BYTES - 2_000, NUMBER_OFFSET, 0x01020304),
                        new Part(prefix + "audio-1.mp4", 500, 4_000, NUMBER_OFFSET, 0x05060708)));
        server.films.add(id, "720p-1.mp4", film);
        whole = new byte[(int) film.sizeBytes()];
        System.arraycopy(header, 0, whole, 0, 100);
        System.arraycopy(pictures, 1_000, whole, 100, LARGE_BYTES - 2_000);
        System.arraycopy(sound, 500, whole, 100 + LARGE_BYTES - 2_000, 4_000);
        byte[] numbers = {1, 2, 3, 4, 5, 6, 7, 8};
        System.arraycopy(numbers, 0, whole, 100 + NUMBER_OFFSET, 4);
        System.arraycopy(numbers, 4, whole, 100 + LARGE_BYTES - 2_000 + NUMBER_OFFSET, 4);
    }

    @AfterEach
    void stop() {
        server.close();
        assertThat(server.blockedThreads).isEmpty();
    }

    @Test
    void film_whole_isHeaderAndPartsWithTheirNumbers() throws Exception {
        HttpResponse<byte[]> response = server.bytes("GET", path);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(whole);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("video/mp4");
        assertThat(response.headers().firstValue("Cache-Control")).hasValue("public, max-age=31536000, immutable");
        assertThat(response.headers().firstValue("Content-Length")).hasValue(Integer.toString(whole.length));
    }

    @Test
    void ranges_acrossEveryBoundaryAndNumber_areTheSameBytes() throws Exception {
        int second = 100 + LARGE_BYTES - 2_000;
        int[][] ranges = {
            {0, 0},
            {99, 100},
            {118, 121},
            {121, 122},
            {122, 600_000},
            {123, 130},
            {second - 1, second},
            {second + 21, second + 21},
            {second - 10, whole.length - 1},
        };
        for (int[] range : ranges) {
            HttpResponse<byte[]> response = server.bytes("GET", path, "Range", "bytes=" + range[0] + "-" + range[1]);
            assertThat(response.statusCode()).isEqualTo(206);
            assertThat(response.body())
                    .as("bytes %d to %d", range[0], range[1])
                    .isEqualTo(Arrays.copyOfRange(whole, range[0], range[1] + 1));
        }
    }

    @Test
    void rangesOfOneObject_askOnceWhatItIs() throws Exception {
        String pictures720 = "/vod/" + id + "/720p-1.mp4";
        for (int from = 0; from < 3; from++) {
            HttpResponse<byte[]> response =
                    server.bytes("GET", pictures720, "Range", "bytes=" + from + "-" + (from + 9));
            assertThat(response.body()).isEqualTo(Arrays.copyOfRange(pictures, from, from + 10));
        }
        assertThat(server.objects.heads).hasValue(1);
    }

    @Test
    void knownObject_thatWasDeleted_isNotFound() throws Exception {
        String gone = "/vod/" + id + "/audio-1.mp4";
        assertThat(server.bytes("GET", gone).statusCode()).isEqualTo(200);
        server.objects.delete("vod/" + id + "/audio-1.mp4");
        assertThat(server.get(gone).statusCode()).isEqualTo(404);
    }

    @Test
    void film_ofNoSuchPicturesOrOfAPrivateVideo_isNotFound() throws Exception {
        assertThat(server.get("/vod/" + id + "/film/1080p-1.mp4").statusCode()).isEqualTo(404);
        AssetId own = AssetId.random();
        server.assets.add(FakeAssets.ready(own, FakeAssets.OWNER, Visibility.PRIVATE));
        server.films.add(own, "720p-1.mp4", server.films.find(id, "720p-1.mp4").orElseThrow());
        assertThat(server.get("/vod/" + own + "/film/720p-1.mp4").statusCode()).isEqualTo(404);
    }

    private static byte[] bytes(int size, long seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}

package dev.sluice.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The client that most browsers and Node.js programs use for tus, over a line that breaks off again and again. */
@Tag("e2e")
@Timeout(180)
class TusClientTest {
    private static final int SIZE_BYTES = 12 << 20;
    private static final int LEAST_BYTES = 300_000;
    private static final int MOST_BYTES = 2_500_000;
    private static final int MOST_CUTS = 8;

    @TempDir
    private static Path directory;

    private static SluiceProcess server;
    private static HttpClient http;

    @BeforeAll
    static void start() throws Exception {
        server = SluiceProcess.start(directory, Map.of());
        http = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() {
        http.close();
        server.close();
    }

    @Test
    void upload_whoseLineIsCutAtRandom_arrivesWhole() throws Exception {
        Path file = Films.noise(directory, SIZE_BYTES, /* seed= */ 7);
        try (CuttingRelay relay =
                new CuttingRelay(server.httpPort(), /* seed= */ 42, LEAST_BYTES, MOST_BYTES, MOST_CUTS)) {
            JsonObject done = upload(relay, file, /* parallel= */ 1);

            assertThat(relay.cuts()).isEqualTo(MOST_CUTS);
            assertThat(done.getInteger("retries")).isGreaterThanOrEqualTo(MOST_CUTS - 1);
            assertThat(offsets(done)).as("where it went on: %s", done.encode()).isSorted();
            // A reset throws away what the server has not read yet, so not every cut leaves something.
            assertThat(LongStream.of(offsets(done)).filter(offset -> offset > 0).count())
                    .as("what came before a cut is kept: %s", done.encode())
                    .isPositive();
            arrived(done, file);
        }
    }

    @Test
    void partsSideBySide_overTheSameLine_areJoinedInOrder() throws Exception {
        Path file = Films.noise(directory, SIZE_BYTES, /* seed= */ 8);
        try (CuttingRelay relay =
                new CuttingRelay(server.httpPort(), /* seed= */ 43, LEAST_BYTES, MOST_BYTES, MOST_CUTS)) {
            arrived(upload(relay, file, /* parallel= */ 3), file);
            assertThat(relay.cuts()).isPositive();
        }
    }

    private static void arrived(JsonObject done, Path file) throws Exception {
        String id = done.getString("id");
        assertThat(Stored.inFiles(directory, id)).isEqualTo(Stored.sha256(file));
        JsonObject video = new FormVideos(server, http).get(id);
        assertThat(video.getInteger("file_size")).isEqualTo(SIZE_BYTES);
        assertThat(video.getString("file_name")).isEqualTo("film.mp4");
        assertThat(video.getString("title")).isEqualTo("Through thick and thin");
    }

    private static JsonObject upload(CuttingRelay relay, Path file, int parallel) throws Exception {
        String endpoint = "http://127.0.0.1:" + relay.port() + "/api/v1/uploads/tus";
        Map<String, String> environment = Map.of("ENDPOINT", endpoint, "PARALLEL", Integer.toString(parallel));
        return new JsonObject(
                new Node(server, directory).run(Node.WEB, environment, "tus-upload.mjs", file.toString()));
    }

    private static long[] offsets(JsonObject done) {
        JsonArray offsets = done.getJsonArray("offsets");
        return offsets.stream()
                .mapToLong(offset -> ((Number) offset).longValue())
                .toArray();
    }
}

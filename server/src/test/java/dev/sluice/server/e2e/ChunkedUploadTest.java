package dev.sluice.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.storage.objects.S3ProxyProcess;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A file in chunks, in any order, many at a time and some of them twice. Of {@value #DEFAULT_MIB} MiB, or as many as
 * the system property {@code sluice.upload.mib} says.
 */
@Tag("e2e")
@Timeout(600)
class ChunkedUploadTest {
    private static final int DEFAULT_MIB = 64;
    private static final int BLOCK_BYTES = 1 << 20;
    private static final int AT_A_TIME = 8;
    private static final int TWICE_OF_TEN = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private Path directory;

    @Test
    void chunksInAnyOrder_onFiles_makeTheFile() throws Exception {
        Path file = bigFile(directory);
        try (SluiceProcess server = SluiceProcess.start(directory, Map.of());
                HttpClient http = HttpClient.newHttpClient()) {
            String id = new Sender(server, http, file).sendChunks(/* chunkBytes= */ 1 << 20);
            assertThat(Stored.inFiles(directory, id)).isEqualTo(Stored.sha256(file));
        }
    }

    @Test
    void chunksInAnyOrderAndPartsByUrl_onS3_makeTheFile() throws Exception {
        Path file = bigFile(directory);
        String sha256 = Stored.sha256(file);
        try (S3ProxyProcess s3 = S3ProxyProcess.start(directory.resolve("s3"))) {
            s3.createBucket(S3Test.BUCKET);
            try (SluiceProcess server = SluiceProcess.start(directory, S3Test.settings(s3));
                    HttpClient http = HttpClient.newHttpClient()) {
                Sender sender = new Sender(server, http, file);
                String chunked = sender.sendChunks(/* chunkBytes= */ 5 << 20);
                assertThat(Stored.inBucket(s3, S3Test.BUCKET, S3Test.PREFIX, chunked))
                        .isEqualTo(sha256);
                String direct = sender.sendParts(/* chunkBytes= */ 5 << 20);
                assertThat(Stored.inBucket(s3, S3Test.BUCKET, S3Test.PREFIX, direct))
                        .isEqualTo(sha256);
            }
        }
    }

    private static Path bigFile(Path directory) throws IOException {
        Path file = directory.resolve("big.mp4");
        Random random = new Random(/* seed= */ 11);
        byte[] block = new byte[BLOCK_BYTES];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int i = 0; i < Integer.getInteger("sluice.upload.mib", DEFAULT_MIB); i++) {
                random.nextBytes(block);
                out.write(block);
            }
        }
        return file;
    }

    /** A client that sends one file again and again. */
    private record Sender(SluiceProcess server, HttpClient http, Path file) {
        String sendChunks(int chunkBytes) throws Exception {
            JsonObject begun = initiate(chunkBytes, /* direct= */ false);
            List<Integer> order = order(begun.getInteger("chunk_count"), /* seed= */ chunkBytes);
            JsonArray urls = begun.getJsonArray("upload_urls");
            sendAll(order, number -> {
                HttpRequest request = HttpRequest.newBuilder(URI.create(urls.getString(number - 1)))
                        .header("X-API-Key", SluiceProcess.API_KEY)
                        .header("Content-Type", "application/octet-stream")
                        .timeout(PATIENCE)
                        .PUT(BodyPublishers.ofByteArray(chunk(number, chunkBytes)))
                        .build();
                JsonObject answer = new JsonObject(ok(http.send(request, BodyHandlers.ofString())));
                assertThat(answer.getInteger("chunk_number")).isEqualTo(number);
                assertThat(answer.getBoolean("uploaded")).isTrue();
            });
            String id = begun.getString("upload_id");
            JsonObject state = server.getJson(FormVideos.PATH + "/upload/" + id);
            assertThat(state.getJsonArray("missing_chunks")).isEmpty();
            assertThat(state.getLong("bytes_received")).isEqualTo(Files.size(file));
            return complete(id);
        }

        /** Past the server, by signed URLs. */
        String sendParts(int chunkBytes) throws Exception {
            JsonObject begun = initiate(chunkBytes, /* direct= */ true);
            JsonArray urls = begun.getJsonArray("upload_urls");
            assertThat(urls.getString(0)).doesNotStartWith(server.uri("/").toString());
            sendAll(order(begun.getInteger("chunk_count"), /* seed= */ 3), number -> {
                HttpRequest request = HttpRequest.newBuilder(URI.create(urls.getString(number - 1)))
                        .timeout(PATIENCE)
                        .PUT(BodyPublishers.ofByteArray(chunk(number, chunkBytes)))
                        .build();
                ok(http.send(request, BodyHandlers.ofString()));
            });
            return complete(begun.getString("upload_id"));
        }

        private JsonObject initiate(int chunkBytes, boolean direct) throws Exception {
            JsonObject draft = new JsonObject()
                    .put("filename", "big.mp4")
                    .put("filesize", Files.size(file))
                    .put("chunk_size", chunkBytes)
                    .put("content_type", "video/mp4")
                    .put("direct", direct);
            JsonObject begun = server.post(FormVideos.PATH + "/upload/initiate", draft);
            assertThat(begun.getInteger("chunk_count"))
                    .isEqualTo(Math.toIntExact(Math.ceilDiv(Files.size(file), chunkBytes)));
            return begun;
        }

        /** Twice, as somebody does who did not hear the answer. */
        private String complete(String id) throws Exception {
            String path = FormVideos.PATH + "/upload/" + id + "/complete";
            JsonObject first = server.post(path, new JsonObject());
            assertThat(server.post(path, new JsonObject()).getString("video_id"))
                    .isEqualTo(first.getString("video_id"));
            return first.getString("video_id");
        }

        private byte[] chunk(int number, int chunkBytes) throws IOException {
            try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
                long offset = (long) (number - 1) * chunkBytes;
                byte[] chunk = new byte[(int) Math.min(chunkBytes, in.length() - offset)];
                in.seek(offset);
                in.readFully(chunk);
                return chunk;
            }
        }

        private static String ok(HttpResponse<String> answer) {
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return answer.body();
        }
    }

    /** Sends one chunk; numbers begin with one. */
    private interface ChunkSender {
        void send(int number) throws Exception;
    }

    /** Every number once and some twice, shuffled. */
    private static List<Integer> order(int count, long seed) {
        Random random = new Random(seed);
        List<Integer> order =
                new ArrayList<>(IntStream.rangeClosed(1, count).boxed().toList());
        IntStream.rangeClosed(1, count)
                .filter(number -> random.nextInt(10) < TWICE_OF_TEN)
                .forEach(order::add);
        Collections.shuffle(order, random);
        return order;
    }

    private static void sendAll(List<Integer> order, ChunkSender sender) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME)) {
            List<Future<?>> sent = new ArrayList<>();
            for (int number : order) {
                sent.add(threads.submit(() -> {
                    sender.send(number);
                    return null;
                }));
            }
            for (Future<?> each : sent) {
                each.get();
            }
        }
    }
}

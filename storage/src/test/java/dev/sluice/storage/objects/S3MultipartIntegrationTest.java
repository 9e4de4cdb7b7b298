package dev.sluice.storage.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.port.MultipartObjects;
import dev.sluice.engine.port.ObjectStore;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract of objects in parts, kept by S3. */
@Tag("integration")
class S3MultipartIntegrationTest extends MultipartContract {
    @TempDir
    static Path directory;

    private static S3ProxyProcess server;
    private static int buckets;

    private S3ObjectStore store;

    @BeforeAll
    static void start() throws IOException {
        server = S3ProxyProcess.start(directory);
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @BeforeEach
    void open() {
        String bucket = "multipart-" + ++buckets;
        server.createBucket(bucket);
        store = new S3ObjectStore(server.settings(bucket), InstantSource.system());
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Override
    ObjectStore store() {
        return store;
    }

    @Override
    MultipartObjects objects() {
        return store.multipart();
    }

    @Override
    MultipartObjects reopened() {
        return store.multipart();
    }

    @Test
    void presignedPart_putByAnybodyWithTheUrl_isAPart() throws Exception {
        String key = "uploads/u/source";
        String id = objects().begin(key, UsualMetadata.of(key));
        URI url = objects().presignPart(key, id, 1, Duration.ofMinutes(5)).orElseThrow();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(url)
                            .PUT(HttpRequest.BodyPublishers.ofString("direct"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        }

        objects().complete(key, id, objects().parts(key, id));

        assertThat(read()).asString().isEqualTo("direct");
    }
}

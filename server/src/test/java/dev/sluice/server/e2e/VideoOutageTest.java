package dev.sluice.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.storage.objects.S3ProxyProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The store or the database goes away while a file is processed, and comes back. */
@Tag("e2e")
@Timeout(400)
class VideoOutageTest {
    private static final String BUCKET = "videos";
    private static final int SECONDS = 44;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    private Path directory;

    @Test
    void job_whoseStoreGoesAwayAWhile_endsAsIfNothingWas() throws Exception {
        Path film = Videos.film(directory, SECONDS, "640x360");
        Path objects = directory.resolve("s3");
        S3ProxyProcess s3 = S3ProxyProcess.start(objects);
        int port = s3.port();
        try (SluiceProcess server = SluiceProcess.start(directory, settings(s3))) {
            String id = Videos.upload(server, film);
            awaitFirstPiece(server, id);
            s3.kill();
            Await.until("a step failed for it", PATIENCE, () -> Videos.steps(server, id)
                    .anyMatch(step -> step.getInteger("failures") > 0));
            s3 = S3ProxyProcess.start(objects, port);
            Videos.awaitReady(server, id, PATIENCE);
            assertThat(Videos.events(server, id)).containsExactly("video.uploaded", "video.processed");
            Videos.assertPlaysWhole(server, id, SECONDS * 25L);
        } finally {
            s3.close();
        }
    }

    @Test
    void job_whoseDatabaseIsRestarted_endsAsIfNothingWas() throws Exception {
        Path film = Videos.film(directory, SECONDS, "640x360");
        try (DebianPostgres postgres = DebianPostgres.start(Files.createDirectory(directory.resolve("postgres")))) {
            Map<String, String> settings = new HashMap<>(postgres.settings());
            settings.put("SLUICE_VOD_HEARTBEAT", "1s");
            try (SluiceProcess server = SluiceProcess.start(directory, settings)) {
                String id = Videos.upload(server, film);
                awaitFirstPiece(server, id);
                postgres.restart();
                Videos.awaitReady(server, id, PATIENCE);
                assertThat(Videos.events(server, id)).containsExactly("video.uploaded", "video.processed");
                Videos.assertPlaysWhole(server, id, SECONDS * 25L);
            }
        }
    }

    private static void awaitFirstPiece(SluiceProcess server, String id) throws Exception {
        Await.until("a piece is encoded", PATIENCE, () -> Videos.step(server, id, "piece-00000")
                .filter(state -> !state.equals("waiting"))
                .isPresent());
    }

    private Map<String, String> settings(S3ProxyProcess s3) {
        s3.createBucket(BUCKET);
        return Map.of(
                "SLUICE_VOD_HEARTBEAT",
                "1s",
                "SLUICE_STORE_S3_BUCKET",
                BUCKET,
                "SLUICE_STORE_S3_ENDPOINT",
                s3.endpoint().toString(),
                "SLUICE_STORE_S3_PATH_STYLE",
                "true",
                "SLUICE_STORE_S3_ACCESS_KEY_ID",
                S3ProxyProcess.ACCESS_KEY_ID,
                "SLUICE_STORE_S3_SECRET_ACCESS_KEY",
                S3ProxyProcess.SECRET_ACCESS_KEY);
    }
}

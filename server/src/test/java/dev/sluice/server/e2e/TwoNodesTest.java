package dev.sluice.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.storage.objects.S3ProxyProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two servers on one PostgreSQL and one S3 that share the work on a file, until one is killed. */
@Tag("e2e")
@Timeout(300)
class TwoNodesTest {
    private static final String BUCKET = "videos";
    private static final int SECONDS = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private Path directory;

    @Test
    void oneOfTwoNodes_killedHalfWay_theOtherFinishesWhatBothBegan() throws Exception {
        Path film = Videos.film(directory, SECONDS, "640x360");
        try (DebianPostgres postgres = DebianPostgres.start(Files.createDirectory(directory.resolve("postgres")));
                S3ProxyProcess s3 = S3ProxyProcess.start(directory.resolve("s3"))) {
            s3.createBucket(BUCKET);
            try (SluiceProcess other = node("node-b", postgres, s3)) {
                String id;
                try (SluiceProcess first = node("node-a", postgres, s3)) {
                    id = Videos.upload(first, film);
                    Await.until("both encode pieces", PATIENCE, () -> encoders(other, id)
                            .containsAll(Set.of("node-a", "node-b")));
                    Await.until(
                            "a piece of the first is done", PATIENCE, () -> pieces(other, id, "node-a", "succeeded"));
                    first.kill();
                }
                Videos.awaitReady(other, id, PATIENCE);
                assertThat(encoders(other, id)).containsExactlyInAnyOrder("node-a", "node-b");
                assertThat(Videos.events(other, id)).containsExactly("video.uploaded", "video.processed");
                Videos.assertPlaysWhole(other, id, SECONDS * 25L);
            }
        }
    }

    private static Set<String> encoders(SluiceProcess server, String id) throws Exception {
        return Videos.steps(server, id)
                .filter(step -> step.getString("name").startsWith("piece-") && step.getString("worker") != null)
                .map(step -> step.getString("worker"))
                .collect(Collectors.toSet());
    }

    private static boolean pieces(SluiceProcess server, String id, String worker, String state) throws Exception {
        return Videos.steps(server, id)
                .anyMatch(step -> step.getString("name").startsWith("piece-")
                        && worker.equals(step.getString("worker"))
                        && step.getString("status").equals(state));
    }

    private SluiceProcess node(String name, DebianPostgres postgres, S3ProxyProcess s3) throws Exception {
        Map<String, String> settings = new HashMap<>(postgres.settings());
        settings.put("SLUICE_NODE_ID", name);
        settings.put("SLUICE_VOD_WORKERS", "1");
        settings.put("SLUICE_VOD_HEARTBEAT", "1s");
        settings.put("SLUICE_STORE_S3_BUCKET", BUCKET);
        settings.put("SLUICE_STORE_S3_ENDPOINT", s3.endpoint().toString());
        settings.put("SLUICE_STORE_S3_PATH_STYLE", "true");
        settings.put("SLUICE_STORE_S3_ACCESS_KEY_ID", S3ProxyProcess.ACCESS_KEY_ID);
        settings.put("SLUICE_STORE_S3_SECRET_ACCESS_KEY", S3ProxyProcess.SECRET_ACCESS_KEY);
        return SluiceProcess.start(Files.createDirectories(directory.resolve(name)), settings);
    }
}

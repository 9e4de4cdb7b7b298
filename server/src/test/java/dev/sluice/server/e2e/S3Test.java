package dev.sluice.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.storage.objects.S3ProxyProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;

/** Live streaming with an S3 server behind the edge. */
@Tag("e2e")
@Timeout(180)
class S3Test {
    static final String BUCKET = "live-objects";
    /** Of every key. */
    static final String PREFIX = "media/";

    private static final Pattern FILE = Pattern.compile("(?m)^(?!#)(\\S+)|URI=\"([^\"]+)\"");

    @TempDir
    private Path directory;

    @Test
    void whatWasPlayed_afterTheEndAndARestart_isReadBackFromTheBucket() throws Exception {
        try (S3ProxyProcess s3 = S3ProxyProcess.start(directory.resolve("s3"))) {
            s3.createBucket(BUCKET);
            SluiceProcess.Stream stream;
            Map<String, byte[]> played;
            try (SluiceProcess server = SluiceProcess.start(directory, settings(s3))) {
                stream = server.createStream("to S3");
                played = broadcastAndPlay(server, stream);
            }
            assertThat(played).hasSizeGreaterThan(12);

            try (S3Client bucket = s3.client()) {
                played.forEach((path, bytes) ->
                        assertThat(stored(bucket, stream, path)).as(path).isEqualTo(bytes));
                assertThat(new String(
                                stored(bucket, stream, "360p/index.m3u8"), java.nio.charset.StandardCharsets.UTF_8))
                        .contains("#EXT-X-ENDLIST");
            }
            try (SluiceProcess restarted = SluiceProcess.start(directory, settings(s3))) {
                for (Map.Entry<String, byte[]> file : played.entrySet()) {
                    assertThat(restarted.bytes("/live/" + stream.id() + "/" + file.getKey()))
                            .as("from the edge after a restart: " + file.getKey())
                            .isEqualTo(file.getValue());
                }
            }
        }
    }

    @Test
    void server_whoseBucketIsMissing_isNotReadyAndSaysWhy() throws Exception {
        try (S3ProxyProcess s3 = S3ProxyProcess.start(directory.resolve("s3"))) {
            s3.createBucket(BUCKET);
            try (SluiceProcess server = SluiceProcess.start(directory, settings(s3))) {
                s3.kill();

                Await.until(
                        "the server is not ready",
                        SluiceProcess.PATIENCE,
                        () -> server.get("/readyz").statusCode() == 503);
                assertThat(server.get("/readyz").body()).contains("s3", "failed");
            }
        }
    }

    /** Media files by path, as a player got them while the stream was live and until its end. */
    private Map<String, byte[]> broadcastAndPlay(SluiceProcess server, SluiceProcess.Stream stream) throws Exception {
        Map<String, byte[]> played = new TreeMap<>();
        try (RunningProgram ffmpeg =
                Broadcast.h264(directory, stream.publishUrl(), 640, 360, "30", /* seconds= */ 12)) {
            server.awaitPlayable(stream);
            ffmpeg.awaitSuccess(Duration.ofSeconds(60));
        }
        String root = "/live/" + stream.id() + "/";
        Await.until("the stream ended", SluiceProcess.PATIENCE, () -> server.get(root + "360p/index.m3u8")
                .body()
                .contains("#EXT-X-ENDLIST"));
        for (String rendition : new String[] {"360p", "audio"}) {
            String playlist = server.get(root + rendition + "/index.m3u8").body();
            for (MatchResult file : FILE.matcher(playlist).results().toList()) {
                String path = rendition + "/" + (file.group(1) == null ? file.group(2) : file.group(1));
                played.put(path, server.bytes(root + path));
            }
        }
        return played;
    }

    /** Of a server that keeps its objects in the bucket. */
    static Map<String, String> settings(S3ProxyProcess s3) {
        return Map.of(
                "SLUICE_STORE_S3_BUCKET",
                BUCKET,
                "SLUICE_STORE_S3_PREFIX",
                PREFIX,
                "SLUICE_STORE_S3_ENDPOINT",
                s3.endpoint().toString(),
                "SLUICE_STORE_S3_PATH_STYLE",
                "true",
                "SLUICE_STORE_S3_ACCESS_KEY_ID",
                S3ProxyProcess.ACCESS_KEY_ID,
                "SLUICE_STORE_S3_SECRET_ACCESS_KEY",
                S3ProxyProcess.SECRET_ACCESS_KEY);
    }

    private static byte[] stored(S3Client bucket, SluiceProcess.Stream stream, String path) {
        GetObjectRequest object = GetObjectRequest.builder()
                .bucket(BUCKET)
                .key(PREFIX + "live/" + stream.id() + "/" + path)
                .build();
        return bucket.getObjectAsBytes(object).asByteArray();
    }
}

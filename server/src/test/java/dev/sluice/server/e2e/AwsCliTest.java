package dev.sluice.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.storage.objects.S3ProxyProcess;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A film whose bytes go from curl to the bucket, and the video that comes of it, read by Debian's awscli. */
@Tag("e2e")
@Timeout(300)
class AwsCliTest {
    private static final int SECONDS = 20;
    private static final int CHUNK_BYTES = 5 << 20;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private Path directory;

    @Test
    void video_uploadedByCurlToSignedUrls_isReadFromTheBucketAndPlays() throws Exception {
        Path film = Videos.film(directory, SECONDS, "1280x720");
        try (S3ProxyProcess s3 = S3ProxyProcess.start(directory.resolve("s3"))) {
            s3.createBucket(S3Test.BUCKET);
            String id;
            try (SluiceProcess server = SluiceProcess.start(directory, S3Test.settings(s3))) {
                id = uploadByCurl(server, film);
                Videos.awaitReady(server, id, PATIENCE);
            }
            String base = "s3://" + S3Test.BUCKET + "/" + S3Test.PREFIX;
            String listed = aws(s3, "ls", "--recursive", base);
            assertThat(listed).contains("vod/" + id + "/master.m3u8", "uploads/" + id + "/source");

            Path source = directory.resolve("read-back.mp4");
            aws(s3, "cp", "--only-show-errors", base + "uploads/" + id + "/source", source.toString());
            assertThat(Stored.sha256(source)).isEqualTo(Stored.sha256(film));

            Path video = directory.resolve("video");
            aws(s3, "cp", "--recursive", "--only-show-errors", base + "vod/" + id, video.toString());
            String playlist = video.resolve("master.m3u8").toString();
            assertThat(Tool.probe(playlist)).isNotEmpty();
            assertThat(Tool.decode(renditionOf(video)).frames()).isEqualTo(SECONDS * 25L);
        }
    }

    private String uploadByCurl(SluiceProcess server, Path film) throws Exception {
        JsonObject begun = server.post(
                FormVideos.PATH + "/upload/initiate",
                new JsonObject()
                        .put("filename", "film.mp4")
                        .put("filesize", Files.size(film))
                        .put("chunk_size", CHUNK_BYTES)
                        .put("content_type", "video/mp4")
                        .put("direct", true));
        byte[] bytes = Files.readAllBytes(film);
        for (int i = 0; i < begun.getInteger("chunk_count"); i++) {
            int end = Math.min(bytes.length, (i + 1) * CHUNK_BYTES);
            Path part = Files.write(directory.resolve("part"), Arrays.copyOfRange(bytes, i * CHUNK_BYTES, end));
            String url = begun.getJsonArray("upload_urls").getString(i);
            Tool.run("curl", "-sS", "--fail", "-T", part.toString(), url);
        }
        String id = begun.getString("upload_id");
        server.post(FormVideos.PATH + "/upload/" + id + "/complete", new JsonObject());
        return id;
    }

    private String aws(S3ProxyProcess s3, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("/usr/bin/aws", "--endpoint-url", s3.endpoint().toString(), "s3"));
        command.addAll(List.of(arguments));
        Map<String, String> environment = Map.of(
                "AWS_ACCESS_KEY_ID",
                S3ProxyProcess.ACCESS_KEY_ID,
                "AWS_SECRET_ACCESS_KEY",
                S3ProxyProcess.SECRET_ACCESS_KEY,
                "AWS_DEFAULT_REGION",
                S3ProxyProcess.REGION,
                "AWS_CONFIG_FILE",
                "/dev/null",
                "AWS_SHARED_CREDENTIALS_FILE",
                "/dev/null",
                "AWS_EC2_METADATA_DISABLED",
                "true");
        try (RunningProgram program = RunningProgram.start(directory, "aws", environment, command)) {
            program.awaitSuccess(PATIENCE);
            return program.output();
        }
    }

    /** The best one's media file. */
    private static String renditionOf(Path video) throws IOException {
        try (var files = Files.list(video)) {
            return files.map(Path::toString)
                    .filter(file -> file.matches(".*/720p-[^/]+\\.mp4"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}

package dev.sluice.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.storage.objects.S3ProxyProcess;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The commands {@code transcode} and {@code probe}: a file to files, without a server. */
@Tag("e2e")
@Timeout(240)
class TranscodeTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int SECONDS = 9;
    private static final String BUCKET = "films";

    @TempDir
    private Path directory;

    @Test
    void transcode_aFilmWithSound_isPlayedWholeFromPlainFiles() throws Exception {
        Path out = directory.resolve("out");

        String said = sluice(0, Map.of(), "transcode", film().toString(), "--out", out.toString(), "--workers", "2");

        assertThat(said).contains("master.m3u8", "240p", "audio-1").contains(SECONDS + ".0");
        assertThat(names(out))
                .contains("master.m3u8", "manifest.mpd")
                .allMatch(name -> name.matches("[a-z0-9-]+\\.(m3u8|mpd|mp4|jpg|webp|vtt)"), "plain files alone");
        for (String manifest : List.of("master.m3u8", "manifest.mpd")) {
            String path = out.resolve(manifest).toString();
            List<String> kinds = Tool.probe(path).stream()
                    .map(stream -> stream.getString("codec_type"))
                    .toList();
            assertThat(kinds).contains("video", "audio");
            Tool.Decoded decoded = Tool.decode(path);
            assertThat(decoded.endUs()).isCloseTo(SECONDS * 1_000_000L, within(60_000L));
        }
        for (String name : names(out)) {
            if (name.endsWith(".mp4")) {
                Tool.decode(out.resolve(name).toString());
            }
        }
    }

    @Test
    void transcode_toS3_putsTheSameObjectsThere() throws Exception {
        Path out = directory.resolve("out");
        Path film = film();
        sluice(0, Map.of(), "transcode", film.toString(), "--out", out.toString());
        try (S3ProxyProcess s3 = S3ProxyProcess.start(directory.resolve("s3"))) {
            s3.createBucket(BUCKET);

            sluice(0, settings(s3), "transcode", film.toString(), "--out", "s3://" + BUCKET + "/some/film");

            Map<String, byte[]> stored = new TreeMap<>();
            try (S3Client bucket = s3.client()) {
                for (S3Object object :
                        bucket.listObjectsV2(request -> request.bucket(BUCKET)).contents()) {
                    if (object.key().endsWith("/")) {
                        // A directory of the S3 server of the tests.
                        continue;
                    }
                    byte[] bytes = bucket.getObjectAsBytes(
                                    request -> request.bucket(BUCKET).key(object.key()))
                            .asByteArray();
                    stored.put(object.key(), bytes);
                }
            }
            assertThat(stored).hasSize(names(out).size());
            for (String name : names(out)) {
                assertThat(stored.get("some/film/" + name)).as(name).isEqualTo(Files.readAllBytes(out.resolve(name)));
            }
        }
    }

    @Test
    void transcode_ofNoMedia_saysWhy_andLeavesNothing() throws Exception {
        Path text = Files.writeString(directory.resolve("film.mp4"), "no film at all\n".repeat(100));
        Path out = directory.resolve("out");

        String said = sluice(1, Map.of(), "transcode", text.toString(), "--out", out.toString());

        assertThat(said).contains("not_media", "text, not media").doesNotContain("\tat ");
        assertThat(out).doesNotExist();
    }

    @Test
    void transcode_thatIsInterrupted_leavesNothing() throws Exception {
        Path out = Files.createDirectory(directory.resolve("out"));
        List<String> command = command("transcode", film("640x480", 120).toString(), "--out", out.toString());
        try (RunningProgram program = RunningProgram.start(directory, "transcode", Map.of(), command)) {
            Await.until("work has begun", PATIENCE, () -> !names(out).isEmpty());

            program.interrupt();

            assertThat(program.await(PATIENCE)).as(program.output()).isEqualTo(130);
            assertThat(program.output()).contains("nothing is left behind");
        }
        assertThat(out).isEmptyDirectory();
    }

    @Test
    void transcode_withAMistakeInTheCommand_saysWhatIsWrong() throws Exception {
        Path film = film();
        Path full = Files.createDirectory(directory.resolve("full"));
        Files.createFile(full.resolve("something"));

        assertThat(sluice(2, Map.of(), "transcode", film.toString(), "--out", full.toString()))
                .contains("is not empty");
        assertThat(sluice(2, Map.of(), "transcode", film.toString(), "--out", "x", "--profile", "best"))
                .contains("no encode profile called best");
        assertThat(sluice(2, Map.of(), "transcode", "missing.mp4", "--out", "x"))
                .contains("missing.mp4 is not there");
    }

    @Test
    void probe_showsTracks_asATableAndAsJson() throws Exception {
        String film = film().toString();

        assertThat(sluice(0, Map.of(), "probe", film, "--all")).contains("h264", "320x240", "aac", "225 pictures");
        JsonObject json = new JsonObject(sluice(0, Map.of(), "probe", film, "--json"));
        assertThat(json.getJsonObject("source")
                        .getJsonArray("video_tracks")
                        .getJsonObject(0)
                        .getInteger("width"))
                .isEqualTo(320);
        assertThat(sluice(1, Map.of(), "probe", "/dev/null")).contains("empty_file");
        assertThat(sluice(2, Map.of(), "probe", "missing.mp4")).contains("missing.mp4 is not there");
    }

    private Path film() throws Exception {
        return film("320x240", SECONDS);
    }

    private Path film(String size, int seconds) throws Exception {
        Path film = directory.resolve("source.mp4");
        String length = Integer.toString(seconds);
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-y", "-nostdin"));
        command.addAll(List.of("-f", "lavfi", "-i", "testsrc2=size=" + size + ":rate=25"));
        command.addAll(List.of("-f", "lavfi", "-i", "sine=sample_rate=48000", "-t", length));
        command.addAll(List.of(
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast",
                "-g",
                "50",
                "-bf",
                "2",
                "-pix_fmt",
                "yuv420p",
                "-c:a",
                "aac"));
        command.add(film.toString());
        Tool.run(command.toArray(String[]::new));
        return film;
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", // As bin/sluice runs it.
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                "target/classes:target/sluice/lib/*",
                "dev.sluice.server.Main"));
        command.addAll(List.of(arguments));
        return command;
    }

    private String sluice(int expectedStatus, Map<String, String> environment, String... arguments) throws Exception {
        try (RunningProgram program = RunningProgram.start(directory, "sluice", environment, command(arguments))) {
            assertThat(program.await(PATIENCE)).as(program.output()).isEqualTo(expectedStatus);
            return program.output();
        }
    }

    private static Map<String, String> settings(S3ProxyProcess s3) {
        return Map.of(
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

package dev.sluice.vod.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.engine.asset.AssetRecord;
import dev.sluice.engine.asset.AssetStatus;
import dev.sluice.engine.asset.Failure;
import dev.sluice.ffmpeg.codec.VideoCodec;
import dev.sluice.vod.encode.MissingEncoders;
import dev.sluice.vod.job.WorkerSettings;
import dev.sluice.vod.plan.EncodeProfile;
import dev.sluice.vod.source.SourceLimits;
import dev.sluice.vod.testing.TestFilm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(120)
class LocalJobTest {
    /** Many short pieces, so that workers have something to do in another order. */
    private static final EncodeProfile PROFILE = new EncodeProfile(
            "test",
            1,
            List.of(
                    new EncodeProfile.Rung(480, 900_000, 24, 30),
                    new EncodeProfile.Rung(240, 400_000, 24, 30),
                    new EncodeProfile.Rung(120, 200_000, 24, 30)),
            "ultrafast",
            1,
            2,
            64_000,
            192_000);

    @TempDir
    private Path directory;

    static List<EncodeProfile> profiles() {
        return List.of(
                PROFILE,
                PROFILE.withCopy(true),
                PROFILE.withCodecs(List.of(VideoCodec.H264, VideoCodec.HEVC, VideoCodec.AV1)));
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void threeWorkers_makeTheSameBytesInEveryObjectAsOne(EncodeProfile profile) throws Exception {
        assumeTrue(MissingEncoders.of(profile).isEmpty(), "this build of FFmpeg lacks an encoder");
        Path film = film(profile.copy() ? TestFilm.CLOSED : TestFilm.OPEN);

        AssetRecord one = run(film, "one", 1, profile);
        assertThat(one.status()).isEqualTo(AssetStatus.READY);
        Map<String, String> files = files(directory.resolve("one"));
        assertThat(files).hasSizeGreaterThan(6).containsKeys("master.m3u8", "manifest.mpd");

        AssetRecord three = run(film, "three", 3, profile);
        assertThat(files(directory.resolve("three"))).isEqualTo(files);
        assertThat(three.output()).isEqualTo(one.output());
    }

    @Test
    void readyAsset_isPlainFilesAlone_eachOfTheSizeThatIsTold() throws Exception {
        AssetRecord asset = run(film(), "out", 2);

        assertThat(Objects.requireNonNull(asset.output()).renditions())
                .isNotEmpty()
                .allSatisfy(rendition -> assertThat(directory.resolve("out").resolve(rendition.objectName()))
                        .hasSize(rendition.sizeBytes()));
        assertThat(files(directory.resolve("out")).keySet())
                .allMatch(name -> name.matches("[a-z0-9-]+\\.(m3u8|mpd|mp4|jpg|webp|vtt)"), "a plain, known kind");
    }

    @Test
    void fileThatIsNoMedia_isRefused_andLeavesNothing() throws Exception {
        Path text = Files.writeString(directory.resolve("letter.mp4"), "Dear reader, ".repeat(500));

        AssetRecord asset = run(text, "out", 2);

        assertThat(asset.status()).isEqualTo(AssetStatus.FAILED);
        assertThat(asset.failure()).extracting(Failure::code).isEqualTo("not_media");
        assertThat(directory.resolve("out")).isEmptyDirectory();
    }

    @Test
    void stoppedJob_endsUnfinished_andLeavesNothing() throws Exception {
        Path film = film();
        Path out = Files.createDirectory(directory.resolve("out"));
        try (WorkDirectory work = WorkDirectory.in(out)) {
            LocalJob job = job(film, out, work, 2, PROFILE);
            job.stop();
            assertThat(job.run().status()).isEqualTo(AssetStatus.PROCESSING);
        }
        assertThat(out).isEmptyDirectory();
    }

    private Path film() throws Exception {
        return film(TestFilm.OPEN);
    }

    private Path film(String x264) throws Exception {
        Path film = directory.resolve("film.mp4");
        new TestFilm("mp4", 320, 240, TestFilm.steady(230), x264, -1, 0)
                .withSound(0, 9)
                .write(film);
        return film;
    }

    private AssetRecord run(Path film, String name, int workers) throws Exception {
        return run(film, name, workers, PROFILE);
    }

    private AssetRecord run(Path film, String name, int workers, EncodeProfile profile) throws Exception {
        Path out = Files.createDirectory(directory.resolve(name));
        try (WorkDirectory work = WorkDirectory.in(out)) {
            return job(film, out, work, workers, profile).run();
        }
    }

    private static LocalJob job(Path film, Path out, WorkDirectory work, int workers, EncodeProfile profile)
            throws IOException {
        PlainDirectory target = new PlainDirectory(out, work.directory("out"));
        LocalSettings settings = new LocalSettings(
                profile, SourceLimits.DEFAULTS, workers, new WorkerSettings("local", 1, Duration.ofHours(1)));
        return new LocalJob(
                film,
                new OutputTarget(target, target.multipart()),
                work.directory("work"),
                settings,
                InstantSource.system());
    }

    private static Map<String, String> files(Path directory) throws Exception {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                byte[] bytes = Files.readAllBytes(file);
                String text = bytes.length < 20_000
                        ? HexFormat.of().formatHex(bytes)
                        : bytes.length + " bytes, hash " + Arrays.hashCode(bytes);
                files.put(directory.relativize(file).toString(), text);
            }
        }
        return files;
    }
}

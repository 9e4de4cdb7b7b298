package dev.sluice.vod.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.ffmpeg.file.FileInput;
import dev.sluice.ffmpeg.file.MediaFileLimits;
import dev.sluice.ffmpeg.file.SubtitleFacts;
import dev.sluice.vod.plan.EncodeProfile;
import dev.sluice.vod.plan.LadderPlanner;
import dev.sluice.vod.source.SourceTimeline.VideoTimes;
import dev.sluice.vod.testing.FilmRecipe;
import dev.sluice.vod.testing.TestFilm;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceProbeTest {
    private static final Path REAL_MEDIA = Path.of("../../shared/media");

    private final long handlesBefore = NativeMemory.process().handles();

    @TempDir
    private Path folder;

    @AfterEach
    void nothingNativeIsLeft() {
        assertThat(NativeMemory.process().handles()).isEqualTo(handlesBefore);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mp4", "matroska", "mpegts"})
    void film_isDescribedAndItsTimesAreFound(String format) throws Exception {
        Path file = folder.resolve("film");
        TestFilm.silent(format, TestFilm.steady(60), TestFilm.OPEN)
                .withSound(0, 2)
                .write(file);

        SourceDescription description = probe(file, SourceLimits.DEFAULTS);
        SourceTimeline timeline = scan(file, description, SourceLimits.DEFAULTS);

        assertThat(SourceDescription.fromJson(description.toJson())).isEqualTo(description);
        assertThat(description.toJson()).contains("\"is_default\"").contains("\"sample_aspect_ratio\"");
        VideoTimes video = Objects.requireNonNull(timeline.video());
        assertThat(video.pictures()).isEqualTo(60);
        assertThat(video.keyFrames()).isEqualTo(3);
        assertThat(video.endTicks() - video.firstTicks()).isBetween(215_900L, 216_100L);
        assertThat(video.typicalDistanceTicks()).isBetween(3_500L, 3_700L);
        assertThat(video.seconds().stream().map(SourceTimeline.SecondMark::second))
                .containsExactly(0, 1, 2);
        assertThat(timeline.audio()).hasSize(1);
        assertThat(timeline.truncated()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0.2", "-0.3", "-1"})
    void soundCutByAnEditList_beginsWhereItIsHeard(String offset) throws Exception {
        Path whole = FilmRecipe.make(
                folder.resolve("whole.m4a"), "-f", "lavfi", "-i", "sine=sample_rate=8000", "-t", "2", "-c:a", "aac");
        Path cut =
                FilmRecipe.make(folder.resolve("cut.m4a"), "-itsoffset", offset, "-i", whole.toString(), "-c", "copy");

        SourceTimeline timeline = scan(cut, probe(cut, SourceLimits.DEFAULTS), SourceLimits.DEFAULTS);

        assertThat(timeline.audio().getFirst().firstTicks()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ogg", "mkv"})
    void vorbis_beginsWithTheSecondPacket(String format) throws Exception {
        Path file = FilmRecipe.make(
                folder.resolve("sound." + format),
                "-f",
                "lavfi",
                "-i",
                "sine=sample_rate=16000",
                "-t",
                "2",
                "-ac",
                "2",
                "-c:a",
                "vorbis",
                "-strict",
                "-2");

        SourceTimeline timeline = scan(file, probe(file, SourceLimits.DEFAULTS), SourceLimits.DEFAULTS);

        assertThat(timeline.audio().getFirst().firstTicks()).isBetween(0L, 2_000L);
    }

    @Test
    void largeStillsBesideAFilm_areNotWhatIsShown() throws Exception {
        Path file = FilmRecipe.make(
                folder.resolve("motion.mp4"),
                "-f",
                "lavfi",
                "-i",
                "testsrc2=size=160x120:rate=25",
                "-f",
                "lavfi",
                "-i",
                "testsrc2=size=320x240:rate=1",
                "-map",
                "0",
                "-map",
                "1",
                "-t",
                "2",
                "-c:v",
                "mpeg4",
                "-disposition",
                "default");

        assertThat(probe(file, SourceLimits.DEFAULTS)
                        .chosenVideo()
                        .orElseThrow()
                        .width())
                .isEqualTo(160);
    }

    /** As Eclipsa Audio has it: the channels of one sound in two streams, which are no sound each. */
    @Test
    void soundOfSeveralStreams_isRefusedByName() throws Exception {
        Path file = FilmRecipe.make(
                folder.resolve("sound.mp4"),
                "-f",
                "lavfi",
                "-i",
                "sine=sample_rate=48000:duration=1",
                "-filter_complex",
                "[0:a]aformat=channel_layouts=stereo[front];[0:a]aformat=channel_layouts=stereo[back];"
                        + "[0:a]aformat=channel_layouts=mono[centre];[0:a]aformat=channel_layouts=mono[low]",
                "-map",
                "[front]",
                "-map",
                "[centre]",
                "-map",
                "[back]",
                "-map",
                "[low]",
                "-stream_group",
                "type=iamf_audio_element:id=1:st=0:st=1:st=2:st=3,layer=ch_layout=5.1(side)",
                "-stream_group",
                "type=iamf_mix_presentation:id=2:stg=0:annotations=en-us=Mix,submix=parameter_id=100:"
                        + "parameter_rate=48000|element=stg=0:parameter_id=100:annotations=en-us=Mix"
                        + "|layout=sound_system=stereo",
                "-streamid",
                "0:0",
                "-streamid",
                "1:1",
                "-streamid",
                "2:2",
                "-streamid",
                "3:3",
                "-c:a",
                "libopus");

        assertRefused("codec_not_supported", "iamf", () -> probe(file, SourceLimits.DEFAULTS));
    }

    @Test
    void webVttAsMatroskaNamesIt_isText() throws Exception {
        String title = "t".repeat(40);
        Path file = FilmRecipe.make(
                folder.resolve("text.mkv"),
                "-f",
                "lavfi",
                "-i",
                "testsrc2=size=128x96:rate=25:duration=2",
                "-i",
                FilmRecipe.subtitles(folder.resolve("text.srt"), "One", "Two").toString(),
                "-metadata:s:s",
                "title=" + title,
                "-c:v",
                "mpeg4",
                "-c:s",
                "srt");
        String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        // Elements of the same length in place of the name: CodecID and CodecPrivate, and nothing where CodecID was.
        String nothing = "\u00ec\u008b" + "\0".repeat(11);
        String codec = "\u0086\u008dS_TEXT/WEBVTT" + "c\u00a2\u0086WEBVTT" + "\u00ec\u0091" + "\0".repeat(17);
        String patched = bytes.replace("\u0086\u008bS_TEXT/UTF8", nothing).replace("Sn\u00a8" + title, codec);
        Files.write(file, patched.getBytes(StandardCharsets.ISO_8859_1));

        SubtitleFacts text = probe(file, SourceLimits.DEFAULTS).subtitleTracks().getFirst();

        assertThat(text.stream().codec()).isEqualTo("webvtt");
        assertThat(text.text()).isTrue();
    }

    @Test
    void codecOfTheContainersNameAlone_isToldByThatName() throws Exception {
        Path file = folder.resolve("film.mp4");
        TestFilm.silent("mp4", TestFilm.steady(10), TestFilm.CLOSED).write(file);
        String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        Files.write(file, bytes.replaceFirst("(?s)(stsd.{12})avc1", "$1dav1").getBytes(StandardCharsets.ISO_8859_1));

        assertRefused("codec_not_supported", "coded in dav1,", () -> probe(file, SourceLimits.DEFAULTS));
    }

    @Test
    void onePictureForTooLong_isRefused() throws Exception {
        List<Long> times = new ArrayList<>(TestFilm.steady(10));
        times.add(90_000L * 700);
        Path file = folder.resolve("gap.mp4");
        TestFilm.silent("mp4", times, TestFilm.CLOSED).write(file);
        SourceDescription description = probe(file, SourceLimits.DEFAULTS);
        assertRefused("timeline_gap", "11 minutes", () -> scan(file, description, SourceLimits.DEFAULTS));
    }

    @ParameterizedTest
    @ValueSource(ints = {9, 30, 400})
    void clockThatJumpsFarAhead_isRefused(int picturesBehind) throws Exception {
        List<Long> times = new ArrayList<>(TestFilm.steady(30));
        TestFilm.steady(picturesBehind).forEach(ticks -> times.add(90_000L * 21_600 + ticks));
        Path file = folder.resolve("gap.mkv");
        TestFilm.silent("matroska", times, TestFilm.CLOSED).write(file);
        SourceDescription description = probe(file, SourceLimits.DEFAULTS);
        assertRefused(
                "timeline_gap", "for 5:59:59 after 0:00:01", () -> scan(file, description, SourceLimits.DEFAULTS));
    }

    @Test
    void gapOfSeconds_isTaken() throws Exception {
        List<Long> times = new ArrayList<>(TestFilm.steady(30));
        TestFilm.steady(30).forEach(ticks -> times.add(90_000L * 20 + ticks));
        Path file = folder.resolve("gap.ts");
        TestFilm.silent("mpegts", times, TestFilm.CLOSED).write(file);
        VideoTimes video = Objects.requireNonNull(scan(file, probe(file, SourceLimits.DEFAULTS), SourceLimits.DEFAULTS)
                .video());
        assertThat(video.pictures()).isEqualTo(60);
        assertThat(video.endTicks() - video.firstTicks()).isBetween(1_907_900L, 1_908_100L);
    }

    @Test
    void twoRecordingsOneBehindTheOther_areRefused() throws Exception {
        Path one = folder.resolve("one.ts");
        TestFilm.silent("mpegts", TestFilm.steady(100), TestFilm.CLOSED)
                .withSound(0, 4)
                .write(one);
        byte[] bytes = Files.readAllBytes(one);
        Path both = folder.resolve("both.ts");
        Files.write(both, bytes);
        Files.write(both, bytes, StandardOpenOption.APPEND);
        SourceDescription description = probe(both, SourceLimits.DEFAULTS);
        assertRefused("timeline_gap", "jumps back by 0:00:04", () -> scan(both, description, SourceLimits.DEFAULTS));
    }

    @Test
    void fileThatEndsEarly_isToldTruncated() throws Exception {
        Path whole = folder.resolve("whole.mkv");
        TestFilm.silent("matroska", TestFilm.steady(100), TestFilm.CLOSED).write(whole);
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = folder.resolve("cut.mkv");
        Files.write(cut, Arrays.copyOf(bytes, bytes.length / 2));
        SourceDescription description = probe(cut, SourceLimits.DEFAULTS);
        assertThat(scan(cut, description, SourceLimits.DEFAULTS).truncated()).isTrue();
    }

    @Test
    void streamThatBeginsBetweenKeyFrames_hasMarksOfTheFirst() throws Exception {
        Path whole = folder.resolve("whole.ts");
        TestFilm.silent("mpegts", TestFilm.steady(100), TestFilm.CLOSED).write(whole);
        byte[] bytes = Files.readAllBytes(whole);
        Path late = folder.resolve("late.ts");
        Files.write(late, Arrays.copyOfRange(bytes, bytes.length / 3 / 188 * 188, bytes.length));
        VideoTimes video = Objects.requireNonNull(scan(late, probe(late, SourceLimits.DEFAULTS), SourceLimits.DEFAULTS)
                .video());
        SourceTimeline.SecondMark first = video.seconds().getFirst();
        assertThat(first.pictureTicks()).isEqualTo(video.firstTicks());
        assertThat(first.keyTicks()).isBetween(video.firstTicks() + 1, video.firstTicks() + 24 * 3_600);
    }

    @Test
    void mp4WithoutItsEnd_isRefusedAsDamaged() throws Exception {
        Path whole = folder.resolve("whole.mp4");
        TestFilm.silent("mp4", TestFilm.steady(100), TestFilm.CLOSED).write(whole);
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = folder.resolve("cut.mp4");
        Files.write(cut, Arrays.copyOf(bytes, bytes.length / 2));
        assertRefused("damaged_file", "not complete", () -> probe(cut, SourceLimits.DEFAULTS));
    }

    @Test
    void whatIsBeyondALimit_isRefused() throws Exception {
        Path file = folder.resolve("film.mp4");
        TestFilm.silent("mp4", TestFilm.steady(60), TestFilm.CLOSED).write(file);
        MediaFileLimits small = new MediaFileLimits(1 << 20, Duration.ofSeconds(1), 8, 1_000);
        assertRefused(
                "picture_too_large",
                "64 by 48",
                () -> probe(file, new SourceLimits(small, 1, Duration.ofHours(1), Duration.ofMinutes(1), 1_000)));
        assertRefused(
                "too_long",
                "minutes",
                () -> probe(
                        file,
                        new SourceLimits(
                                MediaFileLimits.DEFAULTS, 1, Duration.ofSeconds(1), Duration.ofMinutes(1), 1_000)));
        SourceDescription description = probe(file, SourceLimits.DEFAULTS);
        assertRefused(
                "too_long",
                "samples",
                () -> scan(
                        file,
                        description,
                        new SourceLimits(MediaFileLimits.DEFAULTS, 1, Duration.ofHours(1), Duration.ofMinutes(1), 20)));
    }

    /** Files of other people's encoders, where they are at hand. */
    @Test
    void realFile_hasAPlanOrAClearRefusal() throws Exception {
        assumeTrue(Files.isDirectory(REAL_MEDIA), "the real files are not here; synthetic ones are tested above");
        List<Path> files;
        try (Stream<Path> walk = Files.walk(REAL_MEDIA)) {
            files = walk.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".md"))
                    .toList();
        }
        int planned = 0;
        for (Path file : files) {
            try {
                SourceDescription description = probe(file, SourceLimits.DEFAULTS);
                SourceTimeline timeline = scan(file, description, SourceLimits.DEFAULTS);
                assertThat(LadderPlanner.plan(description, timeline, EncodeProfile.standard())
                                .durationTicks())
                        .as(file.toString())
                        .isPositive();
                planned++;
            } catch (RefusedSourceException e) {
                assertThat(e.code()).as(file.toString()).matches("[a-z_]+");
                assertThat(e.sentence()).as(file.toString()).endsWith(".");
            }
        }
        assertThat(planned).isGreaterThan(files.size() * 3 / 4);
    }

    private static SourceDescription probe(Path file, SourceLimits limits) throws Exception {
        try (FileInput input = FileInput.open(file)) {
            return new SourceProbe(limits).probe(input);
        }
    }

    private static SourceTimeline scan(Path file, SourceDescription description, SourceLimits limits) throws Exception {
        try (FileInput input = FileInput.open(file)) {
            return new SourceScan(limits).scan(input, description, StopSignal.NEVER);
        }
    }

    private static void assertRefused(String code, String words, ThrowingCall call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        RefusedSourceException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(words);
    }

    /** A call that may be refused. */
    private interface ThrowingCall {
        Object run() throws Exception;
    }
}

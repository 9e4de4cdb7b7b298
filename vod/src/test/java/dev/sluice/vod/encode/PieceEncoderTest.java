package dev.sluice.vod.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.ffmpeg.codec.VideoDecoder;
import dev.sluice.ffmpeg.codec.VideoDecoderSettings;
import dev.sluice.ffmpeg.codec.VideoFrame;
import dev.sluice.ffmpeg.file.FileInput;
import dev.sluice.media.EncodedSample;
import dev.sluice.media.codec.VideoParameters;
import dev.sluice.vod.plan.EncodeProfile;
import dev.sluice.vod.plan.EncodeProfile.Rung;
import dev.sluice.vod.plan.LadderPlan;
import dev.sluice.vod.plan.LadderPlan.Piece;
import dev.sluice.vod.plan.LadderPlanner;
import dev.sluice.vod.source.SourceDescription;
import dev.sluice.vod.source.SourceLimits;
import dev.sluice.vod.source.SourceProbe;
import dev.sluice.vod.source.SourceScan;
import dev.sluice.vod.source.StopSignal;
import dev.sluice.vod.testing.RecordingSink;
import dev.sluice.vod.testing.RecordingSink.Segment;
import dev.sluice.vod.testing.TestFilm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PieceEncoderTest {
    private static final EncodeProfile PROFILE = new EncodeProfile(
            "test",
            1,
            List.of(new Rung(180, 900_000, 20, 60), new Rung(90, 300_000, 20, 60)),
            "veryfast",
            1,
            2,
            64_000,
            128_000);

    private final long handlesBefore = NativeMemory.process().handles();

    @TempDir
    private Path folder;

    @AfterEach
    void nothingNativeIsLeft() {
        assertThat(NativeMemory.process().handles()).isEqualTo(handlesBefore);
    }

    @ParameterizedTest
    @CsvSource({
        "mp4, closed",
        "mp4, open",
        "matroska, open",
        "mpegts, closed",
        "mpegts, open",
        "flv, closed",
        "avi, closed"
    })
    void piecesTogether_areExactlyTheSourcesPictures(String format, String gop) throws Exception {
        List<Long> times = TestFilm.steady(160);
        String x264 = gop.equals("open") ? TestFilm.OPEN : TestFilm.CLOSED;
        // AVI has no presentation times, so its pictures stand in decode order.
        Path file = write(TestFilm.silent(format, times, format.equals("avi") ? x264 + ":bframes=0" : x264));
        LadderPlan plan = plan(file);

        RecordingSink sink = encodeInOrder(file, plan);

        List<Long> shown = sorted(sink.samples("48p"));
        assertThat(plan.pieces()).hasSize(4);
        if (format.equals("matroska") || format.equals("flv")) {
            // Milliseconds.
            assertThat(shown).hasSize(times.size());
            for (int i = 0; i < shown.size(); i++) {
                assertThat(shown.get(i)).isBetween(times.get(i) - 90, times.get(i) + 90);
            }
        } else {
            assertThat(shown).isEqualTo(times);
        }
        assertThat(brightness(sink, "48p")).isEqualTo(expectedBrightness(times.size()));
        assertWellFormed(plan, sink);
    }

    @ParameterizedTest
    @CsvSource({"mp4, open", "mpegts, open"})
    void piecesInAnyOrderAndOnManyThreads_areTheSameBytes(String format, String gop) throws Exception {
        Path file = write(
                TestFilm.silent(format, TestFilm.steady(160), gop.equals("open") ? TestFilm.OPEN : TestFilm.CLOSED));
        LadderPlan plan = plan(file);
        Map<String, Map<Integer, Segment>> inOrder = encodeInOrder(file, plan).segments();

        RecordingSink backwards = new RecordingSink();
        for (Piece piece : plan.pieces().reversed()) {
            encode(file, plan, piece.index(), backwards);
        }
        RecordingSink parallel = encodeAtOnce(file, plan);

        assertThat(backwards.segments()).isEqualTo(inOrder);
        assertThat(parallel.segments()).isEqualTo(inOrder);
        assertThat(backwards.tracksDiffer()).isFalse();
    }

    private static RecordingSink encodeAtOnce(Path file, LadderPlan plan) throws Exception {
        RecordingSink sink = new RecordingSink();
        try (ExecutorService workers = Executors.newFixedThreadPool(3)) {
            List<Future<?>> pieces = new ArrayList<>();
            for (Piece piece : plan.pieces()) {
                pieces.add(workers.submit(() -> {
                    encode(file, plan, piece.index(), sink);
                    return null;
                }));
            }
            for (Future<?> piece : pieces) {
                piece.get();
            }
        }
        return sink;
    }

    @Test
    void picturesAtUnevenTimes_keepTheirTimes() throws Exception {
        List<Long> times = new ArrayList<>();
        long ticks = 0;
        for (int i = 0; i < 120; i++) {
            times.add(ticks);
            ticks += 1_800 + i * 37 % 5 * 1_350;
        }
        Path file = write(TestFilm.silent("mp4", times, TestFilm.CLOSED));
        LadderPlan plan = plan(file);

        RecordingSink sink = encodeInOrder(file, plan);

        assertThat(sorted(sink.samples("48p"))).isEqualTo(times);
        assertWellFormed(plan, sink);
    }

    @Test
    void pictureThatStandsForSeconds_isShownAnewAtTheBoundaries() throws Exception {
        List<Long> times = new ArrayList<>(TestFilm.steady(30));
        times.add(90_000L * 5 + 45_000);
        times.add(90_000L * 5 + 48_600);
        Path file = write(TestFilm.silent("mp4", times, TestFilm.CLOSED));
        LadderPlan plan = plan(file);

        RecordingSink sink = encodeInOrder(file, plan);

        List<Long> shown = sorted(sink.samples("48p"));
        assertThat(shown).containsAll(times).contains(180_000L, 270_000L, 360_000L);
        assertThat(shown).hasSize(times.size() + 3);
        List<Integer> bright = brightness(sink, "48p");
        assertThat(bright.subList(29, 34))
                .containsExactly(
                        TestFilm.brightness(29),
                        TestFilm.brightness(29),
                        TestFilm.brightness(29),
                        TestFilm.brightness(29),
                        TestFilm.brightness(30));
        assertWellFormed(plan, sink);
    }

    @Test
    void soundBeforeTheFirstPicture_stretchesThePictureBackToZero() throws Exception {
        List<Long> times =
                TestFilm.steady(50).stream().map(ticks -> ticks + 45_000).toList();
        Path file = write(TestFilm.silent("matroska", times, TestFilm.CLOSED).withSound(0, 2));
        LadderPlan plan = plan(file);

        RecordingSink sink = encodeInOrder(file, plan);

        List<Long> shown = sorted(sink.samples("48p"));
        assertThat(shown).hasSize(50);
        assertThat(shown.getFirst()).isZero();
        assertThat(shown.get(1)).isBetween(48_600L - 3_000, 48_600L + 3_000);
        assertWellFormed(plan, sink);
    }

    @Test
    void raisedSignal_stopsInTheMiddle() throws Exception {
        Path file = write(TestFilm.silent("mp4", TestFilm.steady(60), TestFilm.CLOSED));
        LadderPlan plan = plan(file);
        int[] asked = new int[1];
        try (FileInput input = FileInput.open(file)) {
            assertThatThrownBy(() -> new PieceEncoder(SourceLimits.DEFAULTS)
                            .encode(input, plan, 0, new RecordingSink(), () -> asked[0]++ > 20))
                    .isInstanceOf(CancellationException.class);
        }
    }

    private Path write(TestFilm film) throws Exception {
        Path file = folder.resolve("film." + film.format());
        new TestFilm(
                        film.format(),
                        film.width(),
                        film.height(),
                        film.times(),
                        film.x264(),
                        film.soundFromTicks(),
                        film.soundSeconds())
                .write(file);
        return file;
    }

    static LadderPlan plan(Path file) throws Exception {
        try (FileInput input = FileInput.open(file)) {
            SourceDescription description = new SourceProbe(SourceLimits.DEFAULTS).probe(input);
            return LadderPlanner.plan(
                    description,
                    new SourceScan(SourceLimits.DEFAULTS).scan(input, description, StopSignal.NEVER),
                    PROFILE);
        }
    }

    private static RecordingSink encodeInOrder(Path file, LadderPlan plan) throws Exception {
        RecordingSink sink = new RecordingSink();
        for (Piece piece : plan.pieces()) {
            encode(file, plan, piece.index(), sink);
        }
        return sink;
    }

    private static void encode(Path file, LadderPlan plan, int piece, SegmentSink sink) throws Exception {
        try (FileInput input = FileInput.open(file)) {
            new PieceEncoder(SourceLimits.DEFAULTS).encode(input, plan, piece, sink, EncodeMonitor.NONE);
        }
    }

    private static List<Long> sorted(List<EncodedSample> samples) {
        return samples.stream().map(EncodedSample::ptsTicks).sorted().toList();
    }

    private static List<Integer> expectedBrightness(int count) {
        return IntStream.range(0, count).map(TestFilm::brightness).boxed().toList();
    }

    /** Of the pictures in order of presentation, made exact where it is near the source's. */
    private static List<Integer> brightness(RecordingSink sink, String rendition) throws Exception {
        VideoParameters codec = (VideoParameters)
                Objects.requireNonNull(sink.tracks().get(rendition)).codec();
        List<Integer> seen = new ArrayList<>();
        NativeMemory memory = new NativeMemory("test");
        try (VideoDecoder decoder = VideoDecoder.open(codec, VideoDecoderSettings.DEFAULTS, memory)) {
            for (EncodedSample sample : sink.samples(rendition)) {
                decoder.decode(sample, picture -> addBrightness(picture, seen));
            }
            decoder.drain(picture -> addBrightness(picture, seen));
        }
        return seen;
    }

    private static void addBrightness(VideoFrame picture, List<Integer> seen) {
        try (picture) {
            int luma = picture.lumaAt(picture.width() / 2, picture.height() / 2);
            // Brightnesses are whole steps apart that the encoders' losses do not bridge.
            int nearest = IntStream.range(0, 170)
                    .map(TestFilm::brightness)
                    .boxed()
                    .min((a, b) -> Integer.compare(Math.abs(a - luma), Math.abs(b - luma)))
                    .orElseThrow();
            seen.add(nearest);
        }
    }

    private static void assertWellFormed(LadderPlan plan, RecordingSink sink) {
        assertThat(sink.tracksDiffer()).isFalse();
        sink.segments().forEach((rendition, segments) -> {
            assertThat(segments.keySet())
                    .containsExactlyElementsOf(
                            IntStream.range(0, plan.segmentStartTicks().size())
                                    .boxed()
                                    .toList());
            long lastDts = -1;
            for (Segment segment : segments.values()) {
                assertThat(segment.samples().getFirst().syncSample()).isTrue();
                assertThat(segment.samples().getFirst().ptsTicks()).isEqualTo(segment.startTicks());
                for (EncodedSample sample : segment.samples()) {
                    assertThat(sample.dtsTicks()).isGreaterThan(lastDts).isLessThan(segment.endTicks());
                    lastDts = sample.dtsTicks();
                }
            }
        });
    }
}

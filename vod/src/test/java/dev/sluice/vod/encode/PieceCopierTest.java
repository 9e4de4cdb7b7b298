package dev.sluice.vod.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.ffmpeg.file.FileInput;
import dev.sluice.ffmpeg.file.FilePacket;
import dev.sluice.ffmpeg.file.MediaFile;
import dev.sluice.ffmpeg.file.MediaFileLimits;
import dev.sluice.media.EncodedSample;
import dev.sluice.media.codec.AvcStream;
import dev.sluice.media.io.Payload;
import dev.sluice.vod.plan.EncodeProfile;
import dev.sluice.vod.plan.EncodeProfile.Rung;
import dev.sluice.vod.plan.LadderPlan;
import dev.sluice.vod.plan.LadderPlan.Piece;
import dev.sluice.vod.plan.LadderPlan.VideoPlan;
import dev.sluice.vod.plan.LadderPlan.VideoRendition;
import dev.sluice.vod.plan.LadderPlanner;
import dev.sluice.vod.source.RefusedSourceException;
import dev.sluice.vod.source.SourceDescription;
import dev.sluice.vod.source.SourceLimits;
import dev.sluice.vod.source.SourceProbe;
import dev.sluice.vod.source.SourceScan;
import dev.sluice.vod.source.StopSignal;
import dev.sluice.vod.testing.FilmRecipe;
import dev.sluice.vod.testing.RecordingSink;
import dev.sluice.vod.testing.RecordingSink.Segment;
import dev.sluice.vod.testing.TestFilm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PieceCopierTest {
    private static final EncodeProfile PROFILE = new EncodeProfile(
                    "test",
                    1,
                    List.of(new Rung(180, 900_000, 20, 60), new Rung(90, 300_000, 20, 20)),
                    "veryfast",
                    1,
                    2,
                    64_000,
                    128_000)
            .withCopy(true);

    private static final String TOP = "120p";

    private final long handlesBefore = NativeMemory.process().handles();

    @TempDir
    private Path folder;

    @AfterEach
    void nothingNativeIsLeft() {
        assertThat(NativeMemory.process().handles()).isEqualTo(handlesBefore);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mp4", "matroska", "mpegts", "flv"})
    void copiedRung_isTheSourcesAccessUnits_andAllRungsAreCutAtTheSameTicks(String format) throws Exception {
        Path file = film(format);
        LadderPlan plan = plan(file, PROFILE);

        RecordingSink sink = encodeAll(file, plan);

        assertCopied(file, plan, sink);
        assertThat(plan.pieces()).hasSizeGreaterThan(2);
        assertThat(times(sink, "90p")).hasSizeLessThan(times(sink, TOP).size());
    }

    @Test
    void copiedRung_showsThePicturesWhenTheSourceDoes() throws Exception {
        Path file = film("mp4");
        RecordingSink sink = encodeAll(file, plan(file, PROFILE));

        assertThat(times(sink, TOP)).isEqualTo(TestFilm.steady(160));
    }

    @Test
    void editListThatDelays_andSoundBeforeThePictures_showTheFirstPictureFromZero() throws Exception {
        Path film = film("mp4");
        Path sound = folder.resolve("sound.mp4");
        new TestFilm("mp4", 160, 120, List.of(), TestFilm.CLOSED, 0, 7).write(sound);
        Path late = FilmRecipe.make(
                folder.resolve("late.mp4"),
                "-itsoffset",
                "0.4",
                "-i",
                film.toString(),
                "-i",
                sound.toString(),
                "-map",
                "0:v",
                "-map",
                "1:a",
                "-c",
                "copy");
        LadderPlan plan = plan(late, PROFILE);

        RecordingSink sink = encodeAll(late, plan);

        assertCopied(late, plan, sink);
        List<Long> times = times(sink, TOP);
        assertThat(times.getFirst()).isZero();
        assertThat(times.get(1)).isEqualTo(36_000 + 3_600);
    }

    @Test
    void piecesInAnyOrder_areTheSame() throws Exception {
        Path file = film("mp4");
        LadderPlan plan = plan(file, PROFILE);
        RecordingSink backwards = new RecordingSink();
        for (Piece piece : plan.pieces().reversed()) {
            encode(file, plan, piece.index(), backwards);
        }
        assertThat(backwards.segments()).isEqualTo(encodeAll(file, plan).segments());
        assertThat(backwards.tracksDiffer()).isFalse();
    }

    @Test
    void onlyRung_isCopiedWithoutDecodingAnything() throws Exception {
        EncodeProfile one =
                new EncodeProfile("one", 1, List.of(new Rung(120, 900_000, 20, 60)), "veryfast", 1, 2, 64_000, 128_000);
        Path file = film("mp4");
        LadderPlan plan = plan(file, one.withCopy(true));
        RecordingSink sink = new RecordingSink();
        for (Piece piece : plan.pieces()) {
            assertThat(encode(file, plan, piece.index(), sink).decoded()).isZero();
        }
        assertCopied(file, plan, sink);
    }

    @Test
    void fileThatIsNotTheOneOfThePlan_isRefused() throws Exception {
        Path file = film("mp4");
        LadderPlan plan = plan(file, PROFILE);
        Path other = folder.resolve("other.mp4");
        TestFilm.silent("mp4", TestFilm.steady(20), TestFilm.CLOSED).write(other);

        assertThatThrownBy(() -> encode(other, plan, 2, new RecordingSink()))
                .isInstanceOf(RefusedSourceException.class)
                .hasMessageContaining("has changed");
    }

    private void assertCopied(Path file, LadderPlan plan, RecordingSink sink) throws Exception {
        VideoPlan video = Objects.requireNonNull(plan.video());
        assertThat(video.encodedBecause()).isEmpty();
        assertThat(video.renditions().getFirst().copied()).isTrue();
        assertThat(sink.tracksDiffer()).isFalse();
        List<Payload> copied =
                sink.samples(TOP).stream().map(EncodedSample::payload).toList();
        assertThat(copied).isEqualTo(accessUnits(file, video.streamIndex()));
        for (VideoRendition rendition : video.renditions()) {
            Map<Integer, Segment> segments =
                    Objects.requireNonNull(sink.segments().get(rendition.name()));
            assertThat(segments).hasSameSizeAs(plan.segmentStartTicks());
            segments.forEach((index, segment) -> {
                EncodedSample first = segment.samples().getFirst();
                assertThat(first.syncSample()).isTrue();
                assertThat(first.ptsTicks()).isEqualTo(plan.segmentStartTicks().get(index));
                assertThat(segment.endTicks()).isEqualTo(plan.segmentEndTicks(index));
            });
        }
    }

    private static List<Payload> accessUnits(Path file, int streamIndex) throws Exception {
        List<Payload> units = new ArrayList<>();
        try (FileInput input = FileInput.open(file);
                MediaFile media = MediaFile.open(input, MediaFileLimits.DEFAULTS, new NativeMemory("test"))) {
            media.select(Set.of(streamIndex));
            AvcStream stream = AvcStream.of(media.configuration(streamIndex));
            @Nullable FilePacket packet;
            while ((packet = media.read()) != null) {
                units.add(stream.sample(Payload.wrap(packet.bytes())));
            }
        }
        return units;
    }

    private static List<Long> times(RecordingSink sink, String rendition) {
        return sink.samples(rendition).stream()
                .map(EncodedSample::ptsTicks)
                .sorted()
                .toList();
    }

    private Path film(String format) throws Exception {
        Path file = folder.resolve("film." + format);
        new TestFilm(format, 160, 120, TestFilm.steady(160), TestFilm.CLOSED, -1, 0).write(file);
        return file;
    }

    private static LadderPlan plan(Path file, EncodeProfile profile) throws Exception {
        try (FileInput input = FileInput.open(file)) {
            SourceDescription description = new SourceProbe(SourceLimits.DEFAULTS).probe(input);
            return LadderPlanner.plan(
                    description,
                    new SourceScan(SourceLimits.DEFAULTS).scan(input, description, StopSignal.NEVER),
                    profile);
        }
    }

    private static RecordingSink encodeAll(Path file, LadderPlan plan) throws Exception {
        RecordingSink sink = new RecordingSink();
        for (Piece piece : plan.pieces()) {
            encode(file, plan, piece.index(), sink);
        }
        return sink;
    }

    private static EncodeTally encode(Path file, LadderPlan plan, int piece, SegmentSink sink) throws Exception {
        try (FileInput input = FileInput.open(file)) {
            return new PieceEncoder(SourceLimits.DEFAULTS).encode(input, plan, piece, sink, EncodeMonitor.NONE);
        }
    }
}

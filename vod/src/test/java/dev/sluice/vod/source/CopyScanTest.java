package dev.sluice.vod.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ffmpeg.file.FileInput;
import dev.sluice.vod.testing.FilmRecipe;
import dev.sluice.vod.testing.TestFilm;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CopyScanTest {
    /** Of 24 pictures at 25 per second. */
    private static final long GROUP_TICKS = 24 * 3_600L;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"mp4", "matroska", "mpegts", "flv"})
    void closedGroups_haveAStartForEachGroup_inEveryContainer(String format) throws Exception {
        CopyFacts facts = scan(film(format, TestFilm.CLOSED));

        assertThat(facts.obstacle()).isNull();
        assertThat(facts.profileIdc()).isEqualTo(100);
        assertThat(facts.starts()).hasSize(5);
        long first = facts.starts().getFirst().ptsTicks();
        for (int i = 0; i < 5; i++) {
            // Some containers count milliseconds.
            assertThat(facts.starts().get(i).ptsTicks() - first).isBetween(i * GROUP_TICKS - 90, i * GROUP_TICKS + 90);
        }
        assertThat(facts.starts()).isSortedAccordingTo((a, b) -> Long.compare(a.bytesBefore(), b.bytesBefore()));
        assertThat(facts.totalBytes()).isGreaterThan(facts.starts().getLast().bytesBefore());
    }

    @Test
    void openGroups_haveOneStartAlone() throws Exception {
        CopyFacts facts = scan(film("mp4", TestFilm.OPEN));

        assertThat(facts.obstacle()).isNull();
        assertThat(facts.starts()).hasSize(1);
    }

    @Test
    void aviWithoutPresentationTimes_isToldOf() throws Exception {
        assertThat(scan(film("avi", TestFilm.CLOSED)).obstacle()).isNotNull();
    }

    @Test
    void fieldCoding_isToldOf() throws Exception {
        CopyFacts facts = scan(film("mp4", TestFilm.CLOSED + ":fake-interlaced=1"));

        assertThat(facts.obstacle()).isEqualTo("it is coded for interlaced pictures");
        assertThat(facts.starts()).isEmpty();
    }

    @Test
    void parameterSetsThatChange_areToldOf() throws Exception {
        // Two streams one after another, as recorders and concatenation leave them.
        Path both = folder.resolve("both.h264");
        Files.write(both, Files.readAllBytes(made("one.h264", "25")));
        Files.write(both, Files.readAllBytes(made("other.h264", "40")), StandardOpenOption.APPEND);
        Path film = FilmRecipe.make(folder.resolve("both.mp4"), "-r", "25", "-i", both.toString(), "-c", "copy");

        assertThat(scan(film).obstacle()).isEqualTo("its parameter sets change on the way");
    }

    @Test
    void pictureThatLostItsEnd_isToldOf() throws Exception {
        Path film = film("mp4", TestFilm.CLOSED);
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(film));
        String text = new String(bytes.array(), StandardCharsets.ISO_8859_1);
        int at = text.indexOf("mdat");
        int end = at - 4 + bytes.getInt(at - 4);
        int last = at + 4;
        for (int unit = last; unit < end; unit += 4 + bytes.getInt(unit)) {
            last = unit;
        }
        // Four bytes less, and zeros in their place.
        bytes.putInt(last, bytes.getInt(last) - 4).putInt(end - 4, 0);
        Files.write(film, bytes.array());

        assertThat(scan(film).obstacle()).isEqualTo("some of its pictures are damaged");
    }

    @Test
    void picturesBeforeTheBeginOfAnEditList_areToldOf() throws Exception {
        Path whole = film("mp4", TestFilm.CLOSED);
        Path cut = FilmRecipe.make(folder.resolve("cut.mp4"), "-ss", "1.5", "-i", whole.toString(), "-c", "copy");

        assertThat(scan(cut).obstacle()).isEqualTo("some of its pictures are hidden by an edit list");
    }

    @Test
    void editListThatDelays_isNothingInTheWay() throws Exception {
        Path whole = film("mp4", TestFilm.CLOSED);
        Path late =
                FilmRecipe.make(folder.resolve("late.mp4"), "-itsoffset", "0.5", "-i", whole.toString(), "-c", "copy");

        CopyFacts facts = scan(late);
        assertThat(facts.obstacle()).isNull();
        assertThat(facts.starts().getFirst().ptsTicks()).isEqualTo(45_000);
    }

    @Test
    void otherCodec_hasNoFacts() throws Exception {
        Path film = FilmRecipe.make(
                folder.resolve("film.mp4"),
                "-f",
                "lavfi",
                "-i",
                "testsrc2=size=128x96:rate=25:duration=1",
                "-c:v",
                "mpeg4");
        assertThat(timeline(film).copy()).isNull();
    }

    @Test
    void timeline_staysTheSameAsJson_andOldOnesAreRead() throws Exception {
        SourceTimeline timeline = timeline(film("mp4", TestFilm.CLOSED));
        assertThat(SourceTimeline.fromJson(timeline.toJson())).isEqualTo(timeline);
        String old = "{\"video\":null,\"audio\":[],\"truncated\":false,\"damaged_packets\":3}";
        assertThat(SourceTimeline.fromJson(old)).isEqualTo(new SourceTimeline(null, List.of(), false, 3));
    }

    private Path made(String name, String quantiser) throws Exception {
        return FilmRecipe.make(
                folder.resolve(name),
                "-f",
                "lavfi",
                "-i",
                "testsrc2=size=128x96:rate=25:duration=2",
                "-c:v",
                "libx264",
                "-bf",
                "0",
                "-qp",
                quantiser);
    }

    private Path film(String format, String x264) throws Exception {
        Path file = folder.resolve("film." + format);
        TestFilm.silent(format, TestFilm.steady(120), format.equals("avi") ? x264 + ":bframes=2" : x264)
                .write(file);
        return file;
    }

    private static CopyFacts scan(Path file) throws Exception {
        @Nullable CopyFacts facts = timeline(file).copy();
        if (facts == null) {
            throw new AssertionError("no H.264");
        }
        return facts;
    }

    private static SourceTimeline timeline(Path file) throws Exception {
        try (FileInput input = FileInput.open(file)) {
            SourceDescription description = new SourceProbe(SourceLimits.DEFAULTS).probe(input);
            return new SourceScan(SourceLimits.DEFAULTS).scan(input, description, StopSignal.NEVER);
        }
    }
}

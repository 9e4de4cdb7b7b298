package dev.sluice.packager.file;

import static dev.sluice.testing.DumpFileAsserts.assertMatchesDump;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.media.Track;
import dev.sluice.packager.TestTracks;
import dev.sluice.packager.cmaf.ByteRange;
import dev.sluice.testing.BoxDump;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SingleFileTest {
    private static final Track VIDEO = TestTracks.avc(TestTracks.HD);
    private static final List<SegmentEntry> SEGMENTS = List.of(
            new SegmentEntry(0, 180_000, 700_000, 90_000),
            new SegmentEntry(180_000, 180_000, 650_000, 0),
            new SegmentEntry(360_000, 45_000, 90_000, 60_000));

    @Test
    void videoHeader() {
        assertMatchesDump(
                "file/video_header.dump",
                BoxDump.dump(SingleFile.header(VIDEO, null, 0, SEGMENTS).bytes().toByteArray()));
    }

    @Test
    void headerOfShiftedPictures_hasAnEditListThatTakesTheShiftBack() {
        assertMatchesDump(
                "file/shifted_header.dump",
                BoxDump.dump(SingleFile.header(VIDEO, null, /* compositionShiftTicks= */ 7_200, SEGMENTS)
                        .bytes()
                        .toByteArray()));
    }

    @Test
    void audioHeader_namesItsLanguage() {
        List<SegmentEntry> segments =
                List.of(new SegmentEntry(0, 96_256, 33_000, 700), new SegmentEntry(96_256, 4_096, 1_400, 700));

        assertMatchesDump(
                "file/audio_header.dump",
                BoxDump.dump(SingleFile.header(TestTracks.aac(), "pt-BR", 0, segments)
                        .bytes()
                        .toByteArray()));
    }

    @Test
    void ranges_areInitAndIndexOneAfterTheOther() {
        SingleFile.Header header = SingleFile.header(VIDEO, "en", 0, SEGMENTS);
        ByteBuffer bytes = header.bytes().buffer();
        ByteRange index = header.indexRange();

        assertThat(header.initRange().offset()).isZero();
        assertThat(index.offset()).isEqualTo(header.initRange().lengthBytes());
        assertThat(index.lastByte() + 1).isEqualTo(header.firstFragmentOffset());
        assertThat(bytes.getInt((int) index.offset())).isEqualTo((int) index.lengthBytes());
        assertThat(bytes.getInt((int) index.offset() + 4)).isEqualTo(0x73696478); // sidx
    }

    @Test
    void moreSegmentsThanAnIndexHolds_areRefused() {
        List<SegmentEntry> most = IntStream.range(0, SingleFile.MAX_SEGMENTS)
                .mapToObj(i -> new SegmentEntry(i * 90L, 90, 100, 10))
                .toList();
        List<SegmentEntry> tooMany = IntStream.rangeClosed(0, SingleFile.MAX_SEGMENTS)
                .mapToObj(i -> new SegmentEntry(i * 90L, 90, 100, 10))
                .toList();

        assertThat(SingleFile.header(VIDEO, null, 0, most).indexRange().lengthBytes())
                .isEqualTo(40 + 12L * SingleFile.MAX_SEGMENTS);
        assertThatThrownBy(() -> SingleFile.header(VIDEO, null, 0, tooMany))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("65535 at most");
    }

    @Test
    void segmentsWithAHoleBetweenThem_areRefused() {
        List<SegmentEntry> hole = List.of(new SegmentEntry(0, 90, 100, 10), new SegmentEntry(91, 90, 100, 10));

        assertThatThrownBy(() -> SingleFile.header(VIDEO, null, 0, hole)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SingleFile.header(VIDEO, null, 0, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

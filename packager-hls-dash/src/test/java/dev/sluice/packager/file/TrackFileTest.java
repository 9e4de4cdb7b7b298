package dev.sluice.packager.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.media.EncodedSample;
import dev.sluice.media.Track;
import dev.sluice.media.codec.Rational;
import dev.sluice.packager.TestTracks;
import dev.sluice.packager.cmaf.ByteRange;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What manifests say of a file is where its bytes are. */
final class TrackFileTest {
    private static final Pattern BYTE_RANGE = Pattern.compile("(?m)^#EXT-X-BYTERANGE:(\\d+)@(\\d+)$");
    private static final Track VIDEO = TestTracks.avc(TestTracks.HD);
    private static final int SEGMENTS = 5;
    private static final int FRAME_TICKS = 3_000;
    private static final int FRAMES = 4;

    private byte[] object = new byte[0];
    private VideoRendition rendition;
    private FilePresentation presentation;

    @BeforeEach
    void writeObject() throws Exception {
        List<SegmentEntry> entries = new ArrayList<>();
        ByteArrayOutputStream fragments = new ByteArrayOutputStream();
        for (int i = 0; i < SEGMENTS; i++) {
            long startTicks = (long) i * FRAMES * FRAME_TICKS;
            List<EncodedSample> samples = new ArrayList<>();
            for (int frame : new int[] {0, 3, 1, 2}) {
                long ptsTicks = startTicks + (long) frame * FRAME_TICKS;
                samples.add(TestTracks.video(ptsTicks, ptsTicks, frame == 0, 100 + 10 * i + frame));
            }
            FileSegment segment =
                    SegmentWriter.write(VIDEO, samples, startTicks, startTicks + FRAMES * FRAME_TICKS, i + 1);
            entries.add(segment.entry());
            segment.payload().writeTo(fragments);
        }
        TrackFile file = new TrackFile("v.mp4", VIDEO, null, 0, entries);
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        file.header().bytes().writeTo(whole);
        fragments.writeTo(whole);
        object = whole.toByteArray();
        rendition = new VideoRendition("v", file, new Rational(30, 1), "v.m3u8", "v.iframes.m3u8");
        presentation = new FilePresentation(666_667, List.of(rendition), List.of(), List.of(), null);
    }

    @Test
    void segments_areOneFragmentAfterTheOtherToTheEnd() {
        List<ByteRange> ranges = ranges(presentation.mediaPlaylist(rendition));

        long expectedOffset = rendition.file().header().firstFragmentOffset();
        assertThat(ranges).hasSize(SEGMENTS);
        for (ByteRange range : ranges) {
            assertThat(range.offset()).isEqualTo(expectedOffset);
            assertThat(boxType(range.offset())).isEqualTo("moof");
            expectedOffset = range.lastByte() + 1;
        }
        assertThat(expectedOffset)
                .isEqualTo(object.length)
                .isEqualTo(rendition.file().sizeBytes());
    }

    @Test
    void keyFrames_endWithTheFirstSampleOfTheirFragment() {
        List<ByteRange> ranges = ranges(presentation.iFramePlaylist(rendition));

        assertThat(ranges).hasSize(SEGMENTS);
        for (int i = 0; i < SEGMENTS; i++) {
            byte filler = (byte) (100 + 10 * i);
            int end = (int) ranges.get(i).lastByte();
            assertThat(boxType(ranges.get(i).offset())).isEqualTo("moof");
            assertThat(object[end]).isEqualTo(filler);
            assertThat(object[end + 1]).isEqualTo((byte) (filler + 3));
        }
    }

    @Test
    void initAndIndex_areWhereTheMpdSays() {
        SingleFile.Header header = rendition.file().header();

        assertThat(presentation.mpd())
                .contains("<Initialization range=\"0-" + header.initRange().lastByte() + "\"/>")
                .contains("indexRange=\"" + header.indexRange().offset() + "-"
                        + header.indexRange().lastByte() + "\"");
        assertThat(boxType(header.indexRange().offset())).isEqualTo("sidx");
        assertThat(boxType(header.indexRange().lastByte() + 1)).isEqualTo("moof");
    }

    private String boxType(long offset) {
        return new String(object, (int) offset + 4, 4, StandardCharsets.US_ASCII);
    }

    private static List<ByteRange> ranges(String playlist) {
        List<ByteRange> ranges = new ArrayList<>();
        Matcher lines = BYTE_RANGE.matcher(playlist);
        while (lines.find()) {
            ranges.add(new ByteRange(Long.parseLong(lines.group(2)), Long.parseLong(lines.group(1))));
        }
        return ranges;
    }
}

package dev.sluice.packager.file;

import static dev.sluice.testing.DumpFileAsserts.assertMatchesDump;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.media.EncodedSample;
import dev.sluice.media.Track;
import dev.sluice.packager.TestTracks;
import dev.sluice.testing.BoxDump;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SegmentWriterTest {
    private static final Track VIDEO = TestTracks.avc(TestTracks.HD);

    /** I P B B in decode order, with decode times of an encoder that knows nothing of its neighbours. */
    private static final List<EncodedSample> REORDERED = List.of(
            TestTracks.video(180_000, -6_000, true, 500),
            TestTracks.video(189_000, -3_000, false, 200),
            TestTracks.video(183_000, 0, false, 90),
            TestTracks.video(186_000, 3_000, false, 80));

    @Test
    void reorderedPictures_areDecodedAtTheSortedPresentationTimes() {
        FileSegment segment = SegmentWriter.write(VIDEO, REORDERED, 180_000, 192_000, 3);

        assertMatchesDump("file/b_frames.dump", BoxDump.dump(segment.payload().toByteArray()));
    }

    @Test
    void keyFrameBytes_reachToTheEndOfTheFirstSample() {
        FileSegment segment = SegmentWriter.write(VIDEO, REORDERED, 180_000, 192_000, 3);

        assertThat(segment.sizeBytes()).isEqualTo(segment.payload().sizeBytes());
        assertThat(segment.keyFrameBytes()).isEqualTo(segment.sizeBytes() - 200 - 90 - 80);
        assertThat(segment.startsWithSync()).isTrue();
    }

    @Test
    void lastSample_lastsToTheEndOfTheSegment() {
        List<EncodedSample> uneven =
                List.of(TestTracks.video(0, 0, true, 50), TestTracks.video(2_970, 2_970, false, 40));

        FileSegment segment = SegmentWriter.write(VIDEO, uneven, 0, 9_000, 1);

        assertThat(BoxDump.dump(segment.payload().toByteArray())).contains("6030");
        assertThat(segment.durationTicks()).isEqualTo(9_000);
    }

    @Test
    void audio_isDecodedWhenItIsHeard() {
        List<EncodedSample> frames =
                List.of(TestTracks.audio(96_256, 20), TestTracks.audio(97_280, 21), TestTracks.audio(98_304, 22));

        FileSegment segment = SegmentWriter.write(TestTracks.aac(), frames, 96_256, 99_328, 2);

        assertMatchesDump("file/audio.dump", BoxDump.dump(segment.payload().toByteArray()));
    }

    @Test
    void leadingPictures_areNotAStartThatAPlayerMayUse() {
        List<EncodedSample> openGop =
                List.of(TestTracks.video(3_000, 0, true, 50), TestTracks.video(0, 3_000, false, 40));

        assertThat(SegmentWriter.write(VIDEO, openGop, 0, 6_000, 1).startsWithSync())
                .isFalse();
    }

    @Test
    void twoSamplesAtOneTime_areRefused() {
        List<EncodedSample> twins = List.of(TestTracks.video(0, 0, true, 50), TestTracks.video(0, 1, false, 40));

        assertThatThrownBy(() -> SegmentWriter.write(VIDEO, twins, 0, 6_000, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("two samples");
    }

    @Test
    void sampleOutsideOfTheSegment_isRefused() {
        assertThatThrownBy(() -> SegmentWriter.write(VIDEO, REORDERED, 180_000, 189_000, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SegmentWriter.write(VIDEO, REORDERED, 180_001, 192_000, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SegmentWriter.write(VIDEO, List.of(), 0, 9_000, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

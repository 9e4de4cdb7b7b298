package dev.sluice.packager.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.media.EncodedSample;
import dev.sluice.media.Track;
import dev.sluice.media.codec.AvcConfig;
import dev.sluice.media.io.MediaParseException;
import dev.sluice.media.io.Payload;
import dev.sluice.packager.TestTracks;
import dev.sluice.packager.file.StoredSegment.StoredSample;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StoredSegmentTest {
    /** Of 320 by 180 pictures by x264. */
    private static final String REAL_AVC_RECORD =
            "0142c00cffe100176742c00cda05067e7c0440000003004000000c83c50aa801000468ce0fc8";

    private static final Track VIDEO = TestTracks.avc(TestTracks.HD);
    private static final List<EncodedSample> PICTURES = List.of(
            TestTracks.video(180_000, 180_000, true, 500),
            TestTracks.video(189_000, 183_000, false, 200),
            TestTracks.video(183_000, 186_000, false, 90),
            TestTracks.video(186_000, 189_000, false, 80));

    @Test
    void segment_ofTheWriter_isReadBack() throws Exception {
        FileSegment written = SegmentWriter.write(VIDEO, PICTURES, 180_000, 192_000, 3);

        StoredSegment read = StoredSegment.read(written.payload());

        assertThat(read.decodeTicks()).isEqualTo(180_000);
        assertThat(read.mediaTicks()).isEqualTo(12_000);
        assertThat(read.keyFrameBytes()).isEqualTo(written.keyFrameBytes());
    }

    @Test
    void samples_areThoseThatWereWritten() throws Exception {
        FileSegment written = SegmentWriter.write(VIDEO, PICTURES, 180_000, 192_000, 3);

        List<StoredSample> samples = StoredSegment.read(written.payload()).samples();

        assertThat(samples)
                .extracting(StoredSample::presentationTicks)
                .containsExactly(180_000L, 189_000L, 183_000L, 186_000L);
        assertThat(samples)
                .extracting(StoredSample::decodeTicks)
                .containsExactly(180_000L, 183_000L, 186_000L, 189_000L);
        assertThat(samples).extracting(StoredSample::durationTicks).containsOnly(3_000L);
        assertThat(samples)
                .extracting(StoredSample::bytes)
                .isEqualTo(PICTURES.stream().map(EncodedSample::payload).toList());
    }

    @Test
    void samplesThatAreShownLaterThanTheyAreDecoded_keepTheirLag() throws Exception {
        FileSegment written = SegmentWriter.write(VIDEO, PICTURES, 174_000, 186_000, 3, /* lagTicks= */ 6_000);

        StoredSegment read = StoredSegment.read(written.payload());

        assertThat(read.decodeTicks()).isEqualTo(174_000);
        assertThat(read.keyFrameBytes()).isPositive();
        assertThat(read.samples())
                .extracting(StoredSample::presentationTicks)
                .containsExactly(180_000L, 189_000L, 183_000L, 186_000L);
    }

    @Test
    void segment_movedToAnotherTime_isTheOneThatIsWrittenThere() throws Exception {
        FileSegment written = SegmentWriter.write(VIDEO, PICTURES, 180_000, 192_000, 3);
        List<EncodedSample> earlier = PICTURES.stream()
                .map(sample -> new EncodedSample(
                        sample.trackId(),
                        sample.ptsTicks() - 90_000,
                        sample.dtsTicks() - 90_000,
                        sample.syncSample(),
                        sample.payload()))
                .toList();

        Payload moved = StoredSegment.read(written.payload()).movedTo(90_000);

        assertThat(moved.toByteArray())
                .isEqualTo(SegmentWriter.write(VIDEO, earlier, 90_000, 102_000, 3)
                        .payload()
                        .toByteArray());
    }

    @Test
    void pictures_shiftedByWhatTheyNeed_areNeverShownBeforeTheyAreDecoded() throws Exception {
        FileSegment written = SegmentWriter.write(VIDEO, PICTURES, 180_000, 192_000, 3);
        assertThat(written.compositionShiftTicks()).isEqualTo(3_000);

        Payload shifted = StoredSegment.shifted(written.payload(), 3_000);

        assertThat(shifted.sizeBytes()).isEqualTo(written.sizeBytes());
        assertThat(StoredSegment.read(shifted).samples())
                .extracting(StoredSample::presentationTicks)
                .containsExactly(183_000L, 192_000L, 186_000L, 189_000L);
        assertThat(StoredSegment.read(shifted).samples()).allSatisfy(sample -> assertThat(sample.presentationTicks())
                .isGreaterThanOrEqualTo(sample.decodeTicks()));
        assertThat(StoredSegment.read(shifted).samples())
                .extracting(StoredSample::bytes)
                .isEqualTo(PICTURES.stream().map(EncodedSample::payload).toList());
    }

    @Test
    void picturesInTheOrderOfTheirTimes_canBeShiftedToo() throws Exception {
        List<EncodedSample> inOrder =
                List.of(TestTracks.video(0, 0, true, 500), TestTracks.video(3_000, 3_000, false, 500));
        FileSegment written = SegmentWriter.write(VIDEO, inOrder, 0, 6_000, 1);
        assertThat(written.compositionShiftTicks()).isZero();

        Payload shifted = StoredSegment.shifted(written.payload(), 6_000);

        assertThat(shifted.sizeBytes()).isEqualTo(written.sizeBytes());
        assertThat(StoredSegment.read(shifted).samples())
                .extracting(StoredSample::presentationTicks)
                .containsExactly(6_000L, 9_000L);
    }

    @Test
    void sound_cannotBeShifted() throws Exception {
        FileSegment written = SegmentWriter.write(TestTracks.aac(), List.of(TestTracks.audio(0, 20)), 0, 1_024, 1);
        assertThatThrownBy(() -> StoredSegment.shifted(written.payload(), 10)).isInstanceOf(MediaParseException.class);
        assertThatThrownBy(() -> StoredSegment.shifted(Payload.EMPTY, 10)).isInstanceOf(MediaParseException.class);
    }

    @Test
    void segment_ofSeveralFragments_isMovedAsAWhole() throws Exception {
        byte[] first = SegmentWriter.write(VIDEO, PICTURES, 180_000, 192_000, 1)
                .payload()
                .toByteArray();
        byte[] second = SegmentWriter.write(
                        VIDEO, List.of(TestTracks.video(192_000, 192_000, false, 70)), 192_000, 195_000, 2)
                .payload()
                .toByteArray();
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(first);
        both.writeBytes(second);

        StoredSegment read = StoredSegment.read(Payload.wrap(both.toByteArray()));
        StoredSegment moved = StoredSegment.read(read.movedTo(0));

        assertThat(read.mediaTicks()).isEqualTo(15_000);
        assertThat(read.timeOffsets()).hasSize(2);
        assertThat(moved.decodeTicks()).isZero();
        assertThat(moved.mediaTicks()).isEqualTo(15_000);
    }

    @Test
    void sound_withEqualDurations_countsAllOfThem() throws Exception {
        List<EncodedSample> frames =
                List.of(TestTracks.audio(96_256, 20), TestTracks.audio(97_280, 20), TestTracks.audio(98_304, 20));

        StoredSegment read = StoredSegment.read(
                SegmentWriter.write(TestTracks.aac(), frames, 96_256, 99_328, 2).payload());

        assertThat(read.mediaTicks()).isEqualTo(3_072);
    }

    @Test
    void bytesThatAreNoSegment_areRefused() {
        assertThatThrownBy(() -> StoredSegment.read(Payload.wrap(new byte[] {0, 0, 0, 9, 'm', 'o'})))
                .isInstanceOf(MediaParseException.class);
        assertThatThrownBy(() -> StoredSegment.read(Payload.EMPTY)).isInstanceOf(MediaParseException.class);
    }

    @Test
    void header_ofEachCodec_givesItsTrack() throws Exception {
        Track pictures = Track.video(AvcConfig.parse(TestTracks.hex(REAL_AVC_RECORD)));
        for (Track track : List.of(pictures, TestTracks.aac())) {
            Payload init = SingleFile.header(track, null, 0, List.of(new SegmentEntry(0, 1000, 10, 5)))
                    .bytes();
            assertThat(StoredHeader.track(init).codec().codecString())
                    .isEqualTo(track.codec().codecString());
            assertThat(StoredHeader.track(init).codec().configurationRecord().toByteArray())
                    .isEqualTo(track.codec().configurationRecord().toByteArray());
        }
    }
}

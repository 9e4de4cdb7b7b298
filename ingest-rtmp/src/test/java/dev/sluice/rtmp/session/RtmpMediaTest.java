package dev.sluice.rtmp.session;

import static dev.sluice.rtmp.Wire.bytes;
import static dev.sluice.rtmp.Wire.join;
import static dev.sluice.rtmp.Wire.record;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.media.EncodedSample;
import dev.sluice.media.Track;
import dev.sluice.media.codec.AacParameters;
import dev.sluice.media.codec.Av1Parameters;
import dev.sluice.media.codec.AvcParameters;
import dev.sluice.media.codec.HevcParameters;
import dev.sluice.media.codec.OpusParameters;
import dev.sluice.media.codec.VideoParameters;
import dev.sluice.media.codec.Vp9Parameters;
import dev.sluice.media.io.Payload;
import dev.sluice.rtmp.TestClient;
import dev.sluice.rtmp.Wire;
import dev.sluice.rtmp.amf.AmfValue;
import dev.sluice.rtmp.fault.RtmpFault;
import dev.sluice.rtmp.message.MessageType;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From messages to samples, through a whole connection. */
class RtmpMediaTest {
    private static final int TICKS_PER_MS = 90;

    private final TestClient client = TestClient.publishing();

    @AfterEach
    void close() {
        client.close();
    }

    private List<EncodedSample> video() {
        return client.recording().samples(Track.VIDEO_ID);
    }

    private List<EncodedSample> audio() {
        return client.recording().samples(Track.AUDIO_ID);
    }

    private List<Track> tracks() {
        return client.recording().trackLists().getLast();
    }

    private static AmfValue.Properties metadata(boolean video, boolean audio) {
        SequencedMap<String, AmfValue> entries = new LinkedHashMap<>();
        if (video) {
            entries.put("videocodecid", AmfValue.of(7));
        }
        if (audio) {
            entries.put("audiocodecid", AmfValue.of("mp4a"));
        }
        return new AmfValue.Properties(entries, /* ecmaArray= */ true);
    }

    @Test
    void avcAndAac_becomeSamplesOfTwoTracks() {
        client.video(0, Media.avcHeader());
        client.audio(0, Media.aacHeader());
        client.video(0, Media.avcKeyFrame(80));
        client.audio(10, Media.aacFrame());
        client.video(40, Media.avcInterFrame(0));

        assertThat(client.recording().trackLists()).hasSize(1);
        assertThat(((AvcParameters) tracks().getFirst().codec()).format().width())
                .isEqualTo(1_920);
        assertThat(((AacParameters) tracks().getLast().codec()).sampleRateHz()).isEqualTo(48_000);
        assertThat(video())
                .containsExactly(
                        new EncodedSample(
                                Track.VIDEO_ID, 80 * TICKS_PER_MS, 0, true, Payload.wrap(Media.avcUnit(0x65))),
                        new EncodedSample(Track.VIDEO_ID, 3_600, 3_600, false, Payload.wrap(Media.avcUnit(0x41))));
        assertThat(audio()).hasSize(1).first().satisfies(sample -> {
            assertThat(sample.dtsTicks()).isEqualTo(480);
            assertThat(sample.payload()).isEqualTo(Payload.wrap(bytes(0x21, 0x10, 0x05)));
            assertThat(sample.syncSample()).isTrue();
        });
    }

    @Test
    void keyFrameFlag_isTakenFromTheBitstreamNotFromTheTag() {
        client.video(0, Media.avcHeader());
        client.video(0, join(bytes(0x17, 1, 0, 0, 0), Media.avcUnit(0x41)));
        client.video(40, join(bytes(0x27, 1, 0, 0, 0), Media.avcUnit(0x65)));

        assertThat(video()).extracting(EncodedSample::syncSample).containsExactly(false, true);
    }

    @Test
    void negativeCompositionTime_putsPtsBeforeDts() {
        client.video(1_000, Media.avcHeader());
        client.video(1_000, Media.avcKeyFrame(-40));

        assertThat(video().getFirst().ptsTicks()).isEqualTo(960 * TICKS_PER_MS);
        assertThat(video().getFirst().dtsTicks()).isEqualTo(1_000 * TICKS_PER_MS);
    }

    @Test
    void timestampsAcrossTheWrap_goOn() {
        client.video(0xFFFF_FFF0L, Media.avcHeader());
        client.video(0xFFFF_FFF0L, Media.avcKeyFrame(0));
        client.video(0x18, Media.avcInterFrame(0));

        assertThat(video().getLast().dtsTicks() - video().getFirst().dtsTicks()).isEqualTo(40 * TICKS_PER_MS);
    }

    @Test
    void framesBeforeTheSequenceHeader_areDroppedAndLaterOnesTaken() {
        client.video(0, Media.avcKeyFrame(0));
        client.audio(0, Media.aacFrame());
        assertThat(client.counters().messagesDroppedCount()).isEqualTo(2);

        client.video(40, Media.avcHeader());
        client.video(40, Media.avcKeyFrame(0));

        assertThat(video()).hasSize(1);
        assertThat(client.allFaults()).isZero();
    }

    @Test
    void sequenceHeaderAgain_isNoNewTrackUnlessItDiffers() {
        client.video(0, Media.avcHeader());
        client.video(0, Media.avcKeyFrame(0));
        client.video(40, Media.avcHeader());
        client.video(40, Media.avcKeyFrame(0));
        assertThat(client.recording().trackLists()).hasSize(1);

        client.video(80, bytes(0x17, 2, 0, 0, 0));
        client.video(80, Media.avcHeader("avc_baseline_426x240.avcC"));
        client.video(80, Media.avcKeyFrame(0));

        assertThat(client.recording().trackLists()).hasSize(2);
        assertThat(((VideoParameters) tracks().getFirst().codec()).format().width())
                .isEqualTo(426);
        assertThat(video()).hasSize(3);
    }

    @Test
    void parameterSetsInsideAFrame_areTakenOutAndAdopted() {
        client.video(0, Media.avcHeader());
        client.video(0, Media.avcKeyFrame(0));
        byte[] avcC = record("avc_baseline_426x240.avcC");
        int spsLength = 0x19;
        byte[] sps = Arrays.copyOfRange(avcC, 8, 8 + spsLength);
        byte[] pps = Arrays.copyOfRange(avcC, 8 + spsLength + 3, avcC.length);
        client.video(
                40, join(bytes(0x17, 1, 0, 0, 0), Media.withLength(sps), Media.withLength(pps), Media.avcUnit(0x65)));

        assertThat(((VideoParameters) tracks().getFirst().codec()).format().width())
                .isEqualTo(426);
        assertThat(video().getLast().payload()).isEqualTo(Payload.wrap(Media.avcUnit(0x65)));
    }

    @Test
    void unitsBehindTwoByteLengths_areLengthenedAndTheirParameterSetsAdopted() {
        byte[] header = Media.avcHeader();
        header[5 + 4] = (byte) 0xFD;
        client.video(0, header);
        byte[] avcC = record("avc_baseline_426x240.avcC");
        byte[] sps = Arrays.copyOfRange(avcC, 8, 8 + 0x19);
        byte[] pps = Arrays.copyOfRange(avcC, 8 + 0x19 + 3, avcC.length);
        byte[] unit = bytes(0x65, 0x88, 0x84, 0x21);
        byte[] many = new byte[40 * 6];
        for (int i = 0; i < 40; i++) {
            System.arraycopy(join(bytes(0, 4), unit), 0, many, i * 6, 6);
        }
        client.video(
                0,
                join(bytes(0x17, 1, 0, 0, 0), join(bytes(0, sps.length), sps), join(bytes(0, pps.length), pps), many));

        assertThat(video()).hasSize(1);
        assertThat(video().getFirst().payload().sizeBytes()).isEqualTo(40 * 8);
        assertThat(((VideoParameters) tracks().getFirst().codec()).format().width())
                .isEqualTo(426);
    }

    @Test
    void hevc_isTakenByItsLegacyIdAndItsCode() {
        byte[] record = record("hevc_main_1080p60.hvcC");
        byte[] idr = join(bytes(0, 0, 0, 4), bytes(19 << 1, 1, 0xAF, 0x80));
        client.video(0, join(bytes(0x1C, 0, 0, 0, 0), record));
        client.video(0, join(bytes(0x1C, 1, 0, 0, 0), idr));
        client.video(20, Media.enhancedVideo(0x90, "hvc1", record));
        client.video(20, Media.enhancedVideo(0x93, "hvc1", idr));

        assertThat(tracks().getFirst().codec()).isInstanceOf(HevcParameters.class);
        assertThat(client.recording().trackLists()).hasSize(1);
        assertThat(video()).hasSize(2).allMatch(EncodedSample::syncSample);
    }

    @Test
    void av1_isTaken() {
        byte[] frame = record("av1_10bit_pq.keyframe");
        client.video(0, Media.enhancedVideo(0x90, "av01", record("av1_10bit_pq.av1C")));
        client.video(0, Media.enhancedVideo(0x91, "av01", frame));

        assertThat(tracks().getFirst().codec()).isInstanceOf(Av1Parameters.class);
        assertThat(video()).hasSize(1);
        assertThat(video().getFirst().syncSample()).isTrue();
    }

    @Test
    void vp9_waitsForAKeyFrameThatTellsThePicture() {
        client.video(0, Media.vp9Header());
        client.video(0, Media.enhancedVideo(0xA1, "vp09", record("vp9_640x360.interframe")));
        assertThat(client.recording().trackLists()).isEmpty();

        client.video(40, Media.enhancedVideo(0x91, "vp09", record("vp9_640x360.keyframe")));
        client.video(80, Media.enhancedVideo(0xA1, "vp09", record("vp9_640x360.interframe")));

        assertThat(((Vp9Parameters) tracks().getFirst().codec()).format().width())
                .isEqualTo(640);
        assertThat(video()).extracting(EncodedSample::syncSample).containsExactly(true, false);
    }

    @Test
    void changeFromAvcToVp9_givesNoVp9FramesUnderTheOldTrack() {
        client.video(0, Media.avcHeader());
        client.video(0, Media.avcKeyFrame(0));
        client.video(40, Media.vp9Header());
        client.video(40, Media.enhancedVideo(0xA1, "vp09", record("vp9_640x360.interframe")));
        assertThat(video()).hasSize(1);

        client.video(80, Media.enhancedVideo(0x91, "vp09", record("vp9_640x360.keyframe")));

        assertThat(tracks().getFirst().codec()).isInstanceOf(Vp9Parameters.class);
        assertThat(video()).hasSize(2);
    }

    @Test
    void opus_isTaken() {
        client.audio(0, join(bytes(0x90), Wire.ascii("Opus"), record("opus_stereo.opusHead")));
        client.audio(20, join(bytes(0x91), Wire.ascii("Opus"), bytes(0xFC, 0xFF, 0xFE)));

        assertThat(tracks().getFirst().codec()).isInstanceOf(OpusParameters.class);
        assertThat(audio().getFirst().dtsTicks()).isEqualTo(960);
    }

    @Test
    void sixChannelAac_isTaken() {
        client.audio(0, join(bytes(0x90), Wire.ascii("mp4a"), record("aac_lc_51.asc")));
        client.audio(0, join(bytes(0x91), Wire.ascii("mp4a"), bytes(1, 2, 3)));

        assertThat(((AacParameters) tracks().getFirst().codec()).channelCount()).isEqualTo(6);
        assertThat(audio()).hasSize(1);
    }

    @Test
    void emptyAudio_isSilenceNotASample() {
        client.audio(0, bytes());
        client.audio(0, bytes(0xAF, 0));
        client.audio(0, Media.aacHeader());
        client.audio(0, bytes(0xAF, 1));
        client.audio(20, bytes());
        client.audio(40, Media.aacFrame());
        client.video(40, bytes());

        assertThat(audio()).hasSize(1);
        assertThat(client.allFaults()).isZero();
    }

    @Test
    void unsupportedCodec_costsItsTrackOnly() {
        client.audio(0, bytes(0x2F, 1, 2, 3));
        client.video(0, Media.avcHeader());
        client.video(0, Media.avcKeyFrame(0));

        assertThat(tracks()).extracting(Track::id).containsExactly(Track.VIDEO_ID);
        assertThat(client.allFaults()).isZero();
    }

    @Test
    void brokenSequenceHeader_endsThePublisherWithAReason() {
        client.video(0, bytes(0x17, 0, 0, 0, 0, 9, 9, 9));

        assertThat(client.faults(RtmpFault.MEDIA)).isEqualTo(1);
        assertThat(client.statusCodes()).endsWith("NetStream.Failed");
    }

    @Test
    void brokenFrames_areDroppedUntilThereAreAHundredInARow() {
        client.video(0, Media.avcHeader());
        byte[] broken = bytes(0x27, 1, 0, 0, 0, 0, 0, 0, 99, 1);
        for (int i = 0; i < 99; i++) {
            client.video(i, broken);
        }
        client.video(99, Media.avcKeyFrame(0));
        for (int i = 0; i < 99; i++) {
            client.video(100 + i, broken);
        }
        assertThat(client.allFaults()).isZero();
        assertThat(video()).hasSize(1);

        client.video(200, broken);
        assertThat(client.faults(RtmpFault.MEDIA)).isEqualTo(1);
    }

    @Test
    void mediaOnAnotherMessageStream_isDropped() {
        client.write(Wire.message(6, 0, MessageType.VIDEO, 2, Media.avcHeader(), 128));

        assertThat(client.counters().messagesDroppedCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void announcedTracks_areAwaitedWithAndWithoutSetDataFrame(boolean setDataFrame) {
        AmfValue name = AmfValue.of("onMetaData");
        if (setDataFrame) {
            client.data(1, AmfValue.of("@setDataFrame"), name, metadata(true, true));
        } else {
            client.data(0, name, metadata(true, true));
        }
        client.video(0, Media.avcHeader());
        client.video(0, Media.avcKeyFrame(0));
        assertThat(client.recording().trackLists()).isEmpty();

        client.audio(500, Media.aacHeader());
        client.audio(500, Media.aacFrame());

        assertThat(client.recording().trackLists()).hasSize(1);
        assertThat(tracks()).hasSize(2);
        assertThat(client.recording().samples()).hasSize(2);
    }

    @Test
    void announcedTrackThatNeverComes_isAwaitedForASecondOfMedia() {
        client.data(1, AmfValue.of("onMetaData"), metadata(true, true));
        client.video(0, Media.avcHeader());
        client.video(0, Media.avcKeyFrame(0));
        client.video(999, Media.avcInterFrame(0));
        assertThat(client.recording().trackLists()).isEmpty();
        client.video(1_000, Media.avcInterFrame(0));
        assertThat(video()).hasSize(3);

        client.audio(2_000, Media.aacHeader());
        assertThat(tracks()).hasSize(2);
    }

    @Test
    void heldSamples_areGivenOutBeforeTheEnd() {
        client.data(1, AmfValue.of("onMetaData"), metadata(true, true));
        client.video(0, Media.avcHeader());
        client.video(0, Media.avcKeyFrame(0));
        client.disconnect();

        assertThat(video()).hasSize(1);
        assertThat(client.recording().ends()).hasSize(1);
    }

    @Test
    void brokenMetadata_isAFault_andStrangeMetadataIsNot() {
        client.data(1, AmfValue.of("onMetaData"));
        client.data(1, AmfValue.of("@setDataFrame"), AmfValue.of("onCuePoint"), metadata(true, true));
        client.data(1, AmfValue.of(1));
        client.write(Wire.message(4, 0, MessageType.DATA_AMF0, 1, bytes(), 128));
        assertThat(client.allFaults()).isZero();

        client.write(Wire.message(4, 0, MessageType.DATA_AMF0, 1, bytes(0x12), 128));
        assertThat(client.faults(RtmpFault.AMF)).isEqualTo(1);
    }

    @Test
    void aggregate_isTakenApartWithItsTimesMoved() {
        client.write(Wire.message(
                6,
                5_000,
                MessageType.AGGREGATE,
                1,
                join(
                        part(MessageType.VIDEO, 100, Media.avcHeader()),
                        part(MessageType.VIDEO, 100, Media.avcKeyFrame(0)),
                        part(MessageType.AUDIO, 110, Media.aacHeader()),
                        part(MessageType.DATA_AMF0, 110, bytes(5)),
                        part(99, 110, bytes(1)),
                        part(MessageType.VIDEO, 140, Media.avcInterFrame(0))),
                128));

        assertThat(video()).extracting(EncodedSample::dtsTicks).containsExactly(450_000L, 453_600L);
        assertThat(tracks()).hasSize(2);
        assertThat(client.allFaults()).isZero();
    }

    @Test
    void aggregateCutShort_isAFault() {
        byte[] part = part(MessageType.AUDIO, 0, Media.aacFrame());
        client.write(Wire.message(6, 0, MessageType.AGGREGATE, 1, Arrays.copyOf(part, 12), 128));

        assertThat(client.faults(RtmpFault.MEDIA)).isEqualTo(1);
    }

    @Test
    void aggregateOfTooManyParts_isAFault() {
        byte[][] parts = new byte[4_097][];
        Arrays.fill(parts, part(99, 0, bytes()));
        client.write(Wire.message(6, 0, MessageType.AGGREGATE, 1, join(parts), 128));

        assertThat(client.faults(RtmpFault.MEDIA)).isEqualTo(1);
    }

    private static byte[] part(int type, long timestampMs, byte[] body) {
        byte[] head = join(
                bytes(type),
                Wire.uint24(body.length),
                Wire.uint24(timestampMs & 0xFFFFFF),
                bytes((int) (timestampMs >> 24), 0, 0, 0));
        return join(head, body, Wire.uint32(head.length + body.length));
    }
}

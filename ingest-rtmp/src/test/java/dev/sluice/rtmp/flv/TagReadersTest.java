package dev.sluice.rtmp.flv;

import static dev.sluice.rtmp.Wire.ascii;
import static dev.sluice.rtmp.Wire.bytes;
import static dev.sluice.rtmp.Wire.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.media.io.MediaParseException;
import dev.sluice.media.io.Payload;
import dev.sluice.rtmp.message.InboundMessage;
import dev.sluice.rtmp.message.MessageType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TagReadersTest {
    @ParameterizedTest
    @CsvSource({"0,0,0,0", "0,0,40,40", "127,255,255,8388607", "128,0,0,-8388608", "255,255,216,-40"})
    void compositionTime_has24BitsAndASign(int high, int middle, int low, int expected) throws Exception {
        FlvVideoTag legacy = Tags.video(bytes(0x27, 1, high, middle, low, 9)).getFirst();
        FlvVideoTag enhanced = Tags.video(join(bytes(0xA1), ascii("avc1"), bytes(high, middle, low, 9)))
                .getFirst();
        FlvVideoTag inTrack = Tags.video(join(bytes(0xA6, 1), ascii("avc1"), bytes(0, high, middle, low, 9)))
                .getFirst();

        FlvVideoTag wanted =
                new FlvVideoTag.Frame(VideoCodec.AVC, /* keyFrame= */ false, expected, Payload.wrap(bytes(9)));
        assertThat(List.of(legacy, enhanced, inTrack)).containsOnly(wanted);
    }

    @ParameterizedTest
    @EnumSource(VideoCodec.class)
    void videoSequenceStart_isTheConfigOfItsCodec(VideoCodec codec) throws Exception {
        assertThat(Tags.video(join(bytes(0x90), ascii(codec.fourCcText()), bytes(1, 2))))
                .containsExactly(new FlvVideoTag.Config(codec, Payload.wrap(bytes(1, 2))));
    }

    @ParameterizedTest
    @EnumSource(AudioCodec.class)
    void audioSequenceStart_isTheConfigOfItsCodec(AudioCodec codec) throws Exception {
        assertThat(Tags.audio(join(bytes(0x90), ascii(codec.fourCcText()), bytes(1, 2))))
                .containsExactly(new FlvAudioTag.Config(codec, Payload.wrap(bytes(1, 2))));
    }

    @Test
    void manyTracks_areReadToTheLastByteAndThe256th() throws Exception {
        byte[] message = manyTracks(256);

        List<FlvVideoTag> tags = Tags.video(message);

        assertThat(tags).hasSize(256);
        assertThat(tags.getFirst()).isInstanceOf(FlvVideoTag.Frame.class);
        assertThat(tags.getLast()).isEqualTo(new FlvVideoTag.Ignored("video track 255"));
    }

    @Test
    void moreTracksThanThereAreIds_areRefused() {
        assertThatThrownBy(() -> Tags.video(manyTracks(257)))
                .isInstanceOf(MediaParseException.class)
                .hasMessageContaining("256 tracks");
    }

    private static byte[] manyTracks(int count) {
        byte[][] pieces = new byte[count + 1][];
        pieces[0] = join(bytes(0x96, 0x13), ascii("avc1"));
        for (int i = 0; i < count; i++) {
            pieces[i + 1] = bytes(i, 0, 0, 1, 7);
        }
        return join(pieces);
    }

    @Test
    void headerSplitOff_leavesTheFrameItself() {
        InboundMessage message = Tags.split(MessageType.VIDEO, bytes(0x17, 1, 0, 0, 80, 5, 6));

        assertThat(message.head().lengthBytes()).isEqualTo(5);
        assertThat(message.body()).isEqualTo(Payload.wrap(bytes(5, 6)));
        assertThat(message.joined()).isEqualTo(Payload.wrap(bytes(0x17, 1, 0, 0, 80, 5, 6)));
    }

    @Test
    void otherMessages_areNotSplit() {
        InboundMessage message = Tags.split(MessageType.DATA_AMF0, bytes(0x17, 1, 0, 0, 80, 5, 6));

        assertThat(message.head().lengthBytes()).isZero();
        assertThat(message.sizeBytes()).isEqualTo(7);
    }

    @Test
    void enhancedTag_readsTheSameWhetherSplitOrWhole() throws Exception {
        for (int packetType = 0; packetType < 6; packetType++) {
            byte[] body = join(bytes(0x90 | packetType), ascii("hvc1"), bytes(0, 0, 40, 1, 2, 3));
            List<FlvVideoTag> whole = new ArrayList<>();
            FlvVideoTagReader.read(Tags.whole(MessageType.VIDEO, body), whole::add);

            assertThat(Tags.video(body)).isEqualTo(whole).hasSize(1);
        }
    }

    @Test
    void fourCcFromTheNetwork_isPrintable() {
        assertThat(FourCc.text(0x0A61FF7F)).isEqualTo("?a??");
    }
}

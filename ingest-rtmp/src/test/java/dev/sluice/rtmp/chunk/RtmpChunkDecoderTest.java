package dev.sluice.rtmp.chunk;

import static dev.sluice.rtmp.Wire.bytes;
import static dev.sluice.rtmp.Wire.join;
import static dev.sluice.rtmp.Wire.message;
import static dev.sluice.rtmp.Wire.pattern;
import static dev.sluice.rtmp.Wire.type0;
import static dev.sluice.rtmp.Wire.type1;
import static dev.sluice.rtmp.Wire.type2;
import static dev.sluice.rtmp.Wire.type3;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.rtmp.Wire;
import dev.sluice.rtmp.fault.RtmpFault;
import dev.sluice.rtmp.fault.RtmpFaultException;
import dev.sluice.rtmp.message.MessageType;
import dev.sluice.testing.SplittingInput;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RtmpChunkDecoderTest {
    private static final int DATA = MessageType.DATA_AMF0;
    private static final byte[] A = bytes(0xA1, 0xA2, 0xA3, 0xA4);
    private static final byte[] B = bytes(0xB1, 0xB2, 0xB3, 0xB4);

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 63, 64, 65, 318, 319, 320, 321, 575, 576, 65_598, 65_599})
    void chunkStreamId_inItsShortestForm_isTheSameForEveryType(int chunkStreamId) throws Exception {
        assertThat(Chunks.decode(
                        type0(chunkStreamId, 10, 4, DATA, 1, A),
                        type1(chunkStreamId, 5, 4, DATA, B),
                        type2(chunkStreamId, 5, A),
                        type3(chunkStreamId, B)))
                .containsExactly(
                        "type 18 @10 on 1: a1a2a3a4",
                        "type 18 @15 on 1: b1b2b3b4",
                        "type 18 @20 on 1: a1a2a3a4",
                        "type 18 @25 on 1: b1b2b3b4");
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 200, 319})
    void chunkStreamId64To319_isTheSameInBothForms(int chunkStreamId) throws Exception {
        byte[] longForm = bytes(3 << 6 | 1, chunkStreamId - 64, 0);

        assertThat(Chunks.decode(type0(chunkStreamId, 10, 4, DATA, 1, A), join(longForm, B)))
                .containsExactly("type 18 @10 on 1: a1a2a3a4", "type 18 @20 on 1: b1b2b3b4");
    }

    @Test
    void messageStreamId_isLittleEndian() throws Exception {
        byte[] chunk = join(bytes(3, 0, 0, 1, 0, 0, 4, DATA, 0x78, 0x56, 0x34, 0x12), A);

        assertThat(Chunks.decode(chunk)).containsExactly("type 18 @1 on " + 0x12345678 + ": a1a2a3a4");
    }

    @Test
    void type3AfterType0_repeatsTheTimestampAsTheDifference() throws Exception {
        assertThat(Chunks.decode(type0(5, 1_000, 4, DATA, 1, A), type3(5, B)).getLast())
                .isEqualTo("type 18 @2000 on 1: b1b2b3b4");
    }

    @Test
    void type3AfterType2_repeatsTheDifference() throws Exception {
        assertThat(Chunks.decode(type0(5, 1_000, 4, DATA, 1, A), type2(5, 40, A), type3(5, B), type3(5, B))
                        .getLast())
                .isEqualTo("type 18 @1120 on 1: b1b2b3b4");
    }

    @Test
    void type1_changesLengthAndTypeAndKeepsTheMessageStream() throws Exception {
        assertThat(Chunks.decode(type0(5, 7, 4, DATA, 9, A), type1(5, 1, 2, 99, bytes(1, 2)), type3(5, bytes(3, 4))))
                .containsExactly("type 18 @7 on 9: a1a2a3a4", "type 99 @8 on 9: 0102", "type 99 @9 on 9: 0304");
    }

    @Test
    void type0WithAnEarlierTime_goesBack() throws Exception {
        assertThat(Chunks.decode(type0(5, 1_000, 4, DATA, 1, A), type0(5, 400, 4, DATA, 1, B))
                        .getLast())
                .isEqualTo("type 18 @400 on 1: b1b2b3b4");
    }

    @Test
    void timestamps_wrapAt2To32() throws Exception {
        assertThat(Chunks.decode(type0(5, 0xFFFF_FFF0L, 4, DATA, 1, A), type2(5, 0x20, B))
                        .getLast())
                .isEqualTo("type 18 @16 on 1: b1b2b3b4");
    }

    @ParameterizedTest
    @ValueSource(longs = {0xFFFFFE, 0xFFFFFF, 0x1000000, 0x7FFFFFFFL, 0xFFFFFFFFL})
    void extendedTimestamp_isReadOnType0AndEveryType3(long timestamp) throws Exception {
        byte[] body = pattern(300);

        assertThat(Chunks.decode(message(4, timestamp, DATA, 1, body, 128)))
                .containsExactly(
                        "type 18 @" + timestamp + " on 1: " + HexFormat.of().formatHex(body));
    }

    @ParameterizedTest
    @ValueSource(longs = {0xFFFFFF, 0x1000000, 0xFFFFFFFFL})
    void extendedTimestamp_leftOutOfType3_isTolerated(long timestamp) throws Exception {
        byte[] body = pattern(400);
        byte[] first = type0(4, timestamp, 400, DATA, 1, Arrays.copyOf(body, 128));
        byte[] whole = join(
                first,
                type3(4, Arrays.copyOfRange(body, 128, 256)),
                type3(4, Arrays.copyOfRange(body, 256, 384)),
                type3(4, Arrays.copyOfRange(body, 384, 400)),
                type0(4, 5, 4, DATA, 1, A));
        String expected = "type 18 @" + timestamp + " on 1: " + HexFormat.of().formatHex(body);

        SplittingInput.forEachSplit(whole, pieces -> assertThat(Chunks.decode(pieces.toArray(byte[][]::new)))
                .containsExactly(expected, "type 18 @5 on 1: a1a2a3a4"));
    }

    @Test
    void extendedTimestampLeftOut_withLessThanFourBytesToGo_readsTheNextHeaderFromTheSameFour() throws Exception {
        byte[] body = pattern(130);
        byte[] whole = join(
                type0(4, 0x1000000, 130, DATA, 1, Arrays.copyOf(body, 128)),
                type3(4, bytes(body[128], body[129])),
                type0(5, 3, 4, DATA, 1, A));

        SplittingInput.forEachSplit(whole, pieces -> assertThat(Chunks.decode(pieces.toArray(byte[][]::new)))
                .containsExactly(
                        "type 18 @16777216 on 1: " + HexFormat.of().formatHex(body), "type 18 @3 on 1: a1a2a3a4"));
    }

    @Test
    void extendedDifference_isReadOnTypes1And2AndOnType3AsANewMessage() throws Exception {
        assertThat(Chunks.decode(
                        type0(4, 1, 4, DATA, 1, A),
                        type1(4, 0x1000000, 4, DATA, B),
                        type2(4, 0x2000000, A),
                        type3(4, join(Wire.uint32(0x2000000), B))))
                .containsExactly(
                        "type 18 @1 on 1: a1a2a3a4",
                        "type 18 @" + (1 + 0x1000000) + " on 1: b1b2b3b4",
                        "type 18 @" + (1 + 0x3000000) + " on 1: a1a2a3a4",
                        "type 18 @" + (1 + 0x5000000) + " on 1: b1b2b3b4");
    }

    @Test
    void type3InsideAMessage_thatRepeatsTheAbsoluteTime_isUnderstood() throws Exception {
        byte[] body = pattern(130);
        long delta = 0x1000000;

        assertThat(Chunks.decode(
                        type0(4, 9, 130, DATA, 1, Arrays.copyOf(body, 128)),
                        type3(4, Arrays.copyOfRange(body, 128, 130)),
                        type2(4, delta, Arrays.copyOf(body, 128)),
                        type3(4, join(Wire.uint32(9 + delta), Arrays.copyOfRange(body, 128, 130)))))
                .hasSize(2)
                .last()
                .isEqualTo(
                        "type 18 @" + (9 + delta) + " on 1: " + HexFormat.of().formatHex(body));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 31, 127, 128, 129, 4_096, 60_000, 65_536, 16_777_215, 0x7FFF_FFFF})
    void setChunkSize_holdsForTheNextChunk(int chunkBytes) throws Exception {
        byte[] body = pattern(70_000);

        assertThat(Chunks.decode(
                        Wire.control(MessageType.SET_CHUNK_SIZE, chunkBytes), message(5, 1, DATA, 1, body, chunkBytes)))
                .containsExactly("type 18 @1 on 1: " + HexFormat.of().formatHex(body));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 0x8000_0000, -1})
    void setChunkSize_ofZeroOrWithTheTopBit_isAFault(int chunkBytes) {
        assertFault(RtmpFault.CHUNK, Wire.control(MessageType.SET_CHUNK_SIZE, chunkBytes));
    }

    @ParameterizedTest
    @ValueSource(ints = {MessageType.SET_CHUNK_SIZE, MessageType.ABORT})
    void controlMessage_thatIsTooShort_isAFault(int type) {
        assertFault(RtmpFault.CHUNK, type0(2, 0, 3, type, 0, bytes(0, 0, 1)));
    }

    @Test
    void setChunkSize_betweenTheChunksOfAMessage_holdsForItsRest() throws Exception {
        byte[] body = pattern(300);

        assertThat(Chunks.decode(
                        type0(5, 1, 300, DATA, 1, Arrays.copyOf(body, 128)),
                        Wire.control(MessageType.SET_CHUNK_SIZE, 1_000),
                        type3(5, Arrays.copyOfRange(body, 128, 300))))
                .containsExactly("type 18 @1 on 1: " + HexFormat.of().formatHex(body));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void chunkStreamThatBeginsWithoutType0_isAFault(int format) {
        byte[] rest = join(Wire.uint24(0), Wire.uint24(4), bytes(DATA), A, A);

        assertFault(RtmpFault.CHUNK, join(Wire.basicHeader(format, 7), rest));
    }

    @Test
    void firstControlMessageAsType1_isTakenBecauseLibrtmpDoesSo() throws Exception {
        assertThat(Chunks.decode(type1(2, 0, 4, MessageType.ACKNOWLEDGEMENT, A)))
                .containsExactly("type 3 @0 on 0: a1a2a3a4");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void newMessageInsideAnother_onTheSameChunkStream_isAFault(int format) {
        byte[] rest = join(Wire.uint24(0), Wire.uint24(4), bytes(DATA), A, A);

        assertFault(RtmpFault.CHUNK, join(type0(7, 0, 200, DATA, 1, pattern(128)), Wire.basicHeader(format, 7), rest));
    }

    @Test
    void interleavedMessages_areAssembledInTheOrderOfTheirEnds() throws Exception {
        byte[] audio = pattern(200);
        byte[] video = pattern(260);

        assertThat(Chunks.decode(
                        type0(6, 40, 260, MessageType.VIDEO, 1, Arrays.copyOf(video, 128)),
                        type0(4, 41, 200, MessageType.AUDIO, 1, Arrays.copyOf(audio, 128)),
                        type3(6, Arrays.copyOfRange(video, 128, 256)),
                        type3(4, Arrays.copyOfRange(audio, 128, 200)),
                        type3(6, Arrays.copyOfRange(video, 256, 260))))
                .containsExactly(
                        "type 8 @41 on 1: " + HexFormat.of().formatHex(audio),
                        "type 9 @40 on 1: " + HexFormat.of().formatHex(video));
    }

    @Test
    void abort_dropsThePartialMessageOfThatChunkStreamOnly() throws Exception {
        Chunks chunks = new Chunks();
        byte[] kept = pattern(200);
        chunks.feed(type0(6, 40, 5_000, DATA, 1, pattern(128)));
        chunks.feed(type0(7, 41, 200, DATA, 1, Arrays.copyOf(kept, 128)));
        int both = chunks.decoder.partialBytes();

        chunks.feed(Wire.control(MessageType.ABORT, 6));
        assertThat(chunks.decoder.partialBytes()).isPositive().isLessThan(both);
        chunks.feed(type3(7, Arrays.copyOfRange(kept, 128, 200)));
        chunks.feed(type0(6, 50, 4, DATA, 1, A));

        assertThat(chunks.texts())
                .containsExactly("type 18 @41 on 1: " + HexFormat.of().formatHex(kept), "type 18 @50 on 1: a1a2a3a4");
        assertThat(chunks.decoder.partialBytes()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 6, 99, -1})
    void abort_ofNothing_changesNothing(int chunkStreamId) throws Exception {
        assertThat(Chunks.decode(
                        type0(6, 1, 4, DATA, 1, A), Wire.control(MessageType.ABORT, chunkStreamId), type3(6, B)))
                .containsExactly("type 18 @1 on 1: a1a2a3a4", "type 18 @2 on 1: b1b2b3b4");
    }

    @Test
    void emptyMessages_areMessages() throws Exception {
        assertThat(Chunks.decode(
                        type0(4, 1, 0, MessageType.AUDIO, 1, bytes()),
                        type3(4, bytes()),
                        type0(5, 1, 0, 77, 0, bytes())))
                .containsExactly("type 8 @1 on 1: ", "type 8 @2 on 1: ", "type 77 @1 on 0: ");
    }

    @Test
    void anyPieces_giveTheSameMessages() throws Exception {
        byte[] video = join(bytes(0x17, 1, 0, 0, 80), pattern(300));
        byte[] whole = join(
                type0(64, 0xFFFFFFF0L, 4, DATA, 1, A),
                message(6, 0x1000000, MessageType.VIDEO, 1, video, 128),
                Wire.control(MessageType.SET_CHUNK_SIZE, 31),
                message(400, 20, MessageType.AUDIO, 1, join(bytes(0xAF, 1), pattern(70)), 31),
                type1(64, 0x20, 0, 8, bytes()),
                type0(3, 5, 2, MessageType.VIDEO, 1, bytes(0x17, 2)));
        var expected = Chunks.decode(whole);
        assertThat(expected).hasSize(5);

        SplittingInput.forEachSplit(whole, pieces -> assertThat(Chunks.decode(pieces.toArray(byte[][]::new)))
                .isEqualTo(expected));
    }

    @Test
    void mediaMessage_isSplitBehindItsTagHeader() throws Exception {
        Chunks chunks = new Chunks();
        chunks.feed(message(6, 0, MessageType.VIDEO, 1, bytes(0x17, 1, 0, 0, 80, 1, 2, 3), 128));
        chunks.feed(message(4, 0, MessageType.AUDIO, 1, bytes(0xAF, 1, 9, 8), 128));
        chunks.feed(message(6, 0, MessageType.VIDEO, 1, join(bytes(0x91), Wire.ascii("hvc1"), bytes(0, 0, 1, 7)), 128));
        chunks.feed(message(6, 0, MessageType.VIDEO, 1, join(bytes(0x93), Wire.ascii("hvc1"), bytes(7)), 128));
        chunks.feed(message(6, 0, MessageType.VIDEO, 1, bytes(0x96, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9), 128));

        assertThat(chunks.messages)
                .extracting(message -> message.head().lengthBytes())
                .containsExactly(5, 2, 8, 5, 0);
        assertThat(chunks.messages)
                .extracting(message -> message.body().sizeBytes())
                .containsExactly(3, 2, 1, 1, 11);
    }

    static void assertFault(RtmpFault fault, byte[] bytes) {
        assertThatThrownBy(() -> Chunks.decode(bytes))
                .isInstanceOfSatisfying(
                        RtmpFaultException.class, e -> assertThat(e.fault()).isEqualTo(fault));
    }
}

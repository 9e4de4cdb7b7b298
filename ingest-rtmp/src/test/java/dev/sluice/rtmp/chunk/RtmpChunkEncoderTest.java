package dev.sluice.rtmp.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.media.io.Payload;
import dev.sluice.rtmp.Wire;
import dev.sluice.rtmp.message.ControlMessages;
import dev.sluice.rtmp.message.MessageType;
import dev.sluice.rtmp.message.OutboundMessage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RtmpChunkEncoderTest {
    private final RtmpChunkEncoder encoder = new RtmpChunkEncoder();

    private byte[] encode(OutboundMessage message) {
        ByteBuf out = encoder.encode(message, UnpooledByteBufAllocator.DEFAULT);
        try {
            return ByteBufUtil.getBytes(out);
        } finally {
            out.release();
        }
    }

    private static OutboundMessage message(int chunkStreamId, long timestampMs, byte[] body) {
        return new OutboundMessage(
                chunkStreamId, MessageType.COMMAND_AMF0, timestampMs, /* messageStreamId= */ 1, Payload.wrap(body));
    }

    @Test
    void firstMessage_isWrittenByTheBook() {
        assertThat(encode(message(3, 5, Wire.bytes(1, 2))))
                .isEqualTo(Wire.type0(3, 5, 2, MessageType.COMMAND_AMF0, 1, Wire.bytes(1, 2)));
    }

    @Test
    void laterMessages_haveTheShortestHeader() {
        encode(message(3, 1_000, Wire.bytes(1, 2)));

        assertThat(encode(message(3, 1_040, Wire.bytes(1))))
                .startsWith(1 << 6 | 3)
                .hasSize(8 + 1);
        assertThat(encode(message(3, 1_060, Wire.bytes(2))))
                .startsWith((byte) (2 << 6 | 3))
                .hasSize(4 + 1);
        assertThat(encode(message(3, 1_080, Wire.bytes(3))))
                .startsWith((byte) (3 << 6 | 3))
                .hasSize(1 + 1);
        assertThat(encode(message(3, 1_000, Wire.bytes(3))))
                .as("back in time")
                .startsWith(3)
                .hasSize(12 + 1);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 0xFFFFFE, 0xFFFFFF, 0x1000000, 0xFFFFFFFFL})
    void longMessage_isCutWithTheExtendedTimestampInEveryChunk(long timestampMs) {
        byte[] body = Wire.pattern(400);

        assertThat(encode(message(5, timestampMs, body)))
                .isEqualTo(Wire.message(5, timestampMs, MessageType.COMMAND_AMF0, 1, body, 128));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 63, 64, 319, 320, 65_599})
    void chunkStreamId_isWrittenInItsShortestForm(int chunkStreamId) {
        assertThat(encode(message(chunkStreamId, 0, Wire.bytes(1)))).startsWith(Wire.basicHeader(0, chunkStreamId));
    }

    @Test
    void setChunkSize_holdsForTheMessagesAfterIt() {
        byte[] body = Wire.pattern(400);

        assertThat(encode(ControlMessages.setChunkSize(300))).isEqualTo(Wire.control(MessageType.SET_CHUNK_SIZE, 300));
        assertThat(encode(message(5, 0, body))).isEqualTo(Wire.message(5, 0, MessageType.COMMAND_AMF0, 1, body, 300));
    }

    @Test
    void anyMessages_comeOutOfTheDecoderAsTheyWent() throws Exception {
        Random random = new Random(7);
        Chunks chunks = new Chunks();
        List<String> expected = new ArrayList<>();
        int[] chunkStreams = {3, 5, 64, 400};
        long timestampMs = 0xFFFF_0000L;
        for (int i = 0; i < 2_000; i++) {
            if (i % 100 == 99) {
                chunks.feed(encode(ControlMessages.setChunkSize(1 + random.nextInt(300))));
            }
            timestampMs = timestampMs + random.nextInt(i % 50 == 0 ? 0x2000000 : 50) & 0xFFFF_FFFFL;
            byte[] body = new byte[random.nextInt(8) == 0 ? random.nextInt(900) : 3];
            random.nextBytes(body);
            int chunkStreamId = chunkStreams[random.nextInt(chunkStreams.length)];
            OutboundMessage message = new OutboundMessage(
                    chunkStreamId, 70 + random.nextInt(2), timestampMs, random.nextInt(2), Payload.wrap(body));
            chunks.feed(encode(message));
            expected.add("type " + message.type() + " @" + timestampMs + " on " + message.messageStreamId() + ": "
                    + HexFormat.of().formatHex(body));
        }

        assertThat(chunks.texts()).isEqualTo(expected);
    }
}

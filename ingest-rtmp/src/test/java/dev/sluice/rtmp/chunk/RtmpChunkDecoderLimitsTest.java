package dev.sluice.rtmp.chunk;

import static dev.sluice.rtmp.Wire.bytes;
import static dev.sluice.rtmp.Wire.message;
import static dev.sluice.rtmp.Wire.pattern;
import static dev.sluice.rtmp.Wire.type0;
import static dev.sluice.rtmp.Wire.type3;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.rtmp.Wire;
import dev.sluice.rtmp.fault.RtmpFault;
import dev.sluice.rtmp.fault.RtmpFaultException;
import dev.sluice.rtmp.flv.TagHeaders;
import dev.sluice.rtmp.message.MessageType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RtmpChunkDecoderLimitsTest {
    private static final int DATA = MessageType.DATA_AMF0;

    @Test
    void messageLongerThanAllowed_isAFaultBeforeItsFirstByte() {
        int tooLong = ChunkLimits.MAX_MESSAGE_BYTES_BEFORE_PUBLISH + 1;

        assertThatThrownBy(() -> Chunks.decode(type0(5, 0, tooLong, DATA, 1, bytes())))
                .isInstanceOfSatisfying(
                        RtmpFaultException.class, e -> assertThat(e.fault()).isEqualTo(RtmpFault.LIMIT))
                .hasMessageContaining("1048577");
    }

    @Test
    void afterPublishing_messagesMayBeTenMebibytesAndNoMore() throws Exception {
        Chunks chunks = new Chunks();
        chunks.decoder.setMaxMessageBytes(ChunkLimits.MAX_MESSAGE_BYTES);
        chunks.feed(Wire.control(MessageType.SET_CHUNK_SIZE, 0x7FFF_FFFF));
        chunks.feed(message(5, 0, DATA, 1, new byte[ChunkLimits.MAX_MESSAGE_BYTES], Integer.MAX_VALUE));

        assertThat(chunks.messages.getFirst().body().sizeBytes()).isEqualTo(ChunkLimits.MAX_MESSAGE_BYTES);
        assertThatThrownBy(() -> chunks.feed(type0(5, 0, ChunkLimits.MAX_MESSAGE_BYTES + 1, DATA, 1, bytes())))
                .isInstanceOf(RtmpFaultException.class);
    }

    @Test
    void declaredLengthAndChunkSize_takeNoMemory() throws Exception {
        Chunks chunks = new Chunks();
        chunks.decoder.setMaxMessageBytes(ChunkLimits.MAX_MESSAGE_BYTES);
        chunks.feed(Wire.control(MessageType.SET_CHUNK_SIZE, 0x7FFF_FFFF));
        for (int chunkStreamId = 3; chunkStreamId < 3 + 40; chunkStreamId++) {
            chunks.decoder.setMaxMessageBytes(ChunkLimits.MAX_MESSAGE_BYTES);
            chunks.feed(type0(chunkStreamId, 0, 0, DATA, 1, bytes()));
        }
        assertThat(chunks.decoder.partialBytes()).isZero();

        chunks.feed(type0(60, 0, ChunkLimits.MAX_MESSAGE_BYTES, DATA, 1, bytes(1)));

        assertThat(chunks.decoder.partialBytes()).isLessThanOrEqualTo(ChunkLimits.MIN_FIRST_ALLOCATION_BYTES);
    }

    @Test
    void memory_followsTheBytesThatCame() throws Exception {
        Chunks chunks = new Chunks();
        chunks.decoder.setMaxMessageBytes(ChunkLimits.MAX_MESSAGE_BYTES);
        chunks.feed(Wire.control(MessageType.SET_CHUNK_SIZE, 0x7FFF_FFFF));
        chunks.feed(type0(5, 0, ChunkLimits.MAX_MESSAGE_BYTES, DATA, 1, bytes()));
        int sent = 0;
        for (int pieceBytes : new int[] {1, 1_000, 10_000, 100_000, 1_000_000, 3_000_000}) {
            chunks.feed(pattern(pieceBytes));
            sent += pieceBytes;
            assertThat(chunks.decoder.partialBytes())
                    .isBetween(sent, Math.max(ChunkLimits.MIN_FIRST_ALLOCATION_BYTES, 2 * sent));
        }
    }

    @Test
    void unfinishedMessages_areBoundedTogether() throws Exception {
        Chunks chunks = new Chunks();
        chunks.decoder.setMaxMessageBytes(ChunkLimits.MAX_MESSAGE_BYTES);
        chunks.feed(Wire.control(MessageType.SET_CHUNK_SIZE, 1 << 20));
        byte[] mebibyte = new byte[1 << 20];

        assertThatThrownBy(() -> {
                    for (int chunkStreamId = 3; chunkStreamId < 30; chunkStreamId++) {
                        chunks.feed(type0(chunkStreamId, 0, 2 << 20, DATA, 1, mebibyte));
                    }
                })
                .isInstanceOfSatisfying(
                        RtmpFaultException.class, e -> assertThat(e.fault()).isEqualTo(RtmpFault.LIMIT))
                .hasMessageContaining("16 MiB");
        assertThat(chunks.decoder.partialBytes()).isLessThan(ChunkLimits.MAX_PARTIAL_BYTES + (2 << 20));
    }

    @Test
    void chunkStreamsBeyondTheLimit_areAFault() throws Exception {
        Chunks chunks = new Chunks();
        for (int i = 0; i < ChunkLimits.MAX_CHUNK_STREAMS; i++) {
            chunks.feed(type0(1_000 + i, 0, 1, DATA, 1, bytes(i)));
        }
        assertThat(chunks.messages).hasSize(ChunkLimits.MAX_CHUNK_STREAMS);

        assertThatThrownBy(() -> chunks.feed(type0(3, 0, 1, DATA, 1, bytes(0))))
                .isInstanceOfSatisfying(
                        RtmpFaultException.class, e -> assertThat(e.fault()).isEqualTo(RtmpFault.LIMIT));
    }

    @Test
    void oneByteChunks_countAsWork() throws Exception {
        Chunks chunks = new Chunks();
        chunks.feed(Wire.control(MessageType.SET_CHUNK_SIZE, 1));
        chunks.decoder.takeWorkUnits();

        chunks.feed(message(5, 0, DATA, 1, pattern(1_000), 1));

        assertThat(chunks.decoder.takeWorkUnits()).isGreaterThanOrEqualTo(1_000);
        assertThat(chunks.decoder.takeWorkUnits()).isZero();
    }

    @Test
    void pause_leavesTheRestInTheBuffer() throws Exception {
        List<Integer> types = new ArrayList<>();
        RtmpChunkDecoder[] self = new RtmpChunkDecoder[1];
        self[0] = new RtmpChunkDecoder(TagHeaders::lengthBytes, message -> {
            types.add(message.type());
            self[0].pause();
        });
        byte[] second = type0(6, 0, 1, 78, 0, bytes(2));
        ByteBuf in = Unpooled.wrappedBuffer(type0(5, 0, 1, 77, 0, bytes(1)), second);

        self[0].decode(in);
        assertThat(types).containsExactly(77);
        assertThat(in.readableBytes()).isEqualTo(second.length);
        self[0].decode(in);
        assertThat(types).containsExactly(77);

        self[0].resume();
        self[0].decode(in);
        assertThat(types).containsExactly(77, 78);
        assertThat(in.isReadable()).isFalse();
    }

    @Test
    void type3_cannotRevealAMessageLongerThanTheLimitAtThatTime() throws Exception {
        Chunks chunks = new Chunks();
        chunks.decoder.setMaxMessageBytes(100);
        chunks.feed(type0(5, 0, 100, DATA, 1, pattern(100)));
        chunks.decoder.setMaxMessageBytes(99);

        assertThatThrownBy(() -> chunks.feed(type3(5, bytes(1)))).isInstanceOf(RtmpFaultException.class);
    }
}

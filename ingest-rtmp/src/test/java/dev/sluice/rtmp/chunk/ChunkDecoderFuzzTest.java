package dev.sluice.rtmp.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sluice.rtmp.fault.RtmpFaultException;
import dev.sluice.rtmp.handshake.RtmpHandshakeHandler;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Any bytes become messages or are refused with {@link RtmpFaultException}, the same in one piece and in many. Ordinary
 * builds replay the kept inputs; the module's README says how to fuzz for real.
 */
class ChunkDecoderFuzzTest {
    @FuzzTest
    void chunks(byte[] bytes) {
        Chunks whole = new Chunks();
        boolean refused = feed(whole, bytes, Math.max(1, bytes.length));
        Chunks pieces = new Chunks();
        assertThat(feed(pieces, bytes, 1)).isEqualTo(refused);

        assertThat(pieces.texts()).isEqualTo(whole.texts());
        assertThat(whole.decoder.partialBytes())
                .isBetween(
                        0,
                        Math.max(
                                ChunkLimits.MAX_CHUNK_STREAMS * ChunkLimits.MAX_FIRST_ALLOCATION_BYTES,
                                2 * bytes.length));
    }

    @FuzzTest
    void handshake(byte[] bytes) {
        EmbeddedChannel channel = new EmbeddedChannel(new RtmpHandshakeHandler(new Random(1)));
        ByteBuf in = Unpooled.buffer(bytes.length + 1).writeBytes(bytes);
        channel.pipeline().fireChannelRead(in);
        List<Object> passedOn = List.copyOf(channel.inboundMessages());
        channel.releaseInbound();
        channel.releaseOutbound();

        assertThat(in.refCnt()).isZero();
        assertThat(passedOn)
                .hasSize(bytes.length > RtmpHandshakeHandler.CLIENT_BYTES && bytes[0] >= 0 && bytes[0] < 32 ? 1 : 0);
    }

    private static boolean feed(Chunks chunks, byte[] bytes, int pieceBytes) {
        try {
            for (int at = 0; at < bytes.length; at += pieceBytes) {
                chunks.feed(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + pieceBytes)));
            }
            return false;
        } catch (RtmpFaultException e) {
            assertThat(e.reason()).isNotBlank();
            return true;
        }
    }
}

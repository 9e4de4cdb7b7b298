package dev.sluice.rtmp.handshake;

import dev.sluice.rtmp.fault.RtmpFault;
import dev.sluice.rtmp.fault.RtmpFaultException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * The server's side of the handshake. Answers once C0 and C1 are whole, waits for C2, then removes itself and hands the
 * bytes behind C2 to the next handler; nothing passes in either direction before that.
 *
 * <p>Fires a {@link RtmpFaultException} through the pipeline when the first byte is no version of RTMP (32 and above
 * are the letters of other protocols, RTMP 1.0 section 5.2.2). What C2 holds is not checked: encoders differ.
 */
public final class RtmpHandshakeHandler extends ChannelInboundHandlerAdapter {
    /** Bytes of C0, C1 and C2, which count as received in acknowledgements. */
    public static final int CLIENT_BYTES = 1 + 2 * ServerHandshake.PACKET_BYTES;

    private static final int FIRST_INVALID_VERSION = 32;

    private final RandomGenerator random;
    private final byte[] c1 = new byte[ServerHandshake.PACKET_BYTES];
    private Phase phase = Phase.C0;
    private int received;

    private enum Phase {
        C0,
        C1,
        C2,
        DONE,
        FAILED
    }

    /** @param random fills the random parts of S1 and S2, which are no secrets */
    public RtmpHandshakeHandler(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        boolean passedOn = false;
        try {
            while (in.isReadable() && phase != Phase.DONE && phase != Phase.FAILED) {
                read(context, in);
            }
            if (phase == Phase.DONE) {
                context.pipeline().remove(this);
                if (in.isReadable()) {
                    passedOn = true;
                    context.fireChannelRead(in);
                }
            }
        } finally {
            if (!passedOn) {
                in.release();
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (phase == Phase.C1 || phase == Phase.C2) {
            phase = Phase.FAILED;
            context.fireExceptionCaught(
                    new RtmpFaultException(RtmpFault.HANDSHAKE, "the client left inside the handshake"));
        }
        context.fireChannelInactive();
    }

    private void read(ChannelHandlerContext context, ByteBuf in) {
        switch (phase) {
            case C0 -> readVersion(context, in.readUnsignedByte());
            case C1 -> {
                int count = Math.min(c1.length - received, in.readableBytes());
                in.readBytes(c1, received, count);
                received += count;
                if (received == c1.length) {
                    received = 0;
                    phase = Phase.C2;
                    answer(context);
                }
            }
            case C2 -> {
                int count = Math.min(c1.length - received, in.readableBytes());
                in.skipBytes(count);
                received += count;
                if (received == c1.length) {
                    phase = Phase.DONE;
                }
            }
            case DONE, FAILED -> throw new IllegalStateException("handshake is over: " + phase);
        }
    }

    private void readVersion(ChannelHandlerContext context, int version) {
        if (version < FIRST_INVALID_VERSION) {
            phase = Phase.C1;
            return;
        }
        phase = Phase.FAILED;
        context.fireExceptionCaught(new RtmpFaultException(
                RtmpFault.HANDSHAKE, "not RTMP: the first byte is 0x" + Integer.toHexString(version)));
    }

    private void answer(ChannelHandlerContext context) {
        long nowMs = TimeUnit.NANOSECONDS.toMillis(context.executor().ticker().nanoTime());
        context.writeAndFlush(Unpooled.wrappedBuffer(ServerHandshake.answer(c1, (int) nowMs, random)))
                .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }
}

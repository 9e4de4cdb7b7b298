package dev.sluice.rtmp.session;

import dev.sluice.engine.live.Ingest;
import dev.sluice.rtmp.chunk.ChunkLimits;
import dev.sluice.rtmp.chunk.RtmpChunkDecoder;
import dev.sluice.rtmp.chunk.RtmpChunkEncoder;
import dev.sluice.rtmp.fault.RtmpFault;
import dev.sluice.rtmp.fault.RtmpFaultException;
import dev.sluice.rtmp.flv.TagHeaders;
import dev.sluice.rtmp.handshake.RtmpHandshakeHandler;
import dev.sluice.rtmp.message.ControlMessages;
import dev.sluice.rtmp.message.InboundMessage;
import dev.sluice.rtmp.message.MessageType;
import dev.sluice.rtmp.message.OutboundMessage;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The socket's side of a client behind the handshake: bytes to messages, messages to bytes, acknowledgements and pings,
 * admission, faults and closing. What the messages mean is the session's business.
 *
 * <p>Not thread-safe: owned by the channel's event loop. Keeps no buffer past {@code channelRead} but the rest of one
 * that came with a publish command, until the engine has answered.
 */
public final class RtmpConnection extends ChannelInboundHandlerAdapter implements ClientLink {
    /** Fired through the pipeline to end the session because the server stops. */
    public static final Object SHUTDOWN = new Object();

    static final int OUTBOUND_CHUNK_BYTES = 4_096;
    /** How long a client that was told to go may take to read that. */
    private static final long CLOSE_DELAY_MS = 500;

    private static final Logger logger = LoggerFactory.getLogger(RtmpConnection.class);

    private final Channel channel;
    private final RtmpCounters counters;
    private final ConnectionLimiter limiter;
    private final RtmpPublishSession session;
    private final RtmpChunkDecoder decoder = new RtmpChunkDecoder(TagHeaders::lengthBytes, this::onMessage);
    private final RtmpChunkEncoder encoder = new RtmpChunkEncoder();
    private final AcknowledgementWindow acknowledgements = new AcknowledgementWindow(RtmpHandshakeHandler.CLIENT_BYTES);
    private final WorkBudget budget;
    private final Deque<ByteBuf> waiting = new ArrayDeque<>();
    private final InetAddress address;
    private final String remoteAddress;

    private State state = State.NEW;
    private boolean admitted;
    private boolean throttled;

    private enum State {
        NEW,
        OPEN,
        /** Waiting for the engine's answer; what comes is kept, not decoded. */
        PAUSED,
        /** What comes is thrown away. */
        CLOSING
    }

    /** @param channel registered with its event loop */
    public RtmpConnection(
            Channel channel,
            Ingest ingest,
            SessionSettings settings,
            RtmpCounters counters,
            ConnectionLimiter limiter) {
        this.channel = channel;
        this.counters = counters;
        this.limiter = limiter;
        InetSocketAddress remote = channel.remoteAddress() instanceof InetSocketAddress internet
                ? internet
                : new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        this.address = remote.getAddress();
        this.remoteAddress = address.getHostAddress() + ":" + remote.getPort();
        this.budget = new WorkBudget(channel.eventLoop().ticker().nanoTime());
        this.session = new RtmpPublishSession(this, ingest, settings, counters);
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        counters.connectionOpened();
        if (limiter.tryEnter(address)) {
            admitted = true;
            state = State.OPEN;
            session.onOpen();
        } else {
            state = State.CLOSING;
            report(new RtmpFaultException(RtmpFault.TOO_MANY_CONNECTIONS, "too many connections"));
            close();
        }
        context.fireChannelActive();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (admitted) {
            admitted = false;
            limiter.leave(address);
        }
        state = State.CLOSING;
        session.onClosed();
        releaseWaiting();
        context.fireChannelInactive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        int bytes = in.readableBytes();
        counters.received(bytes);
        switch (state) {
            case NEW, CLOSING -> in.release();
            case PAUSED -> {
                waiting.add(in);
                acknowledge(acknowledgements.onReceived(bytes));
            }
            case OPEN -> {
                decode(in);
                acknowledge(acknowledgements.onReceived(bytes));
            }
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        long pauseNanos = budget.pauseNanos(
                decoder.takeWorkUnits(), channel.eventLoop().ticker().nanoTime());
        if (pauseNanos > 0 && !throttled) {
            throttled = true;
            updateAutoRead();
            var unused = channel.eventLoop().schedule(this::endThrottle, pauseNanos, TimeUnit.NANOSECONDS);
        }
        context.fireChannelReadComplete();
    }

    private void endThrottle() {
        throttled = false;
        updateAutoRead();
    }

    private void updateAutoRead() {
        channel.config().setAutoRead(!throttled && state != State.PAUSED);
    }

    /** Decodes and releases; the rest of a buffer is kept when a message in it paused the connection. */
    private void decode(ByteBuf in) {
        boolean kept = false;
        try {
            decoder.decode(in);
            if (state == State.PAUSED && in.isReadable()) {
                waiting.addFirst(in);
                kept = true;
            }
        } catch (RtmpFaultException e) {
            fail(e);
        } finally {
            if (!kept) {
                in.release();
            }
        }
    }

    private void onMessage(InboundMessage message) throws RtmpFaultException {
        switch (message.type()) {
            case MessageType.ACKNOWLEDGEMENT -> {
                // Answers here are too small for the client's progress to matter.
            }
            case MessageType.USER_CONTROL -> onUserControl(message.body().buffer());
            case MessageType.WINDOW_ACKNOWLEDGEMENT_SIZE -> {
                acknowledgements.setWindowBytes(Integer.toUnsignedLong(controlValue(message)));
                acknowledge(acknowledgements.dueAcknowledgement());
            }
            case MessageType.SET_PEER_BANDWIDTH -> {
                send(ControlMessages.windowAcknowledgementSize(controlValue(message)));
                flush();
            }
            default -> session.onMessage(message);
        }
    }

    private static int controlValue(InboundMessage message) throws RtmpFaultException {
        if (message.body().sizeBytes() < Integer.BYTES) {
            throw new RtmpFaultException(
                    RtmpFault.CHUNK, "a control message of type " + message.type() + " that is too short");
        }
        return message.body().buffer().getInt();
    }

    private void onUserControl(ByteBuffer body) {
        if (body.remaining() >= Short.BYTES + Integer.BYTES && body.getShort() == ControlMessages.EVENT_PING_REQUEST) {
            send(ControlMessages.pingResponse(body.getInt()));
            flush();
        }
    }

    private void acknowledge(OptionalLong sequenceNumber) {
        if (sequenceNumber.isPresent() && state != State.CLOSING) {
            send(ControlMessages.acknowledgement(sequenceNumber.getAsLong()));
            flush();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == SHUTDOWN && state != State.CLOSING) {
            session.onShutdown();
        } else {
            context.fireUserEventTriggered(event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        switch (cause) {
            case RtmpFaultException fault -> fail(fault);
            case IOException broken -> {
                logger.debug("{}: connection broke: {}", logName(), broken.getMessage());
                close();
            }
            case DecoderException insecure ->
                fail(new RtmpFaultException(RtmpFault.HANDSHAKE, "TLS failed: " + insecure.getMessage()));
            default -> {
                logger.error("{}: defect while handling a client", logName(), cause);
                fail(new RtmpFaultException(RtmpFault.INTERNAL, "closed because of a defect of the server"));
            }
        }
    }

    @Override
    public void send(OutboundMessage message) {
        if (!channel.isActive()) {
            return;
        }
        if (!channel.isWritable()) {
            if (state != State.CLOSING) {
                state = State.CLOSING;
                report(new RtmpFaultException(RtmpFault.LIMIT, "the client does not read the answers to it"));
                session.onClosed();
                close();
            }
            return;
        }
        channel.write(encoder.encode(message, channel.alloc())).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }

    @Override
    public void flush() {
        channel.flush();
    }

    @Override
    public void pauseReading() {
        decoder.pause();
        state = State.PAUSED;
        updateAutoRead();
    }

    @Override
    public void resumeReading() {
        if (state != State.PAUSED) {
            return;
        }
        state = State.OPEN;
        decoder.resume();
        while (state == State.OPEN && !waiting.isEmpty()) {
            decode(waiting.remove());
        }
        updateAutoRead();
    }

    @Override
    public void allowMediaMessages() {
        decoder.setMaxMessageBytes(ChunkLimits.MAX_MESSAGE_BYTES);
    }

    @Override
    public void fail(RtmpFaultException fault) {
        if (state == State.CLOSING) {
            return;
        }
        report(fault);
        session.onFault(fault);
        closeAfterReplies();
    }

    private void report(RtmpFaultException fault) {
        counters.fault(fault.fault());
        logger.warn("{}: {}: {}", logName(), fault.fault(), fault.reason());
    }

    /** Goes on reading, to throw away: closing on unread bytes would reset the connection and lose the replies. */
    @Override
    public void closeAfterReplies() {
        state = State.CLOSING;
        decoder.pause();
        releaseWaiting();
        flush();
        updateAutoRead();
        var unused = channel.eventLoop().schedule(this::close, CLOSE_DELAY_MS, TimeUnit.MILLISECONDS);
    }

    private void close() {
        channel.close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
    }

    private void releaseWaiting() {
        for (ByteBuf kept = waiting.poll(); kept != null; kept = waiting.poll()) {
            kept.release();
        }
    }

    @Override
    public EventExecutor eventLoop() {
        return channel.eventLoop();
    }

    @Override
    public String remoteAddress() {
        return remoteAddress;
    }

    @Override
    public String logName() {
        return "rtmp " + remoteAddress;
    }
}

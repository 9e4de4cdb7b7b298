package dev.sluice.rtmp;

import dev.sluice.engine.live.Ingest;
import dev.sluice.rtmp.session.ConnectionLimiter;
import dev.sluice.rtmp.session.RtmpConnection;
import dev.sluice.rtmp.session.RtmpCounters;
import dev.sluice.rtmp.session.SessionSettings;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes publishers by RTMP and Enhanced RTMP and brings them to the engine's {@link Ingest} port.
 *
 * <p>Call order: {@link #start} once, {@link #stop} any number of times. Both block and are called from the thread that
 * runs the process; {@link #stats} may be called from any thread.
 */
public final class RtmpServer {
    private static final Logger logger = LoggerFactory.getLogger(RtmpServer.class);

    private static final int ACCEPT_BACKLOG = 1_024;
    private static final int MIN_READ_BYTES = 2 << 10;
    private static final int FIRST_READ_BYTES = 16 << 10;
    private static final int MAX_READ_BYTES = 256 << 10;
    /** Longer than a connection takes to close after it was told to. */
    private static final long STOP_TIMEOUT_MS = 3_000;

    private final RtmpSettings settings;
    private final Ingest ingest;
    private final @Nullable SslContext tls;
    private final RtmpCounters counters = new RtmpCounters();
    private final ConnectionLimiter limiter;
    private final ChannelGroup clients = new DefaultChannelGroup("rtmp", GlobalEventExecutor.INSTANCE);

    private @Nullable EventLoopGroup eventLoops;
    private @Nullable Channel listener;

    public RtmpServer(RtmpSettings settings, Ingest ingest) {
        this(settings, ingest, /* tls= */ null);
    }

    /** @param tls makes this an RTMPS server, null for plain RTMP */
    public RtmpServer(RtmpSettings settings, Ingest ingest, @Nullable SslContext tls) {
        this.settings = settings;
        this.ingest = ingest;
        this.tls = tls;
        this.limiter = new ConnectionLimiter(settings.maxConnections(), settings.maxConnectionsPerAddress());
    }

    /**
     * Binds and begins to accept.
     *
     * @return the port bound to
     * @throws IOException naming the port, when it is taken or may not be used
     */
    public synchronized int start() throws IOException {
        if (eventLoops != null) {
            throw new IllegalStateException("started already");
        }
        boolean epoll = Epoll.isAvailable();
        IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        EventLoopGroup loops =
                new MultiThreadIoEventLoopGroup(settings.eventLoopThreads(), new DefaultThreadFactory("rtmp"), io);
        ChannelFuture bound =
                bootstrap(loops, epoll).bind(settings.host(), settings.port()).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            var unused = loops.shutdownGracefully(0, STOP_TIMEOUT_MS, TimeUnit.MILLISECONDS);
            throw new IOException(
                    "RTMP cannot listen on " + settings.host() + ":" + settings.port() + ": "
                            + bound.cause().getMessage(),
                    bound.cause());
        }
        eventLoops = loops;
        listener = bound.channel();
        int port = ((InetSocketAddress) bound.channel().localAddress()).getPort();
        logger.info("RTMP listens on {}:{} ({})", settings.host(), port, epoll ? "epoll" : "NIO");
        return port;
    }

    private ServerBootstrap bootstrap(EventLoopGroup loops, boolean epoll) {
        Class<? extends ServerSocketChannel> type =
                epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
        SessionSettings session = new SessionSettings(
                settings.app(), settings.setupTimeout(), settings.firstPacketTimeout(), settings.idleTimeout());
        return new ServerBootstrap()
                .group(loops)
                .channel(type)
                .option(ChannelOption.SO_BACKLOG, ACCEPT_BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new AdaptiveRecvByteBufAllocator(MIN_READ_BYTES, FIRST_READ_BYTES, MAX_READ_BYTES))
                .childHandler(new RtmpChannelInitializer(
                        ingest, session, counters, limiter, new SecureRandom(), tls, clients::add));
    }

    /**
     * Stops accepting, ends every publication with {@code SHUTDOWN}, closes all connections and threads. Returns within
     * seconds even when clients do not.
     */
    public synchronized void stop() {
        EventLoopGroup loops = eventLoops;
        if (loops == null) {
            return;
        }
        if (listener != null) {
            listener.close().awaitUninterruptibly(STOP_TIMEOUT_MS);
            listener = null;
        }
        clients.forEach(client -> client.pipeline().fireUserEventTriggered(RtmpConnection.SHUTDOWN));
        if (!clients.newCloseFuture().awaitUninterruptibly(STOP_TIMEOUT_MS)) {
            clients.close().awaitUninterruptibly(STOP_TIMEOUT_MS);
        }
        loops.shutdownGracefully(0, STOP_TIMEOUT_MS, TimeUnit.MILLISECONDS).awaitUninterruptibly(STOP_TIMEOUT_MS);
        eventLoops = null;
        logger.info("RTMP stopped");
    }

    /** The counters now. */
    public RtmpStats stats() {
        return new RtmpStats(
                counters.connectionsOpenedCount(),
                limiter.openCount(),
                counters.publishesAcceptedCount(),
                counters.publishesRefusedCount(),
                counters.receivedBytes(),
                counters.messagesDroppedCount(),
                counters.faultCounts());
    }
}

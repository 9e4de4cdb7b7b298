package dev.sluice.rtmp;

import dev.sluice.engine.live.Ingest;
import dev.sluice.rtmp.handshake.RtmpHandshakeHandler;
import dev.sluice.rtmp.session.ConnectionLimiter;
import dev.sluice.rtmp.session.RtmpConnection;
import dev.sluice.rtmp.session.RtmpCounters;
import dev.sluice.rtmp.session.SessionSettings;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.ssl.SslContext;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Lists what a client's bytes pass through: TLS where configured, handshake, connection. */
final class RtmpChannelInitializer extends ChannelInitializer<Channel> {
    private final Ingest ingest;
    private final SessionSettings settings;
    private final RtmpCounters counters;
    private final ConnectionLimiter limiter;
    private final RandomGenerator random;
    private final @Nullable SslContext tls;
    private final Consumer<Channel> onChannel;

    RtmpChannelInitializer(
            Ingest ingest,
            SessionSettings settings,
            RtmpCounters counters,
            ConnectionLimiter limiter,
            RandomGenerator random,
            @Nullable SslContext tls,
            Consumer<Channel> onChannel) {
        this.ingest = ingest;
        this.settings = settings;
        this.counters = counters;
        this.limiter = limiter;
        this.random = random;
        this.tls = tls;
        this.onChannel = onChannel;
    }

    @Override
    protected void initChannel(Channel channel) {
        if (tls != null) {
            channel.pipeline().addLast(tls.newHandler(channel.alloc()));
        }
        channel.pipeline()
                .addLast(new RtmpHandshakeHandler(random))
                .addLast(new RtmpConnection(channel, ingest, settings, counters, limiter));
        onChannel.accept(channel);
    }
}

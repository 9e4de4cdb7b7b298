package dev.sluice.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.media.io.Payload;
import dev.sluice.rtmp.amf.Amf0Reader;
import dev.sluice.rtmp.amf.Amf0Writer;
import dev.sluice.rtmp.amf.AmfException;
import dev.sluice.rtmp.amf.AmfValue;
import dev.sluice.rtmp.chunk.ChunkLimits;
import dev.sluice.rtmp.chunk.RtmpChunkDecoder;
import dev.sluice.rtmp.fault.RtmpFault;
import dev.sluice.rtmp.fault.RtmpFaultException;
import dev.sluice.rtmp.handshake.RtmpHandshakeHandler;
import dev.sluice.rtmp.message.InboundMessage;
import dev.sluice.rtmp.message.MessageType;
import dev.sluice.rtmp.session.ConnectionLimiter;
import dev.sluice.rtmp.session.RtmpConnection;
import dev.sluice.rtmp.session.RtmpCounters;
import dev.sluice.rtmp.session.SessionSettings;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.SequencedMap;
import java.util.concurrent.TimeUnit;

/** A client and the server's side of its connection in memory, on a clock that stands still. Close it to check. */
public final class TestClient implements AutoCloseable {
    public static final SessionSettings SETTINGS =
            new SessionSettings("live", Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ofSeconds(8));
    public static final int PUBLISH_STREAM = 1;
    private static final int HANDSHAKE_ANSWER_BYTES = 3073;
    private static final int CHUNK_BYTES = 128;

    private final RecordingIngest ingest = new RecordingIngest();
    private final RtmpCounters counters = new RtmpCounters();
    private final MockTicker clock = Ticker.newMockTicker();
    private final EmbeddedChannel channel;
    private final List<ByteBuf> given = new ArrayList<>();
    private final List<InboundMessage> received = new ArrayList<>();
    private final RtmpChunkDecoder fromServer = new RtmpChunkDecoder((type, packed, length) -> 0, received::add);
    private int handshakeBytesLeft = HANDSHAKE_ANSWER_BYTES;

    public TestClient() {
        this(new ConnectionLimiter(10, 10));
    }

    public TestClient(ConnectionLimiter limiter) {
        channel = EmbeddedChannel.builder()
                .register(false)
                .ticker(clock)
                .handlers(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel fresh) {
                        fresh.pipeline()
                                .addLast(new RtmpHandshakeHandler(new Random(1)))
                                .addLast(new RtmpConnection(fresh, ingest, SETTINGS, counters, limiter));
                    }
                })
                .build();
        fromServer.setMaxMessageBytes(ChunkLimits.MAX_MESSAGE_BYTES);
        try {
            channel.register();
        } catch (Exception e) {
            throw new IllegalStateException("the channel does not register", e);
        }
        channel.runPendingTasks();
    }

    /** A client whose publishing was accepted. */
    public static TestClient publishing() {
        TestClient client = new TestClient();
        client.write(Wire.handshake());
        client.connect("live");
        client.publish(RecordingIngest.KEY);
        assertThat(client.statusCodes()).containsExactly("NetStream.Publish.Start");
        return client;
    }

    public RecordingIngest ingest() {
        return ingest;
    }

    public RecordingIngest.Recording recording() {
        return ingest.recording();
    }

    public RtmpCounters counters() {
        return counters;
    }

    public EmbeddedChannel channel() {
        return channel;
    }

    /** @return false when the server has closed the connection */
    public boolean write(byte[] bytes) {
        if (!channel.isOpen()) {
            return false;
        }
        ByteBuf buffer = Unpooled.copiedBuffer(bytes);
        given.add(buffer);
        channel.writeInbound(buffer);
        return true;
    }

    public void connect(String app) {
        write(connectBytes(app));
    }

    public static byte[] connectBytes(String app) {
        SequencedMap<String, AmfValue> properties = new LinkedHashMap<>();
        properties.put("app", AmfValue.of(app));
        properties.put("flashVer", AmfValue.of("FMLE/3.0 (compatible; test)"));
        return commandBytes(0, "connect", 1, AmfValue.object(properties));
    }

    /** createStream and publish on the first message stream. */
    public void publish(String key) {
        command(0, "createStream", 4, AmfValue.NULL);
        command(PUBLISH_STREAM, "publish", 5, AmfValue.NULL, AmfValue.of(key), AmfValue.of("live"));
    }

    public void command(int messageStreamId, String name, double transactionId, AmfValue... arguments) {
        write(commandBytes(messageStreamId, name, transactionId, arguments));
    }

    public static byte[] commandBytes(int messageStreamId, String name, double transactionId, AmfValue... arguments) {
        List<AmfValue> values = new ArrayList<>(List.of(AmfValue.of(name), AmfValue.of(transactionId)));
        values.addAll(List.of(arguments));
        return Wire.message(3, 0, MessageType.COMMAND_AMF0, messageStreamId, Amf0Writer.write(values), CHUNK_BYTES);
    }

    public void video(long timestampMs, byte[] tag) {
        write(Wire.message(6, timestampMs, MessageType.VIDEO, PUBLISH_STREAM, tag, CHUNK_BYTES));
    }

    public void audio(long timestampMs, byte[] tag) {
        write(Wire.message(4, timestampMs, MessageType.AUDIO, PUBLISH_STREAM, tag, CHUNK_BYTES));
    }

    public void data(int messageStreamId, AmfValue... values) {
        write(Wire.message(
                4, 0, MessageType.DATA_AMF0, messageStreamId, Amf0Writer.write(List.of(values)), CHUNK_BYTES));
    }

    /** Moves the clock and runs what became due. */
    public void advance(Duration by) {
        clock.advance(by.toNanos(), TimeUnit.NANOSECONDS);
        channel.runScheduledPendingTasks();
        channel.runPendingTasks();
    }

    /** Moves the clock in steps, so that what is due again and again runs each time. */
    public void advanceInSteps(Duration by, Duration step) {
        for (Duration passed = Duration.ZERO; passed.compareTo(by) < 0; passed = passed.plus(step)) {
            advance(step);
        }
    }

    public boolean isOpen() {
        return channel.isOpen();
    }

    /** The network breaks, or the client closes. */
    public void disconnect() {
        var unused = channel.close();
        channel.runPendingTasks();
    }

    public void breakConnection() {
        channel.pipeline().fireExceptionCaught(new IOException("connection reset by peer"));
        channel.runPendingTasks();
    }

    public void shutDownServer() {
        channel.pipeline().fireUserEventTriggered(RtmpConnection.SHUTDOWN);
        channel.runPendingTasks();
    }

    public long faults(RtmpFault fault) {
        return counters.faultCounts().getOrDefault(fault, 0L);
    }

    public long allFaults() {
        return counters.faultCounts().values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** Messages from the server so far. */
    public List<InboundMessage> received() {
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            try {
                int skipped = Math.min(handshakeBytesLeft, out.readableBytes());
                out.skipBytes(skipped);
                handshakeBytesLeft -= skipped;
                fromServer.decode(out);
            } catch (RtmpFaultException e) {
                throw new AssertionError("the server broke the rules: " + e.getMessage(), e);
            } finally {
                out.release();
            }
        }
        return received;
    }

    public List<InboundMessage> received(int type) {
        return received().stream().filter(message -> message.type() == type).toList();
    }

    /** Commands from the server so far, each as its values. */
    public List<List<AmfValue>> replies() {
        return received(MessageType.COMMAND_AMF0).stream()
                .map(message -> values(message.body()))
                .toList();
    }

    public List<String> replyNames() {
        return replies().stream()
                .map(values -> ((AmfValue.Text) values.getFirst()).value())
                .toList();
    }

    /** The codes of the onStatus messages so far. */
    public List<String> statusCodes() {
        return replies().stream()
                .filter(values -> values.getFirst().equals(AmfValue.of("onStatus")))
                .map(values -> String.valueOf(information(values).text("code")))
                .toList();
    }

    public static AmfValue.Properties information(List<AmfValue> reply) {
        return (AmfValue.Properties) reply.get(3);
    }

    private static List<AmfValue> values(Payload body) {
        try {
            return Amf0Reader.readAll(body.toByteArray(), 0);
        } catch (AmfException e) {
            throw new AssertionError("the server sent broken AMF", e);
        }
    }

    /** Ends the connection; what it was given must be released, and nothing may have gone past it. */
    @Override
    public void close() {
        received();
        channel.finishAndReleaseAll();
        assertThat(given).as("buffers given to the server").allMatch(buffer -> buffer.refCnt() == 0);
    }
}

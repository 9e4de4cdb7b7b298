package dev.sluice.bench;

import dev.sluice.bench.FlvTags.Tag;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * One RTMP client that publishes an FLV file in real time, over and over, on the thread that calls {@link #run}. It
 * knows just enough of the protocol to be accepted, so that the load it makes is the same for every server.
 */
final class RtmpPublisher implements Runnable {
    private static final int HANDSHAKE_BYTES = 1536;
    private static final int CHUNK_BYTES = 65_536;
    private static final int MESSAGE_STREAM_ID = 1;
    private static final int COMMAND_TYPE = 20;
    private static final int SEND_BUFFER_BYTES = 256 * 1024;

    private final int port;
    private final String app;
    private final String streamKey;
    private final FlvTags media;
    private final Duration duration;

    private volatile boolean accepted;

    RtmpPublisher(int port, String app, String streamKey, FlvTags media, Duration duration) {
        this.port = port;
        this.app = app;
        this.streamKey = streamKey;
        this.media = media;
        this.duration = duration;
    }

    /** True once the server has said NetStream.Publish.Start. */
    boolean accepted() {
        return accepted;
    }

    @Override
    public void run() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            DataOutputStream out =
                    new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), SEND_BUFFER_BYTES));
            handshake(socket.getInputStream(), out);
            Thread.ofVirtual().start(() -> awaitAcceptance(socket));
            openStream(out);
            publish(out);
        } catch (IOException e) {
            throw new IllegalStateException("publisher of " + streamKey + " lost its server", e);
        }
    }

    private static void handshake(InputStream in, DataOutputStream out) throws IOException {
        out.write(3);
        out.write(new byte[HANDSHAKE_BYTES]);
        out.flush();
        byte[] s0s1s2 = in.readNBytes(1 + 2 * HANDSHAKE_BYTES);
        out.write(s0s1s2, 1, HANDSHAKE_BYTES);
        out.flush();
    }

    private void openStream(DataOutputStream out) throws IOException {
        writeMessage(out, 2, 1, 0, 0, new byte[] {0, 1, 0, 0});
        writeMessage(out, 3, COMMAND_TYPE, 0, 0, connectCommand());
        writeMessage(out, 3, COMMAND_TYPE, 0, 0, command("createStream", 2).toByteArray());
        ByteArrayOutputStream publish = command("publish", 3);
        writeString(publish, streamKey);
        writeString(publish, "live");
        writeMessage(out, 4, COMMAND_TYPE, 0, MESSAGE_STREAM_ID, publish.toByteArray());
        out.flush();
    }

    private byte[] connectCommand() throws IOException {
        ByteArrayOutputStream connect = new ByteArrayOutputStream();
        writeString(connect, "connect");
        writeNumber(connect, 1);
        connect.write(3);
        writeProperty(connect, "app", app);
        writeProperty(connect, "flashVer", "FMLE/3.0 (compatible; sluice-bench)");
        writeProperty(connect, "tcUrl", "rtmp://127.0.0.1:" + port + "/" + app);
        connect.write(new byte[] {0, 0, 9});
        return connect.toByteArray();
    }

    private void publish(DataOutputStream out) throws IOException {
        long startNs = System.nanoTime();
        long endNs = startNs + duration.toNanos();
        for (int loop = 0; ; loop++) {
            for (Tag tag : media.tags()) {
                if (loop > 0 && tag.isSequenceHeader()) {
                    continue;
                }
                int timestampMs = tag.timestampMs() + loop * media.durationMs();
                long dueNs = startNs + timestampMs * 1_000_000L;
                if (dueNs > endNs) {
                    return;
                }
                awaitNs(dueNs);
                int chunkStream = tag.type() == Tag.VIDEO ? 6 : 5;
                writeMessage(out, chunkStream, tag.type(), timestampMs, MESSAGE_STREAM_ID, tag.body());
                out.flush();
            }
        }
    }

    private static void awaitNs(long dueNs) {
        for (long left = dueNs - System.nanoTime(); left > 0; left = dueNs - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /** Reads what the server says until it says that publishing has started, then drains it. */
    private void awaitAcceptance(Socket socket) {
        StringBuilder heard = new StringBuilder();
        byte[] buffer = new byte[8192];
        try {
            InputStream in = socket.getInputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (!accepted) {
                    heard.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
                    accepted = heard.indexOf("NetStream.Publish.Start") >= 0;
                }
            }
        } catch (IOException e) {
            // The publishing thread closed the socket, or will meet the same broken connection and report it.
            heard.setLength(0);
        }
    }

    private static void writeMessage(
            DataOutputStream out, int chunkStream, int type, int timestampMs, int messageStream, byte[] body)
            throws IOException {
        out.write(chunkStream);
        writeInt24(out, timestampMs);
        writeInt24(out, body.length);
        out.write(type);
        out.writeInt(Integer.reverseBytes(messageStream));
        int chunkBytes = type == 1 ? 128 : CHUNK_BYTES;
        for (int offset = 0; offset < body.length; offset += chunkBytes) {
            if (offset > 0) {
                out.write(0xc0 | chunkStream);
            }
            out.write(body, offset, Math.min(chunkBytes, body.length - offset));
        }
    }

    private static void writeInt24(DataOutputStream out, int value) throws IOException {
        out.write(value >>> 16);
        out.write(value >>> 8);
        out.write(value);
    }

    private static ByteArrayOutputStream command(String name, double transaction) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        writeString(body, name);
        writeNumber(body, transaction);
        body.write(5);
        return body;
    }

    private static void writeProperty(ByteArrayOutputStream body, String name, String value) throws IOException {
        writeUtf(body, name);
        writeString(body, value);
    }

    private static void writeString(ByteArrayOutputStream body, String value) throws IOException {
        body.write(2);
        writeUtf(body, value);
    }

    private static void writeUtf(ByteArrayOutputStream body, String value) throws IOException {
        new DataOutputStream(body).writeUTF(value);
    }

    private static void writeNumber(ByteArrayOutputStream body, double value) throws IOException {
        body.write(0);
        new DataOutputStream(body).writeDouble(value);
    }
}

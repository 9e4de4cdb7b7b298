package dev.sluice.server.e2e;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** An RTMP client that says what it is told to, in single chunks, and is not polite. Written from the specification. */
final class RawRtmp implements Closeable {
    static final int VIDEO = 9;
    private static final int SET_CHUNK_SIZE = 1;
    private static final int COMMAND = 20;
    private static final int CHUNK_BYTES = 1 << 20;
    private static final int HANDSHAKE_BYTES = 1536;
    private static final int READ_TIMEOUT_MS = 20_000;

    private final Socket socket;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();

    /** Connects and says nothing. */
    RawRtmp(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(READ_TIMEOUT_MS);
    }

    /** As the server's log names this connection. */
    String name() {
        return "rtmp 127.0.0.1:" + socket.getLocalPort();
    }

    /** Sends bytes; a connection that the server has closed already is no failure here. */
    void send(byte[] bytes) throws IOException {
        try {
            socket.getOutputStream().write(bytes);
        } catch (SocketException closed) {
            if (socket.isClosed()) {
                throw closed;
            }
        }
    }

    /** Says nothing any more. */
    void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    void handshake() throws IOException {
        byte[] hello = new byte[1 + HANDSHAKE_BYTES];
        hello[0] = 3;
        send(hello);
        readBytes(1 + 2 * HANDSHAKE_BYTES);
        send(new byte[HANDSHAKE_BYTES]);
        received.reset();
        send(message(SET_CHUNK_SIZE, 0, 0, new byte[] {0, CHUNK_BYTES >> 16, 0, 0}));
    }

    /** The handshake and a connect command whose answer is awaited. */
    void connect() throws IOException {
        handshake();
        send(command(0, body -> {
            text(body, "connect");
            number(body, 1);
            body.writeByte(3);
            property(body, "app", "live");
            property(body, "tcUrl", "rtmp://127.0.0.1/live");
            endObject(body);
        }));
        awaitText("NetConnection.Connect.Success");
    }

    /** A publish command behind a connect; the answer is not awaited. */
    void publish(String key) throws IOException {
        connect();
        send(command(0, body -> {
            text(body, "createStream");
            number(body, 2);
            body.writeByte(5);
        }));
        send(command(1, body -> {
            text(body, "publish");
            number(body, 3);
            body.writeByte(5);
            text(body, key);
            text(body, "live");
        }));
    }

    /** A connect command whose argument is objects within objects. */
    static byte[] nestedConnect(int depth) throws IOException {
        return command(0, body -> {
            text(body, "connect");
            number(body, 1);
            for (int i = 0; i < depth; i++) {
                body.writeByte(3);
                body.writeUTF("a");
            }
        });
    }

    /** A message in one chunk with a full header. */
    static byte[] message(int type, int messageStream, int timestampMs, byte[] body) throws IOException {
        return header(type, messageStream, timestampMs, body.length, body);
    }

    /** The same with a length that is claimed, whatever follows. */
    static byte[] header(int type, int messageStream, int timestampMs, int lengthBytes, byte[] body)
            throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeByte(3);
        out.writeByte(timestampMs >> 16);
        out.writeShort(timestampMs);
        out.writeByte(lengthBytes >> 16);
        out.writeShort(lengthBytes);
        out.writeByte(type);
        out.writeInt(Integer.reverseBytes(messageStream));
        out.write(body);
        return bytes.toByteArray();
    }

    /** Reads until the server has said something that contains this. */
    void awaitText(String text) throws IOException {
        while (!received().contains(text)) {
            if (!readSome()) {
                throw new AssertionError("closed before " + text + ": " + received());
            }
        }
    }

    /** Everything that came, as far as it is text. */
    String received() {
        return received.toString(StandardCharsets.ISO_8859_1);
    }

    /** How long it takes until the server closes the connection; it must. */
    Duration awaitClose() throws IOException {
        long startNs = System.nanoTime();
        try {
            while (readSome()) {
                // What the server says on the way out is kept.
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("not closed after " + READ_TIMEOUT_MS + " ms: " + received(), e);
        }
        return Duration.ofNanos(System.nanoTime() - startNs);
    }

    private boolean readSome() throws IOException {
        byte[] buffer = new byte[8192];
        InputStream in = socket.getInputStream();
        try {
            int count = in.read(buffer);
            received.write(buffer, 0, Math.max(0, count));
            return count >= 0;
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (SocketException reset) {
            return false;
        }
    }

    private void readBytes(int count) throws IOException {
        while (received.size() < count) {
            if (!readSome()) {
                throw new AssertionError("closed in the handshake");
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** Writes the values of a command. */
    private interface Values {
        void write(DataOutputStream body) throws IOException;
    }

    private static byte[] command(int messageStream, Values values) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        values.write(new DataOutputStream(body));
        return message(COMMAND, messageStream, 0, body.toByteArray());
    }

    private static void text(DataOutputStream body, String value) throws IOException {
        body.writeByte(2);
        body.writeUTF(value);
    }

    private static void number(DataOutputStream body, double value) throws IOException {
        body.writeByte(0);
        body.writeDouble(value);
    }

    private static void property(DataOutputStream body, String name, String value) throws IOException {
        body.writeUTF(name);
        text(body, value);
    }

    private static void endObject(DataOutputStream body) throws IOException {
        body.writeShort(0);
        body.writeByte(9);
    }
}

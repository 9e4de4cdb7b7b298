package dev.sluice.bench;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A WebSocket client (RFC 6455) that subscribes to one channel and from then on only answers pings. */
final class IdleSocket implements AutoCloseable {
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int BUFFER_BYTES = 512;

    private final Socket socket;
    private final DataInputStream in;

    /** Blocks until the server says that it is subscribed. */
    IdleSocket(int port, String apiKey, String channel) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES));
        String upgrade = "GET /ws HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nUpgrade: websocket\r\n"
                + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nX-API-Key: " + apiKey + "\r\n\r\n";
        socket.getOutputStream().write(upgrade.getBytes(StandardCharsets.US_ASCII));
        String status = line();
        if (!status.contains(" 101 ")) {
            throw new IOException("no upgrade: " + status);
        }
        String header = line();
        while (!header.isEmpty()) {
            header = line();
        }
        await("\"authenticated\"");
        send(TEXT, ("{\"type\":\"subscribe\",\"channels\":[\"" + channel + "\"]}").getBytes(StandardCharsets.UTF_8));
        await("\"subscribed\"");
    }

    /** Answers pings until the socket is closed. */
    void idle() throws IOException {
        while (true) {
            frame();
        }
    }

    private void await(String text) throws IOException {
        String message = frame();
        while (!message.contains(text)) {
            if (message.contains("\"error\"")) {
                throw new IOException("instead of " + text + ": " + message);
            }
            message = frame();
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("closed in the handshake");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    /** The next frame's payload as text; a ping is answered, the end of the socket an error. */
    private String frame() throws IOException {
        int opcode = in.readUnsignedByte() & 0x0f;
        int length = in.readUnsignedByte();
        length = length == 126 ? in.readUnsignedShort() : length;
        byte[] payload = in.readNBytes(length);
        if (opcode == PING) {
            send(PONG, payload);
        } else if (opcode == CLOSE) {
            throw new EOFException("closed by the server");
        }
        return new String(payload, StandardCharsets.UTF_8);
    }

    /** With a mask of zeros, which is one. */
    private void send(int opcode, byte[] payload) throws IOException {
        byte[] frame = new byte[payload.length + 6];
        if (payload.length > 125) {
            throw new IllegalArgumentException("longer than a short frame");
        }
        frame[0] = (byte) (0x80 | opcode);
        frame[1] = (byte) (0x80 | payload.length);
        System.arraycopy(payload, 0, frame, 6, payload.length);
        socket.getOutputStream().write(frame);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

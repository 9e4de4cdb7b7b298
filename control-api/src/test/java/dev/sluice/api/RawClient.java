package dev.sluice.api;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An HTTP client that sends exactly what it is told, one byte for each character. */
final class RawClient implements AutoCloseable {
    private static final int TIMEOUT_MS = 10_000;

    /** @param headers by name in lower case; the last of a name wins */
    record Answer(int status, Map<String, String> headers, String body) {
        @Nullable
        String header(String name) {
            return headers.get(name.toLowerCase(Locale.ROOT));
        }
    }

    private final Socket socket = new Socket();

    RawClient(int port) throws IOException {
        socket.setReceiveBufferSize(16 * 1024);
        socket.setSoTimeout(TIMEOUT_MS);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MS);
    }

    /** Sends the request on a connection of its own and reads until the server closes it. */
    static Answer exchange(int port, String request) throws IOException {
        try (RawClient client = new RawClient(port)) {
            client.write(request);
            return parse(client.readAll());
        }
    }

    /** A request that asks for the connection to be closed after its answer. */
    static Answer get(int port, String target, String... headerLines) throws IOException {
        return request(port, "GET", target, headerLines);
    }

    static Answer request(int port, String method, String target, String... headerLines) throws IOException {
        StringBuilder lines = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
        boolean ownHost = false;
        for (String line : headerLines) {
            ownHost |= line.startsWith("Host:");
            lines.append(line).append("\r\n");
        }
        if (!ownHost) {
            lines.append("Host: 127.0.0.1:").append(port).append("\r\n");
        }
        return exchange(port, lines.append("Connection: close\r\n\r\n").toString());
    }

    void write(String request) throws IOException {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
    }

    InputStream in() throws IOException {
        return socket.getInputStream();
    }

    /** Everything until the end of the connection. */
    String readAll() throws IOException {
        return new String(in().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /** Everything up to and with the given text; ends early when the server closes. */
    String readUntil(String text) throws IOException {
        StringBuilder read = new StringBuilder();
        int next = in().read();
        while (next >= 0) {
            read.append((char) next);
            if (read.length() >= text.length() && read.indexOf(text, read.length() - text.length()) >= 0) {
                break;
            }
            next = in().read();
        }
        return read.toString();
    }

    static Answer parse(String response) {
        int headEnd = response.indexOf("\r\n\r\n");
        if (headEnd < 0) {
            throw new IllegalStateException("no whole head in: " + response);
        }
        String[] lines = response.substring(0, headEnd).split("\r\n");
        Map<String, String> headers = new TreeMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.put(
                    lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                    lines[i].substring(colon + 1).strip());
        }
        int status = Integer.parseInt(lines[0].split(" ")[1]);
        return new Answer(status, headers, response.substring(headEnd + 4));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

package dev.sluice.storage.objects;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stands before an HTTP server and spoils chosen requests. One request per connection, so that each is its own. */
final class FaultRelay implements AutoCloseable {
    /** What is done to a request. */
    enum Fault {
        /** Is answered with status 503 and an error document, as S3 does when it is too busy. */
        SLOW_DOWN,
        /** The connection is reset before an answer. */
        RESET,
        /** The answer is cut off in the middle of its body. */
        CUT_ANSWER,
        /** Never answered. */
        SILENCE
    }

    /** How many more requests of a kind are spoiled. */
    private record Rule(Predicate<String> requestLine, Fault fault, AtomicInteger remaining) {}

    private static final Logger LOG = LoggerFactory.getLogger(FaultRelay.class);
    private static final int MAX_HEAD_BYTES = 16 * 1024;

    private final int targetPort;
    private final ServerSocket listener;
    private final List<String> heads = Collections.synchronizedList(new ArrayList<>());
    private final List<Rule> rules = Collections.synchronizedList(new ArrayList<>());

    FaultRelay(int targetPort) throws IOException {
        this.targetPort = targetPort;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("fault-relay").start(this::accept);
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    void spoil(Predicate<String> requestLine, Fault fault, int times) {
        rules.add(new Rule(requestLine, fault, new AtomicInteger(times)));
    }

    /** What was asked so far, such as {@code PUT /bucket/key HTTP/1.1}. */
    List<String> requestLines() {
        return heads().stream().map(FaultRelay::requestLine).toList();
    }

    /** Request lines with their headers. */
    List<String> heads() {
        return List.copyOf(heads);
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Thread.ofVirtual().name("fault-relay").start(() -> serve(client));
            }
        } catch (IOException closed) {
            LOG.debug("closed", closed);
        }
    }

    private void serve(Socket client) {
        try (client) {
            InputStream request = new BufferedInputStream(client.getInputStream());
            String head = readHead(request);
            heads.add(head);
            Fault fault = take(requestLine(head));
            if (fault == null || fault == Fault.CUT_ANSWER) {
                forward(client, request, head, fault != null);
            } else {
                spoil(client, request, head, fault);
            }
        } catch (IOException ended) {
            LOG.debug("connection ended", ended);
        }
    }

    private @Nullable Fault take(String requestLine) {
        synchronized (rules) {
            for (Rule rule : rules) {
                if (rule.requestLine().test(requestLine) && rule.remaining().getAndDecrement() > 0) {
                    return rule.fault();
                }
            }
            return null;
        }
    }

    private static void spoil(Socket client, InputStream request, String head, Fault fault) throws IOException {
        boolean waitsForGo = head.toLowerCase(Locale.ROOT).contains("\r\nexpect:");
        if (!waitsForGo) {
            request.skipNBytes(contentLength(head));
        }
        switch (fault) {
            case SLOW_DOWN -> {
                String body = "<Error><Code>SlowDown</Code><Message>Reduce your request rate.</Message></Error>";
                client.getOutputStream()
                        .write(("HTTP/1.1 503 Slow Down\r\nContent-Type: application/xml\r\nConnection: close\r\n"
                                        + "Content-Length: " + body.length() + "\r\n\r\n" + body)
                                .getBytes(StandardCharsets.US_ASCII));
            }
            case RESET -> client.setSoLinger(true, 0);
            // Until the client gives up.
            case SILENCE -> request.transferTo(OutputStream.nullOutputStream());
            case CUT_ANSWER -> throw new IllegalStateException("is forwarded");
        }
    }

    private void forward(Socket client, InputStream request, String head, boolean cut) throws IOException {
        try (Socket server = new Socket(InetAddress.getLoopbackAddress(), targetPort)) {
            String oneRequest =
                    head.replaceAll("(?i)\r\nconnection:[^\r]*", "").replaceFirst("\r\n", "\r\nConnection: close\r\n");
            server.getOutputStream().write(oneRequest.getBytes(StandardCharsets.ISO_8859_1));
            Thread.ofVirtual().start(() -> pump(request, server));
            InputStream answer = new BufferedInputStream(server.getInputStream());
            if (cut) {
                String answerHead = readHead(answer);
                client.getOutputStream().write(answerHead.getBytes(StandardCharsets.ISO_8859_1));
                client.getOutputStream().write(answer.readNBytes(contentLength(answerHead) / 2));
                client.setSoLinger(true, 0);
            } else {
                answer.transferTo(client.getOutputStream());
            }
        }
    }

    private static void pump(InputStream request, Socket server) {
        try {
            request.transferTo(server.getOutputStream());
        } catch (IOException ended) {
            LOG.debug("connection ended", ended);
        }
    }

    private static String requestLine(String head) {
        return head.substring(0, head.indexOf("\r\n"));
    }

    private static String readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
            int next = in.read();
            if (next < 0 || head.length() > MAX_HEAD_BYTES) {
                throw new EOFException("no head of a message: " + head);
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static int contentLength(String head) {
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                .mapToInt(line ->
                        Integer.parseInt(line.substring(line.indexOf(':') + 1).strip()))
                .findFirst()
                .orElse(0);
    }
}

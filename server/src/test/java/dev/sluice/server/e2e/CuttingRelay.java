package dev.sluice.server.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands before a server and cuts connections after so many bytes of their client as a seed says, until it has cut
 * often enough. The client is told by a reset; the server by a reset, which loses what it has not read, or by an end.
 */
final class CuttingRelay implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CuttingRelay.class);
    private static final int BLOCK_BYTES = 16 * 1024;

    private final int targetPort;
    private final ServerSocket listener;
    private final Random random;
    private final int leastBytes;
    private final int mostBytes;
    private final AtomicInteger cutsLeft;
    private final AtomicInteger cuts = new AtomicInteger();

    /** @param mostCuts after which connections are left alone */
    CuttingRelay(int targetPort, long seed, int leastBytes, int mostBytes, int mostCuts) throws IOException {
        this.targetPort = targetPort;
        this.random = new Random(seed);
        this.leastBytes = leastBytes;
        this.mostBytes = mostBytes;
        this.cutsLeft = new AtomicInteger(mostCuts);
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("cutting-relay").start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** So far. */
    int cuts() {
        return cuts.get();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                int patienceBytes = random.nextInt(leastBytes, mostBytes);
                boolean resets = random.nextBoolean();
                Thread.ofVirtual().name("cutting-relay").start(() -> relay(client, patienceBytes, resets));
            } catch (IOException closed) {
                LOG.debug("The relay takes no more connections", closed);
            }
        }
    }

    private void relay(Socket client, int patienceBytes, boolean resets) {
        try (client;
                Socket server = new Socket(InetAddress.getLoopbackAddress(), targetPort)) {
            Thread answers = Thread.ofVirtual().name("cutting-relay").start(() -> answer(server, client));
            if (forward(client, server, patienceBytes)) {
                cuts.incrementAndGet();
                client.setSoLinger(true, 0);
                if (resets) {
                    server.setSoLinger(true, 0);
                }
            } else {
                server.shutdownOutput();
                answers.join();
            }
        } catch (IOException gone) {
            LOG.debug("A connection of the relay ended", gone);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** True when the connection is to be cut. */
    private boolean forward(Socket client, Socket server, int patienceBytes) throws IOException {
        InputStream in = client.getInputStream();
        OutputStream out = server.getOutputStream();
        byte[] block = new byte[BLOCK_BYTES];
        long forwarded = 0;
        for (int count = in.read(block); count >= 0; count = in.read(block)) {
            out.write(block, 0, count);
            forwarded += count;
            if (forwarded > patienceBytes && cutsLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                return true;
            }
        }
        return false;
    }

    private static void answer(Socket server, Socket client) {
        try {
            server.getInputStream().transferTo(client.getOutputStream());
            client.shutdownOutput();
        } catch (IOException cut) {
            LOG.debug("An answer did not reach its client", cut);
        }
    }
}

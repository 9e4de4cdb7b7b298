package dev.sluice.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Memory of the server for each of many WebSockets that are authenticated, subscribed to a stream, and idle. */
final class SocketBench {
    private static final int WARM_UP_SOCKETS = 500;
    private static final Duration SETTLE = Duration.ofSeconds(8);
    private static final int BYTES_PER_MIB = 1 << 20;

    private final Path work;
    private final Path project;
    private final int sockets;
    private final AtomicInteger lost = new AtomicInteger();

    private record Memory(double residentBytes, double heapBytes) {}

    SocketBench(Path work, Path project, int sockets) {
        this.work = work;
        this.project = project;
        this.sockets = sockets;
    }

    void run() throws IOException, InterruptedException {
        Path directory = Directories.fresh(work.resolve("sockets"));
        String limit = Integer.toString(sockets + 2 * WARM_UP_SOCKETS);
        Map<String, String> limits =
                Map.of("SLUICE_HTTP_MAX_CONNECTIONS", limit, "SLUICE_WEBSOCKET_MAX_CONNECTIONS", limit);
        List<IdleSocket> open = new ArrayList<>();
        try (SluiceServer server = SluiceServer.start(directory, project, limits)) {
            ApiClient client = new ApiClient(server.httpPort(), SluiceServer.API_KEY);
            String channel = "stream:" + client.createStream();
            open(server, open, WARM_UP_SOCKETS, channel);
            closeAll(open);
            Memory before = memory(server, client);
            long startNs = System.nanoTime();
            open(server, open, sockets, channel);
            double seconds = (System.nanoTime() - startNs) / 1e9;
            Memory after = memory(server, client);
            String clients = client.get("/metrics")
                    .lines()
                    .filter(line -> line.startsWith("sluice_websocket_clients "))
                    .findFirst()
                    .orElse("");
            Report.line("%d sockets opened in %.1f s; lost meanwhile: %d; %s", sockets, seconds, lost.get(), clients);
            Report.line("");
            Report.line("| | before, MiB | with the sockets, MiB | bytes per socket |");
            Report.line("|---|---|---|---|");
            row("resident", before.residentBytes(), after.residentBytes());
            row("heap after a collection", before.heapBytes(), after.heapBytes());
        } finally {
            closeAll(open);
            Directories.delete(directory);
        }
    }

    private void row(String name, double before, double after) {
        Report.line(
                "| %s | %.1f | %.1f | %.0f |",
                name, before / BYTES_PER_MIB, after / BYTES_PER_MIB, (after - before) / sockets);
    }

    private void open(SluiceServer server, List<IdleSocket> open, int count, String channel) throws IOException {
        for (int i = 0; i < count; i++) {
            IdleSocket socket = new IdleSocket(server.httpPort(), SluiceServer.API_KEY, channel);
            open.add(socket);
            Thread.ofVirtual().start(() -> {
                try {
                    socket.idle();
                } catch (IOException closed) {
                    lost.incrementAndGet();
                }
            });
        }
    }

    private void closeAll(List<IdleSocket> open) throws IOException {
        for (IdleSocket socket : open) {
            socket.close();
        }
        open.clear();
        LockSupport.parkNanos(SETTLE.toNanos());
        lost.set(0);
    }

    /** After a full collection. */
    private static Memory memory(SluiceServer server, ApiClient client) throws IOException, InterruptedException {
        LockSupport.parkNanos(SETTLE.toNanos());
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process collect = new ProcessBuilder(
                        jcmd.toString(), Long.toString(server.program().pid()), "GC.run")
                .redirectErrorStream(true)
                .start();
        String said = new String(collect.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (collect.waitFor() != 0) {
            throw new IOException("no collection: " + said);
        }
        double heap = client.get("/metrics")
                .lines()
                .filter(line -> line.startsWith("jvm_memory_used_bytes{area=\"heap\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
        double resident = ProcessUsage.residentMib(List.of(server.program())) * BYTES_PER_MIB;
        return new Memory(resident, heap);
    }
}

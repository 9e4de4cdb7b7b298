package dev.sluice.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Who takes uploads beside Sluice: nginx by plain PUT, and the tus reference server for Node. Those that are there. */
final class UploadPeers implements AutoCloseable {
    private static final Path NGINX = Path.of("/usr/sbin/nginx");
    private static final int NGINX_PORT = 18090;
    private static final int TUS_PORT = 18091;
    private static final String NGINX_CONFIG = """
            user root;
            daemon off;
            worker_processes 1;
            pid %1$s/pid;
            error_log %1$s/error.log warn;
            events { worker_connections 256; }
            http {
              access_log off;
              client_body_temp_path %1$s/incoming;
              client_max_body_size 0;
              client_body_buffer_size 1m;
              server {
                listen 127.0.0.1:%2$d;
                root %1$s/files;
                location / { dav_methods PUT; }
              }
            }
            """;

    private final Path work;
    private final UploadFile file;
    private final List<ChildProcess> processes = new ArrayList<>();
    private final List<UploadWay> ways = new ArrayList<>();

    private UploadPeers(Path work, UploadFile file) {
        this.work = work;
        this.file = file;
    }

    /** @param npm where the packages of the tus server are, if anywhere */
    static UploadPeers start(Path work, Path npm, UploadFile file) throws IOException {
        UploadPeers peers = new UploadPeers(work, file);
        try {
            if (Files.isExecutable(NGINX)) {
                peers.startNginx();
            } else {
                Report.line("nginx is not here: install Debian's package nginx-light to measure beside it");
            }
            if (Files.isDirectory(npm.resolve("node_modules/@tus/server"))) {
                peers.startTus(npm);
            } else {
                Report.line("the tus server for Node is not here: npm could not install it");
            }
            return peers;
        } catch (IOException | RuntimeException failure) {
            peers.close();
            throw failure;
        }
    }

    List<UploadWay> ways() {
        return List.copyOf(ways);
    }

    private void startNginx() throws IOException {
        Path directory = Directories.fresh(work.resolve("nginx"));
        Path files = Files.createDirectories(directory.resolve("files"));
        Path config = Files.writeString(directory.resolve("nginx.conf"), NGINX_CONFIG.formatted(directory, NGINX_PORT));
        ChildProcess nginx = start(
                directory, NGINX_PORT, List.of(NGINX.toString(), "-c", config.toString(), "-p", directory.toString()));
        ways.add(new UploadWay("nginx: one PUT", UploadWay.Usage.of(nginx), () -> {
            String name = UUID.randomUUID() + ".mp4";
            new Curl(work)
                    .send("PUT", "http://127.0.0.1:" + NGINX_PORT + "/" + name, file.whole())
                    .run();
            return () -> Files.delete(files.resolve(name));
        }));
    }

    private void startTus(Path npm) throws IOException {
        Path directory = Directories.fresh(work.resolve("tus"));
        Path files = Files.createDirectories(directory.resolve("files"));
        Path script = npm.resolve("tus-server.mjs");
        ChildProcess tus = start(
                directory, TUS_PORT, List.of("node", script.toString(), Integer.toString(TUS_PORT), files.toString()));
        TusSender sender =
                new TusSender(work, file, URI.create("http://127.0.0.1:" + TUS_PORT + "/files"), "Peer: tus");
        UploadWay.Clearing clearing = () -> {
            Directories.fresh(files);
        };
        ways.add(new UploadWay("tus for Node: one PATCH", UploadWay.Usage.of(tus), () -> {
            sender.sendWhole();
            return clearing;
        }));
        ways.add(new UploadWay("tus for Node: 16 MiB PATCHes", UploadWay.Usage.of(tus), () -> {
            sender.sendPieces();
            return clearing;
        }));
    }

    private ChildProcess start(Path directory, int port, List<String> command) throws IOException {
        ChildProcess process = ChildProcess.start(directory, Map.of(), command);
        processes.add(process);
        process.awaitPort(port);
        return process;
    }

    @Override
    public void close() throws IOException {
        for (ChildProcess process : processes) {
            process.close();
        }
    }
}

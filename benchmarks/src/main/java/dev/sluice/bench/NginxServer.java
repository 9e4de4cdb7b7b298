package dev.sluice.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** nginx with its RTMP module (Debian's nginx-light and libnginx-mod-rtmp): one worker, 2 s HLS segments. */
final class NginxServer implements ServerUnderTest {
    private static final int PORT = 19350;
    private static final String CONFIG = """
            load_module /usr/lib/nginx/modules/ngx_rtmp_module.so;
            user root;
            daemon off;
            worker_processes 1;
            pid %1$s/pid;
            error_log %1$s/error.log warn;
            events { worker_connections 4096; }
            rtmp { server {
              listen 127.0.0.1:%2$d; chunk_size 4096; access_log off;
              application live { live on; hls on; hls_path %1$s/hls; hls_fragment 2s; hls_playlist_length 12s; }
            } }
            """;

    private final Path directory;
    private final ChildProcess process;

    private NginxServer(Path directory, ChildProcess process) {
        this.directory = directory;
        this.process = process;
    }

    static NginxServer start(Path directory) throws IOException {
        Files.createDirectories(directory.resolve("hls"));
        Path config = directory.resolve("nginx.conf");
        Files.writeString(config, CONFIG.formatted(directory, PORT));
        ChildProcess process = ChildProcess.start(
                directory, Map.of(), List.of("/usr/sbin/nginx", "-c", config.toString(), "-p", directory.toString()));
        process.awaitPort(PORT);
        return new NginxServer(directory, process);
    }

    @Override
    public int rtmpPort() {
        return PORT;
    }

    @Override
    public List<String> streamKeys(int count) {
        return IntStream.range(0, count).mapToObj(i -> "s" + i).toList();
    }

    @Override
    public List<ProcessHandle> processes() {
        return List.of(process.handle());
    }

    @Override
    public long segmentCount() throws IOException {
        return Directories.countFiles(directory.resolve("hls"), ".ts");
    }

    @Override
    public void close() throws IOException {
        process.close();
    }
}

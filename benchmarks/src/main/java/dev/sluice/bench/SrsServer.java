package dev.sluice.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** SRS, where someone has built it: the path of its program is in the environment variable SRS_BIN. */
final class SrsServer implements ServerUnderTest {
    private static final int PORT = 19351;
    private static final String CONFIG = """
            listen 127.0.0.1:%2$d;
            max_connections 1000;
            daemon off;
            srs_log_tank file;
            srs_log_file %1$s/srs.log;
            srs_log_level warn;
            pid %1$s/srs.pid;
            stats { network 0; }
            vhost __defaultVhost__ {
              hls { enabled on; hls_path %1$s/www; hls_fragment 2; hls_window 12; hls_cleanup on; hls_dispose 10; }
            }
            """;

    private final Path directory;
    private final ChildProcess process;

    private SrsServer(Path directory, ChildProcess process) {
        this.directory = directory;
        this.process = process;
    }

    static SrsServer start(Path directory, String program) throws IOException {
        Files.createDirectories(directory.resolve("www"));
        Path config = directory.resolve("srs.conf");
        Files.writeString(config, CONFIG.formatted(directory, PORT));
        ChildProcess process = ChildProcess.start(directory, Map.of(), List.of(program, "-c", config.toString()));
        process.awaitPort(PORT);
        return new SrsServer(directory, process);
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
        return Directories.countFiles(directory.resolve("www"), ".ts");
    }

    @Override
    public void close() throws IOException {
        process.close();
    }
}

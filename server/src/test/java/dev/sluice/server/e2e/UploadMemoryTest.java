package dev.sluice.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A file that is larger than what the server may have in memory, by a form and by tus. */
@Tag("e2e")
@Timeout(300)
class UploadMemoryTest {
    private static final long FILE_BYTES = 768L << 20;
    private static final long KIB_PER_MIB = 1024;
    private static final long MOST_MIB_ABOVE_IDLE = 256;
    private static final long LOOK_EVERY_NS = 20_000_000;

    @TempDir
    private Path directory;

    @Test
    void memory_whileALargeFileComes_staysNearIdle() throws Exception {
        Path file = directory.resolve("large.mp4");
        try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
            large.setLength(FILE_BYTES);
        }
        List<String> program =
                List.of(Path.of("target/sluice/bin/sluice").toAbsolutePath().toString());
        Map<String, String> settings =
                Map.of("JAVA_HOME", System.getProperty("java.home"), "SLUICE_VOD_ENABLED", "false");
        try (SluiceProcess server = SluiceProcess.startProgram(directory, settings, program)) {
            long idleKib = residentKib(server);
            long form = mostKib(
                    server,
                    List.of(
                            "-F",
                            "file=@" + file + ";type=video/mp4",
                            server.uri("/api/v1/videos/upload").toString()));
            assertThat((form - idleKib) / KIB_PER_MIB).as("by a form").isLessThan(MOST_MIB_ABOVE_IDLE);
            long tus = mostKib(
                    server,
                    List.of(
                            "-X",
                            "POST",
                            "-T",
                            file.toString(),
                            "-H",
                            "Tus-Resumable: 1.0.0",
                            "-H",
                            "Upload-Length: " + FILE_BYTES,
                            "-H",
                            "Content-Type: application/offset+octet-stream",
                            server.uri("/api/v1/uploads/tus").toString()));
            assertThat((tus - idleKib) / KIB_PER_MIB).as("by tus").isLessThan(MOST_MIB_ABOVE_IDLE);
            JsonObject videos = server.getJson(FormVideos.PATH);
            assertThat(videos.getJsonArray("data")).as("both have come").hasSize(2);
        }
    }

    /** The most that the server has while curl sends. */
    private long mostKib(SluiceProcess server, List<String> arguments) throws Exception {
        List<String> command = new java.util.ArrayList<>(
                List.of("curl", "-sS", "--fail", "-o", "/dev/null", "-H", "X-API-Key: " + SluiceProcess.API_KEY));
        command.addAll(arguments);
        long most = 0;
        try (RunningProgram curl = RunningProgram.start(directory, "curl", Map.of(), command)) {
            while (curl.isAlive()) {
                most = Math.max(most, residentKib(server));
                LockSupport.parkNanos(LOOK_EVERY_NS);
            }
            curl.awaitSuccess(SluiceProcess.PATIENCE);
        }
        return most;
    }

    private static long residentKib(SluiceProcess server) throws IOException {
        return Files.readString(Path.of("/proc", Long.toString(server.program().pid()), "status"))
                .lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}

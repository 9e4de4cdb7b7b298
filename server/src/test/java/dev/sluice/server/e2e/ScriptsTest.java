package dev.sluice.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands that the README and the Dockerfiles name. */
@Tag("e2e")
@Tag("alone")
@Timeout(180)
class ScriptsTest {
    private static final Path SCRIPTS = Path.of("../scripts");
    private static final Path PROGRAM = Path.of("target/sluice/bin/sluice").toAbsolutePath();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    @BeforeAll
    static void requireBuiltProgram() {
        assertThat(Path.of("target/built"))
                .as("made by scripts/build, which scripts/test calls before the tests")
                .exists();
    }

    @Test
    void run_helpAndVersion_printAndEndWell() throws Exception {
        assertThat(output(0, script("run"), "--help")).contains("--config", "--demo", "--validate", "SLUICE_HTTP_PORT");
        assertThat(output(0, script("run"), "--version")).contains("sluice 0.", "Java 2");
    }

    @Test
    void run_validateWithMistakes_namesTheirLines() throws Exception {
        Path config = directory.resolve("my.yaml");
        Files.writeString(config, "http:\n  port: 80800\n  prot: 1\n");

        String problems = output(2, script("run"), "--config", config.toString(), "--validate");

        assertThat(problems).contains("my.yaml:3: unknown key http.prot; did you mean http.port?");
        Files.writeString(config, "http:\n  port: 80800\n");
        assertThat(output(2, script("run"), "--config", config.toString(), "--validate"))
                .contains("my.yaml:2: http.port");
        Files.writeString(config, "http:\n  port: 8081\n");
        assertThat(output(0, script("run"), "--config", config.toString(), "--validate"))
                .contains("good");
    }

    @Test
    void run_untilCtrlC_keepsItsFirstKeyAndEndsWithStatus0() throws Exception {
        Map<String, String> noKey = Map.of("SLUICE_API_KEY", "");
        String printedKey;
        try (SluiceProcess server = SluiceProcess.startProgram(directory, noKey, List.of(script("run")))) {
            String greeting = server.program().output();
            assertThat(greeting)
                    .contains("Server      rtmp://localhost:" + server.rtmpPort() + "/live", "Stream key  live_sk_");
            Path keyFile = directory.resolve("data/api-key");
            printedKey = Files.readString(keyFile).strip();
            assertThat(greeting).contains(printedKey);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keyFile)))
                    .isEqualTo("rw-------");

            server.program().interrupt();

            assertThat(server.program().await(PATIENCE)).isZero();
            assertThat(directory.resolve("data/postgres/cluster/postmaster.pid"))
                    .doesNotExist();
        }
        try (SluiceProcess again = SluiceProcess.startProgram(directory, noKey, List.of(script("run")))) {
            assertThat(again.program().output()).contains(printedKey);
        }
    }

    @Test
    void run_onATakenPort_saysSoAndEndsWithStatus2() throws Exception {
        try (SluiceProcess server = SluiceProcess.start(directory, Map.of())) {
            Map<String, String> sameRtmpPort = Map.of(
                    "SLUICE_RTMP_PORT", Integer.toString(server.rtmpPort()),
                    "SLUICE_HTTP_PORT", "0",
                    "SLUICE_DATA_DIR", directory.resolve("other").toString());
            try (RunningProgram second =
                    RunningProgram.start(directory, "second", sameRtmpPort, List.of(PROGRAM.toString()))) {
                assertThat(second.await(PATIENCE)).isEqualTo(2);
                assertThat(second.output()).contains("RTMP cannot listen on", Integer.toString(server.rtmpPort()));
            }
        }
    }

    @Test
    void hardware_onThisMachine_namesAnEncoderThatOpens() throws Exception {
        assertThat(output(0, PROGRAM.toString(), "hardware")).containsPattern("lib(x264|openh264): opens");
    }

    /** What the Dockerfiles do after the build, without a container. */
    @Test
    void containerSteps_asTheUnprivilegedUser_serveAndAreHealthy() throws Exception {
        assumeTrue(output(0, "id", "-u").strip().equals("0"), "making a user takes root");
        Path data = directory.resolve("var-lib-sluice");
        Path program = directory.resolve("opt-sluice");
        output(0, script("install-runtime"), data.toString());
        output(0, script("install-runtime"), data.toString());
        output(0, "cp", "-r", "target/sluice", program.toString());
        output(0, "chmod", "a+rX", directory.toString());
        List<String> asUser =
                List.of("setpriv", "--reuid=sluice", "--regid=sluice", "--clear-groups", "--no-new-privs");
        String sluice = program.resolve("bin/sluice").toString();
        Map<String, String> settings =
                Map.of("SLUICE_DATA_DIR", data.toString(), "JAVA_HOME", System.getProperty("java.home"));

        try (SluiceProcess server = SluiceProcess.startProgram(directory, settings, plus(asUser, sluice))) {
            Map<String, String> port = Map.of(
                    "SLUICE_HTTP_PORT",
                    Integer.toString(server.httpPort()),
                    "JAVA_HOME",
                    System.getProperty("java.home"));
            try (RunningProgram check =
                    RunningProgram.start(directory, "healthcheck", port, plus(asUser, sluice, "healthcheck"))) {
                check.awaitSuccess(PATIENCE);
                assertThat(check.output()).contains("ready");
            }
            assertThat(Files.getOwner(data.resolve("node-id")).getName()).isEqualTo("sluice");
        }
    }

    private static String script(String name) {
        return SCRIPTS.resolve(name).toString();
    }

    private static List<String> plus(List<String> command, String... more) {
        return java.util.stream.Stream.concat(command.stream(), java.util.stream.Stream.of(more))
                .toList();
    }

    private String output(int expectedStatus, String... command) throws IOException, InterruptedException {
        Map<String, String> java = Map.of("JAVA_HOME", System.getProperty("java.home"));
        try (RunningProgram program = RunningProgram.start(directory, "command", java, List.of(command))) {
            assertThat(program.await(PATIENCE)).as(program.output()).isEqualTo(expectedStatus);
            return program.output();
        }
    }
}

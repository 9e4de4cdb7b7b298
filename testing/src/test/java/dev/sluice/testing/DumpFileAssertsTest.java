package dev.sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DumpFileAssertsTest {
    @TempDir
    private Path folder;

    @Test
    void sameText_passes() throws IOException {
        Path golden = Files.writeString(folder.resolve("a.dump"), "one\ntwo\n");

        DumpFileAsserts.assertMatchesDump(golden, "one\ntwo", false, true);
    }

    @Test
    void otherText_failsAndLeavesTheFile() throws IOException {
        Path golden = Files.writeString(folder.resolve("a.dump"), "one\n");

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> DumpFileAsserts.assertMatchesDump(golden, "two", false, false))
                .withMessageContaining("golden.update");
        assertThat(golden).hasContent("one\n");
    }

    @Test
    void noFile_failsAndSaysHowToWriteIt() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> DumpFileAsserts.assertMatchesDump(folder.resolve("none.dump"), "x", false, false))
                .withMessageContaining("-Dgolden.update=true");
    }

    @Test
    void update_writesTheFile() {
        Path golden = folder.resolve("new").resolve("b.dump");

        DumpFileAsserts.assertMatchesDump(golden, "three", true, false);

        assertThat(golden).hasContent("three\n");
    }

    @Test
    void updateOnCi_isRefused() {
        Path golden = folder.resolve("c.dump");

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> DumpFileAsserts.assertMatchesDump(golden, "x", true, true))
                .withMessageContaining("CI");
        assertThat(golden).doesNotExist();
    }
}

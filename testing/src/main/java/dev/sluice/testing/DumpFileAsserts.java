package dev.sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Compares text with a golden file under the module's {@code src/test/resources/dumps}. Run the tests with
 * {@code -Dgolden.update=true} to write the files anew and look at the diff before committing; that is refused where
 * the environment variable {@code CI} is set.
 */
public final class DumpFileAsserts {
    private static final String UPDATE_PROPERTY = "golden.update";
    private static final Path DUMPS = Path.of("src", "test", "resources", "dumps");

    private DumpFileAsserts() {}

    /**
     * @param name path of the golden file below the dumps folder, such as {@code cmaf/init_avc.dump}
     * @throws AssertionError when the text differs, or there is no such file
     */
    public static void assertMatchesDump(String name, String actual) {
        Path base = Path.of(System.getProperty("basedir", System.getProperty("user.dir", ".")));
        boolean update = Boolean.getBoolean(UPDATE_PROPERTY);
        assertMatchesDump(base.resolve(DUMPS).resolve(name), actual, update, System.getenv("CI") != null);
    }

    static void assertMatchesDump(Path golden, String actual, boolean update, boolean onCi) {
        String text = actual.endsWith("\n") ? actual : actual + "\n";
        try {
            if (update) {
                if (onCi) {
                    throw new AssertionError("golden files are not updated on CI: unset -D" + UPDATE_PROPERTY);
                }
                Files.createDirectories(golden.toAbsolutePath().getParent());
                Files.writeString(golden, text);
                return;
            }
            if (!Files.exists(golden)) {
                throw new AssertionError("no golden file " + golden + "; write it with -D" + UPDATE_PROPERTY + "=true");
            }
            assertThat(text)
                    .as("golden file %s (update with -D%s=true)", golden, UPDATE_PROPERTY)
                    .isEqualTo(Files.readString(golden));
        } catch (IOException e) {
            throw new UncheckedIOException("golden file " + golden, e);
        }
    }
}

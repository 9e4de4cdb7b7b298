package dev.sluice.storage.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keeps the committed table classes equal to the migrations. {@code scripts/generate-jooq} rewrites them. */
@Tag("integration")
class JooqCodegenIntegrationTest {
    private static final Path COMMITTED = Path.of("src/generated/java");

    @Test
    void committedTableClasses_afterAllMigrations_areWhatJooqGenerates(@TempDir Path scratch) throws Exception {
        if (Boolean.getBoolean("jooq.update")) {
            JooqCodegen.generate(scratch.resolve("database"), COMMITTED);
        }
        Path fresh = scratch.resolve("java");
        JooqCodegen.generate(scratch.resolve("database"), fresh);

        assertThat(sources(COMMITTED))
                .as("run scripts/generate-jooq and commit its output")
                .isEqualTo(sources(fresh));
    }

    private static Map<String, String> sources(Path root) throws IOException {
        Map<String, String> textByPath = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            paths.filter(Files::isRegularFile)
                    .forEach(path -> textByPath.put(root.relativize(path).toString(), read(path)));
        }
        return textByPath;
    }

    private static String read(Path path) {
        try {
            return Files.readString(path).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

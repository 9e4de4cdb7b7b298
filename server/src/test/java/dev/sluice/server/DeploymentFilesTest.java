package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.config.ConfigLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** Keeps container files and documents in step with what they speak of. */
class DeploymentFilesTest {
    private static final Path HOUSE = Path.of("..");
    private static final Pattern COPIED = Pattern.compile("(?m)^COPY (?!--from)(\\S+) ");
    private static final Pattern FROM_BUILD = Pattern.compile("(?m)^COPY --from=build /src/(\\S+) ");
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]+)(?:#[^)]*)?\\)");

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile", "Dockerfile.gpu"})
    void dockerfile_copiesOnlyWhatThereIs(String name) throws IOException {
        String text = Files.readString(HOUSE.resolve(name));

        for (MatchResult copy : COPIED.matcher(text).results().toList()) {
            assertThat(HOUSE.resolve(copy.group(1))).as(copy.group()).exists();
        }
        assertThat(FROM_BUILD.matcher(text).results().map(copy -> copy.group(1)))
                .containsExactly("server/target/sluice");
        assertThat(Files.readString(HOUSE.resolve("scripts/build"))).contains("server/target/sluice");
        assertThat(text).contains("USER sluice", "HEALTHCHECK", "sluice\", \"healthcheck", "EXPOSE 1935 8080");
    }

    @Test
    void composeFile_setsOnlyKeysThatExist() throws Exception {
        Object compose = new Yaml().load(Files.readString(HOUSE.resolve("compose.yaml")));
        Map<String, String> environment = new HashMap<>();
        for (Map.Entry<?, ?> setting : child(child(child(compose, "services"), "sluice"), "environment")
                .entrySet()) {
            environment.put(
                    setting.getKey().toString(), plausible(setting.getValue().toString()));
        }

        assertThat(ConfigLoader.load(null, environment).store().s3().bucket()).hasValue("sluice");
    }

    private static Map<?, ?> child(Object parent, String key) {
        if (parent instanceof Map<?, ?> map && map.get(key) instanceof Map<?, ?> child) {
            return child;
        }
        throw new AssertionError("compose.yaml has no group " + key);
    }

    private static String plausible(String value) {
        return value.replaceAll("\\$\\{[^}]*}", "0123456789abcdef");
    }

    @Test
    void documents_linkOnlyToWhatThereIs() throws IOException {
        List<Path> documents;
        try (var files =
                Files.find(HOUSE, 3, (file, attributes) -> file.toString().endsWith(".md"))) {
            documents = files.filter(file -> !file.toString().contains("node_modules")
                            && !file.toString().contains("/target/"))
                    .toList();
        }
        assertThat(documents).hasSizeGreaterThan(10);
        for (Path document : documents) {
            for (MatchResult link :
                    LINK.matcher(Files.readString(document)).results().toList()) {
                assertThat(document.resolveSibling(link.group(1).strip()))
                        .as(document + " links to " + link.group(1))
                        .exists();
            }
        }
    }
}

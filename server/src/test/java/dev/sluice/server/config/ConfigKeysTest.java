package dev.sluice.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Keeps the code, {@code config/sluice.yaml} and the manual in step, key by key. */
class ConfigKeysTest {
    private static final Path HOUSE = Path.of("..");

    @Test
    void yamlKeys_andMappedKeys_areTheSame() throws Exception {
        Set<String> mapped = new TreeSet<>();
        collect("", SluiceConfig.class, mapped);

        assertThat(templates(defaults().keySet())).containsExactlyElementsOf(mapped);
    }

    @Test
    void shippedFile_isTheOneInConfig() throws Exception {
        assertThat(ConfigLoader.defaultsText()).isEqualTo(Files.readString(HOUSE.resolve("config/sluice.yaml")));
    }

    @Test
    void defaults_arePinned() throws Exception {
        String pinned = Files.readString(Path.of("src/test/resources/config/defaults.properties"));
        String actual = new TreeMap<>(defaults())
                .entrySet().stream()
                        .map(e -> e.getKey() + "=" + e.getValue().text())
                        .collect(Collectors.joining("\n", "", "\n"));

        assertThat(actual).isEqualTo(pinned);
    }

    @Test
    void everyKey_isInTheManualWithItsVariable() throws Exception {
        String manual = Files.readString(HOUSE.resolve("docs/configuration.md"));

        for (String key : templates(defaults().keySet())) {
            assertThat(manual).as(key).contains("| `" + key + "` |");
            assertThat(manual).as(key).contains("`" + KnownKeys.variable(key).replace("#", "0") + "`");
        }
    }

    private static Map<String, ConfigValue> defaults() throws ConfigException {
        return YamlSettings.parse("sluice.yaml", ConfigLoader.defaultsText());
    }

    private static Set<String> templates(Set<String> keys) {
        return keys.stream().map(KnownKeys::template).collect(Collectors.toCollection(TreeSet::new));
    }

    private static void collect(String prefix, Class<?> group, Set<String> keys) {
        for (Method method : group.getDeclaredMethods()) {
            String key = prefix + kebab(method.getName());
            if (method.getGenericReturnType() instanceof ParameterizedType list
                    && list.getActualTypeArguments()[0] instanceof Class<?> element
                    && element.getEnclosingClass() == SluiceConfig.class) {
                collect(key + "[*].", element, keys);
            } else if (method.getReturnType().isInterface()
                    && method.getReturnType().getEnclosingClass() == SluiceConfig.class) {
                collect(key + ".", method.getReturnType(), keys);
            } else {
                keys.add(key);
            }
        }
    }

    private static String kebab(String camel) {
        return camel.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(java.util.Locale.ROOT);
    }
}

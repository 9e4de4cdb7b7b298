package dev.sluice.server.config;

import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the settings: the defaults, then the operator's file, then the environment, each over the one before. Nothing
 * is opened or started. Every problem is reported at once, with the line or variable that caused it.
 */
public final class ConfigLoader {
    private static final String DEFAULTS = "/sluice.yaml";
    private static final String PROPERTY_PREFIX = SluiceConfig.PREFIX + ".";

    /** Above that of the built-in converters. */
    private static final int CONVERTER_PRIORITY = 200;

    private static final Pattern SMALLRYE_CODE = Pattern.compile("SRCFG\\d+:\\s*");

    /** What Kubernetes sets in every pod beside a service called "sluice"; never meant for us. */
    private static final Pattern KUBERNETES_LINK = Pattern.compile("SLUICE_(SERVICE_(HOST|PORT).*|PORT(_\\d.*)?)");

    private final Map<String, ConfigValue> values = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();
    private final KnownKeys knownKeys;

    private ConfigLoader() throws ConfigException {
        values.putAll(YamlSettings.parse("built-in sluice.yaml", defaultsText()));
        knownKeys = new KnownKeys(values.keySet());
    }

    /**
     * @param file the operator's file, null for none
     * @param environment the process environment; only variables that begin with {@code SLUICE_} are looked at
     * @throws ConfigException when anything in it cannot be used
     */
    public static SluiceConfig load(@Nullable Path file, Map<String, String> environment) throws ConfigException {
        ConfigLoader loader = new ConfigLoader();
        if (file != null) {
            loader.overrideWith(YamlSettings.parse(file.toString(), read(file)));
        }
        loader.overrideWithEnvironment(environment);
        loader.failOnProblems();
        SluiceConfig config = loader.typed();
        ConfigRules.check(config, (key, message) -> loader.problems.add(loader.describe(key, message)));
        loader.failOnProblems();
        return config;
    }

    /** The shipped file with every key, its comment and its default. */
    public static String defaultsText() {
        try (InputStream in = ConfigLoader.class.getResourceAsStream(DEFAULTS)) {
            if (in == null) {
                throw new IllegalStateException("the program was built without its sluice.yaml");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) throws ConfigException {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new ConfigException(List.of(file + ": there is no such file"));
        } catch (IOException e) {
            throw new ConfigException(List.of(file + ": cannot be read: " + e.getMessage()));
        }
    }

    private void overrideWith(Map<String, ConfigValue> settings) {
        settings.keySet().stream()
                .filter(key -> key.contains("[") && knownKeys.contains(key))
                .map(key -> key.substring(0, key.indexOf('[') + 1))
                .distinct()
                .forEach(list -> values.keySet().removeIf(key -> key.startsWith(list)));
        settings.forEach((key, value) -> {
            if (knownKeys.contains(key)) {
                values.put(key, value);
            } else if (!knownKeys.isGroup(key)) {
                String hint = knownKeys
                        .nearest(key)
                        .map(k -> "; did you mean " + k + "?")
                        .orElse("");
                problems.add(value.origin() + ": unknown key " + key + hint);
            } else if (!value.text().isEmpty()) {
                problems.add(value.origin() + ": " + key + " is a group of keys, not a value");
            }
        });
    }

    private void overrideWithEnvironment(Map<String, String> environment) {
        new TreeMap<>(environment).forEach((variable, text) -> {
            if (!variable.startsWith(KnownKeys.ENVIRONMENT_PREFIX)
                    || KUBERNETES_LINK.matcher(variable).matches()) {
                return;
            }
            Optional<String> key = knownKeys.keyOf(variable);
            if (key.isPresent()) {
                values.put(key.get(), new ConfigValue(text, "environment variable " + variable));
            } else {
                problems.add("environment variable " + variable + ": there is no such setting");
            }
        });
    }

    private SluiceConfig typed() throws ConfigException {
        Map<String, String> properties = new LinkedHashMap<>();
        values.forEach((key, value) -> properties.put(PROPERTY_PREFIX + key, value.text()));
        try {
            return new SmallRyeConfigBuilder()
                    .withSources(new PropertiesConfigSource(properties, "sluice", /* defaultOrdinal= */ 100))
                    .withConverter(Duration.class, CONVERTER_PRIORITY, DurationText::parse)
                    .withMapping(SluiceConfig.class)
                    .build()
                    .getConfigMapping(SluiceConfig.class);
        } catch (ConfigValidationException e) {
            for (int i = 0; i < e.getProblemCount(); i++) {
                problems.add(describeConversion(e.getProblem(i).getMessage()));
            }
            throw new ConfigException(problems);
        }
    }

    private String describeConversion(String message) {
        String[] parts = SMALLRYE_CODE.split(message);
        String reason = parts[parts.length - 1].strip();
        return values.keySet().stream()
                .filter(key -> message.contains(PROPERTY_PREFIX + key))
                .max(Comparator.comparingInt(String::length))
                .map(key -> describe(key, unusable(key, reason)))
                .orElse(reason.replace(PROPERTY_PREFIX, ""));
    }

    private String unusable(String key, String reason) {
        ConfigValue value = values.get(key);
        return value == null || value.text().isEmpty()
                ? "must not be empty"
                : "\"" + value.text() + "\" cannot be used: " + reason;
    }

    private String describe(String key, String message) {
        ConfigValue value = values.get(key);
        return (value == null ? "" : value.origin() + ": ") + key + ": " + message;
    }

    private void failOnProblems() throws ConfigException {
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
    }
}

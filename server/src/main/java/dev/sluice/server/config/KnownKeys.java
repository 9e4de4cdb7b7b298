package dev.sluice.server.config;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The keys that exist, by their names in YAML and in the environment. List indexes stand as {@code [*]}. */
final class KnownKeys {
    static final String ENVIRONMENT_PREFIX = "SLUICE_";

    private static final Pattern INDEX = Pattern.compile("\\[\\d+]");
    private static final Pattern ENVIRONMENT_INDEX = Pattern.compile("_(\\d{1,2})_");

    private final Set<String> templates = new LinkedHashSet<>();
    private final Map<String, String> templateByVariable = new HashMap<>();

    KnownKeys(Collection<String> keys) {
        for (String key : keys) {
            String template = template(key);
            templates.add(template);
            templateByVariable.put(variable(template), template);
        }
    }

    static String template(String key) {
        return INDEX.matcher(key).replaceAll("[*]");
    }

    /** The environment variable of a key or template. */
    static String variable(String key) {
        return ENVIRONMENT_PREFIX
                + key.replace("[*]", "_#").replaceAll("[^A-Za-z0-9#]+", "_").toUpperCase(Locale.ROOT);
    }

    boolean contains(String key) {
        return templates.contains(template(key));
    }

    /** True when other keys are below this one, so that it is a group or a list, not a value. */
    boolean isGroup(String key) {
        String template = template(key);
        return templates.stream().anyMatch(t -> t.startsWith(template + ".") || t.startsWith(template + "["));
    }

    /** The key that an environment variable sets. */
    Optional<String> keyOf(String variable) {
        String plain = templateByVariable.get(variable);
        if (plain != null && !plain.contains("[*]")) {
            return Optional.of(plain);
        }
        Matcher index = ENVIRONMENT_INDEX.matcher(variable);
        for (MatchResult hit : (Iterable<MatchResult>) index.results()::iterator) {
            String pattern = variable.substring(0, hit.start()) + "_#_" + variable.substring(hit.end());
            String template = templateByVariable.get(pattern);
            if (template != null) {
                return Optional.of(template.replace("[*]", "[" + Integer.parseInt(hit.group(1)) + "]"));
            }
        }
        return Optional.empty();
    }

    /** The existing key most like a mistyped one, when one is near. */
    Optional<String> nearest(String key) {
        String template = template(key);
        String best = null;
        int bestDistance = Math.max(2, template.length() / 4) + 1;
        for (String candidate : templates) {
            int distance = editDistance(template, candidate);
            if (distance < bestDistance) {
                bestDistance = distance;
                best = candidate;
            }
        }
        return Optional.ofNullable(best);
    }

    private static int editDistance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitution = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(substitution, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[b.length()];
    }
}

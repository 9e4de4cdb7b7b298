package dev.sluice.server.config;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A YAML text as flat settings with line numbers. Keys are dotted, list elements indexed
 * ({@code transcoder.ladder[0].name}). Only nodes are read, no objects are made, so the text can construct nothing.
 */
final class YamlSettings {
    private static final int MAX_CHARACTERS = 1 << 20;
    private static final int MAX_DEPTH = 8;

    private final String fileName;
    private final Map<String, ConfigValue> values = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    private YamlSettings(String fileName) {
        this.fileName = fileName;
    }

    /**
     * @param fileName for messages
     * @throws ConfigException when the text is not YAML, or holds what settings cannot be
     */
    static Map<String, ConfigValue> parse(String fileName, String text) throws ConfigException {
        YamlSettings settings = new YamlSettings(fileName);
        LoaderOptions limits = new LoaderOptions();
        limits.setCodePointLimit(MAX_CHARACTERS);
        limits.setMaxAliasesForCollections(0);
        Node root;
        try {
            root = new Yaml(limits).compose(new StringReader(text));
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw new ConfigException(List.of(fileName + ":" + line + ": not YAML: " + e.getProblem()));
        } catch (YAMLException e) {
            throw new ConfigException(List.of(fileName + ": not YAML: " + e.getMessage()));
        }
        settings.readRoot(root);
        if (!settings.problems.isEmpty()) {
            throw new ConfigException(settings.problems);
        }
        return settings.values;
    }

    private void readRoot(@Nullable Node root) {
        if (root == null || isNull(root)) {
            return;
        }
        if (root instanceof MappingNode mapping) {
            readMapping("", mapping, 1);
        } else {
            problem(root, "settings are keys with values, like \"http:\"");
        }
    }

    private void readMapping(String prefix, MappingNode mapping, int depth) {
        Map<String, Node> seen = new LinkedHashMap<>();
        for (NodeTuple entry : mapping.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode name)) {
                problem(entry.getKeyNode(), "a key must be a plain word");
                continue;
            }
            if (seen.put(name.getValue(), name) != null) {
                problem(name, prefix + name.getValue() + " is set a second time");
                continue;
            }
            readNode(prefix + name.getValue(), entry.getValueNode(), name, depth);
        }
    }

    private void readNode(String key, Node value, Node place, int depth) {
        if (depth > MAX_DEPTH) {
            problem(place, key + " is nested too deep");
            return;
        }
        switch (value) {
            case MappingNode mapping -> readMapping(key + ".", mapping, depth + 1);
            case SequenceNode sequence -> readSequence(key, sequence, depth + 1);
            case ScalarNode scalar ->
                values.put(key, new ConfigValue(isNull(scalar) ? "" : scalar.getValue(), origin(place)));
            default -> problem(place, key + " is neither a value, a list nor a group");
        }
    }

    private void readSequence(String key, SequenceNode sequence, int depth) {
        int index = 0;
        for (Node element : sequence.getValue()) {
            readNode(key + "[" + index + "]", element, element, depth);
            index++;
        }
    }

    private static boolean isNull(Node node) {
        return node.getTag().equals(Tag.NULL);
    }

    private String origin(Node node) {
        return fileName + ":" + (node.getStartMark().getLine() + 1);
    }

    private void problem(Node node, String message) {
        problems.add(origin(node) + ": " + message);
    }
}

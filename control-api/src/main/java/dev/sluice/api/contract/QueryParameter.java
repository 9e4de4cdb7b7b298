package dev.sluice.api.contract;

import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A parameter of the query that has one value. */
public record QueryParameter(String name, boolean required, SchemaCheck schema) {
    private static final int MAX_DIGITS = 18;

    /**
     * Reads the parameter.
     *
     * @param values as they were sent, decoded
     * @param problems takes what is wrong
     * @return the typed value, the document's default where there is none; null when there is neither
     */
    public @Nullable Object read(List<String> values, BiConsumer<String, String> problems) {
        if (values.isEmpty()) {
            if (required) {
                problems.accept(name, "Required.");
            }
            return schema.defaultValue();
        }
        if (values.size() > 1) {
            problems.accept(name, "Must be given once.");
            return null;
        }
        Object value = typed(values.getFirst());
        Map<String, String> wrong = schema.problems(value);
        wrong.values().stream().findFirst().ifPresent(problem -> problems.accept(name, problem));
        return value;
    }

    /** A number where the schema wants one and the text is one. */
    private Object typed(String text) {
        boolean digits =
                !text.isEmpty() && text.length() <= MAX_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits && schema.wantsInteger() ? (Object) Long.valueOf(text) : text;
    }
}

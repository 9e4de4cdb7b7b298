package dev.sluice.identity.token;

import com.nimbusds.jose.shaded.gson.Strictness;
import com.nimbusds.jose.shaded.gson.stream.JsonReader;
import com.nimbusds.jose.shaded.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.util.HashSet;
import java.util.Set;

/** Whether a part of a token is one plain JSON object: no name twice, no deep nesting, nothing after it. */
final class StrictJson {
    private static final int MAX_DEPTH = 8;
    private static final int MAX_NAMES = 100;

    private StrictJson() {}

    static boolean isPlainObject(String text) {
        try (JsonReader reader = new JsonReader(new StringReader(text))) {
            reader.setStrictness(Strictness.STRICT);
            if (reader.peek() != JsonToken.BEGIN_OBJECT) {
                return false;
            }
            readObject(reader, 1);
            return reader.peek() == JsonToken.END_DOCUMENT;
        } catch (IOException | IllegalStateException malformed) {
            return false;
        }
    }

    private static void readObject(JsonReader reader, int depth) throws IOException {
        Set<String> names = new HashSet<>();
        reader.beginObject();
        while (reader.hasNext()) {
            if (!names.add(reader.nextName()) || names.size() > MAX_NAMES) {
                throw new IOException("a name twice, or too many");
            }
            readValue(reader, depth + 1);
        }
        reader.endObject();
    }

    private static void readValue(JsonReader reader, int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw new IOException("too deep");
        }
        switch (reader.peek()) {
            case BEGIN_OBJECT -> readObject(reader, depth);
            case BEGIN_ARRAY -> {
                reader.beginArray();
                while (reader.hasNext()) {
                    readValue(reader, depth + 1);
                }
                reader.endArray();
            }
            default -> reader.skipValue();
        }
    }
}

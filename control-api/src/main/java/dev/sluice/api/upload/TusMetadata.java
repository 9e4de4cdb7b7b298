package dev.sluice.api.upload;

import dev.sluice.api.http.ApiException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@code Upload-Metadata}: pairs of a key and a value in base64, joined by commas. */
final class TusMetadata {
    static final int MAX_LENGTH = 8 * 1024;
    private static final int MAX_PAIRS = 50;

    private TusMetadata() {}

    /** Texts by key. @throws ApiException 400 when it is malformed */
    static Map<String, List<String>> parse(@Nullable String header) {
        Map<String, List<String>> texts = new TreeMap<>();
        if (header == null || header.isBlank()) {
            return texts;
        }
        String[] pairs = header.split(",", MAX_PAIRS + 1);
        if (header.length() > MAX_LENGTH || pairs.length > MAX_PAIRS) {
            throw malformed();
        }
        for (String pair : pairs) {
            String text = pair.strip();
            int space = text.indexOf(' ');
            String key = space < 0 ? text : text.substring(0, space);
            boolean valid = !key.isEmpty() && key.chars().allMatch(c -> c > ' ' && c < 127);
            String value = space < 0 ? "" : decode(text.substring(space + 1).strip());
            if (!valid || texts.put(key, List.of(value)) != null) {
                throw malformed();
            }
        }
        return texts;
    }

    private static String decode(String base64) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Base64.getDecoder().decode(base64)))
                    .toString();
        } catch (IllegalArgumentException | CharacterCodingException malformed) {
            throw malformed();
        }
    }

    private static ApiException malformed() {
        return ApiException.invalidRequest(
                "A header is not valid.",
                Map.of("Upload-Metadata", "Must be unique keys, each with a UTF-8 text in base64."));
    }
}

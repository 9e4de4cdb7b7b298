package dev.sluice.api.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads form bodies strictly: UTF-8, each name once, bounded. */
final class FormBody {
    private static final int MAX_BYTES = 16 * 1024;
    private static final int MAX_FIELDS = 20;
    private static final Pattern FORM_TYPE =
            Pattern.compile("application/x-www-form-urlencoded(\\s*;\\s*charset\\s*=\\s*\"?utf-8\"?)?\\s*");

    private FormBody() {}

    /** The fields, all of them texts. @throws ApiException 415, 413 or 400 */
    static JsonObject read(@Nullable String type, Buffer body) {
        if (type == null || !FORM_TYPE.matcher(type.toLowerCase(Locale.ROOT)).matches()) {
            throw ApiException.unsupportedMediaType("application/x-www-form-urlencoded");
        }
        if (body.length() > MAX_BYTES) {
            throw ApiException.tooLarge(MAX_BYTES);
        }
        JsonObject fields = new JsonObject();
        String text = new String(body.getBytes(), StandardCharsets.ISO_8859_1);
        for (String pair : text.split("&", MAX_FIELDS + 1)) {
            int equals = pair.indexOf('=');
            if (equals < 0 || fields.size() >= MAX_FIELDS) {
                throw malformed();
            }
            String name = decode(pair.substring(0, equals));
            if (fields.containsKey(name)) {
                throw malformed();
            }
            fields.put(name, decode(pair.substring(equals + 1)));
        }
        return fields;
    }

    private static String decode(String text) {
        try {
            // Octets first, so that what is no UTF-8 can be told.
            return utf8(URLDecoder.decode(text, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException badEscape) {
            throw malformed();
        }
    }

    private static String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            throw malformed();
        }
    }

    private static ApiException malformed() {
        return ApiException.invalidRequest("The body is not a valid form in UTF-8, or names a field twice.");
    }
}

package dev.sluice.api.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads request bodies strictly: UTF-8, one JSON object, no duplicate names, bounded depth. */
public final class JsonBody {
    private static final int MAX_DEPTH = 16;
    private static final int MAX_NUMBER_LENGTH = 64;
    private static final Pattern JSON_TYPE =
            Pattern.compile("application/json(\\s*;\\s*charset\\s*=\\s*\"?utf-8\"?)?\\s*");

    private static final JsonFactory factory = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_NUMBER_LENGTH)
                    .build())
            .build();

    private JsonBody() {}

    /**
     * The object in a request's body.
     *
     * @throws ApiException 415 when the body is not declared as JSON, 400 when it is not a valid JSON object
     */
    public static JsonObject read(@Nullable String contentType, Buffer body) {
        if (contentType == null
                || !JSON_TYPE.matcher(contentType.toLowerCase(Locale.ROOT)).matches()) {
            throw ApiException.unsupportedMediaType();
        }
        String text = decode(body);
        try (JsonParser parser = factory.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw ApiException.invalidRequest("The body is not a JSON object.");
            }
            JsonObject object = readObject(parser);
            if (parser.nextToken() != null) {
                throw ApiException.invalidRequest("There is something after the JSON object.");
            }
            return object;
        } catch (IOException malformed) {
            throw ApiException.invalidRequest("The body is not valid JSON, or is nested too deeply.");
        }
    }

    private static String decode(Buffer body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body.getBytes()))
                    .toString();
        } catch (CharacterCodingException malformed) {
            throw ApiException.invalidRequest("The body is not valid UTF-8.");
        }
    }

    private static JsonObject readObject(JsonParser parser) throws IOException {
        JsonObject object = new JsonObject();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            object.put(name, readValue(parser));
        }
        return object;
    }

    private static JsonArray readArray(JsonParser parser) throws IOException {
        JsonArray array = new JsonArray();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(readValue(parser));
        }
        return array;
    }

    private static @Nullable Object readValue(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> readObject(parser);
            case START_ARRAY -> readArray(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> finite(parser.getNumberValue());
            case VALUE_NULL -> null;
            case null, default -> throw ApiException.invalidRequest("The body ends too early.");
        };
    }

    /** What a double cannot hold would be read as infinity. */
    private static Number finite(Number number) {
        if (Double.isInfinite(number.doubleValue())) {
            throw ApiException.invalidRequest("The body has a number that is out of range.");
        }
        return number;
    }
}

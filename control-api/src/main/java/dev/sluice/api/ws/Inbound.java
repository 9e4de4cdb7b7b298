package dev.sluice.api.ws;

import dev.sluice.api.http.ApiException;
import dev.sluice.api.http.JsonBody;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a client may send. */
sealed interface Inbound {
    int MAX_CHANNELS = 100;
    int MAX_CHANNEL_LENGTH = 64;
    int MAX_CLIENT_ID = 64;
    int MAX_TEXT = 2_000;
    int MAX_EMOJI = 32;

    /** Proves who it is, for the first time or with a fresh token. */
    record Authenticate(String token) implements Inbound {}

    /** @param since the last event that the client knows of, null for none */
    record Subscribe(
            List<String> channels,
            List<String> streamIds,
            @Nullable Long since) implements Inbound {}

    record Unsubscribe(List<String> channels, List<String> streamIds) implements Inbound {}

    /** @param clientId sent back with the answer */
    record Chat(String streamId, String text, @Nullable String clientId) implements Inbound {}

    record React(String streamId, String emoji, @Nullable String clientId) implements Inbound {}

    record Ping() implements Inbound {}

    /** @throws ApiException when it is none of these */
    static Inbound parse(String text) {
        JsonObject json = JsonBody.read("application/json", Buffer.buffer(text));
        return switch (json.getValue("type") instanceof String type ? type : "") {
            case "authenticate" -> authenticate(json);
            case "subscribe" -> {
                FieldReader fields = reader(json, "channels", "stream_id", "stream_ids", "since");
                List<String> channels = texts(json, "channels", fields);
                if (channels.isEmpty()) {
                    fields.problem("channels", "Required: 1 to " + MAX_CHANNELS + " names of channels.");
                }
                Long since = fields.wholeNumber("since", 0, Long.MAX_VALUE);
                List<String> streams = streams(json, fields);
                fields.check();
                yield new Subscribe(channels, streams, since);
            }
            case "unsubscribe" -> {
                FieldReader fields = reader(json, "channels", "stream_id", "stream_ids");
                List<String> channels = texts(json, "channels", fields);
                List<String> streams = streams(json, fields);
                fields.check();
                yield new Unsubscribe(channels, streams);
            }
            case "chat_message" -> {
                FieldReader fields = reader(json, "stream_id", "message", "client_id");
                Chat chat = new Chat(
                        fields.requiredText("stream_id", MAX_CHANNEL_LENGTH),
                        fields.requiredText("message", MAX_TEXT),
                        fields.text("client_id", MAX_CLIENT_ID));
                fields.check();
                yield chat;
            }
            case "reaction" -> {
                FieldReader fields = reader(json, "stream_id", "emoji", "client_id");
                React react = new React(
                        fields.requiredText("stream_id", MAX_CHANNEL_LENGTH),
                        fields.requiredText("emoji", MAX_EMOJI),
                        fields.text("client_id", MAX_CLIENT_ID));
                fields.check();
                yield react;
            }
            case "ping" -> {
                reader(json).check();
                yield new Ping();
            }
            default ->
                throw ApiException.invalidRequest(
                        "The type must be authenticate, subscribe, unsubscribe, chat_message, reaction or ping.");
        };
    }

    private static Inbound authenticate(JsonObject json) {
        FieldReader fields = reader(json, "token");
        String token = fields.requiredText("token", Credential.MAX_TOKEN_LENGTH);
        fields.check();
        return new Authenticate(token);
    }

    private static FieldReader reader(JsonObject json, String... fields) {
        List<String> known = new ArrayList<>(List.of(fields));
        known.add("type");
        return new FieldReader(json, Set.copyOf(known));
    }

    private static List<String> streams(JsonObject json, FieldReader fields) {
        List<String> streams = new ArrayList<>(texts(json, "stream_ids", fields));
        String one = fields.text("stream_id", MAX_CHANNEL_LENGTH);
        if (one != null) {
            streams.add(one);
        }
        return streams;
    }

    private static List<String> texts(JsonObject json, String field, FieldReader fields) {
        Object value = json.getValue(field);
        if (value == null) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        if (value instanceof JsonArray array && array.size() <= MAX_CHANNELS) {
            for (Object item : array) {
                if (item instanceof String text && !text.isEmpty() && text.length() <= MAX_CHANNEL_LENGTH) {
                    texts.add(text);
                }
            }
            if (texts.size() == array.size()) {
                return texts;
            }
        }
        fields.problem(field, "Must be a list of at most " + MAX_CHANNELS + " strings.");
        return List.of();
    }
}

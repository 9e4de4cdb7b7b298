package dev.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.chat.SignalFields;
import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.port.ChatRoomId;
import dev.sluice.engine.port.NewChatMessage;
import dev.sluice.engine.port.StreamDetails;
import dev.sluice.engine.port.Visibility;
import dev.sluice.identity.Principal;
import dev.sluice.identity.Role;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The socket's conversation, message by message, with a real client. */
class SocketTest {
    private static final String TENANT = Principal.DEFAULT_TENANT;

    private ServerUnderTest server;
    private String stream;

    @BeforeEach
    void start() throws Exception {
        server = new ServerUnderTest();
        server.person(TENANT, "ann", Role.VIEWER);
        server.person(TENANT, "bob", Role.VIEWER);
        server.person(TENANT, "host", Role.SERVICE);
        server.person("elsewhere", "eve", Role.ADMIN);
        stream = create(Visibility.PUBLIC);
    }

    @AfterEach
    void stop() {
        assertThat(server.blockedThreads).isEmpty();
        server.close();
    }

    private String create(Visibility visibility) throws Exception {
        try (var virtual = Executors.newVirtualThreadPerTaskExecutor()) {
            return virtual
                    .submit(() -> server.streams.create(FakeStreams.OWNER, StreamDetails.titled("t", visibility)))
                    .get()
                    .stream()
                    .id()
                    .toString();
        }
    }

    private void tick() throws Exception {
        Thread.ofVirtual().start(server.sockets.hub::tick).join();
    }

    private static void subscribe(SocketClient client, String... channels) throws InterruptedException {
        client.send(new JsonObject()
                .put("type", "subscribe")
                .put("channels", new JsonArray(List.of(channels)))
                .encode());
        assertThat(client.next("subscribed").getJsonArray("channels")).isEqualTo(new JsonArray(List.of(channels)));
    }

    private static String chat(String stream, String text) {
        return new JsonObject()
                .put("type", "chat_message")
                .put("stream_id", stream)
                .put("message", text)
                .put("client_id", "c1")
                .encode();
    }

    @Test
    void documentsFlow_sentWithoutWaiting_isAnsweredInOrder() throws Exception {
        try (SocketClient client = server.socket("")) {
            client.send("{\"type\":\"authenticate\",\"token\":\"ann-key\"}");
            client.send("{\"type\":\"subscribe\",\"channels\":[\"notifications\",\"live_chat\"]}");

            JsonObject user = client.next("authenticated").getJsonObject("user");
            assertThat(user.getString("username")).isEqualTo("ann");
            assertThat(client.next("subscribed").getJsonArray("channels"))
                    .isEqualTo(new JsonArray(List.of("notifications", "live_chat")));

            assertThat(server.send(
                                    "POST",
                                    "/api/v1/notifications",
                                    "{\"user_id\":\"ann-id\",\"message\":\"hello\"}",
                                    "X-API-Key",
                                    "host-key",
                                    "Content-Type",
                                    "application/json")
                            .statusCode())
                    .isEqualTo(202);
            JsonObject notification = client.next("notification").getJsonObject("data");
            assertThat(notification.getString("message")).isEqualTo("hello");
            assertThat(server.sockets.signals.sent)
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("hello");

            client.send(chat(stream, "<b>hi</b> & \uD83D\uDE00"));
            List<JsonObject> both = List.of(client.next(), client.next());
            JsonObject message = both.stream()
                    .filter(m -> m.getString("type").equals("chat_message"))
                    .findFirst()
                    .orElseThrow();
            assertThat(message.fieldNames()).containsExactlyInAnyOrder("type", "stream_id", "data");
            assertThat(message.getString("stream_id")).isEqualTo(stream);
            assertThat(message.getJsonObject("data").getString("user")).isEqualTo("ann");
            assertThat(message.getJsonObject("data").getString("message")).isEqualTo("<b>hi</b> & \uD83D\uDE00");
            assertThat(message.getJsonObject("data").getString("timestamp")).startsWith("2025-10-01T12:00:00");
            assertThat(both).anySatisfy(ack -> {
                assertThat(ack.getString("type")).isEqualTo("chat_ack");
                assertThat(ack.getString("client_id")).isEqualTo("c1");
            });
        }
    }

    @Test
    void chat_betweenTwo_reachesBothOnceWhateverTheyListenTo() throws Exception {
        try (SocketClient ann = server.socketOf("ann");
                SocketClient bob = server.socketOf("bob");
                SocketClient host = server.socketOf("host")) {
            subscribe(ann, "stream:" + stream);
            ann.next("viewer_count");
            ann.send("{\"type\":\"subscribe\",\"channels\":[\"live_chat\"],\"stream_id\":\"" + stream + "\"}");
            ann.next("subscribed");
            subscribe(host, "live_chat");

            bob.send(chat(stream, "one"));
            bob.next("chat_ack");
            bob.send("{\"type\":\"reaction\",\"stream_id\":\"" + stream + "\",\"emoji\":\"\uD83D\uDD25\"}");
            bob.send("{\"type\":\"ping\"}");
            bob.next("pong");
            Thread.ofVirtual().start(server.sockets.chat::flushReactions).join();

            for (SocketClient listener : List.of(ann, host)) {
                assertThat(listener.next("chat_message").getJsonObject("data").getString("message"))
                        .isEqualTo("one");
                assertThat(listener.next("reaction").getJsonObject("data"))
                        .isEqualTo(new JsonObject()
                                .put("user", "bob")
                                .put("emoji", "\uD83D\uDD25")
                                .put("count", 1));
            }
        }
    }

    @Test
    void chat_refused_saysWhyAndNamesTheMessage() throws Exception {
        try (SocketClient ann = server.socketOf("ann")) {
            ann.send(chat(StreamId.random().toString(), "x"));
            JsonObject unknown = ann.next("error");
            assertThat(unknown.getString("error")).isEqualTo("resource_not_found");
            assertThat(unknown.getString("client_id")).isEqualTo("c1");
            ann.send(chat(stream, "x".repeat(501)));
            assertThat(ann.next("error").getJsonObject("details").getString("message"))
                    .contains("500");
            for (int i = 0; i < 4; i++) {
                ann.send(chat(stream, "m" + i));
                ann.next("chat_ack");
            }
            ann.send(chat(stream, "too much"));
            JsonObject tooFast = ann.next("error");
            assertThat(tooFast.getString("error")).isEqualTo("rate_limit_exceeded");
            assertThat(tooFast.getLong("retry_after")).isEqualTo(1);
        }
    }

    @Test
    void viewerCount_isSentAtFirstAndOnChange() throws Exception {
        try (SocketClient ann = server.socketOf("ann")) {
            subscribe(ann, "stream:" + stream);
            assertThat(ann.next("viewer_count"))
                    .isEqualTo(new JsonObject()
                            .put("type", "viewer_count")
                            .put("stream_id", stream)
                            .put("count", 0));
            tick();
            server.viewers.onMediaRequest(StreamId.parse(stream), "192.0.2.1", "x");
            tick();
            tick();
            server.viewers.onMediaRequest(StreamId.parse(stream), "192.0.2.2", "x");
            tick();

            assertThat(ann.next("viewer_count").getInteger("count")).isEqualTo(1);
            assertThat(ann.next("viewer_count").getInteger("count")).isEqualTo(2);
        }
    }

    @Test
    void channels_thatTheCallerMayNotSee_areRefusedOneByOne() throws Exception {
        String hidden = create(Visibility.PRIVATE);
        try (SocketClient ann = server.socketOf("ann");
                SocketClient eve = server.socketOf("eve")) {
            ann.send("{\"type\":\"subscribe\",\"channels\":[\"events\",\"stream:" + hidden + "\",\"nonsense\",\"stream:"
                    + stream + "\"]}");
            assertThat(ann.next("error").getString("error")).isEqualTo("permission_denied");
            assertThat(ann.next("error").getString("channel")).isEqualTo("stream:" + hidden);
            assertThat(ann.next("error").getString("error")).isEqualTo("resource_not_found");
            assertThat(ann.next("subscribed").getJsonArray("channels"))
                    .isEqualTo(new JsonArray(List.of("stream:" + stream)));

            eve.send("{\"type\":\"subscribe\",\"channels\":[\"stream:" + stream + "\"]}");
            assertThat(eve.next("error").getString("error")).isEqualTo("resource_not_found");
            assertThat(eve.next("subscribed").getJsonArray("channels")).isEmpty();
        }
    }

    @Test
    void events_ofAStream_areReducedForViewersAndWholeForManagers() throws Exception {
        try (SocketClient ann = server.socketOf("ann");
                SocketClient host = server.socketOf("host")) {
            subscribe(ann, "stream:" + stream);
            ann.next("viewer_count");
            subscribe(host, "events");
            server.sockets.events.happen("elsewhere", "stream.started", stream);
            server.sockets.events.happen(TENANT, "stream.started", stream);

            JsonObject seen = ann.next("event");
            assertThat(seen.getString("event")).isEqualTo("stream.started");
            assertThat(seen.getLong("sequence")).isEqualTo(2);
            assertThat(seen.getString("stream_id")).isEqualTo(stream);
            assertThat(seen.getJsonObject("data").getJsonObject("object").fieldNames())
                    .containsExactlyInAnyOrder("id", "title");
            assertThat(host.next("event")
                            .getJsonObject("data")
                            .getJsonObject("object")
                            .fieldNames())
                    .contains("rtmp_url");
        }
    }

    @Test
    void resume_whileEventsAreAppended_hasNoGapAndNoDouble() throws Exception {
        for (int i = 0; i < 100; i++) {
            server.sockets.events.happen(TENANT, "stream.updated", stream);
        }
        CompletableFuture<Void> appending = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 600; i++) {
                server.sockets.events.happen(TENANT, "stream.updated", stream);
            }
        });
        try (SocketClient host = server.socket("?since=50&token=host-key")) {
            host.send("{\"type\":\"subscribe\",\"channels\":[\"events\"]}");
            host.next("authenticated");
            host.next("subscribed");
            appending.join();
            host.send("{\"type\":\"subscribe\",\"channels\":[\"stream:" + stream + "\"],\"since\":10}");
            for (long sequence = 51; sequence <= 700; sequence++) {
                assertThat(host.next("event").getLong("sequence")).isEqualTo(sequence);
            }
            host.next("subscribed");
            for (long sequence = 11; sequence <= 50; sequence++) { // The others were sent for the first channel.
                assertThat(host.next("event").getLong("sequence")).isEqualTo(sequence);
            }
            host.next("viewer_count");
            server.sockets.events.happen(TENANT, "stream.ended", stream);
            assertThat(host.next("event").getLong("sequence")).isEqualTo(701);
        }
    }

    @Test
    void resume_feedBehindTheLog_doesNotRepeat() throws Exception {
        var late = server.sockets.events.write(TENANT, "stream.started", stream);
        try (SocketClient host = server.socketOf("host")) {
            host.send("{\"type\":\"subscribe\",\"channels\":[\"events\"],\"since\":0}");
            host.next("subscribed");
            assertThat(host.next("event").getLong("sequence")).isEqualTo(1);
            server.sockets.events.tell(late);
            server.sockets.events.happen(TENANT, "stream.ended", stream);
            assertThat(host.next("event").getLong("sequence")).isEqualTo(2);
        }
    }

    @Test
    void resume_tooOldOrTooMuch_saysThatThereIsAGap() throws Exception {
        for (int i = 0; i < 1_100; i++) {
            server.sockets.events.happen(TENANT, "stream.updated", stream);
        }
        server.sockets.events.forgetFirst(10);
        try (SocketClient host = server.socketOf("host")) {
            for (long since : new long[] {3, 20, 5_000}) {
                host.send("{\"type\":\"subscribe\",\"channels\":[\"events\"],\"since\":" + since + "}");
                host.next("subscribed");
                assertThat(host.next("gap"))
                        .isEqualTo(new JsonObject()
                                .put("type", "gap")
                                .put("since", since)
                                .put("newest", 1_100));
                host.send("{\"type\":\"unsubscribe\",\"channels\":[\"events\"]}");
                host.next("unsubscribed");
            }
        }
    }

    @Test
    void credential_missingWrongOrRevoked_closes4401() throws Exception {
        try (SocketClient wrong = server.socket("?token=nobody");
                SocketClient silent = server.socket("");
                SocketClient revoked = server.socketOf("ann")) {
            assertThat(wrong.next("error").getString("error")).isEqualTo("invalid_token");
            assertThat(wrong.closeCode()).isEqualTo(4401);

            silent.send("{\"type\":\"subscribe\",\"channels\":[\"events\"]}");
            assertThat(silent.next("error").getString("error")).isEqualTo("authentication_required");
            server.others.remove("ann-key");
            for (int i = 0; i < 61; i++) {
                tick();
                Thread.ofVirtual().start(server.sockets.hub::checkCredentials).join();
            }
            assertThat(silent.next("error").getString("error")).isEqualTo("authentication_required");
            assertThat(silent.closeCode()).isEqualTo(4401);
            assertThat(revoked.next("error").getString("error")).isEqualTo("invalid_token");
            assertThat(revoked.closeCode()).isEqualTo(4401);
        }
    }

    @Test
    void wrongInput_isRefusedAndTheSocketGoesOn() throws Exception {
        String deep = "[".repeat(100) + "]".repeat(100);
        try (SocketClient ann = server.socketOf("ann")) {
            for (String odd : List.of(
                    "",
                    "no json",
                    "[]",
                    "{}",
                    "{\"type\":7}",
                    "{\"type\":\"unknown\"}",
                    "{\"type\":\"ping\",\"extra\":1}",
                    "{\"type\":\"subscribe\",\"channels\":\"events\"}",
                    "{\"type\":\"subscribe\",\"channels\":[]}",
                    "{\"type\":\"subscribe\",\"channels\":[\"events\"],\"since\":-1}",
                    "{\"type\":\"chat_message\",\"message\":1}",
                    "{\"type\":\"ping\",\"a\":" + deep + "}")) {
                ann.send(odd);
                assertThat(ann.next("error").getString("error")).as(odd).isIn("invalid_request", "validation_error");
            }
            ann.send("{\"type\":\"ping\"}");
            ann.next("pong");
        }
    }

    @Test
    void binaryHugeAndFlood_closeTheSocket() throws Exception {
        try (SocketClient binary = server.socketOf("ann");
                SocketClient huge = server.socketOf("ann");
                SocketClient flood = server.socketOf("ann")) {
            binary.socket().sendBinary(ByteBuffer.allocate(3), true).join();
            assertThat(binary.closeCode()).isEqualTo(1003);

            huge.send("{\"type\":\"ping\",\"a\":\"" + "x".repeat(20_000) + "\"}");
            assertThat(huge.closeCode()).isIn(1002, 1009);

            Thread.ofVirtual().start(() -> {
                for (int i = 0; i < 500; i++) {
                    flood.send("{\"type\":\"ping\"}");
                }
            });
            assertThat(flood.closeCode()).isEqualTo(4429);
        }
    }

    @Test
    void chat_fromAnotherNode_comesInOrderAndOnce() throws Exception {
        ChatRoomId room = new ChatRoomId(TENANT, StreamId.parse(stream));
        try (SocketClient ann = server.socketOf("ann")) {
            ann.send("{\"type\":\"subscribe\",\"channels\":[\"live_chat\"],\"stream_id\":\"" + stream + "\"}");
            ann.next("subscribed");
            elsewhere(room, "one"); // Its signal is still on the way.
            server.person(TENANT, "cid", Role.VIEWER);
            try (SocketClient cid = server.socketOf("cid")) {
                cid.send(chat(stream, "two"));
                cid.next("chat_ack");
            }
            server.sockets.signals.fromElsewhere("chat", SignalFields.change(room, 1));
            elsewhere(room, "three");
            server.sockets.signals.fromElsewhere("chat", SignalFields.change(room, 3));
            for (String text : List.of("one", "two", "three")) {
                assertThat(ann.next("chat_message").getJsonObject("data").getString("message"))
                        .isEqualTo(text);
            }
            server.sockets.signals.fromElsewhere("nonsense", "x");
            ann.send("{\"type\":\"ping\"}");
            ann.next("pong");
        }
    }

    private void elsewhere(ChatRoomId room, String text) throws Exception {
        NewChatMessage message =
                new NewChatMessage(room, UUID.randomUUID(), "z", "zoe", text, ServerUnderTest.NOW, null);
        Thread.ofVirtual().start(() -> server.sockets.chatRows.append(message)).join();
    }

    @Test
    void slowReader_isClosedAndHoldsUpNobody() throws Exception {
        try (SocketClient slow = server.socketOf("host");
                SocketClient ann = server.socketOf("ann")) {
            subscribe(slow, "events");
            slow.stopReading();
            Counter closed = server.sockets.meters.counter("sluice.websocket.slow");
            int written = 0;
            while (closed.count() == 0 && written < 400_000) {
                server.sockets.events.tell(server.sockets.events.write(TENANT, "stream.updated", stream));
                written++;
            }
            assertThat(closed.count()).isEqualTo(1);
            subscribe(ann, "notifications");
            slow.readOn();
            assertThat(slow.closeCode()).isEqualTo(4408);
        }
    }
}

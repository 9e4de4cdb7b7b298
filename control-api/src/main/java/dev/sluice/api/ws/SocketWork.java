package dev.sluice.api.ws;

import dev.sluice.api.chat.StreamAccess;
import dev.sluice.api.chat.UserIds;
import dev.sluice.api.http.ApiException;
import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.port.ChatMessage;
import dev.sluice.engine.port.StreamRecord;
import dev.sluice.identity.Principal;
import dev.sluice.identity.Scope;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an authenticated client's messages do. Blocks; one per socket, used for one message at a time. */
final class SocketWork {
    private static final String NOTIFICATIONS = "notifications";
    private static final String LIVE_CHAT = "live_chat";
    private static final String EVENTS = "events";
    private static final String STREAM_PREFIX = "stream:";
    private static final String VIDEO_PREFIX = "video:";

    private final SocketServices services;
    private final @Nullable Long connectedSince;

    /** True after live_chat without streams: rooms in which this socket writes are joined. */
    private boolean followsWriting;

    SocketWork(SocketServices services, @Nullable Long connectedSince) {
        this.services = services;
        this.connectedSince = connectedSince;
    }

    /** What an error about a message names, so that a client knows which it was. */
    static JsonObject about(Inbound message) {
        JsonObject about = new JsonObject();
        String clientId =
                switch (message) {
                    case Inbound.Chat chat -> chat.clientId();
                    case Inbound.React react -> react.clientId();
                    case Inbound.Authenticate _, Inbound.Subscribe _, Inbound.Unsubscribe _, Inbound.Ping _ -> null;
                };
        return clientId == null ? about : about.put("client_id", clientId);
    }

    /** @throws ApiException to be told to the client */
    void run(SocketSession session, Principal caller, Inbound message) {
        switch (message) {
            case Inbound.Subscribe subscribe -> subscribe(session, caller, subscribe);
            case Inbound.Unsubscribe unsubscribe -> unsubscribe(session, unsubscribe);
            case Inbound.Chat chat -> chat(session, caller, chat);
            case Inbound.React react -> {
                need(caller, Scope.CHAT_WRITE);
                services.desk().react(caller, react.streamId(), react.emoji());
            }
            case Inbound.Authenticate _, Inbound.Ping _ ->
                throw new IllegalArgumentException("not for an authenticated client only");
        }
    }

    private void subscribe(SocketSession session, Principal caller, Inbound.Subscribe message) {
        Long since = message.since() == null ? connectedSince : message.since();
        if (since != null) {
            session.gate().hold();
        }
        boolean released = since == null;
        List<Topic> fresh = new ArrayList<>();
        try {
            List<String> channels = new ArrayList<>();
            for (String channel : message.channels()) {
                try {
                    join(session, caller, channel, message.streamIds(), fresh);
                    channels.add(channel);
                } catch (ApiException refused) {
                    session.offer(Messages.error(refused, new JsonObject().put("channel", channel)));
                }
            }
            List<Topic> missing = fresh.stream().filter(Topic::hasEvents).toList();
            if (since == null || missing.isEmpty()) {
                session.offer(Messages.subscribed(channels));
            } else {
                EventReplay replay = EventReplay.read(services.log(), caller.tenant(), since);
                session.offer(Messages.subscribed(channels));
                session.gate().release(missing, since, replay);
                released = true;
            }
        } catch (RuntimeException failure) {
            fresh.forEach(session::part); // So that a second try misses nothing.
            throw failure;
        } finally {
            if (!released) {
                session.gate().release();
            }
        }
        fresh.forEach(topic -> tellState(session, topic));
    }

    private void join(
            SocketSession session, Principal caller, String channel, List<String> streamIds, List<Topic> fresh) {
        int max = services.settings().maxSubscriptions();
        if (channel.startsWith(STREAM_PREFIX)) {
            StreamRecord stream = stream(caller, channel.substring(STREAM_PREFIX.length()));
            Topic topic = Topic.stream(StreamAccess.room(stream));
            if (session.join(topic, StreamAccess.manages(caller, stream), max)) {
                fresh.add(topic);
            }
            return;
        }
        for (Topic topic : topicsOf(caller, channel, streamIds)) {
            if (session.join(topic, /* whole= */ true, max)) {
                fresh.add(topic);
            }
        }
    }

    private List<Topic> topicsOf(Principal caller, String channel, List<String> streamIds) {
        if (channel.startsWith(VIDEO_PREFIX)) {
            need(caller, Scope.VIDEOS_READ);
            return List.of(services.progress().topic(caller, channel.substring(VIDEO_PREFIX.length())));
        }
        return switch (channel) {
            case NOTIFICATIONS -> List.of(Topic.user(caller.tenant(), UserIds.of(caller)));
            case EVENTS -> {
                need(caller, Scope.EVENTS_READ);
                yield List.of(Topic.events(caller.tenant()));
            }
            case LIVE_CHAT -> liveChat(caller, streamIds);
            default -> throw ApiException.notFound("Channel");
        };
    }

    private List<Topic> liveChat(Principal caller, List<String> streamIds) {
        if (!streamIds.isEmpty()) {
            return streamIds.stream()
                    .map(id -> Topic.chat(StreamAccess.room(stream(caller, id))))
                    .toList();
        }
        need(caller, Scope.STREAMS_READ);
        followsWriting = true;
        return caller.managesTenant() ? List.of(Topic.allChat(caller.tenant())) : List.of();
    }

    private void unsubscribe(SocketSession session, Inbound.Unsubscribe message) {
        for (String channel : message.channels()) {
            for (Topic topic : session.topics()) {
                boolean named =
                        message.streamIds().isEmpty() || message.streamIds().contains(topic.name());
                boolean leaves =
                        switch (topic.kind()) {
                            case STREAM -> channel.equals(STREAM_PREFIX + topic.name());
                            case VIDEO -> channel.equals(VIDEO_PREFIX + topic.name());
                            case CHAT -> channel.equals(LIVE_CHAT) && named;
                            case ALL_CHAT ->
                                channel.equals(LIVE_CHAT) && message.streamIds().isEmpty();
                            case EVENTS -> channel.equals(EVENTS);
                            case USER -> channel.equals(NOTIFICATIONS);
                        };
                if (leaves) {
                    session.part(topic);
                }
            }
            followsWriting &= !channel.equals(LIVE_CHAT) || !message.streamIds().isEmpty();
        }
        session.offer(Messages.unsubscribed(message.channels()));
    }

    private void chat(SocketSession session, Principal caller, Inbound.Chat message) {
        need(caller, Scope.CHAT_WRITE);
        if (followsWriting) {
            StreamRecord stream = stream(caller, message.streamId());
            session.join(
                    Topic.chat(StreamAccess.room(stream)),
                    false,
                    services.settings().maxSubscriptions());
        }
        ChatMessage kept = services.desk().post(caller, message.streamId(), message.text());
        session.offer(Messages.chatAck(kept.id().toString(), message.clientId()));
    }

    /** What a new listener would else hear with the next change only. */
    private void tellState(SocketSession session, Topic topic) {
        switch (topic.kind()) {
            case STREAM -> {
                long count = services.viewers().current(StreamId.parse(topic.name()));
                session.offer(Messages.viewerCount(topic.name(), count));
            }
            case VIDEO -> services.progress().latest(topic).forEach(session::offer);
            case CHAT, ALL_CHAT, EVENTS, USER -> {}
        }
    }

    private StreamRecord stream(Principal caller, String id) {
        need(caller, Scope.STREAMS_READ);
        return services.desk().stream(caller, id);
    }

    private static void need(Principal caller, Scope scope) {
        if (!caller.may(scope)) {
            throw ApiException.permissionDenied("This credential lacks the scope " + scope.text() + ".");
        }
    }
}

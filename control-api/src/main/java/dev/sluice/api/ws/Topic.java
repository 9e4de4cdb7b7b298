package dev.sluice.api.ws;

import dev.sluice.engine.port.ChatRoomId;

/**
 * One thing that sockets listen to.
 *
 * @param name of the stream or the user, empty where it is the whole tenant's
 */
record Topic(Kind kind, String tenant, String name) {
    /** What it is. */
    enum Kind {
        /** Events, viewer count, chat and reactions of a stream. */
        STREAM,
        /** Chat and reactions of a stream. */
        CHAT,
        /** Chat and reactions of all streams. */
        ALL_CHAT,
        /** All events. */
        EVENTS,
        /** Notifications of a user. */
        USER
    }

    static Topic stream(ChatRoomId room) {
        return new Topic(Kind.STREAM, room.tenant(), room.stream().toString());
    }

    static Topic chat(ChatRoomId room) {
        return new Topic(Kind.CHAT, room.tenant(), room.stream().toString());
    }

    static Topic allChat(String tenant) {
        return new Topic(Kind.ALL_CHAT, tenant, "");
    }

    static Topic events(String tenant) {
        return new Topic(Kind.EVENTS, tenant, "");
    }

    static Topic user(String tenant, String userId) {
        return new Topic(Kind.USER, tenant, userId);
    }
}

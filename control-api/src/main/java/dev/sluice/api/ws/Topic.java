package dev.sluice.api.ws;

import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.port.ChatRoomId;
import dev.sluice.engine.port.Owner;

/**
 * One thing that sockets listen to.
 *
 * @param name of the stream, the video or the user, empty where it is the whole tenant's
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
        /** Events and progress of a video. */
        VIDEO,
        /** All events. */
        EVENTS,
        /** Notifications of a user. */
        USER
    }

    boolean hasEvents() {
        return kind == Kind.STREAM || kind == Kind.VIDEO || kind == Kind.EVENTS;
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

    static Topic video(Owner owner, AssetId id) {
        return new Topic(Kind.VIDEO, owner.tenant(), id.toString());
    }

    static Topic events(String tenant) {
        return new Topic(Kind.EVENTS, tenant, "");
    }

    static Topic user(String tenant, String userId) {
        return new Topic(Kind.USER, tenant, userId);
    }
}

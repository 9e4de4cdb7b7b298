package dev.sluice.engine.chat;

import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.port.ChatRoomId;

/** The texts of the signals between nodes: fields with a separator that no field has in it. */
public final class SignalFields {
    private static final char SEPARATOR = '\u001f';
    private static final int CHANGE_FIELDS = 3;
    private static final int BURST_FIELDS = 5;

    private SignalFields() {}

    /** A change of a room. */
    public record Change(ChatRoomId room, long sequence) {}

    public static String change(ChatRoomId room, long sequence) {
        return join(room.stream().toString(), room.tenant(), Long.toString(sequence));
    }

    /** @throws IllegalArgumentException when it is none */
    static Change parseChange(String text) {
        String[] fields = split(text, CHANGE_FIELDS);
        return new Change(new ChatRoomId(fields[1], StreamId.parse(fields[0])), Long.parseLong(fields[2]));
    }

    static String burst(ReactionBurst burst) {
        return join(
                burst.room().stream().toString(),
                burst.room().tenant(),
                burst.emoji(),
                Integer.toString(burst.count()),
                burst.userName().replace(SEPARATOR, ' '));
    }

    /** @throws IllegalArgumentException when it is none */
    static ReactionBurst parseBurst(String text) {
        String[] fields = split(text, BURST_FIELDS);
        ChatRoomId room = new ChatRoomId(fields[1], StreamId.parse(fields[0]));
        return new ReactionBurst(room, fields[2], Integer.parseInt(fields[3]), fields[4]);
    }

    private static String join(String... fields) {
        return String.join(String.valueOf(SEPARATOR), fields);
    }

    private static String[] split(String text, int count) {
        String[] fields = text.split(String.valueOf(SEPARATOR), -1);
        if (fields.length != count) {
            throw new IllegalArgumentException("not a signal of " + count + " fields");
        }
        return fields;
    }
}

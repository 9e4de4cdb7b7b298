package dev.sluice.api.chat;

import dev.sluice.api.live.Callers;
import dev.sluice.engine.port.ChatRoomId;
import dev.sluice.engine.port.StreamRecord;
import dev.sluice.engine.port.Visibility;
import dev.sluice.identity.Principal;

/** Who may see a stream, and who manages it. */
public final class StreamAccess {
    private StreamAccess() {}

    /** Everybody of the tenant sees what is not private; a private stream only those who manage it. */
    public static boolean canSee(Principal principal, StreamRecord stream) {
        return principal.tenant().equals(stream.owner().tenant())
                && (stream.visibility() != Visibility.PRIVATE || manages(principal, stream));
    }

    /** Its owner, and those who manage everything of the tenant. */
    public static boolean manages(Principal principal, StreamRecord stream) {
        return Callers.viewpoint(principal).manages(stream.owner());
    }

    public static ChatRoomId room(StreamRecord stream) {
        return new ChatRoomId(stream.owner().tenant(), stream.id());
    }
}

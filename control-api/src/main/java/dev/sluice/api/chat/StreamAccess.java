package dev.sluice.api.chat;

import dev.sluice.engine.port.ChatRoomId;
import dev.sluice.engine.port.StreamRecord;
import dev.sluice.engine.port.StreamVisibility;
import dev.sluice.identity.Principal;

/** Who may see a stream, and who manages it. The one place that knows whose a stream is. */
public final class StreamAccess {
    private static final String TENANT_OF_ALL_STREAMS = Principal.DEFAULT_TENANT;

    private StreamAccess() {}

    /** Everybody of the tenant sees what is not private; a private stream only those who manage it. */
    public static boolean canSee(Principal principal, StreamRecord stream) {
        return principal.tenant().equals(TENANT_OF_ALL_STREAMS)
                && (stream.visibility() != StreamVisibility.PRIVATE || manages(principal, stream));
    }

    /** Its owner, and those who manage everything of the tenant. */
    public static boolean manages(Principal principal, StreamRecord stream) {
        return principal.tenant().equals(TENANT_OF_ALL_STREAMS) && principal.managesTenant();
    }

    public static ChatRoomId room(StreamRecord stream) {
        return new ChatRoomId(TENANT_OF_ALL_STREAMS, stream.id());
    }
}

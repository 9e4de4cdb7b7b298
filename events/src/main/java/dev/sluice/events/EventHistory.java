package dev.sluice.events;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The events of a tenant as one who looks back asks for them. Blocks; for virtual threads. */
public interface EventHistory {
    /**
     * Oldest first, at most {@code limit}.
     *
     * @param since only those with a higher sequence
     * @param type only these, null for all
     * @param objectId only those of this object, null for all
     */
    List<Event> find(String tenant, long since, @Nullable String type, @Nullable String objectId, int limit);
}

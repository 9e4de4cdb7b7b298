package dev.sluice.api.edge;

import dev.sluice.engine.port.Visibility;
import java.util.Optional;
import java.util.UUID;

/** Who may watch what there is: streams and assets in the database. Blocks; safe for threads. */
public interface Viewable {
    /** Empty when there is no such stream. */
    Optional<Visibility> stream(UUID id);

    /** Empty when there is no such asset, or it does not play. */
    Optional<Visibility> asset(UUID id);
}

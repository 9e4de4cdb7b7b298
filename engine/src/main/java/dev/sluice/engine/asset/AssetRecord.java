package dev.sluice.engine.asset;

import dev.sluice.engine.port.Owner;
import dev.sluice.engine.port.Visibility;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An asset as the database keeps it.
 *
 * @param fileName as its owner called the file
 * @param sourceJson what the probe found; null before it has run
 * @param failure null unless failed
 * @param output null unless ready
 * @param version grows with every change of the row, from 1
 * @param readyAt of the latest time it became ready, null when it never did
 */
public record AssetRecord(
        AssetId id,
        Owner owner,
        AssetDetails details,
        @Nullable String fileName,
        String sourceKey,
        long sourceBytes,
        @Nullable String sourceJson,
        AssetStatus status,
        @Nullable Failure failure,
        @Nullable AssetOutput output,
        AssetFigures figures,
        long version,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant readyAt) {
    public Visibility visibility() {
        return details.visibility();
    }
}

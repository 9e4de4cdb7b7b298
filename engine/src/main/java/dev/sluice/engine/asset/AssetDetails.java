package dev.sluice.engine.asset;

import dev.sluice.engine.port.Visibility;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a platform says of an asset. Already validated.
 *
 * @param profile name of the encode profile; null for the default one
 * @param metadataJson the platform's own JSON object, kept and given back as it is
 */
public record AssetDetails(
        String title,
        @Nullable String description,
        Visibility visibility,
        List<String> tags,
        @Nullable String profile,
        String metadataJson) {
    public static final String NO_METADATA = "{}";

    public AssetDetails {
        tags = List.copyOf(tags);
    }
}

package dev.sluice.vod.publish;

import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.asset.AssetKeys;
import dev.sluice.engine.port.ObjectMetadata;
import dev.sluice.engine.port.ObjectStore;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.engine.port.StoredObject;
import dev.sluice.media.io.Payload;
import dev.sluice.vod.source.SourceJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Where {@link PublishedIndex}es are kept: beside what players read, not among it. Safe for threads. */
public final class IndexStore {
    private static final String NAME = "presentation.json";
    private static final ObjectMetadata JSON = new ObjectMetadata("application/json", "no-store");
    /** Ten renditions of twelve hours have a fifth of it. */
    private static final int MAX_BYTES = 64 << 20;

    private final ObjectStore objects;

    public IndexStore(ObjectStore objects) {
        this.objects = objects;
    }

    public void write(AssetId asset, PublishedIndex index) throws ObjectStoreException {
        Payload bytes = Payload.wrap(SourceJson.write(index).getBytes(StandardCharsets.UTF_8));
        objects.put(key(asset), List.of(bytes), JSON);
    }

    /**
     * @return empty for an asset that was published before there were indexes
     * @throws IllegalStateException when it is larger than any that was written
     */
    public Optional<PublishedIndex> read(AssetId asset) throws ObjectStoreException {
        long sizeBytes = objects.head(key(asset)).map(StoredObject::sizeBytes).orElse(0L);
        if (sizeBytes > MAX_BYTES) {
            throw new IllegalStateException("the index of asset " + asset + " has " + sizeBytes + " bytes");
        }
        return sizeBytes == 0
                ? Optional.empty()
                : objects.read(key(asset), 0, Math.toIntExact(sizeBytes))
                        .map(bytes -> SourceJson.read(
                                new String(bytes.toByteArray(), StandardCharsets.UTF_8), PublishedIndex.class));
    }

    private static String key(AssetId asset) {
        return AssetKeys.index(asset) + NAME;
    }
}

package dev.sluice.server.adapter;

import dev.sluice.api.edge.Viewable;
import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.asset.AssetRecord;
import dev.sluice.engine.asset.AssetRepository;
import dev.sluice.engine.asset.AssetStatus;
import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.port.StreamRecord;
import dev.sluice.engine.port.StreamRepository;
import dev.sluice.engine.port.Visibility;
import java.util.Optional;
import java.util.UUID;

/** Streams and assets as the edge asks for them. */
public record PlayableThings(StreamRepository streams, AssetRepository assets) implements Viewable {
    @Override
    public Optional<Visibility> stream(UUID id) {
        return streams.find(new StreamId(id)).map(StreamRecord::visibility);
    }

    @Override
    public Optional<Visibility> asset(UUID id) {
        return assets.find(new AssetId(id))
                .filter(asset -> asset.status() == AssetStatus.READY)
                .map(AssetRecord::visibility);
    }
}

package dev.sluice.engine.asset;

import dev.sluice.engine.port.Owner;

/**
 * An asset that is made, without encoding, of media that is there already.
 *
 * @param originJson which media, as the first step of its kind reads it
 */
public record DerivedAsset(AssetId id, Owner owner, AssetDetails details, Kind kind, String originJson) {
    /** Of what it is made; in lower case the name of its job's first step. */
    public enum Kind {
        /** A stretch of another asset. */
        CLIP,
        /** A live stream that has ended. */
        RECORDING
    }
}

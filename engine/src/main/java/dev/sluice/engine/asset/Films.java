package dev.sluice.engine.asset;

import dev.sluice.engine.asset.AssetRendition.Media;
import dev.sluice.engine.port.ObjectStoreException;
import java.util.Optional;

/** The files of assets that play alone, pictures with sound. Blocks; safe for use by many threads. */
public interface Films {
    /** Beneath an asset's prefix, before the name of the pictures' object. */
    String PREFIX = "film/";

    /** The name of the file beneath its asset's prefix that has these pictures, with sound where the asset has any. */
    static String objectName(AssetOutput output, AssetRendition pictures) {
        boolean sounds = output.renditions().stream().anyMatch(rendition -> rendition.media() == Media.AUDIO);
        return (sounds ? PREFIX : "") + pictures.objectName();
    }

    /**
     * @param pictures the object name of a rendition
     * @return empty when there is no such rendition, or the asset has no sound
     */
    Optional<Film> find(AssetId asset, String pictures) throws ObjectStoreException;
}

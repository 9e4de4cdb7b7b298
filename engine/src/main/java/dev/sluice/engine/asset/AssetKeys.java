package dev.sluice.engine.asset;

import java.util.List;

/** Where the objects of an asset are in the store. */
public final class AssetKeys {
    /** Of what players read. */
    private static final String PUBLISHED = "vod/";
    /** Of what steps leave for later steps. */
    private static final String WORK = "work/";
    /** Of what is kept to write manifests anew. */
    private static final String INDEX = "index/";
    /** Of what came in. */
    private static final String UPLOADS = "uploads/";

    private AssetKeys() {}

    public static String published(AssetId id) {
        return PUBLISHED + id + "/";
    }

    public static String work(AssetId id) {
        return WORK + id + "/";
    }

    public static String index(AssetId id) {
        return INDEX + id + "/";
    }

    public static String upload(AssetId id) {
        return UPLOADS + id + "/";
    }

    /** All that there may be. */
    public static List<String> all(AssetId id) {
        return List.of(published(id), work(id), index(id), upload(id));
    }
}

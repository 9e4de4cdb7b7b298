package dev.sluice.engine.asset;

import java.util.List;

/**
 * One page of a listing, newest first.
 *
 * @param total rows over all pages
 */
public record AssetPage(List<AssetRecord> assets, long total) {
    public AssetPage {
        assets = List.copyOf(assets);
    }
}

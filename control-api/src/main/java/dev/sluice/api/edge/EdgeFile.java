package dev.sluice.api.edge;

import dev.sluice.engine.control.LiveEdge.EdgeObject;
import dev.sluice.engine.port.PackagedObject;
import dev.sluice.engine.port.PackagedObject.Kind;
import dev.sluice.engine.port.StoredObject;

/**
 * A live file ready to be sent.
 *
 * @param kind for a file of the store, as its name tells it: any playlist or manifest is one to caches
 * @param etag strong, in quotes. Bytes under an immutable path never change, so there the size says it all, and it is
 *     the same from memory and from the store
 * @param compressed true for the gzip form
 */
record EdgeFile(String contentType, Kind kind, String etag, long sizeBytes, boolean compressed, EdgeBody body) {
    /** @param processTag tells the versions of this process from those of earlier ones */
    static EdgeFile ofMemory(EdgeObject found, String processTag) {
        var object = found.object();
        long sizeBytes = object.sizeBytes();
        boolean immutable = object.kind().immutable();
        String etag = immutable ? immutableEtag(sizeBytes) : '"' + processTag + '-' + found.version() + '"';
        return new EdgeFile(
                object.kind().contentType(),
                object.kind(),
                etag,
                sizeBytes,
                /* compressed= */ false,
                new MemoryBody(object.body()));
    }

    static EdgeFile ofStore(StoredObject stored, StoreBody body) {
        Kind kind = kindOf(stored.key());
        long sizeBytes = stored.sizeBytes();
        String etag = kind.immutable()
                ? immutableEtag(sizeBytes)
                : "\"m" + Long.toHexString(stored.lastModified().toEpochMilli()) + '-' + sizeBytes + '"';
        return new EdgeFile(stored.metadata().contentType(), kind, etag, sizeBytes, /* compressed= */ false, body);
    }

    private static Kind kindOf(String key) {
        if (key.endsWith(".m3u8") || key.endsWith(".mpd")) {
            return Kind.HLS_PLAYLIST;
        }
        return key.endsWith("/" + PackagedObject.THUMBNAIL_PATH) ? Kind.THUMBNAIL : Kind.SEGMENT;
    }

    boolean immutable() {
        return kind.immutable();
    }

    /** True for text, which is worth compressing. */
    boolean compressible() {
        return switch (kind) {
            case HLS_PLAYLIST, DASH_MANIFEST -> true;
            case INIT_SEGMENT, SEGMENT, THUMBNAIL -> false;
        };
    }

    /** True when whoever gets it watches the stream, and does not only look at its picture. */
    boolean isWatched() {
        return kind != Kind.THUMBNAIL;
    }

    String cacheControl() {
        return kind.cacheControl();
    }

    private static String immutableEtag(long sizeBytes) {
        return "\"i" + Long.toHexString(sizeBytes) + '"';
    }
}

package dev.sluice.api.edge;

import dev.sluice.engine.control.LiveEdge.EdgeObject;
import dev.sluice.engine.port.StoredObject;

/**
 * A live file ready to be sent.
 *
 * @param etag strong, in quotes. Bytes under an immutable path never change, so there the size says it all, and it is
 *     the same from memory and from the store
 * @param compressed true for the gzip form
 */
record EdgeFile(String contentType, boolean immutable, String etag, long sizeBytes, boolean compressed, EdgeBody body) {
    /** @param processTag tells the versions of this process from those of earlier ones */
    static EdgeFile ofMemory(EdgeObject found, String processTag) {
        var object = found.object();
        long sizeBytes = object.sizeBytes();
        boolean immutable = object.kind().immutable();
        String etag = immutable ? immutableEtag(sizeBytes) : '"' + processTag + '-' + found.version() + '"';
        return new EdgeFile(
                object.kind().contentType(),
                immutable,
                etag,
                sizeBytes,
                /* compressed= */ false,
                new MemoryBody(object.body()));
    }

    static EdgeFile ofStore(StoredObject stored, StoreBody body) {
        boolean immutable = !isManifest(stored.key());
        long sizeBytes = stored.sizeBytes();
        String etag = immutable
                ? immutableEtag(sizeBytes)
                : "\"m" + Long.toHexString(stored.lastModified().toEpochMilli()) + '-' + sizeBytes + '"';
        return new EdgeFile(stored.metadata().contentType(), immutable, etag, sizeBytes, /* compressed= */ false, body);
    }

    static boolean isManifest(String path) {
        return path.endsWith(".m3u8") || path.endsWith(".mpd");
    }

    String cacheControl() {
        return immutable ? "public, max-age=31536000, immutable" : "public, max-age=1";
    }

    private static String immutableEtag(long sizeBytes) {
        return "\"i" + Long.toHexString(sizeBytes) + '"';
    }
}

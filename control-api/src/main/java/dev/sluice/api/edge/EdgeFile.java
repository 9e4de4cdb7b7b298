package dev.sluice.api.edge;

import dev.sluice.engine.control.LiveEdge.EdgeObject;
import dev.sluice.engine.port.PackagedObject;
import dev.sluice.engine.port.PackagedObject.Kind;
import dev.sluice.engine.port.StoredObject;

/**
 * A file for players, ready to be sent.
 *
 * @param cacheControl how long caches may keep it, as HTTP says it
 * @param etag strong, in quotes. Bytes under an immutable path never change, so there the size says it all, and it is
 *     the same from memory and from the store
 * @param compressible true for text, which is worth compressing
 * @param isWatched true when whoever gets it watches the stream, and does not only look at its picture
 * @param compressed true for the gzip form
 */
record EdgeFile(
        String contentType,
        String cacheControl,
        String etag,
        long sizeBytes,
        boolean compressible,
        boolean isWatched,
        boolean compressed,
        EdgeBody body) {
    static final String IMMUTABLE = "immutable";
    private static final String VIDEO_MP4 = "video/mp4";

    /** @param processTag tells the versions of this process from those of earlier ones */
    static EdgeFile ofMemory(EdgeObject found, String processTag) {
        var object = found.object();
        long sizeBytes = object.sizeBytes();
        Kind kind = object.kind();
        String etag = kind.immutable() ? immutableEtag(sizeBytes) : '"' + processTag + '-' + found.version() + '"';
        boolean text = kind == Kind.HLS_PLAYLIST || kind == Kind.DASH_MANIFEST;
        return new EdgeFile(
                kind.contentType(),
                kind.cacheControl(),
                etag,
                sizeBytes,
                text,
                kind != Kind.THUMBNAIL,
                /* compressed= */ false,
                new MemoryBody(object.body()));
    }

    static EdgeFile ofStore(EdgePath.Space space, StoredObject stored, StoreBody body) {
        String key = stored.key();
        boolean text = key.endsWith(".m3u8") || key.endsWith(".mpd");
        String cacheControl =
                switch (space) {
                    case LIVE -> liveKind(key, text).cacheControl();
                    case VOD -> stored.metadata().cacheControl();
                };
        String etag = cacheControl.endsWith(IMMUTABLE)
                ? immutableEtag(stored.sizeBytes())
                : "\"m" + Long.toHexString(stored.lastModified().toEpochMilli()) + '-' + stored.sizeBytes() + '"';
        return new EdgeFile(
                stored.metadata().contentType(),
                cacheControl,
                etag,
                stored.sizeBytes(),
                text,
                /* isWatched= */ true,
                /* compressed= */ false,
                body);
    }

    static EdgeFile ofFilm(long sizeBytes, FilmBody body) {
        return new EdgeFile(
                VIDEO_MP4,
                Kind.SEGMENT.cacheControl(),
                immutableEtag(sizeBytes),
                sizeBytes,
                /* compressible= */ false,
                /* isWatched= */ true,
                /* compressed= */ false,
                body);
    }

    /** The same in its gzip form. */
    EdgeFile compressedTo(long compressedBytes, String compressedEtag, EdgeBody compressedBody) {
        return new EdgeFile(
                contentType,
                cacheControl,
                compressedEtag,
                compressedBytes,
                compressible,
                isWatched,
                /* compressed= */ true,
                compressedBody);
    }

    /** As its name tells it: any playlist or manifest is one to caches. */
    private static Kind liveKind(String key, boolean text) {
        if (text) {
            return Kind.HLS_PLAYLIST;
        }
        return key.endsWith("/" + PackagedObject.THUMBNAIL_PATH) ? Kind.THUMBNAIL : Kind.SEGMENT;
    }

    private static String immutableEtag(long sizeBytes) {
        return "\"i" + Long.toHexString(sizeBytes) + '"';
    }
}

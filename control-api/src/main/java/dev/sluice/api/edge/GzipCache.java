package dev.sluice.api.edge;

import dev.sluice.media.io.Payload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Compressed playlists and manifests, each compressed once per version and shared by all who ask. Holds the latest used
 * {@value #MAX_FILES} files. Safe for use by many threads.
 */
final class GzipCache {
    static final int MAX_FILES = 512;
    static final int MIN_SOURCE_BYTES = 512;
    static final int MAX_SOURCE_BYTES = 512 * 1024;

    private record Entry(String etag, Payload compressed) {}

    private final LinkedHashMap<EdgePath, Entry> entries = new LinkedHashMap<>(16, 0.75f, /* accessOrder= */ true);

    /** The file compressed, or the file itself when it is not a manifest or not of a size that gains. */
    EdgeFile compress(EdgePath path, EdgeFile file) {
        boolean worthIt =
                file.compressible() && file.sizeBytes() >= MIN_SOURCE_BYTES && file.sizeBytes() <= MAX_SOURCE_BYTES;
        if (!worthIt || !(file.body() instanceof MemoryBody memory)) {
            return file;
        }
        String etag = file.etag().substring(0, file.etag().length() - 1) + "-gz\"";
        Payload compressed = find(path, etag);
        if (compressed == null) {
            compressed = gzip(memory.pieces());
            store(path, new Entry(etag, compressed));
        }
        return file.compressedTo(compressed.sizeBytes(), etag, new MemoryBody(List.of(compressed)));
    }

    private @Nullable Payload find(EdgePath path, String etag) {
        synchronized (entries) {
            Entry entry = entries.get(path);
            return entry != null && entry.etag().equals(etag) ? entry.compressed() : null;
        }
    }

    private void store(EdgePath path, Entry entry) {
        synchronized (entries) {
            entries.put(path, entry);
            if (entries.size() > MAX_FILES) {
                entries.pollFirstEntry();
            }
        }
    }

    private static Payload gzip(List<Payload> pieces) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            for (Payload piece : pieces) {
                piece.writeTo(gzip);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException("compressing in memory", impossible);
        }
        return Payload.wrap(bytes.toByteArray());
    }
}

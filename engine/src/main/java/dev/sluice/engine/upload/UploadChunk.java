package dev.sluice.engine.upload;

import java.util.List;

/**
 * A chunk that is durable; of a sequential upload, a part.
 *
 * @param etags of its parts, in order; empty for a chunk that is an object of its own
 */
public record UploadChunk(int number, int sizeBytes, List<String> etags) {
    public UploadChunk {
        etags = List.copyOf(etags);
    }
}

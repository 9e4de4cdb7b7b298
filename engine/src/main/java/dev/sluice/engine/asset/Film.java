package dev.sluice.engine.asset;

import dev.sluice.media.io.Payload;
import java.util.List;

/**
 * A file with pictures and sound that is stored in pieces: a header, then bytes of other objects.
 *
 * @param parts what follows the header
 */
public record Film(Payload header, List<Part> parts) {
    public Film {
        parts = List.copyOf(parts);
    }

    /**
     * Bytes of an object, of which four are others in the film.
     *
     * @param key of the object in the store
     * @param numberOffset where in the part these four stand
     * @param number their value, big end first
     */
    public record Part(String key, long offsetBytes, int sizeBytes, int numberOffset, int number) {
        public Part {
            if (sizeBytes < numberOffset + Integer.BYTES) {
                throw new IllegalArgumentException("a part of " + sizeBytes + " bytes without its number");
            }
        }
    }

    public long sizeBytes() {
        return header.sizeBytes() + parts.stream().mapToLong(Part::sizeBytes).sum();
    }
}

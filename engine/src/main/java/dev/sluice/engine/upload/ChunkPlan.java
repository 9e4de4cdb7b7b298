package dev.sluice.engine.upload;

import dev.sluice.engine.port.MultipartObjects;

/**
 * How a file of a known size is cut into chunks, and chunks into parts of the store's object. Chunks that may be parts
 * are cut only so far that a part in memory stays small and the parts stay within the store's number; smaller ones
 * cannot be parts and are joined later.
 *
 * @param chunkBytes of every chunk but the last
 */
public record ChunkPlan(long sizeBytes, int chunkBytes) {
    /** Aim for what is held in memory at once. */
    static final int PART_BYTES = 8 << 20;

    public ChunkPlan {
        if (sizeBytes < 1 || chunkBytes < 1) {
            throw new IllegalArgumentException(sizeBytes + " bytes in chunks of " + chunkBytes);
        }
    }

    public int count() {
        return Math.toIntExact((sizeBytes + chunkBytes - 1) / chunkBytes);
    }

    public boolean has(int number) {
        return number >= 1 && number <= count();
    }

    /** Of the chunk with this number, from 1. */
    public int bytesOf(int number) {
        return (int) Math.min(chunkBytes, sizeBytes - (number - 1L) * chunkBytes);
    }

    /** Whether chunks go into the store as parts. */
    public boolean areParts() {
        return chunkBytes >= MultipartObjects.MIN_PART_BYTES || count() == 1;
    }

    /** How many parts a chunk but the last makes. */
    public int partsPerChunk() {
        return Math.clamp(Math.min(chunkBytes / PART_BYTES, MultipartObjects.MAX_PARTS / count()), 1, chunkBytes);
    }

    /** Of every part of a chunk but its last. */
    public int partBytes() {
        return (chunkBytes + partsPerChunk() - 1) / partsPerChunk();
    }

    /** Of a chunk's first part. */
    public int firstPartOf(int number) {
        return (number - 1) * partsPerChunk() + 1;
    }

    /** The part size for a file that is written from its beginning to its end. */
    public static int sequentialPartBytes(long maxSizeBytes) {
        long least = (maxSizeBytes + MultipartObjects.MAX_PARTS - 1) / MultipartObjects.MAX_PARTS;
        return (int) Math.max(PART_BYTES, (least + (1 << 20) - 1) >> 20 << 20);
    }
}

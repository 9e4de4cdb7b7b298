package dev.sluice.rtmp.chunk;

/** What one connection may make this server hold, and the numbers of RTMP 1.0 section 5.3 and 5.4.1. */
public final class ChunkLimits {
    /** One message. A 4K key frame at a high rate is about 2 MiB. */
    public static final int MAX_MESSAGE_BYTES = 10 << 20;
    /** One message before publishing was accepted: commands and metadata only. */
    public static final int MAX_MESSAGE_BYTES_BEFORE_PUBLISH = 1 << 20;
    /** Memory of all messages that have begun and not ended. */
    public static final int MAX_PARTIAL_BYTES = 16 << 20;
    /** Chunk streams that hold state. Encoders use fewer than eight. */
    public static final int MAX_CHUNK_STREAMS = 64;

    public static final int DEFAULT_CHUNK_BYTES = 128;
    /** A message has a 24-bit length, so larger chunk sizes mean the same as this one. */
    public static final int MAX_CHUNK_BYTES = 0xFFFFFF;

    static final int MIN_FIRST_ALLOCATION_BYTES = 4 << 10;
    static final int MAX_FIRST_ALLOCATION_BYTES = 64 << 10;

    private ChunkLimits() {}
}

package dev.sluice.storage.objects;

import dev.sluice.engine.port.ObjectMetadata;
import dev.sluice.media.io.Payload;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;

/**
 * How one object lies in one file. An object with the {@link UsualMetadata} of its name is the plain file that it looks
 * like; segments and playlists are such. Any other has a head before its bytes: {@link #MAGIC}, then content type and
 * cache control, each after its length in two bytes. (Bytes that happen to begin with the magic get a head too.)
 *
 * <p>One file, so that bytes and metadata change together in one move, on every file system and through every backup,
 * and nothing is left behind by a crash: a second file could not give that, and user attributes are missing on some
 * file systems and lost by many tools.
 *
 * @param metadata as put
 * @param headBytes where the object's bytes begin in the file
 * @param sizeBytes of the object
 */
record ObjectFile(ObjectMetadata metadata, int headBytes, long sizeBytes) {
    /** Begins with a byte that no text and no box of a media file begins with. */
    private static final byte[] MAGIC = {(byte) 0x89, 'S', 'L', 'O', 'B', '\r', '\n', 1};

    private static final int MAX_HEAD_BYTES = MAGIC.length + 2 * (Short.BYTES + ObjectNames.MAX_METADATA_LENGTH);
    /** Bounds the buffer that the runtime keeps beside each thread that does I/O. */
    private static final int CHUNK_BYTES = 128 * 1024;

    static ObjectFile open(FileChannel channel, String key) throws IOException {
        byte[] start = readFully(channel, 0, (int) Math.min(channel.size(), MAGIC.length));
        if (!Arrays.equals(start, MAGIC)) {
            return new ObjectFile(UsualMetadata.of(key), 0, channel.size());
        }
        ByteBuffer head = ByteBuffer.wrap(readFully(channel, 0, (int) Math.min(channel.size(), MAX_HEAD_BYTES)));
        head.position(MAGIC.length);
        ObjectMetadata metadata = new ObjectMetadata(text(head), text(head));
        return new ObjectFile(metadata, head.position(), channel.size() - head.position());
    }

    /** Writes a whole new file and brings it to the disk. */
    static void write(FileChannel channel, String key, List<Payload> body, ObjectMetadata metadata) throws IOException {
        if (needsHead(key, body, metadata)) {
            writeFully(channel, head(metadata));
        }
        for (Payload piece : body) {
            writeFully(channel, piece.buffer());
        }
        channel.force(true);
    }

    /** Whether a file of the bytes alone would be read as something else. */
    private static boolean needsHead(String key, List<Payload> start, ObjectMetadata metadata) {
        return !metadata.equals(UsualMetadata.of(key)) || beginsWithMagic(start);
    }

    /** Bytes of an object that lie in a file. */
    record Piece(Path file, long offset, long sizeBytes) {}

    /** Whether bytes that begin with the piece are, unchanged, the file of this object. */
    static boolean isPlain(Piece first, String key, ObjectMetadata metadata) throws IOException {
        try (FileChannel channel = FileChannel.open(first.file(), StandardOpenOption.READ)) {
            byte[] start = readFully(channel, first.offset(), (int) Math.min(first.sizeBytes(), MAGIC.length));
            return !needsHead(key, List.of(Payload.wrap(start)), metadata);
        }
    }

    /** Where the bytes of the object begin in its file, whatever they are but the magic. */
    static int headBytes(String key, ObjectMetadata metadata) {
        return metadata.equals(UsualMetadata.of(key)) ? 0 : head(metadata).remaining();
    }

    /** Puts the head before bytes that leave {@link #headBytes} for it. */
    static void writeHead(FileChannel channel, String key, ObjectMetadata metadata) throws IOException {
        if (headBytes(key, metadata) > 0) {
            writeFully(channel, head(metadata), 0);
        }
    }

    /** Writes a whole new file of what lies in other files, one after another, and brings it to the disk. */
    static void join(FileChannel channel, String key, List<Piece> pieces, ObjectMetadata metadata) throws IOException {
        if (!pieces.isEmpty() && !isPlain(pieces.getFirst(), key, metadata)) {
            writeFully(channel, head(metadata));
        }
        for (Piece piece : pieces) {
            append(channel, piece);
        }
        channel.force(true);
    }

    /** Copies to where the channel is; file systems that share extents do so. */
    static void append(FileChannel channel, Piece piece) throws IOException {
        try (FileChannel from = FileChannel.open(piece.file(), StandardOpenOption.READ)) {
            for (long done = 0; done < piece.sizeBytes(); ) {
                long copied = from.transferTo(piece.offset() + done, piece.sizeBytes() - done, channel);
                if (copied <= 0) {
                    throw new EOFException("a part became shorter while it was copied");
                }
                done += copied;
            }
        }
    }

    /** From an offset within the object, cut at its end. */
    Payload read(FileChannel channel, long offsetBytes, int lengthBytes) throws IOException {
        int wantedBytes = (int) Math.min(lengthBytes, sizeBytes - offsetBytes);
        return Payload.wrap(readFully(channel, headBytes + offsetBytes, wantedBytes));
    }

    private static ByteBuffer head(ObjectMetadata metadata) {
        byte[] type = metadata.contentType().getBytes(StandardCharsets.US_ASCII);
        byte[] cache = metadata.cacheControl().getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(MAX_HEAD_BYTES)
                .put(MAGIC)
                .putShort((short) type.length)
                .put(type)
                .putShort((short) cache.length)
                .put(cache)
                .flip();
    }

    private static String text(ByteBuffer head) throws IOException {
        int lengthBytes = head.remaining() < Short.BYTES ? -1 : head.getShort();
        if (lengthBytes < 0 || lengthBytes > Math.min(head.remaining(), ObjectNames.MAX_METADATA_LENGTH)) {
            throw new IOException("the head of the file is damaged");
        }
        byte[] bytes = new byte[lengthBytes];
        head.get(bytes);
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    private static boolean beginsWithMagic(List<Payload> body) {
        int matched = 0;
        for (Payload piece : body) {
            for (int i = 0; i < piece.sizeBytes() && matched < MAGIC.length; i++) {
                if (piece.byteAt(i) != MAGIC[matched]) {
                    return false;
                }
                matched++;
            }
        }
        return matched == MAGIC.length;
    }

    static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        int end = bytes.limit();
        while (bytes.position() < end) {
            bytes.limit(Math.min(end, bytes.position() + CHUNK_BYTES));
            channel.write(bytes);
        }
    }

    static void writeFully(FileChannel channel, ByteBuffer bytes, long position) throws IOException {
        int end = bytes.limit();
        long start = position - bytes.position();
        while (bytes.position() < end) {
            bytes.limit(Math.min(end, bytes.position() + CHUNK_BYTES));
            channel.write(bytes, start + bytes.position());
        }
    }

    private static byte[] readFully(FileChannel channel, long position, int lengthBytes) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(lengthBytes);
        while (bytes.position() < lengthBytes) {
            bytes.limit(Math.min(lengthBytes, bytes.position() + CHUNK_BYTES));
            if (channel.read(bytes, position + bytes.position()) < 0) {
                throw new EOFException("the file became shorter while it was read");
            }
        }
        return bytes.array();
    }
}

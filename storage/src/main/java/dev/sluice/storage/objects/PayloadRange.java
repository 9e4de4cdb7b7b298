package dev.sluice.storage.objects;

import dev.sluice.media.io.Payload;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import software.amazon.awssdk.core.sync.RequestBody;

/** A run of bytes that lies in several payloads, readable as often as retries and signatures need it, never copied. */
final class PayloadRange {
    /** Part of a payload. */
    private record Piece(Payload payload, int offset, int lengthBytes) {}

    private final List<Piece> pieces = new ArrayList<>();
    private final long sizeBytes;

    private PayloadRange(List<Payload> body, long offsetBytes, long lengthBytes) {
        long position = 0;
        long end = offsetBytes + lengthBytes;
        for (Payload payload : body) {
            int from = Math.clamp(offsetBytes - position, 0, payload.sizeBytes());
            int to = Math.clamp(end - position, 0, payload.sizeBytes());
            if (to > from) {
                pieces.add(new Piece(payload, from, to - from));
            }
            position += payload.sizeBytes();
        }
        this.sizeBytes = lengthBytes;
    }

    static PayloadRange whole(List<Payload> body) {
        return new PayloadRange(body, 0, sizeBytes(body));
    }

    /** Cuts a body into parts of one size, the last of which may be smaller. */
    static List<PayloadRange> cut(List<Payload> body, int partBytes) {
        List<PayloadRange> parts = new ArrayList<>();
        long sizeBytes = sizeBytes(body);
        for (long offset = 0; offset < sizeBytes; offset += partBytes) {
            parts.add(new PayloadRange(body, offset, Math.min(partBytes, sizeBytes - offset)));
        }
        return parts;
    }

    static long sizeBytes(List<Payload> body) {
        return body.stream().mapToLong(Payload::sizeBytes).sum();
    }

    long sizeBytes() {
        return sizeBytes;
    }

    RequestBody requestBody(String contentType) {
        return RequestBody.fromContentProvider(this::open, sizeBytes, contentType);
    }

    /** In base64, as HTTP has it. */
    String contentMd5() {
        return Base64.getEncoder().encodeToString(md5());
    }

    private byte[] md5() {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            for (Piece piece : pieces) {
                digest.update(piece.payload().buffer().slice(piece.offset(), piece.lengthBytes()));
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException everyRuntimeHasIt) {
            throw new IllegalStateException(everyRuntimeHasIt);
        }
    }

    InputStream open() {
        return new Stream(pieces.iterator());
    }

    private static final class Stream extends InputStream {
        private final Iterator<Piece> next;
        private Piece current = new Piece(Payload.EMPTY, 0, 0);
        private int position;

        Stream(Iterator<Piece> next) {
            this.next = next;
        }

        @Override
        public int read() {
            return isAtEnd() ? -1 : current.payload().byteAt(current.offset() + position++) & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int lengthBytes) {
            Objects.checkFromIndexSize(offset, lengthBytes, target.length);
            if (lengthBytes == 0) {
                return 0;
            }
            if (isAtEnd()) {
                return -1;
            }
            int taken = Math.min(lengthBytes, available());
            current.payload().copyTo(current.offset() + position, target, offset, taken);
            position += taken;
            return taken;
        }

        @Override
        public int available() {
            return current.lengthBytes() - position;
        }

        private boolean isAtEnd() {
            while (available() == 0 && next.hasNext()) {
                current = next.next();
                position = 0;
            }
            return available() == 0;
        }
    }
}

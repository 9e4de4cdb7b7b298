package dev.sluice.api.upload;

import dev.sluice.api.http.ApiException;
import dev.sluice.engine.upload.UploadSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads {@code multipart/form-data} (RFC 7578) as it comes, with one window of it in memory and nothing on disk. Call
 * order: {@code (nextPart read*)*}, until there is no next part. One thread.
 */
final class MultipartReader {
    static final int MAX_BOUNDARY_LENGTH = 70;
    private static final int WINDOW_BYTES = 64 * 1024;
    private static final int MAX_HEADER_BYTES = 8 * 1024;
    private static final int MAX_PREAMBLE_BYTES = 16 * 1024;
    private static final int MAX_PARTS = 100;
    private static final int DASH = '-';
    private static final int BYTE_VALUES = 256;

    private final UploadSource in;
    /** What ends a part: the boundary with the line end before it. */
    private final byte[] delimiter;

    private final int[] shifts;

    private final byte[] window = new byte[WINDOW_BYTES];
    private int position;
    private int limit;
    private boolean atEnd;
    private boolean inPart;
    private int parts;
    private Map<String, String> headers = Map.of();

    MultipartReader(UploadSource in, String boundary) {
        this.in = in;
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        this.shifts = shifts(delimiter);
        // The first boundary needs no line end before it.
        window[0] = '\r';
        window[1] = '\n';
        this.limit = 2;
        this.inPart = true;
    }

    /**
     * Goes to the next part, over what is left of this one.
     *
     * @return false at the end of the form
     * @throws ApiException 400 when the form is malformed or has too many parts
     * @throws IOException when it ends early
     */
    boolean nextPart() throws IOException {
        byte[] passedOver = new byte[4096];
        int passed = 0;
        while (inPart) {
            int read = read(passedOver, 0, passedOver.length, Duration.ofSeconds(1));
            passed += Math.max(read, 0);
            if (parts == 0 && passed > MAX_PREAMBLE_BYTES) {
                throw malformed();
            }
        }
        // Behind the delimiter: two dashes end the form, a line end begins a part.
        int first = next();
        if (first == DASH) {
            if (next() != DASH) {
                throw malformed();
            }
            return false;
        }
        while (first == ' ' || first == '\t') {
            first = next();
        }
        if (first != '\r' || next() != '\n' || parts == MAX_PARTS) {
            throw malformed();
        }
        parts++;
        headers = readHeaders();
        inPart = true;
        return true;
    }

    /** Of the current part, by name in lower case. */
    Map<String, String> headers() {
        return headers;
    }

    /** Bytes of the current part, as {@link UploadSource#read} gives them. */
    int read(byte[] target, int offset, int lengthBytes, Duration patience) throws IOException {
        if (!inPart) {
            return -1;
        }
        int safe = safeBytes();
        if (safe == 0 && !startsWithDelimiter()) {
            if (!fill(patience)) {
                return 0;
            }
            safe = safeBytes();
        }
        if (safe == 0) {
            if (startsWithDelimiter()) {
                position += delimiter.length;
                inPart = false;
                return -1;
            }
            return 0;
        }
        int bytes = Math.min(safe, lengthBytes);
        System.arraycopy(window, position, target, offset, bytes);
        position += bytes;
        return bytes;
    }

    /** How many bytes at the window's start are surely the part's. */
    private int safeBytes() {
        int last = delimiter.length - 1;
        int start = position;
        while (start + last < limit) {
            int end = window[start + last] & 0xFF;
            if (end == (delimiter[last] & 0xFF) && matchesAsFarAsSeen(start)) {
                return start - position;
            }
            start += shifts[end];
        }
        for (; start < limit; start++) {
            if (matchesAsFarAsSeen(start)) {
                return start - position;
            }
        }
        return limit - position;
    }

    /** How far a delimiter can be moved on, by the byte that is where it would end (Horspool's search). */
    private static int[] shifts(byte[] delimiter) {
        int[] shifts = new int[BYTE_VALUES];
        Arrays.fill(shifts, delimiter.length);
        for (int i = 0; i < delimiter.length - 1; i++) {
            shifts[delimiter[i] & 0xFF] = delimiter.length - 1 - i;
        }
        return shifts;
    }

    private boolean matchesAsFarAsSeen(int start) {
        int seen = Math.min(delimiter.length, limit - start);
        for (int i = 0; i < seen; i++) {
            if (window[start + i] != delimiter[i]) {
                return false;
            }
        }
        return true;
    }

    private boolean startsWithDelimiter() {
        return limit - position >= delimiter.length && matchesAsFarAsSeen(position);
    }

    private Map<String, String> readHeaders() throws IOException {
        Map<String, String> found = new TreeMap<>();
        int left = MAX_HEADER_BYTES;
        while (true) {
            String line = readLine(left);
            left -= line.length() + 2;
            if (line.isEmpty()) {
                return found;
            }
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw malformed();
            }
            String name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
            if (found.put(name, line.substring(colon + 1).strip()) != null) {
                throw malformed();
            }
        }
    }

    /** In UTF-8, as browsers write names of files. */
    private String readLine(int maxBytes) throws IOException {
        byte[] line = new byte[Math.max(maxBytes, 0)];
        for (int length = 0; ; length++) {
            int next = next();
            if (next == '\r') {
                if (next() != '\n') {
                    throw malformed();
                }
                return new String(line, 0, length, StandardCharsets.UTF_8);
            }
            if (length >= line.length) {
                throw malformed();
            }
            line[length] = (byte) next;
        }
    }

    private int next() throws IOException {
        while (position == limit) {
            fill(Duration.ofSeconds(1));
        }
        return window[position++] & 0xFF;
    }

    /** @return false when nothing came in time */
    private boolean fill(Duration patience) throws IOException {
        if (position > 0) {
            System.arraycopy(window, position, window, 0, limit - position);
            limit -= position;
            position = 0;
        }
        int read = atEnd ? -1 : in.read(window, limit, window.length - limit, patience);
        if (read < 0) {
            atEnd = true;
            throw new IOException("the form ends before its last boundary");
        }
        limit += read;
        return read > 0;
    }

    private static ApiException malformed() {
        return ApiException.invalidRequest("The body is not a valid multipart/form-data form, or has too many parts.");
    }
}

package dev.sluice.media.codec;

import dev.sluice.media.io.Payload;
import java.util.ArrayList;
import java.util.List;

/** The byte stream format of ITU-T H.264 and H.265 annex B. */
final class AnnexB {
    private static final int START_CODE_BYTES = 3;

    private AnnexB() {}

    static List<Payload> split(Payload stream) {
        List<Payload> units = new ArrayList<>();
        int unitStart = nextStartCode(stream, 0) + START_CODE_BYTES;
        while (unitStart <= stream.sizeBytes()) {
            int next = nextStartCode(stream, unitStart);
            int length = withoutTrailingZeros(stream, unitStart, next) - unitStart;
            if (length > 0) {
                units.add(stream.slice(unitStart, length));
            }
            unitStart = next + START_CODE_BYTES;
        }
        return units;
    }

    /** Position of the next 00 00 01, or the end of the stream when there is none. */
    private static int nextStartCode(Payload stream, int from) {
        int at = from;
        while (at + START_CODE_BYTES <= stream.sizeBytes()) {
            int last = stream.byteAt(at + 2);
            if (last > 1 || last < 0) {
                at += 3;
            } else if (last == 1 && stream.byteAt(at) == 0 && stream.byteAt(at + 1) == 0) {
                return at;
            } else {
                at++;
            }
        }
        return stream.sizeBytes();
    }

    private static int withoutTrailingZeros(Payload stream, int start, int end) {
        int last = end;
        while (last > start && stream.byteAt(last - 1) == 0) {
            last--;
        }
        return last;
    }
}

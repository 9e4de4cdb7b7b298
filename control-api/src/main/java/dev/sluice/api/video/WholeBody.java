package dev.sluice.api.video;

import dev.sluice.api.http.ApiException;
import dev.sluice.api.http.BodyStream;
import dev.sluice.media.io.Payload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;

/** Files that are small enough to be read as a whole. */
final class WholeBody {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final int BLOCK_BYTES = 64 << 10;

    private WholeBody() {}

    /** @throws ApiException 413 when there is more of it */
    static Payload read(BodyStream body, int maxBytes) throws IOException {
        if (body.declaredBytes() > maxBytes) {
            throw ApiException.tooLarge(maxBytes);
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        byte[] block = new byte[BLOCK_BYTES];
        int bytes = body.read(block, 0, block.length, PATIENCE);
        while (bytes >= 0) {
            file.write(block, 0, bytes);
            if (file.size() > maxBytes) {
                throw ApiException.tooLarge(maxBytes);
            }
            bytes = body.read(block, 0, block.length, PATIENCE);
        }
        return Payload.wrap(file.toByteArray());
    }
}

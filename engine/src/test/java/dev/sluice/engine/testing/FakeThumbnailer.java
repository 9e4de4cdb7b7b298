package dev.sluice.engine.testing;

import dev.sluice.engine.port.ThumbnailException;
import dev.sluice.engine.port.Thumbnailer;
import dev.sluice.media.EncodedSample;
import dev.sluice.media.codec.VideoParameters;
import dev.sluice.media.io.Payload;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pictures that are text, "codec time width"; may be told to fail. Safe for threads. */
public final class FakeThumbnailer implements Thumbnailer {
    private final List<String> asked = new ArrayList<>();
    private @Nullable ThumbnailException refusal;
    private @Nullable RuntimeException defect;

    /** Every call fails from now on; null for none. */
    public synchronized void refuse(@Nullable ThumbnailException reason) {
        refusal = reason;
    }

    /** Every call fails from now on, as no call may; null for none. */
    public synchronized void breakDown(@Nullable RuntimeException reason) {
        defect = reason;
    }

    /** Every call so far. */
    public synchronized List<String> asked() {
        return List.copyOf(asked);
    }

    @Override
    public synchronized Payload jpeg(VideoParameters codec, EncodedSample keyFrame, int maxWidth)
            throws ThumbnailException {
        String text = codec.codecString() + " " + keyFrame.ptsTicks() + " " + maxWidth;
        asked.add(text);
        if (refusal != null) {
            throw refusal;
        }
        if (defect != null) {
            throw defect;
        }
        return Payload.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }
}

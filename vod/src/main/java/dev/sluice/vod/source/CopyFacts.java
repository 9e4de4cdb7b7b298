package dev.sluice.vod.source;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the packets of an H.264 track say of whether they can be played as they are.
 *
 * @param obstacle why not, as half a sentence about the source; null when nothing of the packets is in the way
 * @param profileIdc of H.264
 * @param constraintFlags the byte behind it
 * @param levelIdc ten times the level
 * @param starts where decoding can start, no later picture refers back and none is shown earlier: of each half second
 *     after the first picture the first one, in order; empty when there is an obstacle
 * @param totalBytes of all pictures
 */
public record CopyFacts(
        @Nullable String obstacle,
        int profileIdc,
        int constraintFlags,
        int levelIdc,
        List<Start> starts,
        long totalBytes) {
    public CopyFacts {
        starts = List.copyOf(starts);
    }

    /**
     * An IDR picture.
     *
     * @param ptsTicks presentation time on the 90 kHz clock of the file
     * @param dtsTicks its decode time, as far as the file tells one; else the presentation time
     * @param bytesBefore of the pictures that come before it in the file
     */
    public record Start(long ptsTicks, long dtsTicks, long bytesBefore) {}
}

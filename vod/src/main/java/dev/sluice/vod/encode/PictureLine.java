package dev.sluice.vod.encode;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.codec.VideoFrame;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Puts the pictures of one piece on the asset's timeline, so that a picture stands at every segment boundary: the one
 * that belongs there, moved by less than its own length; or the one before, shown anew, where it stands across the
 * boundary; or the one after, when there is none before. One thread; the owner closes it.
 */
final class PictureLine implements AutoCloseable {
    private static final int PICTURES_BEYOND_END = 3;

    private final long[] startTicks;
    private final long endTicks;
    private final long toleranceTicks;
    private final PictureConsumer consumer;
    private int nextSegment;
    private int beyondEnd;
    private long lastTicks = Long.MIN_VALUE;
    private @Nullable VideoFrame previous;
    private long emitted;
    private long repeated;
    private long outOfOrder;

    /** Takes pictures in order of presentation; the line goes on owning them. */
    @FunctionalInterface
    interface PictureConsumer {
        /** @param segmentStart whether a segment starts with it */
        void accept(VideoFrame picture, boolean segmentStart) throws FfmpegException, IOException;
    }

    /**
     * @param startTicks of the piece's segments
     * @param endTicks of the piece
     * @param toleranceTicks how far after a boundary a picture belongs to it
     */
    PictureLine(long[] startTicks, long endTicks, long toleranceTicks, PictureConsumer consumer) {
        this.startTicks = startTicks.clone();
        this.endTicks = endTicks;
        this.toleranceTicks = toleranceTicks;
        this.consumer = consumer;
    }

    /**
     * Takes the next picture, which the caller goes on owning, on the asset's clock.
     *
     * @return false when the piece has ended: a few pictures in a row were after its end, since one alone may just have
     *     a wrong time
     */
    boolean add(VideoFrame picture) throws FfmpegException, IOException {
        long ticks = picture.ptsTicks();
        if (ticks >= endTicks) {
            return ++beyondEnd < PICTURES_BEYOND_END;
        }
        beyondEnd = 0;
        if (ticks < startTicks[0]) {
            keep(picture);
            return true;
        }
        if (ticks <= lastTicks) {
            outOfOrder++;
            return true;
        }
        boolean moved = false;
        while (nextSegment < startTicks.length && startTicks[nextSegment] <= ticks) {
            long boundary = startTicks[nextSegment];
            boolean lastOne = nextSegment + 1 == startTicks.length || startTicks[nextSegment + 1] > ticks;
            VideoFrame standing = previous;
            if (standing == null || (lastOne && ticks - boundary <= toleranceTicks)) {
                emitAt(picture, boundary);
                repeated += moved ? 1 : 0;
                moved = true;
            } else {
                emitAt(standing, boundary);
                repeated++;
            }
        }
        if (!moved) {
            emit(picture, false);
        }
        keep(picture);
        return true;
    }

    /**
     * Fills the segments that got no picture.
     *
     * @return false when the piece has no picture at all
     */
    boolean finish() throws FfmpegException, IOException {
        VideoFrame standing = previous;
        if (standing == null) {
            return nextSegment == startTicks.length;
        }
        while (nextSegment < startTicks.length) {
            emitAt(standing, startTicks[nextSegment]);
            repeated++;
        }
        return true;
    }

    /**
     * Shows the last picture once more at the end of a film whose sound is longer: some players take what they play for
     * ended where its last picture begins.
     */
    void hold(long ticks) throws FfmpegException, IOException {
        VideoFrame standing = previous;
        if (standing != null && ticks - lastTicks > 2 * toleranceTicks) {
            try (VideoFrame there = standing.shareAt(ticks)) {
                emit(there, false);
            }
            repeated++;
        }
    }

    long emitted() {
        return emitted;
    }

    long repeated() {
        return repeated;
    }

    long outOfOrder() {
        return outOfOrder;
    }

    @Override
    public void close() {
        if (previous != null) {
            previous.close();
            previous = null;
        }
    }

    private void emitAt(VideoFrame picture, long boundary) throws FfmpegException, IOException {
        nextSegment++;
        if (picture.ptsTicks() == boundary) {
            emit(picture, true);
            return;
        }
        try (VideoFrame there = picture.shareAt(boundary)) {
            emit(there, true);
        }
    }

    private void emit(VideoFrame picture, boolean segmentStart) throws FfmpegException, IOException {
        lastTicks = picture.ptsTicks();
        emitted++;
        consumer.accept(picture, segmentStart);
    }

    private void keep(VideoFrame picture) {
        if (previous != null) {
            previous.close();
        }
        previous = picture.share();
    }
}

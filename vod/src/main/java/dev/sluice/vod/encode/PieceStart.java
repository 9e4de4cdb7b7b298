package dev.sluice.vod.encode;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.ffmpeg.codec.VideoFrame;
import dev.sluice.ffmpeg.file.MediaFile;
import dev.sluice.ffmpeg.file.SeekableInput;
import dev.sluice.media.Timescale;
import dev.sluice.vod.plan.LadderPlan.Piece;
import dev.sluice.vod.source.RefusedSourceException;
import dev.sluice.vod.source.SourceLimits;
import dev.sluice.vod.source.SourceProbe;
import dev.sluice.vod.source.StopSignal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A source opened and decoded up to the first picture of a piece. Formats seek more or less well, and some key frames
 * are none, so it is tried from further and further back, at last from the begin of the file. The owner closes it.
 */
final class PieceStart implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PieceStart.class);
    private static final int TICKS_PER_SECOND = Timescale.VIDEO.ticksPerSecond();
    private static final List<Long> FURTHER_BACK_TICKS =
            List.of(2L * TICKS_PER_SECOND, 12L * TICKS_PER_SECOND, 60L * TICKS_PER_SECOND);

    private final MediaFile file;
    private final PictureReader reader;
    private final @Nullable VideoFrame before;
    private final @Nullable VideoFrame first;

    /** What is opened, and under which limits. */
    record Source(SeekableInput input, int streamIndex, SourceLimits limits, StopSignal stop, NativeMemory memory) {}

    private PieceStart(MediaFile file, PictureReader reader, @Nullable VideoFrame before, @Nullable VideoFrame first) {
        this.file = file;
        this.reader = reader;
        this.before = before;
        this.first = first;
    }

    /**
     * @param startTicks of the piece on the clock of the source
     * @param toleranceTicks how much later its first picture may be before an earlier key frame is tried
     */
    static PieceStart open(Source source, Piece piece, long startTicks, long toleranceTicks)
            throws IOException, FfmpegException, RefusedSourceException {
        List<Long> targets = new ArrayList<>();
        if (piece.index() > 0) {
            // Some formats seek by decode times, some by presentation times.
            targets.add(piece.keyTicks());
            targets.add(piece.keyDtsTicks());
            FURTHER_BACK_TICKS.forEach(back -> targets.add(piece.keyDtsTicks() - back));
        }
        for (long target : targets) {
            PieceStart start = attempt(source, target, startTicks, toleranceTicks);
            if (start != null) {
                return start;
            }
            LOG.debug("piece {} cannot be reached from {}", piece.index(), target);
        }
        PieceStart start = attempt(source, Long.MIN_VALUE, startTicks, Long.MAX_VALUE);
        if (start == null) {
            throw new IllegalStateException("reading from the begin needs no key frame");
        }
        return start;
    }

    /** The picture that stands when the piece starts; null when none came before. */
    @Nullable
    VideoFrame before() {
        return before;
    }

    /** The first picture at or after the start, which the caller does not own; null when the source ends before. */
    @Nullable
    VideoFrame first() {
        return first;
    }

    /** What comes after {@link #first()}. */
    PictureReader reader() {
        return reader;
    }

    @Override
    public void close() {
        if (before != null) {
            before.close();
        }
        if (first != null) {
            first.close();
        }
        reader.close();
        file.close();
    }

    /** @param seekTicks {@code Long.MIN_VALUE} to read from the begin of the file */
    private static @Nullable PieceStart attempt(Source source, long seekTicks, long startTicks, long toleranceTicks)
            throws IOException, FfmpegException, RefusedSourceException {
        MediaFile file = SourceProbe.open(source.input(), source.limits(), source.memory());
        PictureReader reader = null;
        Pair pair = new Pair();
        boolean kept = false;
        try {
            reader = PictureReader.open(file, source.streamIndex(), source.stop());
            if (seekTicks != Long.MIN_VALUE && !reader.seek(seekTicks, startTicks)) {
                return null;
            }
            pair.read(reader, startTicks);
            boolean exact = pair.first != null
                    ? pair.before != null || pair.first.ptsTicks() - startTicks <= toleranceTicks
                    : pair.before != null;
            if (exact || seekTicks == Long.MIN_VALUE) {
                kept = true;
                return new PieceStart(file, reader, pair.before, pair.first);
            }
            return null;
        } finally {
            if (!kept) {
                pair.close();
                if (reader != null) {
                    reader.close();
                }
                file.close();
            }
        }
    }

    /** The pictures on both sides of a time. */
    private static final class Pair {
        private @Nullable VideoFrame before;
        private @Nullable VideoFrame first;

        void read(PictureReader reader, long startTicks) throws IOException, FfmpegException, RefusedSourceException {
            @Nullable VideoFrame picture;
            while ((picture = reader.next()) != null) {
                if (picture.ptsTicks() >= startTicks) {
                    first = picture;
                    return;
                }
                if (before != null) {
                    before.close();
                }
                before = picture;
            }
        }

        void close() {
            if (before != null) {
                before.close();
            }
            if (first != null) {
                first.close();
            }
        }
    }
}

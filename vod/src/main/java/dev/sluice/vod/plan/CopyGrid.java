package dev.sluice.vod.plan;

import dev.sluice.media.Timescale;
import dev.sluice.vod.plan.LadderPlan.Piece;
import dev.sluice.vod.source.CopyFacts.Start;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where segments and pieces begin when a rung is the source's own pictures: at IDR pictures of the source, each the
 * nearest one to a segment's length after the boundary before.
 */
final class CopyGrid {
    /** A segment is at most this many times as long as the profile has it. */
    static final double LONGEST_SEGMENT = 1.5;

    private static final int TICKS_PER_SECOND = Timescale.VIDEO.ticksPerSecond();
    /** A last segment shorter than this becomes part of the one before. */
    private static final long MIN_LAST_TICKS = TICKS_PER_SECOND / 5;

    private final EncodeProfile profile;
    private final long originTicks;
    private final long durationTicks;
    private final List<Start> starts;

    private CopyGrid(EncodeProfile profile, long originTicks, long durationTicks, List<Start> starts) {
        this.profile = profile;
        this.originTicks = originTicks;
        this.durationTicks = durationTicks;
        this.starts = starts;
    }

    /**
     * @param candidates IDR pictures on the clock of the source, in order, the first picture first
     * @return empty when some segment would be too long
     */
    static Optional<CopyGrid> of(EncodeProfile profile, List<Start> candidates, long originTicks, long durationTicks) {
        CopyGrid grid = new CopyGrid(profile, originTicks, durationTicks, new ArrayList<>());
        return grid.choose(candidates) ? Optional.of(grid) : Optional.empty();
    }

    /** Of segments, on the asset's clock: the first one shows the first picture from zero on. */
    List<Long> starts() {
        List<Long> ticks = new ArrayList<>();
        for (int i = 0; i < starts.size(); i++) {
            ticks.add(startTicks(i));
        }
        return ticks;
    }

    List<Piece> pieces() {
        List<Piece> pieces = new ArrayList<>();
        long pieceTicks = (long) profile.pieceSeconds() * TICKS_PER_SECOND;
        long targetTicks = targetTicks();
        int first = 0;
        for (int next = 1; next <= starts.size(); next++) {
            boolean last = next == starts.size();
            // As many segments as there would be of the profile's length.
            if (last || endTicks(next) - startTicks(first) > pieceTicks + targetTicks / 2) {
                Start start = starts.get(first);
                pieces.add(new Piece(pieces.size(), first, next, start.ptsTicks(), start.dtsTicks()));
                first = next;
            }
        }
        return pieces;
    }

    /** Whether no segment has more bits than an encoder held to the peak with this buffer could have made of it. */
    boolean isWithin(int maxBitrateBps, int bufferBits, long totalBytes) {
        for (int i = 0; i < starts.size(); i++) {
            long endBytes = i + 1 < starts.size() ? starts.get(i + 1).bytesBefore() : totalBytes;
            double bits = (endBytes - starts.get(i).bytesBefore()) * 8.0;
            double seconds = (endTicks(i) - startTicks(i)) / (double) TICKS_PER_SECOND;
            if (bits > maxBitrateBps * seconds + bufferBits) {
                return false;
            }
        }
        return totalBytes * 8.0 * TICKS_PER_SECOND / durationTicks <= maxBitrateBps;
    }

    private long targetTicks() {
        return (long) profile.segmentSeconds() * TICKS_PER_SECOND;
    }

    private long startTicks(int segment) {
        return segment == 0 ? 0 : starts.get(segment).ptsTicks() - originTicks;
    }

    private long endTicks(int segment) {
        return segment + 1 < starts.size() ? startTicks(segment + 1) : durationTicks;
    }

    private boolean choose(List<Start> candidates) {
        long longestTicks = Math.round(targetTicks() * LONGEST_SEGMENT);
        starts.add(candidates.getFirst());
        int next = 1;
        while (true) {
            long lastTicks = startTicks(starts.size() - 1);
            if (durationTicks - lastTicks <= targetTicks() + MIN_LAST_TICKS) {
                return true;
            }
            @Nullable Start nearest = null;
            long nearestOff = Long.MAX_VALUE;
            while (next < candidates.size()) {
                long ticks = candidates.get(next).ptsTicks() - originTicks;
                if (ticks > lastTicks + longestTicks || ticks > durationTicks - MIN_LAST_TICKS) {
                    break;
                }
                long off = Math.abs(ticks - lastTicks - targetTicks());
                if (off >= nearestOff) {
                    break;
                }
                nearest = candidates.get(next);
                nearestOff = off;
                next++;
            }
            if (nearest == null) {
                return durationTicks - lastTicks <= longestTicks;
            }
            starts.add(nearest);
        }
    }
}

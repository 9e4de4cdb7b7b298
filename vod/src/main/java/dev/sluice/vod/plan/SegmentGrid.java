package dev.sluice.vod.plan;

import dev.sluice.media.Timescale;
import dev.sluice.vod.plan.LadderPlan.Piece;
import dev.sluice.vod.source.SourceTimeline.SecondMark;
import dev.sluice.vod.source.SourceTimeline.VideoTimes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where segments and pieces begin. Segment boundaries stand on a grid of whole seconds after the first picture, each
 * moved to the first picture at or after it; where a picture stands across a grid line the boundary stays on the line,
 * and the picture is shown anew there.
 */
final class SegmentGrid {
    private static final int TICKS_PER_SECOND = Timescale.VIDEO.ticksPerSecond();
    /** A last segment shorter than this becomes part of the one before. */
    private static final long MIN_LAST_TICKS = TICKS_PER_SECOND / 5;

    private final EncodeProfile profile;
    private final @Nullable VideoTimes video;
    private final long originTicks;
    private final long durationTicks;
    private final Map<Integer, SecondMark> marks = new HashMap<>();

    SegmentGrid(EncodeProfile profile, @Nullable VideoTimes video, long originTicks, long durationTicks) {
        this.profile = profile;
        this.video = video;
        this.originTicks = originTicks;
        this.durationTicks = durationTicks;
        if (video != null) {
            video.seconds().forEach(mark -> marks.put(mark.second(), mark));
        }
    }

    List<Long> starts() {
        long firstTicks = video == null ? 0 : video.firstTicks() - originTicks;
        List<Long> starts = new ArrayList<>();
        starts.add(0L);
        for (long second = profile.segmentSeconds(); ; second += profile.segmentSeconds()) {
            SecondMark mark = marks.get(Math.toIntExact(second));
            long start = mark == null ? firstTicks + second * TICKS_PER_SECOND : mark.pictureTicks() - originTicks;
            if (start > durationTicks - MIN_LAST_TICKS) {
                return starts;
            }
            starts.add(start);
        }
    }

    /** No longer than the profile says, and of equal length but for a segment, so that workers end together. */
    List<Piece> pieces(List<Long> starts) {
        int segments = starts.size();
        int count = Math.ceilDiv(segments, Math.max(1, profile.pieceSeconds() / profile.segmentSeconds()));
        List<Piece> pieces = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int first = Math.toIntExact((long) segments * i / count);
            SecondMark mark = markAtOrBefore(first * profile.segmentSeconds());
            pieces.add(new Piece(
                    i,
                    first,
                    Math.toIntExact((long) segments * (i + 1) / count),
                    mark == null ? originTicks : mark.keyTicks(),
                    mark == null ? originTicks : mark.keyDtsTicks()));
        }
        return pieces;
    }

    private @Nullable SecondMark markAtOrBefore(int second) {
        for (int at = second; at >= 0; at--) {
            SecondMark mark = marks.get(at);
            if (mark != null) {
                return mark;
            }
        }
        return null;
    }
}

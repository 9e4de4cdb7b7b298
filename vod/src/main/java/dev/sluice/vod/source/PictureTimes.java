package dev.sluice.vod.source;

import dev.sluice.media.Timescale;
import dev.sluice.vod.source.SourceTimeline.SecondMark;
import dev.sluice.vod.source.SourceTimeline.VideoTimes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the times of one video track's pictures in the order of the file. One thread. */
final class PictureTimes {
    private static final int FIRST_CAPACITY = 4_096;
    private static final int TICKS_PER_SECOND = Timescale.VIDEO.ticksPerSecond();

    /** At most the limit of packets of a scan, 8 bytes each. */
    private long[] pictures = new long[FIRST_CAPACITY];

    private int pictureCount;
    private long[] keys = new long[FIRST_CAPACITY];
    private long[] keyDts = new long[FIRST_CAPACITY];
    private int keyCount;
    private long lastEndTicks = Long.MIN_VALUE;
    private long lastTicks = Long.MIN_VALUE;

    void add(long ptsTicks, long durationTicks) {
        if (pictureCount == pictures.length) {
            pictures = Arrays.copyOf(pictures, pictureCount * 2);
        }
        pictures[pictureCount++] = ptsTicks;
        if (ptsTicks >= lastTicks) {
            lastTicks = ptsTicks;
            lastEndTicks = durationTicks > 0 ? ptsTicks + durationTicks : Long.MIN_VALUE;
        }
    }

    void addKey(long ptsTicks, long dtsTicks) {
        if (keyCount == keys.length) {
            keys = Arrays.copyOf(keys, keyCount * 2);
            keyDts = Arrays.copyOf(keyDts, keyCount * 2);
        }
        keys[keyCount] = ptsTicks;
        keyDts[keyCount++] = dtsTicks;
    }

    int count() {
        return pictureCount;
    }

    /** @return null when there was no picture */
    @Nullable
    VideoTimes result(int streamIndex) {
        if (pictureCount == 0) {
            return null;
        }
        long[] sorted = Arrays.copyOf(pictures, pictureCount);
        Arrays.sort(sorted);
        long[] distances = new long[Math.max(0, pictureCount - 1)];
        for (int i = 0; i < distances.length; i++) {
            distances[i] = sorted[i + 1] - sorted[i];
        }
        Arrays.sort(distances);
        long typical = distances.length == 0 ? TICKS_PER_SECOND / 25 : Math.max(1, distances[distances.length / 2]);
        long last = sorted[pictureCount - 1];
        return new VideoTimes(
                streamIndex,
                sorted[0],
                Math.max(lastEndTicks, last + typical),
                pictureCount,
                keyCount,
                typical,
                distances.length == 0 ? 0 : distances[distances.length - 1],
                seconds(sorted));
    }

    private List<SecondMark> seconds(long[] sorted) {
        List<SecondMark> marks = new ArrayList<>();
        long[][] byTime = keysByTime();
        int key = -1;
        long lastSecond = -1;
        for (long picture : sorted) {
            long second = (picture - sorted[0]) / TICKS_PER_SECOND;
            if (second == lastSecond) {
                continue;
            }
            lastSecond = second;
            while (key + 1 < byTime.length && byTime[key + 1][0] <= picture) {
                key++;
            }
            long[] shown = key >= 0 ? byTime[key] : byTime.length > 0 ? byTime[0] : new long[] {sorted[0], sorted[0]};
            marks.add(new SecondMark(Math.toIntExact(second), picture, shown[0], shown[1]));
        }
        return marks;
    }

    private long[][] keysByTime() {
        long[][] byTime = new long[keyCount][];
        for (int i = 0; i < keyCount; i++) {
            byTime[i] = new long[] {keys[i], keyDts[i]};
        }
        Arrays.sort(byTime, (a, b) -> Long.compare(a[0], b[0]));
        return byTime;
    }
}

package dev.sluice.engine.live;

import dev.sluice.engine.testing.TestMedia;
import dev.sluice.media.EncodedSample;
import dev.sluice.media.Timescale;
import dev.sluice.media.Track;
import dev.sluice.testing.MutableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A normaliser under test, what came out of it, and the rules that always hold of that. For one thread. */
final class RecordedTimeline implements TimelineNormaliser.Output {
    final MutableClock clock = new MutableClock();
    final TimelineNormaliser normaliser = new TimelineNormaliser(clock);
    final List<EncodedSample> samples = new ArrayList<>();
    final List<String> failures = new ArrayList<>();
    int discontinuities;

    RecordedTimeline(Track... tracks) {
        normaliser.beginPublisher();
        normaliser.setTracks(List.of(tracks));
    }

    /** Gives a sample at this wall-clock time since the start. */
    void give(long wallUs, EncodedSample sample) {
        clock.set(MutableClock.DEFAULT_START.plus(Duration.ofNanos(wallUs * 1000)));
        normaliser.normalise(sample, this);
    }

    void video(long wallUs, long ptsTicks, long dtsTicks) {
        give(wallUs, TestMedia.video(ptsTicks, dtsTicks, true, 1));
    }

    void audio(long wallUs, long ticks) {
        give(wallUs, TestMedia.audio(ticks));
    }

    @Override
    public void onDiscontinuity() {
        discontinuities++;
    }

    @Override
    public void onSample(EncodedSample sample) {
        EncodedSample before = last(sample.trackId());
        if (before != null && sample.dtsTicks() <= before.dtsTicks()) {
            throw new AssertionError(
                    "track " + sample.trackId() + ": DTS " + before.dtsTicks() + " then " + sample.dtsTicks());
        }
        samples.add(sample);
    }

    private @Nullable EncodedSample last(int trackId) {
        for (int index = samples.size() - 1; index >= Math.max(0, samples.size() - 5000); index--) {
            if (samples.get(index).trackId() == trackId) {
                return samples.get(index);
            }
        }
        return null;
    }

    @Override
    public void onFailure(String message) {
        failures.add(message);
    }

    List<Long> dts(int trackId) {
        return samples.stream()
                .filter(sample -> sample.trackId() == trackId)
                .map(EncodedSample::dtsTicks)
                .toList();
    }

    EncodedSample newest() {
        return samples.getLast();
    }

    /** A time of a publisher that counts milliseconds, as RTMP does, in a track's ticks. */
    static long roundedToMs(double seconds, Timescale to) {
        return Timescale.MILLISECONDS.rescale(Math.round(seconds * 1000), to);
    }
}

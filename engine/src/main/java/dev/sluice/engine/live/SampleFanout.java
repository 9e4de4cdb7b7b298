package dev.sluice.engine.live;

import dev.sluice.media.EncodedSample;
import dev.sluice.media.Timescale;
import dev.sluice.media.Track;
import dev.sluice.media.TrackType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Gives the samples of one publisher to many subscribers, each behind its own bounded queue. Never blocks.
 *
 * <p>A late subscriber starts with the cached samples since the latest one at which decoding can start: a video sync
 * sample, or any audio sample when there is no video.
 *
 * <p>Not safe for threads: owned by a {@link LiveStream} and called under its lock.
 */
final class SampleFanout {
    private final ThreadFactory threads;
    private final GopCache cache;
    private final List<Subscription> subscriptions = new ArrayList<>();
    private List<Track> tracks = List.of();
    private int startTrackId = Track.VIDEO_ID;
    private @Nullable EndReason end;

    SampleFanout(ThreadFactory threads, int gopCacheSamples, long gopCacheBytes) {
        this.threads = threads;
        this.cache = new GopCache(gopCacheSamples, gopCacheBytes);
    }

    Subscription subscribe(String name, Subscriber subscriber, SubscriptionSettings settings) {
        Subscription subscription = new Subscription(name, subscriber, settings);
        if (end != null) {
            subscription.offerEnd(end);
            subscription.start(threads);
            return subscription;
        }
        if (!tracks.isEmpty()) {
            subscription.offerTracks(tracks, /* discontinuity= */ false, /* restart= */ true);
            for (EncodedSample sample : cache.samples()) {
                subscription.offer(sample, timeUs(sample), isStart(sample));
            }
        }
        subscriptions.add(subscription);
        subscription.start(threads);
        return subscription;
    }

    void onTracks(List<Track> newTracks, boolean discontinuity) {
        boolean restart = discontinuity || tracks.isEmpty();
        tracks = newTracks;
        startTrackId = newTracks.stream()
                .filter(track -> track.type() == TrackType.VIDEO)
                .findFirst()
                .map(Track::id)
                .orElseGet(() -> newTracks.isEmpty()
                        ? Track.AUDIO_ID
                        : newTracks.getFirst().id());
        if (restart) {
            cache.clear();
        }
        for (Subscription subscription : subscriptions) {
            subscription.offerTracks(newTracks, discontinuity, restart);
        }
    }

    void onSample(EncodedSample sample) {
        boolean start = isStart(sample);
        cache.add(sample, start);
        long timeUs = timeUs(sample);
        boolean anyEnded = false;
        for (Subscription subscription : subscriptions) {
            subscription.offer(sample, timeUs, start);
            anyEnded |= start && subscription.ended();
        }
        if (anyEnded) {
            subscriptions.removeIf(Subscription::ended);
        }
    }

    /** The last call; whoever subscribes afterwards gets the end alone. */
    void onEnd(EndReason reason) {
        end = reason;
        for (Subscription subscription : subscriptions) {
            subscription.offerEnd(reason);
        }
        subscriptions.clear();
        cache.clear();
    }

    List<Subscription> subscriptions() {
        return List.copyOf(subscriptions);
    }

    private boolean isStart(EncodedSample sample) {
        return sample.syncSample() && sample.trackId() == startTrackId;
    }

    private long timeUs(EncodedSample sample) {
        for (Track track : tracks) {
            if (track.id() == sample.trackId()) {
                return track.timescale().toMicros(sample.dtsTicks());
            }
        }
        return Timescale.VIDEO.toMicros(sample.dtsTicks());
    }
}

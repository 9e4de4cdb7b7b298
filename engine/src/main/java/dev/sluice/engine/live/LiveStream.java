package dev.sluice.engine.live;

import dev.sluice.engine.live.StreamSnapshot.PublisherInfo;
import dev.sluice.engine.live.StreamSnapshot.SubscriptionFigures;
import dev.sluice.media.EncodedSample;
import dev.sluice.media.Track;
import dev.sluice.media.TrackType;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a live stream, from its first publisher (or its start through the API) to its end: one publisher at a
 * time, many subscribers, one timeline.
 *
 * <p>Safe for threads: one lock guards everything, is held for microseconds, and never over a blocking call. Clients
 * are told to go after it is released.
 */
public final class LiveStream {
    private static final Logger LOG = LoggerFactory.getLogger(LiveStream.class);

    private final StreamId id;
    private final boolean startedByPlatform;
    private final LiveSettings settings;
    private final InstantSource clock;
    private final Timers timers;
    private final LiveStreamListener listener;

    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by lock, as are the normaliser, the fan-out and the statistics.
    private final TimelineNormaliser timeline;
    private final SampleFanout fanout;
    private final StreamStatistics statistics;
    private StreamState state = StreamState.CREATED;
    private EndReason endReason = EndReason.FAILED;
    private @Nullable LivePublication publication;
    private List<Track> tracks = List.of();
    private boolean hadMedia;
    private long codecChanges;
    /** Since when a key frame is waited for; null while no video was announced by this publisher. */
    private @Nullable Instant videoSince;

    private Timers.@Nullable Timer deadline;
    /** Which deadline counts: one that fired while it was being replaced does not. */
    private long deadlineNumber;

    /** A client to send away once the lock is released. */
    private record Farewell(PublisherConnection connection, EndReason reason, String message) {
        void say() {
            connection.disconnect(reason, message);
        }
    }

    /**
     * @param startedByPlatform true when the API opened it before a publisher came
     * @param threads makes the subscribers' threads
     */
    public LiveStream(
            StreamId id,
            boolean startedByPlatform,
            LiveSettings settings,
            InstantSource clock,
            Timers timers,
            ThreadFactory threads,
            LiveStreamListener listener) {
        this.id = id;
        this.startedByPlatform = startedByPlatform;
        this.settings = settings;
        this.clock = clock;
        this.timers = timers;
        this.listener = listener;
        this.timeline = new TimelineNormaliser(clock);
        this.fanout = new SampleFanout(threads, settings.gopCacheSamples(), settings.gopCacheBytes());
        this.statistics = new StreamStatistics(clock);
        this.deadline = newDeadline(firstPublisherWait());
    }

    public StreamId id() {
        return id;
    }

    public StreamState state() {
        return locked(() -> state);
    }

    /** Why it ended; {@link EndReason#FAILED} while it has not. */
    public EndReason endReason() {
        return locked(() -> endReason);
    }

    /** The wall clock at time zero of the stream's timeline; empty before the first sample. */
    public Optional<Instant> timelineStart() {
        return locked(timeline::origin);
    }

    /**
     * Adds a reader. One that comes late starts at the latest sync sample; one that comes after the end, at the end.
     */
    public Subscription subscribe(String name, Subscriber subscriber, SubscriptionSettings queue) {
        return locked(() -> fanout.subscribe(name, subscriber, queue));
    }

    /**
     * Lets a publisher in, or not, by the policy about second publishers.
     *
     * @return empty when the stream has ended
     */
    public Optional<PublishAnswer> attach(PublishRequest request) {
        Farewell farewell = null;
        PublishAnswer answer;
        lock.lock();
        try {
            if (state == StreamState.ENDED) {
                return Optional.empty();
            }
            LivePublication previous = publication;
            if (previous != null && settings.secondPublisher() == SecondPublisherPolicy.REJECT) {
                return Optional.of(new PublishAnswer.Refused(
                        PublishAnswer.Refusal.ALREADY_PUBLISHING, "the stream is being published already"));
            }
            if (previous != null) {
                farewell = farewell(previous, EndReason.REPLACED, "a newer publisher took the stream over");
            }
            LivePublication next = new LivePublication(this, request);
            publication = next;
            videoSince = null;
            timeline.beginPublisher();
            statistics.beginPublisher();
            transition(StreamEvent.PUBLISHER_CAME);
            answer = new PublishAnswer.Accepted(next);
        } finally {
            lock.unlock();
        }
        LOG.info("stream {}: published by {} {}", id, request.protocol(), request.remoteAddress());
        if (farewell != null) {
            farewell.say();
        }
        return Optional.of(answer);
    }

    /** Ends the stream: its publisher is told the message, its subscribers get the rest and their end. Idempotent. */
    public void end(EndReason reason, String message) {
        Farewell farewell;
        lock.lock();
        try {
            farewell = publication == null ? null : farewell(publication, reason, message);
            endLocked(reason);
        } finally {
            lock.unlock();
        }
        if (farewell != null) {
            farewell.say();
        }
    }

    /** Disconnects the publisher, if there is one, but keeps the stream for another within the grace time. */
    public void dismissPublisher(String message) {
        Farewell farewell;
        lock.lock();
        try {
            LivePublication leaving = publication;
            if (leaving == null) {
                return;
            }
            farewell = farewell(leaving, EndReason.DISMISSED, message);
            loseLocked();
        } finally {
            lock.unlock();
        }
        farewell.say();
    }

    public StreamSnapshot snapshot() {
        return locked(() -> {
            PublishRequest request = publication == null ? null : publication.request();
            return new StreamSnapshot(
                    state,
                    timeline.origin().orElse(null),
                    request == null
                            ? null
                            : new PublisherInfo(request.protocol(), request.remoteAddress(), request.userAgent()),
                    tracks,
                    publication == null ? 0 : statistics.bitrateBps(),
                    publication == null ? 0 : statistics.framesPerSecond(),
                    statistics.keyFrameIntervalMs(),
                    statistics.hasBFrames(),
                    statistics.inboundBytes(),
                    timeline.corrections(),
                    timeline.discontinuities() + codecChanges,
                    fanout.subscriptions().stream()
                            .map(each ->
                                    new SubscriptionFigures(each.name(), each.queuedSamples(), each.droppedSamples()))
                            .toList());
        });
    }

    void onTracks(LivePublication from, List<Track> announced) {
        lock.lock();
        try {
            if (from != publication) {
                return;
            }
            if (videoSince == null && announced.stream().anyMatch(track -> track.type() == TrackType.VIDEO)) {
                videoSince = clock.instant();
            }
            if (announced.equals(tracks)) {
                return;
            }
            timeline.setTracks(announced);
            boolean changed = hadMedia && !announced.containsAll(tracks);
            if (changed && state == StreamState.LIVE) {
                codecChanges++;
            }
            tracks = announced;
            fanout.onTracks(announced, changed);
        } finally {
            lock.unlock();
        }
    }

    void onSample(LivePublication from, EncodedSample sample) {
        SampleOutput output = new SampleOutput();
        Farewell farewell = null;
        lock.lock();
        try {
            if (from != publication) {
                return;
            }
            if (state == StreamState.CONNECTING) {
                transition(StreamEvent.MEDIA_CAME);
            }
            statistics.onSample(sample);
            timeline.normalise(sample, output);
            if (output.failure == null && keyFrameIsMissing()) {
                output.onFailure("video without a key frame for "
                        + settings.keyFrameTimeout().toSeconds() + " s");
            }
            if (output.failure != null) {
                LOG.warn("stream {}: publication failed: {}", id, output.failure);
                farewell = farewell(from, EndReason.BAD_MEDIA, output.failure);
                endLocked(EndReason.BAD_MEDIA);
            }
        } finally {
            lock.unlock();
        }
        if (farewell != null) {
            farewell.say();
        }
    }

    void onPublicationEnd(LivePublication from, EndReason reason) {
        lock.lock();
        try {
            if (from != publication) {
                return;
            }
            LOG.info("stream {}: publisher gone: {}", id, reason);
            if (reason.mayReconnect()) {
                loseLocked();
            } else {
                endLocked(reason);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Passes normalised samples on and keeps the failure; used under the lock. */
    private final class SampleOutput implements TimelineNormaliser.Output {
        private @Nullable String failure;

        @Override
        public void onDiscontinuity() {
            fanout.onTracks(tracks, /* discontinuity= */ true);
        }

        @Override
        public void onSample(EncodedSample sample) {
            fanout.onSample(sample);
        }

        @Override
        public void onFailure(String message) {
            failure = message;
        }
    }

    private boolean keyFrameIsMissing() {
        return videoSince != null
                && !statistics.hasKeyFrame()
                && Duration.between(videoSince, clock.instant()).compareTo(settings.keyFrameTimeout()) > 0;
    }

    private Farewell farewell(LivePublication leaving, EndReason reason, String message) {
        return new Farewell(leaving.request().connection(), reason, message);
    }

    private void loseLocked() {
        publication = null;
        transition(hadMedia ? StreamEvent.PUBLISHER_LOST : StreamEvent.PUBLISHER_GAVE_UP);
    }

    private void endLocked(EndReason reason) {
        publication = null;
        if (state != StreamState.ENDED) {
            endReason = reason;
            transition(StreamEvent.END);
        }
    }

    private Duration firstPublisherWait() {
        return startedByPlatform ? settings.firstMediaTimeout() : settings.reconnectGrace();
    }

    private Timers.Timer newDeadline(Duration wait) {
        long number = ++deadlineNumber;
        return timers.after(wait, () -> onDeadline(number));
    }

    private void onDeadline(long number) {
        lock.lock();
        try {
            if (number != deadlineNumber) {
                return;
            }
            switch (state) {
                case CREATED, RECONNECTING -> endLocked(EndReason.CONNECTION_LOST);
                case CONNECTING, LIVE, ENDED -> LOG.debug("stream {}: a late timer changes nothing", id);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The one place where the state changes. */
    private void transition(StreamEvent event) {
        StreamState from = state;
        StreamState to = after(from, event);
        state = to;
        if (deadline != null) {
            deadline.cancel();
        }
        deadline = switch (to) {
            case CREATED -> newDeadline(firstPublisherWait());
            case RECONNECTING -> newDeadline(settings.reconnectGrace());
            case CONNECTING, LIVE, ENDED -> null;
        };
        hadMedia |= to == StreamState.LIVE;
        if (to == StreamState.ENDED) {
            fanout.onEnd(endReason);
        }
        if (from != to) {
            LOG.info("stream {}: {} to {}{}", id, from, to, to == StreamState.ENDED ? ": " + endReason : "");
            listener.onStateChanged(this, from, to, endReason);
        }
    }

    /**
     * The table of states.
     *
     * @throws IllegalStateException when the event cannot happen in the state
     */
    static StreamState after(StreamState state, StreamEvent event) {
        return switch (event) {
            case PUBLISHER_CAME -> require(state != StreamState.ENDED, state, event, StreamState.CONNECTING);
            case MEDIA_CAME -> require(state == StreamState.CONNECTING, state, event, StreamState.LIVE);
            case PUBLISHER_LOST ->
                require(
                        state == StreamState.CONNECTING || state == StreamState.LIVE,
                        state,
                        event,
                        StreamState.RECONNECTING);
            case PUBLISHER_GAVE_UP -> require(state == StreamState.CONNECTING, state, event, StreamState.CREATED);
            case END -> require(state != StreamState.ENDED, state, event, StreamState.ENDED);
        };
    }

    private static StreamState require(boolean possible, StreamState state, StreamEvent event, StreamState next) {
        if (!possible) {
            throw new IllegalStateException(event + " cannot happen in " + state);
        }
        return next;
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}

package dev.sluice.engine.live;

import dev.sluice.media.EncodedSample;
import dev.sluice.media.Track;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Maps the clock of each publisher to the one timeline of the stream.
 *
 * <p>The timeline is zero at the wall-clock instant of the very first sample. A publisher that comes back goes on at
 * the wall-clock time that has passed since, never before the end of what was there; audio and video keep the offset
 * that the publisher gave them. A clock that jumps (more than {@link #MAX_FORWARD_US} forward of everything, or more
 * than {@link #MAX_BACKWARD_US} back) is mapped anew with a discontinuity, without filling the hole. A clock that
 * stands still, or jumps about, fails the publication.
 *
 * <p>Call order: {@link #beginPublisher}, {@link #setTracks}, then {@link #normalise}. Not safe for threads: owned by a
 * {@link LiveStream} and called under its lock.
 */
final class TimelineNormaliser {
    static final long MAX_FORWARD_US = 10_000_000;
    static final long MAX_BACKWARD_US = 500_000;

    /** A clock mapped anew that is this close to the wall clock goes on without a hole instead. */
    private static final long SNAP_US = 1_000_000;

    private static final long JOIN_BEFORE_EPOCH_US = 2_000_000;
    private static final long MAX_STALE_US = 1_000_000;
    private static final int FROZEN_SAMPLES = 50;
    private static final Duration FROZEN_FOR = Duration.ofSeconds(3);
    private static final int MAX_REBASES = 10;
    private static final Duration REBASE_WINDOW = Duration.ofSeconds(30);

    private final InstantSource clock;
    private final Map<Integer, Entry> entries = new LinkedHashMap<>();
    private @Nullable Instant origin;
    private boolean publisherIsNew = true;
    private int epoch;
    private long epochOffsetUs;
    private long epochStartUs;
    private long endUs;
    private long positionUs;
    private Instant rebaseWindowStart = Instant.MIN;
    private int rebases;
    private long corrections;
    private long discontinuities;
    private long droppedSamples;

    /** Receives what the normaliser makes of a sample. */
    interface Output {
        /** Before the sample that follows: the timeline broke here. */
        void onDiscontinuity();

        void onSample(EncodedSample sample);

        /** The publication cannot go on. The message is fit for the publisher. */
        void onFailure(String message);
    }

    /** A track's clock and what is watched to catch a broken publisher. */
    private static final class Entry {
        TrackClock clock;
        boolean announced = true;
        boolean hasRaw;
        long rawDtsTicks;
        int stuckSamples;
        Instant stuckSince = Instant.MIN;
        boolean stale;
        long staleSinceTicks;

        Entry(TrackClock clock) {
            this.clock = clock;
        }
    }

    TimelineNormaliser(InstantSource clock) {
        this.clock = clock;
    }

    /** The wall clock at time zero; empty before the first sample. */
    Optional<Instant> origin() {
        return Optional.ofNullable(origin);
    }

    /** Times a timestamp was moved, a clock steered or a sample dropped because it did not fit. */
    long corrections() {
        long total = corrections + droppedSamples;
        for (Entry entry : entries.values()) {
            total += entry.clock.corrections();
        }
        return total;
    }

    long discontinuities() {
        return discontinuities;
    }

    /** How far the timeline has got. */
    long endUs() {
        return endUs;
    }

    /** The next sample comes from another client, with a clock of its own. */
    void beginPublisher() {
        publisherIsNew = true;
        rebases = 0;
        rebaseWindowStart = Instant.MIN;
        for (Entry entry : entries.values()) {
            entry.clock.forgetMapping();
            entry.hasRaw = false;
            entry.stale = false;
        }
    }

    /** The tracks from now on; samples of others are refused. */
    void setTracks(List<Track> tracks) {
        entries.values().forEach(entry -> entry.announced = false);
        for (Track track : tracks) {
            Entry entry = entries.get(track.id());
            if (entry == null) {
                entries.put(track.id(), new Entry(new TrackClock(track)));
                continue;
            }
            entry.announced = true;
            if (!entry.clock.track().equals(track)) {
                boolean sameClock = entry.clock.track().timescale().equals(track.timescale());
                entry.clock = entry.clock.continuedAs(track);
                entry.hasRaw &= sameClock;
            }
        }
    }

    void normalise(EncodedSample sample, Output output) {
        Entry entry = entries.get(sample.trackId());
        if (entry == null || !entry.announced) {
            droppedSamples++;
            return;
        }
        if (isFrozen(entry, sample.dtsTicks())) {
            output.onFailure("the clock of the " + name(entry) + " track stands still");
            return;
        }
        if (publisherIsNew) {
            publisherIsNew = false;
            boolean first = origin == null;
            if (origin == null) {
                origin = clock.instant();
            }
            startEpoch(entry, sample, first ? 0 : resumeUs());
            breakTimeline(!first, output);
        } else if (!entry.clock.follows(epoch)) {
            if (!join(entry, sample)) {
                droppedSamples++;
                return;
            }
        } else if (isJump(entry, sample.dtsTicks() + entry.clock.offsetTicks())) {
            if (jumpsTooOften()) {
                output.onFailure("timestamps jump back and forth");
                return;
            }
            startEpoch(entry, sample, resumeUs());
            breakTimeline(true, output);
        }
        place(entry.clock, sample, output);
    }

    private void place(TrackClock track, EncodedSample sample, Output output) {
        if (track.toUs(sample.dtsTicks() + track.offsetTicks()) < epochStartUs) {
            droppedSamples++;
            return;
        }
        EncodedSample placed = track.place(sample);
        if (placed == null) {
            return;
        }
        positionUs = Math.max(positionUs, track.lastUs());
        endUs = Math.max(endUs, track.endUs());
        output.onSample(placed);
    }

    private boolean isFrozen(Entry entry, long rawDtsTicks) {
        if (!entry.hasRaw || entry.rawDtsTicks != rawDtsTicks) {
            entry.hasRaw = true;
            entry.rawDtsTicks = rawDtsTicks;
            entry.stuckSamples = 0;
            return false;
        }
        if (entry.stuckSamples++ == 0) {
            entry.stuckSince = clock.instant();
        }
        return entry.stuckSamples >= FROZEN_SAMPLES
                && Duration.between(entry.stuckSince, clock.instant()).compareTo(FROZEN_FOR) >= 0;
    }

    private boolean isJump(Entry entry, long mappedTicks) {
        TrackClock track = entry.clock;
        return track.toUs(mappedTicks) > positionUs + MAX_FORWARD_US
                || track.behindLastUs(mappedTicks) > MAX_BACKWARD_US;
    }

    private boolean jumpsTooOften() {
        Instant now = clock.instant();
        if (rebaseWindowStart.plus(REBASE_WINDOW).isBefore(now)) {
            rebaseWindowStart = now;
            rebases = 0;
        }
        return ++rebases > MAX_REBASES;
    }

    private void startEpoch(Entry entry, EncodedSample sample, long startUs) {
        TrackClock track = entry.clock;
        long anchorTicks = Math.min(sample.dtsTicks(), sample.ptsTicks());
        epoch++;
        epochStartUs = startUs;
        epochOffsetUs = startUs - track.toUs(anchorTicks);
        positionUs = startUs;
        track.follow(epoch, ceilTicks(track, startUs) - anchorTicks);
        entry.stale = false;
    }

    /** The first tick that is not before a time, so that rounding never puts a sample before its epoch. */
    private static long ceilTicks(TrackClock track, long us) {
        long ticks = track.toTicks(us);
        return track.toUs(ticks) < us ? ticks + 1 : ticks;
    }

    private void breakTimeline(boolean broken, Output output) {
        if (broken) {
            discontinuities++;
            output.onDiscontinuity();
        }
    }

    /** Where a clock mapped anew goes on: with the wall clock, but neither in the past nor after a small hole. */
    private long resumeUs() {
        Instant start = origin == null ? clock.instant() : origin;
        long elapsedUs = Duration.between(start, clock.instant()).toNanos() / 1000;
        return elapsedUs < endUs + SNAP_US ? endUs : elapsedUs;
    }

    /**
     * Lets a track follow the mapping that another track set up. Samples from before the jump may still be on their
     * way: they are refused for a while; if the track goes on like that, it gets a mapping of its own.
     */
    private boolean join(Entry entry, EncodedSample sample) {
        TrackClock track = entry.clock;
        long offsetTicks = track.toTicks(epochOffsetUs);
        long mappedUs = track.toUs(sample.dtsTicks() + offsetTicks);
        boolean fits = mappedUs >= epochStartUs - JOIN_BEFORE_EPOCH_US && mappedUs <= positionUs + MAX_FORWARD_US;
        if (!fits && track.isMapped() && !staleForTooLong(entry, sample.dtsTicks())) {
            return false;
        }
        if (!fits) {
            corrections++;
            offsetTicks = ceilTicks(track, positionUs) - Math.min(sample.dtsTicks(), sample.ptsTicks());
        }
        entry.stale = false;
        track.follow(epoch, offsetTicks);
        return true;
    }

    private static boolean staleForTooLong(Entry entry, long dtsTicks) {
        if (!entry.stale) {
            entry.stale = true;
            entry.staleSinceTicks = dtsTicks;
        }
        return Math.abs(entry.clock.toUs(dtsTicks - entry.staleSinceTicks)) > MAX_STALE_US;
    }

    private static String name(Entry entry) {
        return entry.clock.track().type().name().toLowerCase(Locale.ROOT);
    }
}

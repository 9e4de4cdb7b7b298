package dev.sluice.rtmp.session;

import dev.sluice.engine.live.Publication;
import dev.sluice.media.EncodedSample;
import dev.sluice.media.Track;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the first samples back until both tracks are known, so that a stream does not begin with half of them. Waits
 * only for a track that the metadata announced, and no longer than {@link #MAX_WAIT_MS} of media. Behind the gate, a
 * track that appears or changes is told at once.
 *
 * <p>Not thread-safe: owned by the connection's event loop.
 */
final class TrackGate {
    /** Longest wait for the other track, in media time. */
    static final long MAX_WAIT_MS = 1_000;

    private static final int MAX_HELD_SAMPLES = 512;
    private static final int MAX_HELD_BYTES = 16 << 20;

    private final Publication publication;
    private final Deque<EncodedSample> held = new ArrayDeque<>();
    private int heldBytes;
    private long firstHeldMs;
    private boolean open;
    private boolean expectsBoth;
    private @Nullable Track video;
    private @Nullable Track audio;

    TrackGate(Publication publication) {
        this.publication = publication;
    }

    void expectBoth(boolean expected) {
        expectsBoth = expected;
    }

    boolean hasTracks() {
        return video != null || audio != null;
    }

    /** Takes the tracks as they are now. Samples of an older set go out before the new one is told. */
    void onTracks(@Nullable Track newVideo, @Nullable Track newAudio) {
        if (Objects.equals(newVideo, video) && Objects.equals(newAudio, audio)) {
            return;
        }
        boolean replaced = (video != null && !video.equals(newVideo)) || (audio != null && !audio.equals(newAudio));
        if (replaced && !open && !held.isEmpty()) {
            openUp();
        }
        video = newVideo;
        audio = newAudio;
        if (open) {
            publication.onTracks(tracks());
        }
    }

    void onSample(EncodedSample sample, long timestampMs) {
        if (open) {
            publication.onSample(sample);
            return;
        }
        if (held.isEmpty()) {
            firstHeldMs = timestampMs;
        }
        held.add(sample);
        heldBytes += sample.payload().sizeBytes();
        boolean complete = video != null && audio != null;
        boolean waitedEnough = Math.abs(timestampMs - firstHeldMs) >= MAX_WAIT_MS
                || held.size() >= MAX_HELD_SAMPLES
                || heldBytes >= MAX_HELD_BYTES;
        if (complete || !expectsBoth || waitedEnough) {
            openUp();
        }
    }

    /** Called at the end, so that what was held is not lost. */
    void flush() {
        if (!open && !held.isEmpty()) {
            openUp();
        }
    }

    private void openUp() {
        open = true;
        publication.onTracks(tracks());
        for (EncodedSample sample = held.poll(); sample != null; sample = held.poll()) {
            publication.onSample(sample);
        }
        heldBytes = 0;
    }

    private List<Track> tracks() {
        List<Track> tracks = new ArrayList<>(2);
        if (video != null) {
            tracks.add(video);
        }
        if (audio != null) {
            tracks.add(audio);
        }
        return tracks;
    }
}

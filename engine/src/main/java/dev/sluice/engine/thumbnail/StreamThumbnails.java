package dev.sluice.engine.thumbnail;

import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.port.PackagedObject;
import dev.sluice.engine.port.PackagedObject.Kind;
import dev.sluice.engine.port.RepositoryException;
import dev.sluice.engine.port.ThumbnailException;
import dev.sluice.media.EncodedSample;
import dev.sluice.media.Track;
import dev.sluice.media.codec.VideoParameters;
import dev.sluice.media.io.Payload;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thumbnail of one run of a live stream: made of its first key frame, and anew of the first key frame after each
 * interval. What cannot be decoded is logged once and counted; the stream does not notice.
 *
 * <p>Call order: {@code onTracks (onSample | onTracks)* end}, from one thread at a time; no call blocks.
 */
public final class StreamThumbnails {
    private static final Logger LOG = LoggerFactory.getLogger(StreamThumbnails.class);

    private final StreamId id;
    private final Thumbnails shared;
    private final Consumer<PackagedObject> output;
    private final AtomicBoolean atWork = new AtomicBoolean();
    private final AtomicBoolean failureLogged = new AtomicBoolean();
    /** Set once the row says, or is about to say, that there is a thumbnail. */
    private final AtomicBoolean marked = new AtomicBoolean();

    // Owned by the caller's thread.
    private @Nullable Track video;
    private @Nullable Instant lastBegun;

    private boolean ended; // Guarded by this.

    StreamThumbnails(StreamId id, Thumbnails shared, Consumer<PackagedObject> output) {
        this.id = id;
        this.shared = shared;
        this.output = output;
    }

    public void onTracks(List<Track> tracks) {
        video = tracks.stream()
                .filter(track -> track.codec() instanceof VideoParameters)
                .findFirst()
                .orElse(null);
    }

    public void onSample(EncodedSample sample) {
        Track track = video;
        if (!sample.syncSample()
                || track == null
                || sample.trackId() != track.id()
                || !(track.codec() instanceof VideoParameters codec)) {
            return;
        }
        Instant now = shared.clock().instant();
        if (!isDue(now)) {
            return;
        }
        if (!atWork.compareAndSet(false, true)) {
            lastBegun = now;
            shared.countSkipped();
        } else if (shared.decodeLater(() -> work(codec, sample))) {
            lastBegun = now;
        } else {
            atWork.set(false);
            shared.countSkipped();
        }
    }

    /** What is still being made is thrown away; what was given out stays. */
    public synchronized void end() {
        ended = true;
    }

    /** A clock that was set back must not stop the pictures. */
    private boolean isDue(Instant now) {
        Instant last = lastBegun;
        return last == null
                || Duration.between(last, now).abs().compareTo(shared.settings().interval()) >= 0;
    }

    private void work(VideoParameters codec, EncodedSample keyFrame) {
        try {
            give(shared.thumbnailer().jpeg(codec, keyFrame, shared.settings().width()));
        } catch (ThumbnailException refused) {
            shared.countFailed();
            if (!failureLogged.getAndSet(true)) {
                LOG.warn("stream {}: no thumbnail, and more failures are only counted: {}", id, refused.getMessage());
            }
        } catch (RuntimeException defect) { // The edge of a thread.
            shared.countFailed();
            if (!failureLogged.getAndSet(true)) {
                LOG.error("stream {}: no thumbnail, and more failures are only counted", id, defect);
            }
        } finally {
            atWork.set(false);
        }
    }

    private void give(Payload jpeg) {
        synchronized (this) {
            if (ended) {
                return;
            }
            output.accept(new PackagedObject(PackagedObject.THUMBNAIL_PATH, Kind.THUMBNAIL, List.of(jpeg)));
        }
        shared.countMade();
        if (!marked.getAndSet(true) && !shared.writeLater(this::mark)) {
            marked.set(false);
        }
    }

    private void mark() {
        try {
            shared.repository().setThumbnail(id, /* present= */ true);
        } catch (RepositoryException unreachable) {
            marked.set(false);
            LOG.warn("stream {}: its next thumbnail is announced: {}", id, unreachable.getMessage());
        }
    }
}

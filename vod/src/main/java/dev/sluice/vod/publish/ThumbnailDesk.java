package dev.sluice.vod.publish;

import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.asset.AssetKeys;
import dev.sluice.engine.asset.AssetRecord;
import dev.sluice.engine.asset.ThumbnailRefusal;
import dev.sluice.engine.asset.ThumbnailRefusal.Reason;
import dev.sluice.engine.asset.ThumbnailRepository;
import dev.sluice.engine.asset.ThumbnailRepository.Change;
import dev.sluice.engine.asset.Thumbnails;
import dev.sluice.engine.port.ObjectMetadata;
import dev.sluice.engine.port.ObjectStore;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.engine.port.Viewpoint;
import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.media.io.MediaParseException;
import dev.sluice.media.io.Payload;
import dev.sluice.media.still.StillFile;
import dev.sluice.vod.image.StillMaker;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pictures that stand for assets in place of the film's own. A picture is decoded and encoded anew, stored under a name
 * that no other ever had, and then the row says so; no manifest names it, so of two changes at once the later one
 * simply holds. Safe for threads.
 */
public final class ThumbnailDesk implements Thumbnails {
    private static final Logger LOG = LoggerFactory.getLogger(ThumbnailDesk.class);
    private static final int UNIQUE_CHARS = 8;
    private static final ObjectMetadata JPEG = new ObjectMetadata("image/jpeg", "public, max-age=31536000, immutable");
    private static final int MILLION = 1_000_000;

    private final ThumbnailRepository repository;
    private final ObjectStore objects;
    private final StillMaker maker = new StillMaker(MAX_PIXELS);
    private final Executor decoders;

    /** @param decoders few threads that native calls may hold; refuses what it has no room for */
    public ThumbnailDesk(ThumbnailRepository repository, ObjectStore objects, Executor decoders) {
        this.repository = repository;
        this.objects = objects;
        this.decoders = decoders;
    }

    @Override
    public Optional<AssetRecord> put(Viewpoint viewpoint, AssetId id, Payload picture, Instant now)
            throws ThumbnailRefusal, ObjectStoreException {
        StillFile file = parse(picture);
        Optional<AssetRecord> asset = repository.managed(viewpoint, id);
        if (asset.isEmpty()) {
            return Optional.empty();
        }
        requireReady(asset.get());
        Payload jpeg = encoded(file);
        String name = "thumbnail-" + UUID.randomUUID().toString().substring(0, UNIQUE_CHARS) + ".jpg";
        String key = AssetKeys.published(id) + name;
        objects.put(key, List.of(jpeg), JPEG);
        // When the answer of the database is lost, the row may name the object: it stays, and goes with the asset.
        Optional<Change> change = repository.replace(viewpoint, id, name, now);
        if (change.isEmpty() || change.get().asset().output() == null) {
            discard(key);
        }
        if (change.isPresent()) {
            requireReady(change.get().asset());
        }
        return change.map(Change::asset);
    }

    @Override
    public Optional<AssetRecord> remove(Viewpoint viewpoint, AssetId id, Instant now) throws ThumbnailRefusal {
        Optional<Change> change = repository.replace(viewpoint, id, /* objectName= */ null, now);
        if (change.isPresent()) {
            requireReady(change.get().asset());
            if (change.get().before() == null) {
                throw new ThumbnailRefusal(Reason.NOT_FOUND, "No thumbnail was set for the video.");
            }
        }
        return change.map(Change::asset);
    }

    private static StillFile parse(Payload picture) throws ThumbnailRefusal {
        if (StillFile.Kind.of(picture).isEmpty()) {
            throw new ThumbnailRefusal(Reason.NOT_A_PICTURE, "The file is no JPEG, PNG or WebP picture.");
        }
        try {
            StillFile file = StillFile.parse(picture);
            if (file.pixels() > MAX_PIXELS) {
                throw new ThumbnailRefusal(
                        Reason.TOO_MANY_PIXELS,
                        "The picture is " + file.width() + "x" + file.height() + ": at most " + MAX_PIXELS / MILLION
                                + " million pixels are taken.");
            }
            return file;
        } catch (MediaParseException refused) {
            throw new ThumbnailRefusal(
                    Reason.UNREADABLE, "The picture is not taken: " + refused.getMessage() + ".", refused);
        }
    }

    /** On a thread of the decoders, while this one waits. */
    private Payload encoded(StillFile file) throws ThumbnailRefusal {
        FutureTask<Payload> work = new FutureTask<>(() -> maker.make(file));
        try {
            decoders.execute(work);
            return work.get();
        } catch (RejectedExecutionException full) {
            throw new ThumbnailRefusal(
                    Reason.BUSY, "The server is busy with pictures; try again in a few seconds.", full);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new ThumbnailRefusal(Reason.BUSY, "The server is stopping; try again in a few seconds.", stopping);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof FfmpegException refused) {
                LOG.debug("A picture of {} cannot be decoded", file.kind(), refused);
                throw new ThumbnailRefusal(
                        Reason.UNREADABLE, "The picture cannot be decoded: it is damaged or not whole.", refused);
            }
            throw new IllegalStateException("a picture was not made", failed.getCause());
        }
    }

    private static void requireReady(AssetRecord asset) throws ThumbnailRefusal {
        if (asset.output() == null) {
            throw new ThumbnailRefusal(
                    Reason.NOT_READY, "The video does not play yet; it takes a thumbnail once it does.");
        }
    }

    private void discard(String key) {
        try {
            objects.delete(key);
        } catch (ObjectStoreException left) {
            LOG.warn("A picture that no asset names stays in the store: {}", key, left);
        }
    }
}

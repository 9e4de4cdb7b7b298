package dev.sluice.engine.upload;

import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.live.RepeatedTask;
import dev.sluice.engine.live.Timers;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.engine.port.UnfinishedObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends uploads that nobody goes on with, completes those whose node died, and removes what ended ones left in the
 * store. Every node has one; rows are taken by one at a time.
 */
public final class UploadSweeper implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofSeconds(20);
    private static final Duration CLEANING = Duration.ofMinutes(5);
    private static final int BATCH = 50;
    /** How many expiries an object in parts may be old before its row must be there. */
    private static final int ORPHAN_EXPIRIES = 2;

    private static final Logger log = LoggerFactory.getLogger(UploadSweeper.class);

    private final Uploads uploads;
    private final UploadPorts ports;
    private final RepeatedTask task;

    public UploadSweeper(Uploads uploads, Timers timers) {
        this.uploads = uploads;
        this.ports = uploads.ports();
        this.task = new RepeatedTask("upload-sweeper", PAUSE, timers, this::sweep);
    }

    /** Idempotent. */
    public void start() {
        task.start();
    }

    /** One sweep. */
    void sweep() throws ObjectStoreException {
        Instant now = ports.clock().instant();
        int expired = ports.repository().expire(now, BATCH);
        if (expired > 0) {
            log.info("{} uploads got no bytes for too long and are ended", expired);
        }
        completeStranded(now);
        for (Upload upload : ports.repository().claimUncleaned(UUID.randomUUID(), now, now.plus(CLEANING), BATCH)) {
            uploads.cleaner().cleanQuietly(upload);
        }
        abortOrphans(now);
        ports.repository().forget(now.minus(ports.limits().retention()), BATCH);
    }

    private void completeStranded(Instant now) throws ObjectStoreException {
        for (AssetId id : ports.repository().stranded(now, BATCH)) {
            try {
                uploads.completion().complete(id);
            } catch (UploadException refused) {
                log.info("Upload {} cannot be completed: {}", id, refused.getMessage());
            }
        }
    }

    /** Objects in parts whose upload never got a row, or has none any more. */
    private void abortOrphans(Instant now) throws ObjectStoreException {
        Instant before = now.minus(ports.limits().idleExpiry().multipliedBy(ORPHAN_EXPIRIES));
        for (UnfinishedObject object : ports.multipart().unfinished(UploadLimits.KEY_PREFIX, before, BATCH)) {
            Optional<Upload> upload = idOf(object.key()).flatMap(ports.repository()::find);
            boolean inUse = upload.isPresent()
                    && !upload.get().state().isFinal()
                    && upload.get().multipartId().equals(object.multipartId());
            if (!inUse) {
                ports.multipart().abort(object.key(), object.multipartId());
                log.info("Parts of {} belonged to no upload and are removed", object.key());
            }
        }
    }

    private static Optional<AssetId> idOf(String key) {
        String rest = key.substring(UploadLimits.KEY_PREFIX.length());
        int slash = rest.indexOf('/');
        try {
            return slash < 0 ? Optional.empty() : Optional.of(AssetId.parse(rest.substring(0, slash)));
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    /** A sweep in progress is interrupted. */
    @Override
    public void close() {
        task.close();
    }
}

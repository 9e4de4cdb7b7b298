package dev.sluice.engine.upload;

import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.port.RepositoryException;
import dev.sluice.engine.upload.UploadRepository.Renewal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the lease of an upload while somebody works on it, on a virtual thread of its own. Owned by whoever took the
 * lease; closing gives it back.
 */
final class LeaseKeeper implements AutoCloseable {
    /** How long others wait for a holder that is gone. */
    static final Duration LEASE = Duration.ofSeconds(15);

    private static final Duration RENEWAL = Duration.ofSeconds(1);
    private static final Logger log = LoggerFactory.getLogger(LeaseKeeper.class);

    private final UploadRepository repository;
    private final AssetId id;
    private final UUID token;
    private final InstantSource clock;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Renewal state = Renewal.HELD;

    private LeaseKeeper(UploadRepository repository, AssetId id, UUID token, InstantSource clock) {
        this.repository = repository;
        this.id = id;
        this.token = token;
        this.clock = clock;
    }

    static LeaseKeeper keep(UploadRepository repository, AssetId id, UUID token, InstantSource clock) {
        LeaseKeeper keeper = new LeaseKeeper(repository, id, token, clock);
        Thread.ofVirtual().name("upload-lease-" + id).start(keeper::run);
        return keeper;
    }

    static Instant until(InstantSource clock) {
        return clock.instant().plus(LEASE);
    }

    UUID token() {
        return token;
    }

    Renewal state() {
        return state;
    }

    private void run() {
        try {
            while (!closed.await(RENEWAL.toMillis(), TimeUnit.MILLISECONDS) && state != Renewal.LOST) {
                try {
                    state = repository.renew(id, token, until(clock));
                } catch (RepositoryException away) {
                    log.debug("The lease of upload {} was not renewed: {}", id, away.getMessage());
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            repository.release(id, token);
        } catch (RepositoryException away) {
            log.debug("The lease of upload {} will lapse by itself: {}", id, away.getMessage());
        }
    }
}

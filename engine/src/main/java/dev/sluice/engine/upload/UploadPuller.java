package dev.sluice.engine.upload;

import dev.sluice.engine.live.RepeatedTask;
import dev.sluice.engine.live.Timers;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.engine.upload.SequentialReceiver.Mode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches the files of pull uploads. Every node has one and takes what nobody is at; a pull whose node died begins anew
 * elsewhere. A bounded number at once, each on a virtual thread.
 */
public final class UploadPuller implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Logger log = LoggerFactory.getLogger(UploadPuller.class);

    private final Uploads uploads;
    private final UploadPorts ports;
    private final PullClient client;
    private final Semaphore free;
    private final RepeatedTask task;
    private final ExecutorService workers = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("upload-pull-", 0).factory());

    /** @param atOnce pulls of this node */
    public UploadPuller(Uploads uploads, PullClient client, int atOnce, Timers timers) {
        this.uploads = uploads;
        this.ports = uploads.ports();
        this.client = client;
        this.free = new Semaphore(atOnce);
        this.task = new RepeatedTask("upload-pulls", PAUSE, timers, this::takeWaiting);
    }

    /** Idempotent. */
    public void start() {
        task.start();
    }

    private void takeWaiting() {
        while (free.tryAcquire()) {
            UUID token = UUID.randomUUID();
            Instant now = ports.clock().instant();
            List<Upload> taken;
            try {
                taken = ports.repository().claimPulls(token, now, LeaseKeeper.until(ports.clock()), 1);
            } catch (RuntimeException away) {
                free.release();
                throw away;
            }
            if (taken.isEmpty()) {
                free.release();
                return;
            }
            workers.execute(() -> {
                try {
                    pull(taken.getFirst(), token);
                } finally {
                    free.release();
                }
            });
        }
    }

    /** Fetches one file, whose lease the caller holds by the token, to its end or failure. */
    void pull(Upload upload, UUID token) {
        try (LeaseKeeper lease = LeaseKeeper.keep(ports.repository(), upload.id(), token, ports.clock());
                PullClient.Pulled file =
                        client.open(String.valueOf(upload.plan().sourceUrl()))) {
            if (file.sizeBytes() > ports.limits().maxFileBytes()) {
                throw UploadException.tooLarge(ports.limits().maxFileBytes());
            }
            SequentialReceiver receiver =
                    new SequentialReceiver(ports, upload, lease, Mode.ALL_OR_NOTHING, new Checksums(List.of()));
            long size = receiver.receive(file, /* endsFile= */ true);
            if (size == 0) {
                throw UploadException.invalid("The file is empty.");
            }
            ports.repository().declareSize(upload.id(), size);
            uploads.completion().complete(upload.id(), token);
        } catch (IOException | UploadException failure) {
            log.info("Pull {} failed: {}", upload.id(), failure.getMessage());
            uploads.failPull(upload, token, String.valueOf(failure.getMessage()));
        } catch (ObjectStoreException | RuntimeException failure) {
            // Until it expires.
            log.warn("Pull {} did not succeed here and will be tried again", upload.id(), failure);
        }
    }

    /** What is being fetched is fetched again by another node, or later. */
    @Override
    public void close() {
        task.close();
        workers.shutdownNow();
    }
}

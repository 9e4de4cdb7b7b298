package dev.sluice.vod.local;

import dev.sluice.engine.asset.AssetDetails;
import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.asset.AssetRecord;
import dev.sluice.engine.asset.NewAsset;
import dev.sluice.engine.job.JobId;
import dev.sluice.engine.job.JobRecord;
import dev.sluice.engine.job.JobState;
import dev.sluice.engine.job.StepHandler;
import dev.sluice.engine.job.StepOutcome;
import dev.sluice.engine.job.StepRef;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.engine.port.Owner;
import dev.sluice.engine.port.Visibility;
import dev.sluice.vod.job.Profiles;
import dev.sluice.vod.job.VodWorkers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes one asset of one file with workers of this process: the steps that the server runs, in the same order, with the
 * same result whoever many workers there are. {@link #run} once; {@link #stop} and {@link #progress} from any thread.
 * What had been given to the target is taken back when the job does not succeed.
 */
public final class LocalJob {
    private static final Logger LOG = LoggerFactory.getLogger(LocalJob.class);
    private static final Owner NOBODY = new Owner("local", "local");

    private final LocalAsset asset;
    private final LocalLedger ledger;
    private final LocalObjects objects;
    private final StepHandler handler;
    private final int workers;
    private final DelayQueue<Due> queue = new DelayQueue<>();
    private final AtomicLong order = new AtomicLong();
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile boolean stopped;

    /** A step and when it may run; of those that may, the one that was put first. */
    private record Due(StepRef step, long atNs, long number) implements Delayed {
        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(atNs - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            Due that = (Due) other;
            int byTime = Long.compare(atNs - that.atNs, 0);
            return byTime != 0 ? byTime : Long.compare(number, that.number);
        }
    }

    /** @param work an empty directory for what steps leave for each other; its owner deletes it after the job */
    public LocalJob(Path source, OutputTarget target, Path work, LocalSettings settings, InstantSource clock)
            throws IOException {
        long sourceBytes = Files.size(source);
        String fileName = String.valueOf(source.getFileName());
        UUID id = name(fileName, sourceBytes, settings);
        AssetId assetId = new AssetId(id);
        AssetDetails details = new AssetDetails(
                fileName,
                /* description= */ null,
                Visibility.PRIVATE,
                List.of(),
                settings.profile().name(),
                AssetDetails.NO_METADATA);
        Instant now = clock.instant();
        asset = new LocalAsset(
                new NewAsset(assetId, NOBODY, details, fileName, LocalObjects.sourceKey(assetId), sourceBytes), now);
        ledger = new LocalLedger(new JobId(id), asset, now, this::put);
        Path staging = Files.createDirectory(work.resolve("staging~"));
        objects = new LocalObjects(assetId, source, new PlainDirectory(work, staging), target);
        workers = settings.workers();
        handler = VodWorkers.create(
                new VodWorkers.Stores(asset, ledger, objects, objects),
                new Profiles(List.of(settings.profile())),
                settings.limits(),
                settings.worker(),
                clock);
    }

    /** The same for the same file and profile, so that the same job gives its objects the same names. */
    private static UUID name(String fileName, long sourceBytes, LocalSettings settings) {
        String text = fileName + "\n" + sourceBytes + "\n" + settings.profile().toJson();
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Runs the job to its end.
     *
     * @return the asset, ready or failed; still in processing when the job was stopped
     * @throws InterruptedException when this thread was; the job is stopped
     */
    public AssetRecord run() throws InterruptedException {
        ledger.begin();
        for (int i = 1; i <= workers; i++) {
            Thread worker = new Thread(this::work, "file-" + i);
            worker.setDaemon(true);
            threads.add(worker);
            worker.start();
        }
        try {
            over.await();
        } finally {
            end();
        }
        return asset.record();
    }

    /** Ends {@link #run} soon. */
    public void stop() {
        stopped = true;
        handler.stop();
        over.countDown();
    }

    /** How far the job is. */
    public LocalProgress progress() {
        return LocalProgress.of(ledger.record(), asset.record().sourceJson());
    }

    private void end() throws InterruptedException {
        handler.stop();
        threads.forEach(Thread::interrupt);
        for (Thread worker : threads) {
            worker.join();
        }
        if (ledger.record().state() != JobState.SUCCEEDED) {
            try {
                objects.withdraw();
            } catch (ObjectStoreException e) {
                LOG.warn("Something of the unfinished asset stays: {}", e.getMessage());
            }
        }
    }

    private void work() {
        try {
            while (!stopped && over.getCount() > 0) {
                Due due = queue.take();
                switch (handler.run(due.step())) {
                    case StepOutcome.Done ignored -> look();
                    case StepOutcome.Again again -> put(due.step(), again.after());
                }
            }
        } catch (InterruptedException ended) {
            LOG.debug("{} ends", Thread.currentThread().getName());
        } finally {
            // Nobody waits for a worker that broke.
            over.countDown();
        }
    }

    private void look() {
        JobRecord job = ledger.record();
        if (job.state() != JobState.RUNNING) {
            over.countDown();
        }
    }

    private void put(List<StepRef> steps) {
        steps.forEach(step -> put(step, Duration.ZERO));
    }

    private void put(StepRef step, Duration after) {
        queue.add(new Due(step, System.nanoTime() + after.toNanos(), order.getAndIncrement()));
    }
}

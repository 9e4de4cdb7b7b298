package dev.sluice.events.webhook;

import dev.sluice.events.webhook.DeliveryQueue.Claim;
import dev.sluice.events.webhook.DeliveryQueue.Due;
import dev.sluice.events.webhook.DeliveryQueue.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes deliveries of events and sends them. One virtual thread moves the outbox and claims endpoints; each claimed
 * endpoint is worked on by one of {@value #MAX_SENDERS} platform threads, which resolve names and wait for receivers.
 * {@link #start} first, {@link #wake} whenever there may be something, {@link #close} last.
 *
 * <p>What a crash interrupts is sent again, with the same event id, when the claim's lease has ended or the node is
 * back. An attempt never outlives its lease, so two nodes never send the same at once.
 */
public final class WebhookDispatcher implements AutoCloseable {
    public static final int MAX_SENDERS = 64;

    static final int FAN_OUT_EVENTS = 200;
    /** Then the endpoint is given back, so that others come up. */
    static final int MAX_DELIVERIES_PER_CLAIM = 100;

    private static final Logger log = LoggerFactory.getLogger(WebhookDispatcher.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration IDLE_SENDER = Duration.ofSeconds(30);

    private final DeliveryQueue queue;
    private final WebhookSender sender;
    private final Verdict verdict;
    private final String nodeId;
    private final Duration lease;
    private final InstantSource clock;
    private final DispatchFigures figures;
    private final Semaphore wakeUps = new Semaphore(0);
    private final Semaphore freeSenders = new Semaphore(MAX_SENDERS);
    private final ExecutorService senders;

    // Of the dispatcher's thread.
    private boolean failing;
    private boolean released;

    private volatile boolean closed;
    private @Nullable Thread thread;

    /**
     * @param sender closed by this
     * @param lease longer than the sender's total time-out, with room for the database
     */
    public WebhookDispatcher(
            DeliveryQueue queue,
            WebhookSender sender,
            RetrySchedule schedule,
            String nodeId,
            Duration lease,
            InstantSource clock) {
        this.queue = queue;
        this.sender = sender;
        this.verdict = new Verdict(schedule);
        this.nodeId = nodeId;
        this.lease = lease;
        this.clock = clock;
        this.figures = new DispatchFigures(clock);
        this.senders = new ThreadPoolExecutor(
                0,
                MAX_SENDERS,
                IDLE_SENDER.toSeconds(),
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                Thread.ofPlatform().name("webhook-", 0).daemon().factory());
    }

    public DispatchFigures figures() {
        return figures;
    }

    /** Call once. */
    public synchronized void start() {
        if (thread == null && !closed) {
            thread = Thread.ofVirtual().name("webhooks").start(this::run);
        }
    }

    /** Says that there may be something to do. Never blocks. */
    public void wake() {
        wakeUps.release();
    }

    private void run() {
        while (!closed) {
            try {
                round();
                failing = false;
            } catch (RuntimeException failure) {
                if (!failing && !closed) {
                    log.warn("Webhooks stand still, trying on: {}", failure.toString());
                }
                failing = true;
            }
            try {
                if (wakeUps.tryAcquire(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
                    wakeUps.drainPermits();
                }
            } catch (InterruptedException stopped) {
                return;
            }
        }
    }

    private void round() {
        if (!released) {
            queue.releaseAll(nodeId);
            released = true;
        }
        while (!closed && queue.fanOut(FAN_OUT_EVENTS, clock.instant()) == FAN_OUT_EVENTS) {
            claim();
        }
        claim();
        figures.level(queue.backlog());
    }

    private void claim() {
        int free = freeSenders.availablePermits();
        if (free == 0 || closed) {
            return;
        }
        Instant now = clock.instant();
        for (Claim claim : queue.claim(nodeId, now, now.plus(lease), free)) {
            freeSenders.acquireUninterruptibly();
            senders.execute(() -> work(claim));
        }
    }

    private void work(Claim claim) {
        try {
            deliverAll(claim);
        } catch (RuntimeException failure) {
            log.warn("Endpoint {} was left in the middle: {}", claim.endpointId(), failure.toString());
        } finally {
            freeSenders.release();
            wake();
        }
    }

    /** Without the release the lease ends by itself. */
    private void deliverAll(Claim claim) {
        for (int i = 0; i < MAX_DELIVERIES_PER_CLAIM && !closed; i++) {
            Instant now = clock.instant();
            Optional<Due> due = queue.next(claim, now, now.plus(lease));
            if (due.isEmpty() || !deliver(claim, due.get())) {
                break;
            }
        }
        queue.release(claim);
    }

    /** False when the claim is lost, or this is closing and the attempt was cut short. */
    private boolean deliver(Claim claim, Due due) {
        Instant startedAt = clock.instant();
        byte[] body = WebhookPayload.bytes(due.event());
        Map<String, String> headers = Signatures.headers(
                due.secret(), due.previousSecret(), due.event().id(), startedAt.getEpochSecond(), body);
        WebhookSender.Result result = sender.send(due.url(), headers, body);
        if (closed && result.statusCode() == null) {
            return false;
        }
        Instant now = clock.instant();
        Outcome outcome = verdict.of(due, result, startedAt, now);
        boolean recorded = queue.record(claim, due, outcome, now);
        if (recorded) {
            figures.count(outcome);
            if (outcome.disableReason() != null) {
                log.warn("Webhook endpoint {} is disabled: {}", due.endpointId(), outcome.disableReason());
            }
        }
        return recorded;
    }

    /** Attempts in progress get a moment to end, then are cut short: the next start makes them again. */
    @Override
    public void close() {
        Thread running;
        synchronized (this) {
            closed = true;
            running = thread;
        }
        senders.shutdown();
        try {
            if (running != null) {
                wake(); // An interrupt would break the database's connection in the middle of a statement.
                if (!running.join(CLOSE_TIMEOUT)) {
                    running.interrupt();
                }
            }
            if (!senders.awaitTermination(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                sender.close();
                senders.awaitTermination(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            sender.close();
        }
    }
}

package dev.sluice.api.ops;

import dev.sluice.api.http.LogTrace;
import dev.sluice.api.ops.Health.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks all checks at once, at most once a second however many want to know, and waits for each no longer than
 * {@link #TIMEOUT}. A check that hangs is interrupted and, until it has ended, not asked again. Safe for many threads.
 */
public final class HealthBoard {
    static final Duration TIMEOUT = Duration.ofSeconds(2);
    static final Duration KEPT = Duration.ofSeconds(1);
    private static final Duration WAIT_FOR_OTHERS = TIMEOUT.plus(KEPT);

    private static final Logger log = LoggerFactory.getLogger(HealthBoard.class);
    private static final long NS_PER_MS = 1_000_000;

    /**
     * What came of a check.
     *
     * @param reason why it does not work, for operators; null when it does
     */
    public record Line(
            String name,
            boolean required,
            Health health,
            long responseTimeMs,
            @Nullable String reason) {}

    /** What came of all checks. */
    public record Report(List<Line> lines) {
        /** The worst of all; what is not required makes it no worse than degraded. */
        public Status status() {
            Status worst = Status.HEALTHY;
            for (Line line : lines) {
                Status each = line.health().status();
                Status counted = each == Status.UNHEALTHY && !line.required() ? Status.DEGRADED : each;
                worst = counted.compareTo(worst) > 0 ? counted : worst;
            }
            return worst;
        }
    }

    private record Round(Instant startedAt, CompletableFuture<Report> report) {}

    private final List<Probe> probes;
    private final InstantSource clock;
    private final Duration timeout;
    private final AtomicReference<@Nullable Round> newest = new AtomicReference<>();

    public HealthBoard(List<ReadinessCheck> checks, InstantSource clock) {
        this(checks, clock, TIMEOUT);
    }

    HealthBoard(List<ReadinessCheck> checks, InstantSource clock, Duration timeout) {
        this.probes = checks.stream().map(Probe::new).toList();
        this.clock = clock;
        this.timeout = timeout;
    }

    /**
     * How everything was within the last second. Blocks.
     *
     * @throws TimeoutException when another caller asks already and gets no answer in time
     */
    public Report report() throws InterruptedException, TimeoutException {
        Round known = newest.get();
        if (known == null || isOld(known)) {
            Round mine = new Round(clock.instant(), new CompletableFuture<>());
            if (newest.compareAndSet(known, mine)) {
                ask(mine);
                known = mine;
            } else {
                known = Objects.requireNonNull(newest.get());
            }
        }
        try {
            return known.report().get(WAIT_FOR_OTHERS.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException broken) {
            throw new IllegalStateException("the checks could not be asked", broken.getCause());
        }
    }

    /** A round under way is never old: whoever comes meanwhile waits for it. */
    private boolean isOld(Round round) {
        Duration age = Duration.between(round.startedAt(), clock.instant());
        return round.report().isDone() && (age.compareTo(KEPT) >= 0 || age.isNegative());
    }

    private void ask(Round round) throws InterruptedException {
        try {
            probes.forEach(Probe::start);
            long startNs = System.nanoTime();
            List<Line> lines = new ArrayList<>();
            for (Probe probe : probes) {
                lines.add(probe.await(startNs, timeout.toNanos()));
            }
            round.report().complete(new Report(List.copyOf(lines)));
        } catch (InterruptedException | RuntimeException stopped) {
            round.report().completeExceptionally(stopped);
            throw stopped;
        }
    }

    /** Asks one check. Used by one thread at a time, that of the round. */
    private static final class Probe {
        private final ReadinessCheck check;
        private @Nullable CompletableFuture<Line> answer;
        private @Nullable Thread thread;

        Probe(ReadinessCheck check) {
            this.check = check;
        }

        void start() {
            if (thread == null || !thread.isAlive()) {
                CompletableFuture<Line> next = new CompletableFuture<>();
                answer = next;
                LogTrace trace = LogTrace.current();
                thread = Thread.ofVirtual()
                        .name("health-" + check.name())
                        .start(() -> trace.during(() -> next.complete(ask())));
            }
        }

        private Line ask() {
            long startNs = System.nanoTime();
            try {
                Health health = check.check();
                return line(health, startNs, null);
            } catch (Exception failure) { // Whatever it throws is what there is to tell.
                String message = failure.getMessage();
                return line(
                        broken(), startNs, message == null ? failure.getClass().getSimpleName() : message);
            }
        }

        Line await(long startNs, long timeoutNs) throws InterruptedException {
            CompletableFuture<Line> pending = Objects.requireNonNull(answer);
            try {
                return logged(pending.get(Math.max(0, startNs + timeoutNs - System.nanoTime()), TimeUnit.NANOSECONDS));
            } catch (TimeoutException late) {
                Objects.requireNonNull(thread).interrupt();
                return logged(line(broken(), startNs, "no answer in time"));
            } catch (ExecutionException impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        private static Health broken() {
            return new Health(Status.UNHEALTHY, Map.of());
        }

        private Line line(Health health, long startNs, @Nullable String reason) {
            long tookMs = Math.max(0, System.nanoTime() - startNs) / NS_PER_MS;
            return new Line(check.name(), check.required(), health, tookMs, reason);
        }

        private static Line logged(Line line) {
            if (line.reason() != null) {
                log.warn("Check {} failed: {}", line.name(), line.reason());
            }
            return line;
        }
    }
}

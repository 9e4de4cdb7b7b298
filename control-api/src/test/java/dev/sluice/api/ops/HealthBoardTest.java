package dev.sluice.api.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.ops.Health.Status;
import dev.sluice.testing.MutableClock;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HealthBoardTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(30);

    private final MutableClock clock = new MutableClock();
    private final AtomicInteger asked = new AtomicInteger();

    private record Fake(String name, boolean required, Callable<Health> how) implements ReadinessCheck {
        @Override
        public Health check() throws Exception {
            return how.call();
        }
    }

    private Health fine() {
        asked.incrementAndGet();
        return Health.HEALTHY;
    }

    private static Health broken() throws IOException {
        throw new IOException("is away");
    }

    private HealthBoard board(Duration timeout, Fake... checks) {
        return new HealthBoard(List.of(checks), clock, timeout);
    }

    private static Status statusOf(HealthBoard.Report report, String name) {
        return report.lines().stream()
                .filter(line -> line.name().equals(name))
                .findFirst()
                .orElseThrow()
                .health()
                .status();
    }

    @Test
    void report_allWork_isHealthy() throws Exception {
        HealthBoard.Report report = board(LONG, new Fake("a", true, this::fine), new Fake("b", false, this::fine))
                .report();
        assertThat(report.status()).isEqualTo(Status.HEALTHY);
        assertThat(report.lines()).extracting(HealthBoard.Line::name).containsExactly("a", "b");
    }

    @Test
    void report_aRequiredCheckFails_isUnhealthyAndSaysWhy() throws Exception {
        HealthBoard.Report report = board(
                        LONG, new Fake("a", true, this::fine), new Fake("b", true, HealthBoardTest::broken))
                .report();
        assertThat(report.status()).isEqualTo(Status.UNHEALTHY);
        assertThat(statusOf(report, "a")).isEqualTo(Status.HEALTHY);
        assertThat(report.lines().getLast().reason()).isEqualTo("is away");
    }

    @Test
    void report_whatIsNotRequiredFails_isDegradedOnly() throws Exception {
        HealthBoard.Report report = board(
                        LONG, new Fake("a", true, this::fine), new Fake("b", false, HealthBoardTest::broken))
                .report();
        assertThat(report.status()).isEqualTo(Status.DEGRADED);
        assertThat(statusOf(report, "b")).isEqualTo(Status.UNHEALTHY);
    }

    @Test
    void report_aDegradedPart_isDegradedWithItsFigures() throws Exception {
        Health slow = new Health(Status.DEGRADED, Map.of("bytes_waiting", 7L));
        HealthBoard.Report report = board(LONG, new Fake("a", true, () -> slow)).report();
        assertThat(report.status()).isEqualTo(Status.DEGRADED);
        assertThat(report.lines().getFirst().health().figures()).containsEntry("bytes_waiting", 7L);
    }

    @Test
    void report_withinASecond_isKept() throws Exception {
        HealthBoard board = board(LONG, new Fake("a", true, this::fine));
        board.report();
        clock.advance(Duration.ofMillis(999));
        board.report();
        assertThat(asked).hasValue(1);
        clock.advance(Duration.ofMillis(1));
        board.report();
        assertThat(asked).hasValue(2);
    }

    @Test
    void report_manyAtOnce_askOnce() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        HealthBoard board = board(LONG, new Fake("a", true, () -> {
            release.await();
            return fine();
        }));
        AtomicInteger answered = new AtomicInteger();
        List<Thread> callers = IntStream.range(0, 20)
                .mapToObj(i -> Thread.ofVirtual().start(() -> {
                    try {
                        board.report();
                        answered.incrementAndGet();
                    } catch (Exception failure) {
                        throw new IllegalStateException(failure);
                    }
                }))
                .toList();
        release.countDown();
        for (Thread caller : callers) {
            caller.join();
        }
        assertThat(answered).hasValue(20);
        assertThat(asked).hasValue(1);
    }

    @Test
    void report_checksThatNeedEachOther_runAtTheSameTime() throws Exception {
        CyclicBarrier both = new CyclicBarrier(2);
        Callable<Health> meet = () -> {
            both.await(10, TimeUnit.SECONDS);
            return fine();
        };
        assertThat(board(LONG, new Fake("a", true, meet), new Fake("b", true, meet))
                        .report()
                        .status())
                .isEqualTo(Status.HEALTHY);
    }

    @Test
    void report_aCheckHangs_isUnhealthyInTimeAndTheOthersAreTold() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        HealthBoard board = board(
                SHORT,
                new Fake("hangs", true, () -> {
                    try {
                        never.await();
                    } finally {
                        interrupted.countDown();
                    }
                    return fine();
                }),
                new Fake("works", true, this::fine));
        HealthBoard.Report report = board.report();
        assertThat(statusOf(report, "hangs")).isEqualTo(Status.UNHEALTHY);
        assertThat(statusOf(report, "works")).isEqualTo(Status.HEALTHY);
        assertThat(report.lines().getFirst().responseTimeMs()).isGreaterThanOrEqualTo(SHORT.toMillis());
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void report_aHungCheckThatNothingStops_isNotAskedTwice() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger started = new AtomicInteger();
        HealthBoard board = board(SHORT, new Fake("stubborn", true, () -> {
            started.incrementAndGet();
            boolean released = false;
            while (!released) {
                try {
                    released = release.await(10, TimeUnit.SECONDS);
                } catch (InterruptedException ignoredHere) {
                    released = false;
                }
            }
            return fine();
        }));
        for (int i = 0; i < 3; i++) {
            assertThat(board.report().status()).isEqualTo(Status.UNHEALTHY);
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(started).hasValue(1);
        release.countDown();
    }
}

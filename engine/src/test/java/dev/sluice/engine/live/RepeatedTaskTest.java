package dev.sluice.engine.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.testing.Await;
import dev.sluice.engine.testing.FakeTimers;
import dev.sluice.testing.MutableClock;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RepeatedTaskTest {
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final FakeTimers timers = new FakeTimers(new MutableClock());
    private final AtomicInteger runs = new AtomicInteger();

    private void awaitRun(int number) {
        Await.until("run " + number, () -> runs.get() == number && timers.pending() == 1);
    }

    @Test
    void start_twice_runsOncePerPauseAndGoesOnAfterFailures() {
        RepeatedTask task = new RepeatedTask("test", PAUSE, timers, () -> {
            runs.incrementAndGet();
            throw new IOException("every time");
        });
        task.start();
        task.start();
        assertThat(timers.pending()).isEqualTo(1);

        for (int number = 1; number <= 3; number++) {
            timers.advance(PAUSE);
            awaitRun(number);
        }
        task.close();

        assertThat(timers.pending()).isZero();
    }

    @Test
    void run_takesLong_neverOverlapsTheNext() {
        CountDownLatch gate = new CountDownLatch(1);
        RepeatedTask task = new RepeatedTask("test", PAUSE, timers, () -> {
            runs.incrementAndGet();
            gate.await();
        });
        task.start();
        timers.advance(PAUSE);
        Await.until("a run", () -> runs.get() == 1);

        timers.advance(PAUSE.multipliedBy(5));
        assertThat(runs).hasValue(1);
        gate.countDown();

        awaitRun(1);
        task.close();
    }

    @Test
    void close_whileRunning_interruptsAndRunsNoMore() {
        RepeatedTask task = new RepeatedTask("test", PAUSE, timers, () -> {
            runs.incrementAndGet();
            try {
                new CountDownLatch(1).await();
            } finally {
                runs.incrementAndGet();
            }
        });
        task.start();
        timers.advance(PAUSE);
        Await.until("a run", () -> runs.get() == 1);

        task.close();
        task.close();

        Await.until("the run's end", () -> runs.get() == 2);
        task.start();
        assertThat(timers.pending()).isZero();
    }
}

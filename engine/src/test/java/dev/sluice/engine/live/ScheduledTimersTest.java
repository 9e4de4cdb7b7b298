package dev.sluice.engine.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.testing.Await;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ScheduledTimersTest {
    @Test
    void after_tasksThatFailOrAreCancelled_doNotDisturbOthers() {
        try (ScheduledTimers timers = new ScheduledTimers()) {
            AtomicInteger cancelled = new AtomicInteger();
            CompletableFuture<String> thread = new CompletableFuture<>();
            Timers.Timer timer = timers.after(Duration.ofHours(1), cancelled::incrementAndGet);
            timer.cancel();
            timer.cancel();
            timers.after(Duration.ZERO, () -> {
                throw new IllegalStateException("a defect");
            });

            timers.after(
                    Duration.ofNanos(1),
                    () -> thread.complete(Thread.currentThread().getName()));

            assertThat(Await.value(thread)).isEqualTo("engine-timers");
            assertThat(cancelled).hasValue(0);
        }
    }

    @Test
    void after_closed_neverRunsAndNeverThrows() {
        ScheduledTimers timers = new ScheduledTimers();
        AtomicInteger runs = new AtomicInteger();
        timers.after(Duration.ofMillis(1), () -> {}).cancel();
        timers.close();
        timers.close();

        timers.after(Duration.ZERO, runs::incrementAndGet).cancel();

        assertThat(runs).hasValue(0);
    }
}

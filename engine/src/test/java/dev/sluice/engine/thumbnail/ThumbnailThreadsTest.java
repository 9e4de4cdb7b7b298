package dev.sluice.engine.thumbnail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.engine.testing.Await;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ThumbnailThreadsTest {
    /** More than can run and wait on any machine. */
    private static final int MANY = 200;

    @Test
    void decoders_moreWorkThanFits_refuseAndGoOn() {
        ThumbnailThreads threads = ThumbnailThreads.ofThisMachine();
        CountDownLatch gate = new CountDownLatch(1);
        AtomicInteger done = new AtomicInteger();
        int accepted = 0;
        for (int i = 0; i < MANY; i++) {
            try {
                threads.decoders().execute(() -> {
                    awaitUninterruptibly(gate);
                    done.incrementAndGet();
                });
                accepted++;
            } catch (RejectedExecutionException full) {
                break;
            }
        }
        assertThat(accepted).isBetween(64, 68);
        int expected = accepted;
        gate.countDown();
        Await.until("all done", () -> done.get() == expected);

        threads.close(Duration.ofSeconds(5));

        assertThatThrownBy(() -> threads.decoders().execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
    }

    private static void awaitUninterruptibly(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.sluice.transcoder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class StageQueueTest {
    private final List<Integer> disposed = new CopyOnWriteArrayList<>();
    private final StageQueue<Integer> queue = new StageQueue<>(2, disposed::add);

    @Test
    void end_itemsInside_areStillTaken() {
        queue.put(1);
        queue.put(2);
        queue.end();
        queue.put(3);

        assertThat(queue.take()).isEqualTo(1);
        assertThat(queue.take()).isEqualTo(2);
        assertThat(queue.take()).isNull();
        assertThat(disposed).containsExactly(3);
    }

    @Test
    void put_full_waitsForTheConsumer() throws Exception {
        List<Integer> taken = new ArrayList<>();
        Thread producer = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < 500; i++) {
                queue.put(i);
            }
            queue.end();
        });
        @Nullable Integer item;
        while ((item = queue.take()) != null) {
            taken.add(item);
        }
        producer.join();

        assertThat(taken).hasSize(500).isSorted();
        assertThat(disposed).isEmpty();
    }

    @Test
    void abort_frees_whatIsInsideAndWhoWaits() throws Exception {
        queue.put(1);
        queue.put(2);
        Thread producer = Thread.ofPlatform().start(() -> queue.put(3));
        awaitWaiting(producer);
        queue.abort();
        producer.join();

        assertThat(disposed).containsExactlyInAnyOrder(1, 2, 3);
        assertThat(queue.take()).isNull();
        assertThat(queue.isAborted()).isTrue();
    }

    @Test
    void abort_consumerThatWaits_getsNothing() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        List<Integer> taken = new CopyOnWriteArrayList<>();
        Thread consumer = Thread.ofPlatform().start(() -> {
            @Nullable Integer item = queue.take();
            if (item != null) {
                taken.add(item);
            }
            done.countDown();
        });
        awaitWaiting(consumer);
        queue.abort();
        done.await();
        consumer.join();

        assertThat(taken).isEmpty();
    }

    private static void awaitWaiting(Thread thread) {
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }
}

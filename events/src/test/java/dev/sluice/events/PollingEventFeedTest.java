package dev.sluice.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PollingEventFeedTest {
    private final FakeLog log = new FakeLog();
    private final FakeSignal signal = new FakeSignal();
    private final PollingEventFeed feed = new PollingEventFeed(log, signal, InstantSource.system());
    private final BlockingQueue<Event> heard = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        feed.close();
        assertThat(signal.closed).isTrue();
    }

    @Test
    void listener_afterStart_hearsOnlyNewEventsInOrder() throws Exception {
        log.write(3);
        feed.subscribe(heard::add);
        feed.start();
        signal.hint();
        log.write(1200);
        signal.hint();

        assertThat(next(1200)).isEqualTo(LongStream.rangeClosed(4, 1203).boxed().toList());
        assertThat(heard).isEmpty();
    }

    @Test
    void listener_thatFails_keepsNobodyFromHearing() throws Exception {
        feed.subscribe(event -> {
            throw new IllegalStateException("bad listener");
        });
        feed.subscribe(heard::add);
        feed.start();
        signal.hint();
        log.write(2);
        signal.hint();

        assertThat(next(2)).containsExactly(1L, 2L);
    }

    @Test
    void log_thatFailsForAWhile_losesNothing() throws Exception {
        feed.subscribe(heard::add);
        feed.start();
        signal.hint();
        log.lost = true;
        log.write(2);
        signal.hint();
        signal.hint();
        log.lost = false;
        signal.hint();

        assertThat(next(2)).containsExactly(1L, 2L);
    }

    @Test
    void subscription_closed_hearsNothingMore() throws Exception {
        List<Event> left = new CopyOnWriteArrayList<>();
        Subscription subscription = feed.subscribe(left::add);
        feed.subscribe(heard::add);
        feed.start();
        signal.hint();
        subscription.close();
        log.write(1);
        signal.hint();

        assertThat(next(1)).containsExactly(1L);
        assertThat(left).isEmpty();
    }

    private List<Long> next(int count) throws InterruptedException {
        List<Long> sequences = new ArrayList<>();
        while (sequences.size() < count) {
            Event event = heard.poll(20, TimeUnit.SECONDS);
            assertThat(event).isNotNull();
            sequences.add(event.sequence());
        }
        return sequences;
    }

    /** A hint is taken when the feed waits again: what was there before has been read then. */
    private static final class FakeSignal implements EventSignal {
        private final SynchronousQueue<Boolean> hints = new SynchronousQueue<>();
        private volatile boolean closed;

        void hint() throws InterruptedException {
            hints.put(true);
        }

        @Override
        public boolean await(Duration timeout) throws InterruptedException {
            return hints.take();
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private static final class FakeLog implements EventLog {
        private final List<Event> events = new CopyOnWriteArrayList<>();
        private volatile boolean lost;

        void write(int count) {
            List<Event> more = new ArrayList<>();
            for (int i = 1; i <= count; i++) {
                long sequence = events.size() + (long) i;
                more.add(new Event(sequence, "evt_" + sequence, "t", "a.b", "a", "1", sequence, Instant.EPOCH, "{}"));
            }
            events.addAll(more);
        }

        @Override
        public List<Event> after(String tenant, long sequence, int limit) {
            return afterOfAll(sequence, limit);
        }

        @Override
        public List<Event> afterOfAll(long sequence, int limit) {
            if (lost) {
                throw new IllegalStateException("the database is away");
            }
            return events.stream().skip(sequence).limit(limit).toList();
        }

        @Override
        public long newest() {
            return events.size();
        }

        @Override
        public OptionalLong oldest() {
            return events.isEmpty() ? OptionalLong.empty() : OptionalLong.of(1);
        }
    }
}

package dev.sluice.engine.live;

import static dev.sluice.engine.testing.TestMedia.FRAME;
import static dev.sluice.engine.testing.TestMedia.VIDEO;
import static dev.sluice.engine.testing.TestMedia.video;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.testing.Await;
import dev.sluice.engine.testing.RecordingSubscriber;
import dev.sluice.media.EncodedSample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Test;

class SubscriptionTest {
    private static final int GOP = 10;

    private final List<Thread> threads = new ArrayList<>();
    private final ThreadFactory factory = work -> {
        Thread thread = Thread.ofVirtual().unstarted(work);
        threads.add(thread);
        return thread;
    };
    private final RecordingSubscriber slow = new RecordingSubscriber();
    private final RecordingSubscriber quick = new RecordingSubscriber();

    private static SubscriptionSettings queue(int maxSamples, long maxBytes) {
        return new SubscriptionSettings(maxSamples, maxBytes, Duration.ZERO);
    }

    private SampleFanout fanout() {
        SampleFanout fanout = new SampleFanout(factory, 100, 1 << 20);
        fanout.onTracks(List.of(VIDEO), false);
        return fanout;
    }

    private static void give(SampleFanout fanout, int from, int until) {
        for (int frame = from; frame < until; frame++) {
            fanout.onSample(video(frame * FRAME, frame % GOP == 0));
        }
    }

    private void assertThreadsEnd() throws InterruptedException {
        for (Thread thread : threads) {
            assertThat(thread.join(Await.DEADLINE)).isTrue();
        }
    }

    @Test
    void offer_subscriberIsStuck_dropsToTheNextSyncSampleAndCountsAndHurtsNobodyElse() throws InterruptedException {
        SampleFanout fanout = fanout();
        Subscription blocked = fanout.subscribe("slow", slow, queue(15, 1 << 20));
        fanout.subscribe("quick", quick, queue(1000, 1 << 20));
        CountDownLatch gate = slow.block();
        give(fanout, 0, 1);
        slow.awaitEntered();

        give(fanout, 1, 40);
        // 15 wait (frames 1 to 15), the rest found the queue full.
        assertThat(blocked.queuedSamples()).isEqualTo(15);
        assertThat(blocked.droppedSamples()).isEqualTo(24);
        gate.countDown();
        slow.awaitSamples(16);
        give(fanout, 45, 52);
        fanout.onEnd(EndReason.PUBLISHER_LEFT);

        slow.awaitEnd();
        quick.awaitEnd();
        assertThat(slow.samples())
                .extracting(EncodedSample::dtsTicks)
                .containsExactly(ticks(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 50, 51)));
        assertThat(blocked.droppedSamples()).isEqualTo(24 + 5);
        assertThat(quick.samples()).hasSize(47);
        assertThreadsEnd();
    }

    private static Long[] ticks(List<Integer> frames) {
        return frames.stream().map(frame -> frame * FRAME).toArray(Long[]::new);
    }

    @Test
    void offer_bytesAreFull_dropsTheSampleThatDoesNotFit() {
        SampleFanout fanout = fanout();
        Subscription blocked = fanout.subscribe("slow", slow, queue(100, 250));
        CountDownLatch gate = slow.block();
        give(fanout, 0, 1);
        slow.awaitEntered();

        give(fanout, 1, 5);

        assertThat(blocked.queuedSamples()).isEqualTo(2);
        assertThat(blocked.droppedSamples()).isEqualTo(2);
        gate.countDown();
        fanout.onEnd(EndReason.STOPPED);
        assertThat(slow.awaitEnd()).isEqualTo(EndReason.STOPPED);
    }

    @Test
    void onEnd_queueIsFull_endIsDeliveredAfterWhatWaited() {
        SampleFanout fanout = fanout();
        fanout.subscribe("slow", slow, queue(3, 1 << 20));
        CountDownLatch gate = slow.block();
        give(fanout, 0, 1);
        slow.awaitEntered();
        give(fanout, 1, 9);

        fanout.onEnd(EndReason.CONNECTION_LOST);
        gate.countDown();

        assertThat(slow.awaitEnd()).isEqualTo(EndReason.CONNECTION_LOST);
        assertThat(slow.samples()).hasSize(4);
    }

    @Test
    void onSample_subscriberThrows_isCutOffWithFailedAndOthersGoOn() throws InterruptedException {
        SampleFanout fanout = fanout();
        slow.doOnSample(sample -> {
            throw new IllegalStateException("a defect");
        });
        Subscription broken = fanout.subscribe("broken", slow, queue(10, 1 << 20));
        fanout.subscribe("quick", quick, queue(10, 1 << 20));
        give(fanout, 0, 1);

        assertThat(slow.awaitEnd()).isEqualTo(EndReason.FAILED);
        quick.awaitSamples(1);
        assertThat(broken.ended()).isTrue();
        give(fanout, 10, 13);
        quick.awaitSamples(4);
        assertThat(fanout.subscriptions()).extracting(Subscription::name).containsExactly("quick");
        fanout.onEnd(EndReason.STOPPED);
        quick.awaitEnd();
        assertThat(slow.samples()).hasSize(1);
        assertThat(slow.ends()).hasSize(1);
        assertThreadsEnd();
    }

    @Test
    void onSample_subscriberDiesOfAnError_isEndedToo() throws InterruptedException {
        SampleFanout fanout = fanout();
        slow.doOnSample(sample -> {
            throw new StackOverflowError();
        });
        Subscription broken = fanout.subscribe("broken", slow, queue(10, 1 << 20));
        threads.getFirst().setUncaughtExceptionHandler((thread, error) -> {});

        give(fanout, 0, 1);

        assertThat(slow.awaitEnd()).isEqualTo(EndReason.FAILED);
        assertThreadsEnd();
        assertThat(broken.ended()).isTrue();
    }

    @Test
    void close_idle_endsTheSubscriberAndLeavesTheFanout() throws InterruptedException {
        SampleFanout fanout = fanout();
        Subscription subscription = fanout.subscribe("quick", quick, queue(10, 1 << 20));

        subscription.close();
        subscription.close();

        assertThat(quick.awaitEnd()).isEqualTo(EndReason.STOPPED);
        give(fanout, 0, 1);
        assertThat(fanout.subscriptions()).isEmpty();
        assertThreadsEnd();
        assertThat(quick.calls()).containsExactly("end STOPPED");
    }

    @Test
    void offer_batched_wakesOnlyWhenEnoughMediaHasGathered() {
        SampleFanout fanout = fanout();
        SubscriptionSettings batched = new SubscriptionSettings(100, 1 << 20, Duration.ofMillis(90));
        Subscription subscription = fanout.subscribe("quick", quick, batched);
        Await.until("an idle subscriber", () -> threads.getFirst().getState() == Thread.State.WAITING);

        give(fanout, 0, 3);
        assertThat(subscription.queuedSamples()).isEqualTo(3);
        give(fanout, 3, 4);

        quick.awaitSamples(4);
        fanout.onEnd(EndReason.STOPPED);
        quick.awaitEnd();
    }

    @Test
    void offer_batchBeginsWithATrackFarAhead_stillWakes() {
        SampleFanout fanout = fanout();
        SubscriptionSettings batched = new SubscriptionSettings(100, 1 << 20, Duration.ofMillis(90));
        fanout.subscribe("quick", quick, batched);
        Await.until("an idle subscriber", () -> threads.getFirst().getState() == Thread.State.WAITING);

        fanout.onSample(video(900_000, true));
        fanout.onSample(video(0, false));

        quick.awaitSamples(2);
        fanout.onEnd(EndReason.STOPPED);
    }

    @Test
    void gopCache_overgrown_makesLateSubscribersWaitForTheNextSyncSample() {
        SampleFanout fanout = new SampleFanout(factory, /* gopCacheSamples= */ 5, 1 << 20);
        fanout.onTracks(List.of(VIDEO), false);
        give(fanout, 0, 8);

        fanout.subscribe("late", quick, queue(100, 1 << 20));
        give(fanout, 8, 12);
        fanout.onEnd(EndReason.STOPPED);

        quick.awaitEnd();
        assertThat(quick.samples()).extracting(EncodedSample::dtsTicks).containsExactly(30_000L, 33_000L);
    }

    @Test
    void gopCache_tooManyBytes_isGivenUp() {
        GopCache cache = new GopCache(100, /* maxBytes= */ 250);
        cache.add(video(0, true), true);
        cache.add(video(1, false), false);
        assertThat(cache.samples()).hasSize(2);

        cache.add(video(2, false), false);
        cache.add(video(3, false), false);

        assertThat(cache.samples()).isEmpty();
    }
}

package dev.sluice.engine.live;

import static dev.sluice.engine.testing.TestMedia.AUDIO;
import static dev.sluice.engine.testing.TestMedia.FRAME;
import static dev.sluice.engine.testing.TestMedia.VIDEO;
import static dev.sluice.engine.testing.TestMedia.audio;
import static dev.sluice.engine.testing.TestMedia.avc;
import static dev.sluice.engine.testing.TestMedia.video;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.testing.Await;
import dev.sluice.engine.testing.FakePublisherConnection;
import dev.sluice.engine.testing.FakeTimers;
import dev.sluice.engine.testing.RecordingSubscriber;
import dev.sluice.media.EncodedSample;
import dev.sluice.testing.MutableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class LiveStreamTest {
    private static final LiveSettings SETTINGS = LiveSettings.DEFAULTS;
    private static final SubscriptionSettings AT_ONCE = new SubscriptionSettings(2000, 1 << 20, Duration.ZERO);
    private static final long SECOND = 90_000;

    private final MutableClock clock = new MutableClock();
    private final FakeTimers timers = new FakeTimers(clock);
    private final List<String> changes = Collections.synchronizedList(new ArrayList<>());
    private final FakePublisherConnection connection = new FakePublisherConnection();
    private final RecordingSubscriber subscriber = new RecordingSubscriber();

    private LiveStream open(LiveSettings settings, boolean byPlatform) {
        return new LiveStream(
                StreamId.random(),
                byPlatform,
                settings,
                clock,
                timers,
                Thread.ofVirtual().factory(),
                (stream, from, to, reason) -> changes.add(from + ">" + to));
    }

    private LiveStream open() {
        return open(SETTINGS, /* byPlatform= */ false);
    }

    private static Publication publish(LiveStream stream, FakePublisherConnection connection) {
        PublishAnswer answer = stream.attach(connection.request("key")).orElseThrow();
        return ((PublishAnswer.Accepted) answer).publication();
    }

    private Publication publishVideo(LiveStream stream) {
        Publication publication = publish(stream, connection);
        publication.onTracks(List.of(VIDEO));
        return publication;
    }

    private static LiveSettings rejecting() {
        return new LiveSettings(
                SecondPublisherPolicy.REJECT,
                SETTINGS.reconnectGrace(),
                SETTINGS.firstMediaTimeout(),
                SETTINGS.keyFrameTimeout(),
                SETTINGS.authorisationTimeout(),
                SETTINGS.maxPendingAuthorisations(),
                SETTINGS.maxStreams(),
                SETTINGS.leaseDuration(),
                SETTINGS.leaseRenewal(),
                SETTINGS.gopCacheSamples(),
                SETTINGS.gopCacheBytes());
    }

    @Test
    void attach_firstPublisher_goesLiveWithItsFirstSampleAndKeepsItsOrder() {
        LiveStream stream = open();
        stream.subscribe("test", subscriber, AT_ONCE);
        Publication publication = publishVideo(stream);
        assertThat(stream.state()).isEqualTo(StreamState.CONNECTING);
        assertThat(stream.timelineStart()).isEmpty();

        publication.onSample(video(5000, true));
        publication.onSample(video(5000 + FRAME, false));
        publication.end(EndReason.PUBLISHER_LEFT);

        assertThat(subscriber.awaitEnd()).isEqualTo(EndReason.PUBLISHER_LEFT);
        assertThat(subscriber.calls())
                .containsExactly("tracks [1]", "sample 1 0 sync", "sample 1 3000", "end PUBLISHER_LEFT");
        assertThat(stream.timelineStart()).contains(MutableClock.DEFAULT_START);
        assertThat(changes).containsExactly("CREATED>CONNECTING", "CONNECTING>LIVE", "LIVE>ENDED");
        assertThat(connection.farewells()).isEmpty();
        assertThat(timers.pending()).isZero();
    }

    @Test
    void attach_secondPublisherUnderReject_isRefusedAndTheFirstGoesOn() {
        LiveStream stream = open(rejecting(), false);
        Publication first = publishVideo(stream);
        first.onSample(video(0, true));

        PublishAnswer answer =
                stream.attach(new FakePublisherConnection().request("key")).orElseThrow();
        first.onSample(video(FRAME, false));

        assertThat(answer).isInstanceOfSatisfying(PublishAnswer.Refused.class, refused -> assertThat(refused.refusal())
                .isEqualTo(PublishAnswer.Refusal.ALREADY_PUBLISHING));
        assertThat(stream.state()).isEqualTo(StreamState.LIVE);
        assertThat(stream.snapshot().inboundBytes()).isEqualTo(200);
        assertThat(connection.farewells()).isEmpty();
    }

    @Test
    void attach_secondPublisherUnderReplace_takesOverAndTheFirstIsHeardNoMore() {
        LiveStream stream = open();
        stream.subscribe("test", subscriber, AT_ONCE);
        Publication first = publishVideo(stream);
        first.onSample(video(0, true));
        first.onSample(video(FRAME, false));

        Publication second = publish(stream, new FakePublisherConnection());
        first.onSample(video(2 * FRAME, true));
        second.onTracks(List.of(VIDEO));
        second.onSample(video(900_000, true));
        first.onSample(video(3 * FRAME, true));
        first.onTracks(List.of(VIDEO, AUDIO));
        first.end(EndReason.PUBLISHER_LEFT);
        second.onSample(video(900_000 + FRAME, false));
        stream.end(EndReason.STOPPED, "enough");

        subscriber.awaitEnd();
        assertThat(subscriber.calls())
                .containsExactly(
                        "tracks [1]",
                        "sample 1 0 sync",
                        "sample 1 3000",
                        "tracks [1] discontinuity",
                        "sample 1 6000 sync",
                        "sample 1 9000",
                        "end STOPPED");
        assertThat(connection.farewells()).containsExactly("REPLACED: a newer publisher took the stream over");
    }

    @Test
    void publicationEnd_connectionLost_keepsSubscribersAndTheTimelineForOneWhoComesBack() {
        LiveStream stream = open();
        stream.subscribe("test", subscriber, AT_ONCE);
        Publication first = publishVideo(stream);
        first.onSample(video(0, true));
        first.end(EndReason.CONNECTION_LOST);
        assertThat(stream.state()).isEqualTo(StreamState.RECONNECTING);
        StreamSnapshot lost = stream.snapshot();
        assertThat(lost.publisher()).isNull();
        assertThat(lost.bitrateBps()).isZero();
        assertThat(lost.framesPerSecond()).isZero();
        assertThat(lost.tracks()).containsExactly(VIDEO);

        timers.advance(Duration.ofSeconds(10));
        Publication second = publishVideo(stream);
        second.onSample(video(77, true));
        timers.advance(SETTINGS.reconnectGrace().multipliedBy(2));

        assertThat(stream.state()).isEqualTo(StreamState.LIVE);
        subscriber.awaitSamples(2);
        assertThat(subscriber.calls())
                .containsExactly(
                        "tracks [1]",
                        "sample 1 0 sync",
                        "tracks [1] discontinuity",
                        "sample 1 " + 10 * SECOND + " sync");
        assertThat(stream.snapshot().discontinuities()).isEqualTo(1);
        assertThat(stream.timelineStart()).contains(MutableClock.DEFAULT_START);
        stream.end(EndReason.STOPPED, "enough");
    }

    @Test
    void publicationEnd_graceIsOver_endsExactlyOnce() {
        LiveStream stream = open();
        stream.subscribe("test", subscriber, AT_ONCE);
        Publication publication = publishVideo(stream);
        publication.onSample(video(0, true));
        publication.end(EndReason.IDLE_TIMEOUT);

        timers.advance(SETTINGS.reconnectGrace().minusMillis(1));
        assertThat(stream.state()).isEqualTo(StreamState.RECONNECTING);
        timers.advance(Duration.ofMillis(1));
        stream.end(EndReason.STOPPED, "late");
        publication.end(EndReason.PUBLISHER_LEFT);

        assertThat(stream.state()).isEqualTo(StreamState.ENDED);
        assertThat(stream.endReason()).isEqualTo(EndReason.CONNECTION_LOST);
        subscriber.awaitEnd();
        assertThat(subscriber.ends()).containsExactly(EndReason.CONNECTION_LOST);
        assertThat(changes).endsWith("RECONNECTING>ENDED").hasSize(4);
        assertThat(stream.attach(connection.request("key"))).isEmpty();
    }

    @Test
    void deadline_firesWhileTheNextOneIsArmed_changesNothing() {
        LiveStream stream = open();
        Publication first = publishVideo(stream);
        first.onSample(video(0, true));
        first.end(EndReason.CONNECTION_LOST);
        Runnable late = timers.takeEarliest();
        Publication second = publishVideo(stream);
        second.onSample(video(0, true));
        second.end(EndReason.CONNECTION_LOST);

        late.run();

        assertThat(stream.state()).isEqualTo(StreamState.RECONNECTING);
    }

    @Test
    void publicationEnd_lostBeforeAnyMedia_waitsForAnotherPublisher() {
        LiveStream stream = open();
        publishVideo(stream).end(EndReason.CONNECTION_LOST);
        assertThat(stream.state()).isEqualTo(StreamState.CREATED);

        timers.advance(SETTINGS.reconnectGrace());

        assertThat(stream.state()).isEqualTo(StreamState.ENDED);
    }

    @Test
    void firstMediaTimeout_startedByPlatform_isTheLongerOne() {
        LiveStream byPlatform = open(SETTINGS, /* byPlatform= */ true);
        LiveStream byPublisher = open();

        timers.advance(SETTINGS.reconnectGrace());
        assertThat(byPublisher.state()).isEqualTo(StreamState.ENDED);
        assertThat(byPlatform.state()).isEqualTo(StreamState.CREATED);
        timers.advance(SETTINGS.firstMediaTimeout());

        assertThat(byPlatform.state()).isEqualTo(StreamState.ENDED);
        assertThat(byPlatform.endReason()).isEqualTo(EndReason.CONNECTION_LOST);
    }

    @Test
    void onSample_noKeyFrameForTooLong_sendsThePublisherAway() {
        LiveStream stream = open();
        Publication publication = publishVideo(stream);
        publication.onSample(video(0, false));
        clock.advance(SETTINGS.keyFrameTimeout());
        publication.onSample(video(1, false));
        assertThat(stream.state()).isEqualTo(StreamState.LIVE);

        clock.advance(Duration.ofMillis(1));
        publication.onSample(video(2, false));

        assertThat(stream.endReason()).isEqualTo(EndReason.BAD_MEDIA);
        assertThat(connection.farewells()).containsExactly("BAD_MEDIA: video without a key frame for 30 s");
    }

    @Test
    void onSample_videoAnnouncedButNeverSent_sendsThePublisherAway() {
        LiveStream stream = open();
        Publication publication = publish(stream, connection);
        publication.onTracks(List.of(VIDEO, AUDIO));
        publication.onSample(audio(0));

        clock.advance(SETTINGS.keyFrameTimeout().plusMillis(1));
        publication.onSample(audio(1024));

        assertThat(stream.endReason()).isEqualTo(EndReason.BAD_MEDIA);
    }

    @Test
    void onSample_videoComesLate_hasItsOwnTimeForAKeyFrame() {
        LiveStream stream = open();
        Publication publication = publish(stream, connection);
        publication.onTracks(List.of(AUDIO));
        publication.onSample(audio(0));
        clock.advance(SETTINGS.keyFrameTimeout().multipliedBy(2));

        publication.onTracks(List.of(VIDEO, AUDIO));
        publication.onSample(video(60 * SECOND, false));
        publication.onSample(video(60 * SECOND + FRAME, true));

        assertThat(stream.state()).isEqualTo(StreamState.LIVE);
    }

    @Test
    void onSample_clockStandsStill_endsTheStreamWithAMessage() {
        LiveStream stream = open();
        Publication publication = publishVideo(stream);

        for (int sample = 0; sample < 100 && stream.state() != StreamState.ENDED; sample++) {
            publication.onSample(video(900, sample == 0));
            clock.advance(Duration.ofMillis(100));
        }

        assertThat(stream.endReason()).isEqualTo(EndReason.BAD_MEDIA);
        assertThat(connection.farewells()).containsExactly("BAD_MEDIA: the clock of the video track stands still");
    }

    @Test
    void subscribe_late_startsAtTheLatestSyncSample() {
        LiveStream stream = open();
        Publication publication = publish(stream, connection);
        publication.onTracks(List.of(VIDEO, AUDIO));
        publication.onSample(video(0, true));
        publication.onSample(video(FRAME, false));
        publication.onSample(video(2 * FRAME, true));
        publication.onSample(audio(4000));
        publication.onSample(video(3 * FRAME, false));

        stream.subscribe("late", subscriber, AT_ONCE);
        publication.onSample(video(4 * FRAME, false));

        subscriber.awaitSamples(4);
        assertThat(subscriber.calls())
                .containsExactly(
                        "tracks [1, 2]", "sample 1 6000 sync", "sample 2 4000 sync", "sample 1 9000", "sample 1 12000");
        stream.end(EndReason.STOPPED, "enough");
    }

    @Test
    void subscribe_afterTheEnd_getsTheEndAlone() {
        LiveStream stream = open();
        publishVideo(stream).onSample(video(0, true));
        stream.end(EndReason.STOPPED, "enough");

        stream.subscribe("too late", subscriber, AT_ONCE);

        assertThat(subscriber.awaitEnd()).isEqualTo(EndReason.STOPPED);
        assertThat(subscriber.calls()).containsExactly("end STOPPED");
        assertThat(stream.snapshot().subscriptions()).isEmpty();
    }

    @Test
    void end_whilePublished_tellsThePublisherOnce() {
        LiveStream stream = open();
        publishVideo(stream);

        stream.end(EndReason.SHUTDOWN, "bye");
        stream.end(EndReason.STOPPED, "again");

        assertThat(connection.farewells()).containsExactly("SHUTDOWN: bye");
        assertThat(stream.endReason()).isEqualTo(EndReason.SHUTDOWN);
    }

    @Test
    void onTracks_codecChanges_breaksTheTimelineAndWaitsForASyncSample() {
        LiveStream stream = open();
        stream.subscribe("test", subscriber, AT_ONCE);
        Publication publication = publishVideo(stream);
        publication.onSample(video(0, true));

        publication.onTracks(List.of(avc(640, 360)));
        publication.onSample(video(FRAME, false));
        publication.onSample(video(2 * FRAME, true));
        stream.end(EndReason.STOPPED, "enough");

        subscriber.awaitEnd();
        assertThat(subscriber.calls())
                .containsExactly(
                        "tracks [1]",
                        "sample 1 0 sync",
                        "tracks [1] discontinuity",
                        "sample 1 6000 sync",
                        "end STOPPED");
        assertThat(stream.snapshot().discontinuities()).isEqualTo(1);
    }

    @Test
    void onTracks_trackAppears_isNoDiscontinuity() {
        LiveStream stream = open();
        stream.subscribe("test", subscriber, AT_ONCE);
        Publication publication = publishVideo(stream);
        publication.onSample(video(0, true));

        publication.onTracks(List.of(VIDEO, AUDIO));
        publication.onSample(audio(0));
        publication.onSample(video(FRAME, false));
        stream.end(EndReason.STOPPED, "enough");

        subscriber.awaitEnd();
        assertThat(subscriber.calls())
                .containsExactly(
                        "tracks [1]",
                        "sample 1 0 sync",
                        "tracks [1, 2]",
                        "sample 2 0 sync",
                        "sample 1 3000",
                        "end STOPPED");
    }

    @Test
    void snapshot_live_hasTheFiguresOfThePublisher() {
        LiveStream stream = open();
        Publication publication = publishVideo(stream);
        for (int frame = 0; frame < 90; frame++) {
            publication.onSample(video(frame * FRAME + (frame % 2) * FRAME, frame * FRAME, frame % 60 == 0, 1000));
            clock.advance(Duration.ofNanos(33_333_334));
        }

        StreamSnapshot figures = stream.snapshot();

        assertThat(figures.state()).isEqualTo(StreamState.LIVE);
        assertThat(figures.publisher())
                .isEqualTo(new StreamSnapshot.PublisherInfo("rtmp", "192.0.2.1:5000", "test client"));
        assertThat(figures.framesPerSecond()).isBetween(29.0, 31.0);
        assertThat(figures.bitrateBps()).isBetween(232_000L, 248_000L);
        assertThat(figures.keyFrameIntervalMs()).isEqualTo(2000);
        assertThat(figures.hasBFrames()).isTrue();
        assertThat(figures.inboundBytes()).isEqualTo(90_000);
    }

    @Test
    void end_racesWithPublishersAndSubscribers_everySubscriberEndsAndNobodyGetsIn() throws InterruptedException {
        for (int round = 0; round < 50; round++) {
            LiveStream stream = open();
            Publication publication = publishVideo(stream);
            List<RecordingSubscriber> subscribers = Collections.synchronizedList(new ArrayList<>());
            CountDownLatch go = new CountDownLatch(1);
            List<Thread> threads = new ArrayList<>();
            threads.add(racing(go, () -> stream.end(EndReason.STOPPED, "enough")));
            threads.add(racing(go, () -> stream.attach(new FakePublisherConnection().request("key"))));
            threads.add(racing(go, () -> publication.onSample(video(0, true))));
            threads.add(racing(go, () -> {
                RecordingSubscriber racer = new RecordingSubscriber();
                subscribers.add(racer);
                stream.subscribe("racer", racer, AT_ONCE);
            }));

            go.countDown();
            for (Thread thread : threads) {
                assertThat(thread.join(Await.DEADLINE)).isTrue();
            }

            assertThat(stream.state()).isEqualTo(StreamState.ENDED);
            assertThat(stream.snapshot().publisher()).isNull();
            assertThat(subscribers.getFirst().awaitEnd()).isEqualTo(EndReason.STOPPED);
            assertThat(timers.pending()).isZero();
        }
    }

    private static Thread racing(CountDownLatch go, Runnable work) {
        return Thread.ofVirtual().start(() -> {
            try {
                go.await();
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
            work.run();
        });
    }

    @Test
    void onSample_bySeveralPublishersInTurn_neverInterleaves() {
        LiveStream stream = open();
        stream.subscribe("test", subscriber, AT_ONCE);
        Publication old = publishVideo(stream);
        old.onSample(video(0, true));
        for (int turn = 1; turn <= 20; turn++) {
            Publication next = publishVideo(stream);
            next.onSample(video(1000L * turn, turn * 7L, true, turn));
            old.onSample(video(5, 5, true, 999));
            old = next;
        }
        stream.end(EndReason.STOPPED, "enough");

        subscriber.awaitEnd();
        assertThat(subscriber.samples())
                .extracting(sample -> sample.payload().sizeBytes())
                .doesNotContain(999);
        assertThat(subscriber.samples())
                .extracting(EncodedSample::dtsTicks)
                .isSorted()
                .doesNotHaveDuplicates();
    }
}

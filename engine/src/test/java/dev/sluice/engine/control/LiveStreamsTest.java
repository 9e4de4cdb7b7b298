package dev.sluice.engine.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.engine.live.EndReason;
import dev.sluice.engine.live.LiveStream;
import dev.sluice.engine.live.PublishAnswer.Accepted;
import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.live.StreamState;
import dev.sluice.engine.port.RepositoryException;
import dev.sluice.engine.port.StreamStatus;
import dev.sluice.engine.testing.Await;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class LiveStreamsTest {
    private final ControlRig rig = new ControlRig();

    private StreamStatus status() {
        return rig.repository.row(rig.id).status();
    }

    private void awaitStatus(StreamStatus status) {
        Await.until("row " + status, () -> status() == status);
    }

    @Test
    void start_leftLiveByAnEarlierLife_isEndedButOthersAreNot() {
        StreamId other = rig.repository.add("other", rig.clock.instant()).id();
        Instant lease = rig.clock.instant().plusSeconds(30);
        rig.repository.markLive(rig.id, ControlRig.NODE, rig.clock.instant(), lease);
        rig.repository.markLive(other, "node-2", rig.clock.instant(), lease);

        rig.streams.start();

        assertThat(status()).isEqualTo(StreamStatus.ENDED);
        assertThat(rig.repository.row(other).status()).isEqualTo(StreamStatus.LIVE);
        assertThat(rig.streams.isOpen()).isTrue();
    }

    @Test
    void start_databaseFails_staysClosedAndMayBeTriedAgain() {
        rig.repository.lose(true);
        assertThatThrownBy(rig.streams::start).isInstanceOf(RepositoryException.class);
        assertThat(rig.streams.isOpen()).isFalse();
        assertThat(rig.timers.pending()).isZero();

        rig.repository.lose(false);
        rig.streams.start();
        rig.streams.start();

        assertThat(rig.streams.isOpen()).isTrue();
        assertThat(rig.timers.pending()).isEqualTo(1);
    }

    @Test
    void start_afterClose_isANamedError() {
        rig.streams.close(ControlRig.CLOSE_TIMEOUT);

        assertThatThrownBy(rig.streams::start).isInstanceOf(IllegalStateException.class);
        assertThat(rig.streams.isOpen()).isFalse();
    }

    @Test
    void renewal_live_extendsTheLeaseAgainAndAgain() {
        rig.streams.start();
        rig.publish();
        for (int time = 0; time < 3; time++) {
            rig.renew();
            Await.until("a renewed lease", () -> rig.repository
                    .leaseUntil(rig.id)
                    .equals(rig.clock.instant().plus(rig.settings.leaseDuration())));
        }

        assertThat(status()).isEqualTo(StreamStatus.LIVE);
    }

    @Test
    void renewal_rowWasEndedElsewhere_endsTheStreamHereToo() {
        rig.streams.start();
        rig.publish();
        LiveStream stream = rig.running();
        rig.repository.markEnded(rig.id, rig.clock.instant(), true, 0, 0);

        rig.renew();

        Await.until("ended", () -> stream.state() == StreamState.ENDED);
        assertThat(stream.endReason()).isEqualTo(EndReason.FAILED);
        Await.until("left", () -> rig.streams.all().isEmpty());
        assertThat(rig.repository.row(rig.id).stopped()).isTrue();
    }

    @Test
    void renewal_anotherNodeTookTheLease_endsTheStreamHereAndLeavesTheRowAlone() {
        rig.streams.start();
        rig.publish();
        LiveStream stream = rig.running();
        Instant lapsed = rig.clock.instant().plus(rig.settings.leaseDuration());
        assertThat(rig.repository.markLive(rig.id, "node-2", lapsed, lapsed.plusSeconds(60)))
                .isPresent();

        rig.renew();

        Await.until("ended", () -> stream.state() == StreamState.ENDED);
        Await.until("left", () -> rig.streams.all().isEmpty());
        assertThat(status()).isEqualTo(StreamStatus.LIVE);
        assertThat(rig.repository.leaseUntil(rig.id)).isEqualTo(lapsed.plusSeconds(60));
    }

    @Test
    void renewal_databaseAwayForAWhile_streamsGoOnAndRenewalsToo() {
        rig.streams.start();
        rig.publish();
        rig.repository.lose(true);
        rig.renew();
        rig.renew();
        assertThat(rig.running().state()).isEqualTo(StreamState.CONNECTING);

        rig.repository.lose(false);
        rig.renew();

        Await.until("a renewed lease", () -> rig.repository
                .leaseUntil(rig.id)
                .equals(rig.clock.instant().plus(rig.settings.leaseDuration())));
    }

    @Test
    void leave_databaseAway_endIsWrittenWhenItIsBackAndViewsCountOnce() {
        rig.viewers.total = 10;
        rig.streams.start();
        Accepted accepted = (Accepted) rig.publish();
        rig.viewers.total = 17;
        rig.viewers.peak = 5;
        rig.repository.lose(true);
        accepted.publication().end(EndReason.PUBLISHER_LEFT);
        Await.until("left", () -> rig.streams.all().isEmpty());
        assertThat(status()).isEqualTo(StreamStatus.LIVE);

        rig.repository.lose(false);
        rig.renew();

        awaitStatus(StreamStatus.ENDED);
        assertThat(rig.repository.row(rig.id).totalViews()).isEqualTo(7);
        assertThat(rig.repository.row(rig.id).peakViewers()).isEqualTo(5);
    }

    @Test
    void leave_severalRuns_addTheirViewsToTheRow() {
        rig.streams.start();
        for (int run = 1; run <= 3; run++) {
            Accepted accepted = (Accepted) rig.publish();
            rig.viewers.total = 10L * run;
            accepted.publication().end(EndReason.PUBLISHER_LEFT);
            awaitStatus(StreamStatus.ENDED);
        }

        assertThat(rig.repository.row(rig.id).totalViews()).isEqualTo(30);
    }

    @Test
    void close_live_endsEverythingTellsPublishersAndWaitsForOutputs() {
        rig.streams.start();
        rig.publish();
        LiveStream stream = rig.running();
        Thread closing = Thread.ofVirtual().start(() -> rig.streams.close(ControlRig.CLOSE_TIMEOUT));
        Await.until("ended", () -> stream.state() == StreamState.ENDED);
        assertThat(closing.isAlive()).isTrue();
        rig.finishOutputs();

        Await.until("closed", () -> !closing.isAlive());
        rig.streams.close(ControlRig.CLOSE_TIMEOUT);
        assertThat(status()).isEqualTo(StreamStatus.ENDED);
        assertThat(stream.endReason()).isEqualTo(EndReason.SHUTDOWN);
        assertThat(rig.connection.farewells()).containsExactly("SHUTDOWN: the server is shutting down");
        assertThat(rig.streams.all()).isEmpty();
        assertThat(rig.timers.pending()).isZero();
    }

    @Test
    void close_databaseHangs_isBoundedInTime() {
        rig.streams.start();
        rig.publish();
        rig.finishOutputs();
        CountDownLatch gate = rig.repository.hang();
        long began = System.nanoTime();

        rig.streams.close(Duration.ofMillis(50));

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Await.DEADLINE.dividedBy(2));
        assertThat(status()).isEqualTo(StreamStatus.LIVE);
        gate.countDown();
        awaitStatus(StreamStatus.ENDED);
    }

    @Test
    void close_endsNotYetWritten_areWritten() {
        rig.streams.start();
        Accepted accepted = (Accepted) rig.publish();
        rig.finishOutputs();
        rig.repository.lose(true);
        accepted.publication().end(EndReason.PUBLISHER_LEFT);
        Await.until("left", () -> rig.streams.all().isEmpty());
        rig.repository.lose(false);

        rig.streams.close(ControlRig.CLOSE_TIMEOUT);

        assertThat(status()).isEqualTo(StreamStatus.ENDED);
    }

    @Test
    void goLive_whileClosing_leavesNothingLive() {
        rig.streams.start();
        CountDownLatch gate = rig.repository.hang();
        var answer = rig.ask(ControlRig.KEY);
        Await.until("a hanging query", () -> rig.repository.callers() == 1);
        rig.streams.close(ControlRig.CLOSE_TIMEOUT);

        gate.countDown();

        assertThat(Await.value(answer)).isNotInstanceOf(Accepted.class);
        assertThat(rig.streams.all()).isEmpty();
    }

    @Test
    void goLive_closedMeanwhile_endsTheStreamAndItsRow() {
        rig.streams.start();
        rig.streams.close(ControlRig.CLOSE_TIMEOUT);

        // What a request does that passed the door before it was closed.
        CarriedStream late = rig.streams.exclusively(
                rig.id, () -> rig.streams.goLive(rig.id, false).orElseThrow());

        assertThat(late.stream().state()).isEqualTo(StreamState.ENDED);
        awaitStatus(StreamStatus.ENDED);
        Await.until("left", () -> rig.streams.all().isEmpty());
    }
}

package dev.sluice.engine.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.live.EndReason;
import dev.sluice.engine.live.PublishAnswer;
import dev.sluice.engine.live.PublishAnswer.Accepted;
import dev.sluice.engine.live.PublishAnswer.Refusal;
import dev.sluice.engine.live.PublishAnswer.Refused;
import dev.sluice.engine.live.SecondPublisherPolicy;
import dev.sluice.engine.live.StreamState;
import dev.sluice.engine.port.StreamStatus;
import dev.sluice.engine.port.Viewpoint;
import dev.sluice.engine.testing.Await;
import dev.sluice.engine.testing.FakePublisherConnection;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class PublishDeskTest {
    private final ControlRig rig = new ControlRig();

    private static void assertRefused(PublishAnswer answer, Refusal refusal) {
        assertThat(answer).isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.refusal())
                .isEqualTo(refusal));
    }

    @Test
    void publish_beforeStartAndAfterClose_isUnavailable() {
        assertRefused(rig.publish(), Refusal.UNAVAILABLE);
        rig.streams.start();
        rig.streams.close(ControlRig.CLOSE_TIMEOUT);

        assertRefused(rig.publish(), Refusal.UNAVAILABLE);
    }

    @Test
    void publish_knownKey_goesLive() {
        rig.streams.start();

        PublishAnswer answer = rig.publish();

        assertThat(answer).isInstanceOfSatisfying(Accepted.class, accepted -> assertThat(
                        accepted.publication().streamId())
                .isEqualTo(rig.id));
        assertThat(rig.repository.row(rig.id).status()).isEqualTo(StreamStatus.LIVE);
        assertThat(rig.running().state()).isEqualTo(StreamState.CONNECTING);
        assertThat(rig.outputs).hasSize(1);
    }

    @Test
    void publish_unknownEmptyOrHugeKey_isRefusedAllTheSame() {
        rig.streams.start();
        PublishAnswer unknown = Await.value(rig.ask("live_sk_other"));

        assertRefused(unknown, Refusal.UNKNOWN_KEY);
        assertThat(Await.value(rig.ask(""))).isEqualTo(unknown);
        assertThat(Await.value(rig.ask("x".repeat(StreamKeys.MAX_LENGTH + 1)))).isEqualTo(unknown);
    }

    @Test
    void publish_stoppedStream_isRefusedInTheSameWords() throws StreamConflictException {
        rig.streams.start();
        String unknown = ((Refused) Await.value(rig.ask("live_sk_other"))).message();
        rig.control.start(new Viewpoint("tenant", "owner"), rig.id);
        rig.control.stop(new Viewpoint("tenant", "owner"), rig.id);

        PublishAnswer answer = rig.publish();

        assertRefused(answer, Refusal.STREAM_ENDED);
        assertThat(((Refused) answer).message()).isEqualTo(unknown);
    }

    @Test
    void publish_databaseFails_isRefusedAtOnce() {
        rig.streams.start();
        rig.repository.lose(true);

        assertRefused(rig.publish(), Refusal.UNAVAILABLE);

        assertThat(rig.streams.all()).isEmpty();
        assertThat(rig.timers.pending()).isEqualTo(1);
    }

    @Test
    void publish_databaseHangs_isRefusedWithinTheBoundAndLetsNobodyInLater() {
        rig.streams.start();
        CountDownLatch gate = rig.repository.hang();
        CompletionStage<PublishAnswer> answer = rig.ask(ControlRig.KEY);
        Await.until("a hanging query", () -> rig.repository.callers() == 1);
        assertThat(answer.toCompletableFuture().isDone()).isFalse();

        rig.timers.advance(rig.settings.authorisationTimeout());

        assertThat(answer.toCompletableFuture().isDone()).isTrue();
        assertRefused(Await.value(answer), Refusal.UNAVAILABLE);
        gate.countDown();
        Await.until("the query is over", () -> rig.repository.callers() == 0);
        assertThat(rig.repository.writes()).isEmpty();
    }

    @Test
    void publish_tooManyPending_areRefusedWithoutAskingAndLaterOnesGetIn() {
        rig.streams.start();
        CountDownLatch gate = rig.repository.hang();
        for (int pending = 0; pending < rig.settings.maxPendingAuthorisations(); pending++) {
            rig.ask("live_sk_other");
        }
        CompletionStage<PublishAnswer> tooMany = rig.ask(ControlRig.KEY);

        assertThat(tooMany.toCompletableFuture().isDone()).isTrue();
        assertRefused(Await.value(tooMany), Refusal.UNAVAILABLE);
        gate.countDown();
        Await.until("a free desk", () -> rig.publish() instanceof Accepted);
    }

    @Test
    void publish_defectWhileAnswering_stillAnswersAndGivesTheRowBack() {
        rig.streams.start();
        rig.outputDefect = new IllegalStateException("a defect");

        assertRefused(rig.publish(), Refusal.UNAVAILABLE);

        assertThat(rig.repository.row(rig.id).status()).isEqualTo(StreamStatus.ENDED);
        assertThat(rig.streams.all()).isEmpty();
        rig.outputDefect = null;
        assertThat(rig.publish()).isInstanceOf(Accepted.class);
    }

    @Test
    void publish_second_isDecidedByThePolicy() {
        ControlRig rejecting = new ControlRig(SecondPublisherPolicy.REJECT, 4, 2);
        rejecting.streams.start();
        rejecting.publish();
        rig.streams.start();
        rig.publish();

        assertRefused(rejecting.publish(), Refusal.ALREADY_PUBLISHING);
        assertThat(rig.publish(new FakePublisherConnection().request(ControlRig.KEY)))
                .isInstanceOf(Accepted.class);
        assertThat(rejecting.connection.farewells()).isEmpty();
        assertThat(rig.connection.farewells()).hasSize(1);
        assertThat(rig.outputs).hasSize(1);
    }

    @Test
    void publish_carriedByAnotherNode_isRefusedUntilItsLeaseLapses() {
        rig.streams.start();
        rig.repository.markLive(
                rig.id, "node-2", rig.clock.instant(), rig.clock.instant().plusSeconds(30));

        assertRefused(rig.publish(), Refusal.ALREADY_PUBLISHING);
        rig.clock.advance(rig.settings.leaseDuration());

        assertThat(rig.publish()).isInstanceOf(Accepted.class);
    }

    @Test
    void publish_nodeIsFull_isUnavailable() {
        ControlRig full = new ControlRig(SecondPublisherPolicy.REPLACE, 4, /* maxStreams= */ 1);
        full.streams.start();
        full.publish();
        full.repository.add(StreamKeys.hash("live_sk_second"), full.clock.instant());

        assertRefused(Await.value(full.ask("live_sk_second")), Refusal.UNAVAILABLE);
    }

    @Test
    void publish_afterTheLastRunEnded_isANewRun() {
        rig.streams.start();
        Accepted first = (Accepted) rig.publish();
        first.publication().end(EndReason.PUBLISHER_LEFT);

        assertThat(rig.publish()).isInstanceOf(Accepted.class);

        assertThat(rig.repository.writes()).containsExactly("LIVE", "ENDED", "LIVE");
        assertThat(rig.outputs).hasSize(2);
    }
}

package dev.sluice.engine.control;

import static dev.sluice.engine.testing.TestMedia.AUDIO;
import static dev.sluice.engine.testing.TestMedia.VIDEO;
import static dev.sluice.engine.testing.TestMedia.video;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.engine.control.StreamFigures.SourceFigures;
import dev.sluice.engine.control.StreamFigures.TrackFigures;
import dev.sluice.engine.live.EndReason;
import dev.sluice.engine.live.LiveStream;
import dev.sluice.engine.live.Publication;
import dev.sluice.engine.live.PublishAnswer.Accepted;
import dev.sluice.engine.live.PublishAnswer.Refused;
import dev.sluice.engine.live.SecondPublisherPolicy;
import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.live.StreamState;
import dev.sluice.engine.port.AudienceSample;
import dev.sluice.engine.port.StreamDetails;
import dev.sluice.engine.port.StreamQuery;
import dev.sluice.engine.port.StreamRecord;
import dev.sluice.engine.port.StreamStatus;
import dev.sluice.engine.port.Viewpoint;
import dev.sluice.engine.port.Visibility;
import dev.sluice.engine.testing.Await;
import dev.sluice.engine.testing.FakeStreamRepository;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DefaultStreamControlTest {
    private static final Viewpoint OWNER = new Viewpoint("tenant", "owner");

    private final ControlRig rig = new ControlRig();

    @BeforeEach
    void start() {
        rig.streams.start();
    }

    private static void assertConflict(ThrowingCallable call, String code) {
        assertThatThrownBy(call)
                .asInstanceOf(InstanceOfAssertFactories.type(StreamConflictException.class))
                .extracting(StreamConflictException::code)
                .isEqualTo(code);
    }

    @Test
    void create_draft_givesTheKeyOnceAndKeepsItsHash() {
        CreatedStream created =
                rig.control.create(FakeStreamRepository.OWNER, StreamDetails.titled("a title", Visibility.UNLISTED));

        assertThat(created.stream().status()).isEqualTo(StreamStatus.SCHEDULED);
        assertThat(created.stream().visibility()).isEqualTo(Visibility.UNLISTED);
        assertThat(created.toString()).doesNotContain(created.streamKey());
        assertThat(Await.value(rig.ask(created.streamKey()))).isInstanceOf(Accepted.class);
    }

    @Test
    void start_scheduled_isLiveWithoutAPublisherUntilItsTimeIsOver() throws StreamConflictException {
        assertThat(rig.control.start(OWNER, rig.id).orElseThrow().status()).isEqualTo(StreamStatus.LIVE);
        LiveStream stream = rig.running();
        assertThat(rig.control.start(OWNER, rig.id)).isPresent();
        assertThat(rig.running()).isSameAs(stream);

        rig.timers.advance(rig.settings.firstMediaTimeout());

        assertThat(stream.state()).isEqualTo(StreamState.ENDED);
        Await.until("row ended", () -> rig.repository.row(rig.id).status() == StreamStatus.ENDED);
    }

    @Test
    void start_unknown_isEmptyAndStopped_isAConflict() throws StreamConflictException {
        assertThat(rig.control.start(OWNER, StreamId.random())).isEmpty();
        rig.control.start(OWNER, rig.id);
        rig.control.stop(OWNER, rig.id);

        assertConflict(() -> rig.control.start(OWNER, rig.id), "stream_ended");
    }

    @Test
    void start_full_isAConflict() throws StreamConflictException {
        ControlRig full = new ControlRig(SecondPublisherPolicy.REPLACE, 4, /* maxStreams= */ 1);
        full.streams.start();
        full.control.start(OWNER, full.id);
        StreamId second = full.repository.add("second", full.clock.instant()).id();

        assertConflict(() -> full.control.start(OWNER, second), "capacity_reached");
    }

    @Test
    void start_carriedByAnotherNode_changesNothingHere() throws StreamConflictException {
        rig.repository.markLive(
                rig.id, "node-2", rig.clock.instant(), rig.clock.instant().plusSeconds(30));

        assertThat(rig.control.start(OWNER, rig.id).orElseThrow().status()).isEqualTo(StreamStatus.LIVE);

        assertThat(rig.streams.all()).isEmpty();
    }

    @Test
    void stop_live_disconnectsThePublisherForGood() throws StreamConflictException {
        rig.publish();
        LiveStream stream = rig.running();
        rig.viewers.total = 3;

        assertThat(rig.control.stop(OWNER, rig.id).orElseThrow().stopped()).isTrue();

        assertThat(stream.endReason()).isEqualTo(EndReason.STOPPED);
        assertThat(rig.connection.farewells()).containsExactly("STOPPED: the stream was stopped");
        Await.until("left", () -> rig.streams.all().isEmpty());
        assertThat(rig.repository.writes()).containsExactly("LIVE", "ENDED stopped");
        assertThat(rig.repository.row(rig.id).totalViews()).isEqualTo(3);
    }

    @Test
    void stop_unknownOrNotLive_isEmptyOrAConflict() throws StreamConflictException {
        assertThat(rig.control.stop(OWNER, StreamId.random())).isEmpty();

        assertConflict(() -> rig.control.stop(OWNER, rig.id), "stream_not_live");
    }

    @Test
    void stop_endedHereButNotYetInTheRow_isStoppedWithItsViews() throws StreamConflictException {
        Accepted accepted = (Accepted) rig.publish();
        rig.viewers.total = 4;
        rig.repository.lose(true);
        accepted.publication().end(EndReason.PUBLISHER_LEFT);
        Await.until("left", () -> rig.streams.all().isEmpty());
        rig.repository.lose(false);

        assertThat(rig.control.stop(OWNER, rig.id).orElseThrow().stopped()).isTrue();

        assertThat(rig.repository.row(rig.id).totalViews()).isEqualTo(4);
        rig.renew();
        assertThat(rig.repository.writes()).containsExactly("LIVE", "ENDED stopped");
    }

    @Test
    void update_atTheExpectedVersion_changesTheDetailsAndTheVersion() throws StreamConflictException {
        long version = rig.repository.row(rig.id).version();

        Optional<StreamRecord> changed = rig.control.update(
                OWNER, rig.id, old -> StreamDetails.titled("new", old.visibility()), OptionalLong.of(version));

        assertThat(changed.orElseThrow().title()).isEqualTo("new");
        assertThat(changed.orElseThrow().version()).isEqualTo(version + 1);
        assertConflict(
                () -> rig.control.update(OWNER, rig.id, UnaryOperator.identity(), OptionalLong.of(version)),
                "version_mismatch");
    }

    @Test
    void changes_byAnother_areRefusedAndByAnotherTenantNotEvenKnown() throws StreamConflictException {
        Viewpoint another = new Viewpoint("tenant", "another");
        Viewpoint outsider = new Viewpoint("another", null);

        assertThatThrownBy(() -> rig.control.start(another, rig.id)).isInstanceOf(NotYoursException.class);
        assertThatThrownBy(() -> rig.control.delete(another, rig.id)).isInstanceOf(NotYoursException.class);
        assertThatThrownBy(() -> rig.control.rotateKey(another, rig.id)).isInstanceOf(NotYoursException.class);
        assertThat(rig.control.start(outsider, rig.id)).isEmpty();
        assertThat(rig.control.stop(outsider, rig.id)).isEmpty();
        assertThat(rig.control.delete(outsider, rig.id)).isFalse();
        assertThat(rig.control.rotateKey(outsider, rig.id)).isEmpty();
        assertThat(rig.control.start(new Viewpoint("tenant", null), rig.id)).isPresent();
    }

    @Test
    void rotateKey_live_dismissesThePublisherAndTakesTheNewKeyOnly() {
        rig.publish();

        CreatedStream changed = rig.control.rotateKey(OWNER, rig.id).orElseThrow();

        assertThat(rig.connection.farewells()).containsExactly("DISMISSED: the stream key was changed");
        assertThat(rig.running().state()).isNotEqualTo(StreamState.ENDED);
        assertThat(Await.value(rig.ask(ControlRig.KEY))).isInstanceOf(Refused.class);
        assertThat(Await.value(rig.ask(changed.streamKey()))).isInstanceOf(Accepted.class);
    }

    @Test
    void delete_scheduled_isGoneWithItsMediaAndLive_isAConflict() throws StreamConflictException {
        rig.control.start(OWNER, rig.id);
        assertConflict(() -> rig.control.delete(OWNER, rig.id), "stream_live");
        rig.control.stop(OWNER, rig.id);

        assertThat(rig.control.delete(OWNER, rig.id)).isTrue();

        assertThat(rig.control.find(rig.id)).isEmpty();
        assertThat(rig.purged).containsExactly(rig.id);
    }

    @Test
    void audience_sampled_tellsWhoWatchesAndForHowLong() throws StreamConflictException {
        AudienceSampler sampler = new AudienceSampler(rig.streams, rig.repository, rig.viewers, rig.clock);
        rig.control.start(OWNER, rig.id);
        rig.viewers.current = 3;
        rig.clock.advance(AudienceSampler.DISTANCE);

        sampler.sample();

        assertThat(rig.control.audience(rig.id, 10)).containsExactly(new AudienceSample(rig.id, 10, 3, 30));
    }

    @Test
    void uncountedViews_ofASecondRun_areItsOwnUntilTheRowHasThem() throws StreamConflictException {
        rig.viewers.total = 5;
        rig.control.start(OWNER, rig.id);
        assertThat(rig.control.uncountedViews(rig.id)).isZero();
        rig.viewers.total = 8;
        assertThat(rig.control.uncountedViews(rig.id)).isEqualTo(3);
        rig.control.stop(OWNER, rig.id);
        assertThat(rig.control.uncountedViews(rig.id)).isZero();
        assertThat(rig.repository.row(rig.id).totalViews()).isEqualTo(3);
    }

    @Test
    void list_andFind_askTheRepository() {
        assertThat(rig.control.find(rig.id)).contains(rig.repository.row(rig.id));
        assertThat(rig.control
                        .list(StreamQuery.newest(StreamStatus.SCHEDULED, null, 10))
                        .total())
                .isEqualTo(1);
        assertThat(rig.control
                        .list(StreamQuery.newest(StreamStatus.LIVE, null, 10))
                        .streams())
                .isEmpty();
    }

    @Test
    void figures_live_putStreamAndOutputTogether() {
        assertThat(rig.control.figures(rig.id)).isEmpty();
        Publication publication = ((Accepted) rig.publish()).publication();
        publication.onTracks(List.of(VIDEO, AUDIO));
        publication.onSample(video(0, true));

        StreamFigures figures = rig.control.figures(rig.id).orElseThrow();

        assertThat(figures.state()).isEqualTo(StreamState.LIVE);
        assertThat(figures.liveSince()).isEqualTo(rig.repository.row(rig.id).startedAt());
        assertThat(figures.source()).isEqualTo(new SourceFigures("rtmp", "192.0.2.1:5000", "test client"));
        assertThat(figures.tracks())
                .containsExactly(
                        new TrackFigures("video", "avc1.64001f", 1280, 720, 0, 0),
                        new TrackFigures("audio", "mp4a.40.2", 0, 0, 48_000, 2));
        assertThat(figures.inboundBytes()).isEqualTo(100);
        assertThat(figures.framesDropped()).isEqualTo(1);
        assertThat(figures.decodeErrors()).isEqualTo(2);
        assertThat(figures.transcodeDelayMs()).isEqualTo(3);
        assertThat(figures.segments()).isEqualTo(4);
        assertThat(figures.misalignedSegments()).isEqualTo(5);
        assertThat(figures.storeQueueBytes()).isEqualTo(6);
        assertThat(figures.storeFailures()).isEqualTo(7);
        assertThat(rig.control.allFigures()).containsOnlyKeys(rig.id);
    }

    @Test
    void figures_reconnecting_haveNoSourceButTheStream() {
        Publication publication = ((Accepted) rig.publish()).publication();
        publication.onTracks(List.of(VIDEO));
        publication.onSample(video(0, true));
        publication.end(EndReason.CONNECTION_LOST);

        StreamFigures figures = rig.control.figures(rig.id).orElseThrow();

        assertThat(figures.state()).isEqualTo(StreamState.RECONNECTING);
        assertThat(figures.source()).isNull();
        assertThat(figures.bitrateBps()).isZero();
        assertThat(figures.tracks()).hasSize(1);
    }
}

package dev.sluice.engine.pipeline;

import static dev.sluice.engine.testing.TestMedia.AUDIO;
import static dev.sluice.engine.testing.TestMedia.FRAME;
import static dev.sluice.engine.testing.TestMedia.VIDEO;
import static dev.sluice.engine.testing.TestMedia.audio;
import static dev.sluice.engine.testing.TestMedia.avc;
import static dev.sluice.engine.testing.TestMedia.hevc;
import static dev.sluice.engine.testing.TestMedia.video;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.engine.control.OutputFigures;
import dev.sluice.engine.control.StreamFigures.RenditionFigures;
import dev.sluice.engine.live.EndReason;
import dev.sluice.engine.live.LiveSettings;
import dev.sluice.engine.live.LiveStream;
import dev.sluice.engine.live.PublishAnswer;
import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.live.StreamState;
import dev.sluice.engine.testing.FakeObjectStore;
import dev.sluice.engine.testing.FakePackager;
import dev.sluice.engine.testing.FakePublisherConnection;
import dev.sluice.engine.testing.FakeTimers;
import dev.sluice.engine.testing.FakeTranscoder;
import dev.sluice.media.Track;
import dev.sluice.testing.MutableClock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The pipeline on the test's own thread, called as its subscription would. */
class LivePipelineTest {
    private static final int GOP = 60;
    private static final PipelineSettings SETTINGS = PipelineSettings.DEFAULTS;

    private final MutableClock clock = new MutableClock();
    private final FakeTimers timers = new FakeTimers(clock);
    private final FakeTranscoder transcoder = new FakeTranscoder();
    private final FakePackager packager = new FakePackager();
    private final PipelineContext context = new PipelineContext(SETTINGS, transcoder, packager, clock);
    private final EdgeStore edge = new EdgeStore(timers, clock, SETTINGS.edgeLinger(), 1 << 20);
    private final LiveStream stream = new LiveStream(
            StreamId.random(),
            /* startedByPlatform= */ true,
            LiveSettings.DEFAULTS,
            clock,
            timers,
            Thread.ofVirtual().factory(),
            (changed, from, to, reason) -> {});
    private final StoreUploader uploader =
            new StoreUploader(stream.id(), new FakeObjectStore(), StoreSettings.DEFAULTS, clock, new Random(1));
    private final LivePipeline pipeline =
            new LivePipeline(stream, context, new PipelineOutput(edge.open(stream.id()), uploader));

    LivePipelineTest() {
        // The timeline begins with the first sample of a publisher.
        PublishAnswer answer =
                stream.attach(new FakePublisherConnection().request("key")).orElseThrow();
        ((PublishAnswer.Accepted) answer).publication().onTracks(List.of(VIDEO));
        ((PublishAnswer.Accepted) answer).publication().onSample(video(0, true));
    }

    private void give(int from, int until, int gop) {
        for (int frame = from; frame < until; frame++) {
            pipeline.onSample(video(frame * FRAME, frame % gop == 0));
        }
    }

    private List<String> calls() {
        return packager.session().calls();
    }

    @Test
    void onSample_passthroughAndLadder_givesEachSampleToWhoNeedsIt() {
        pipeline.onTracks(List.of(VIDEO, AUDIO), true);
        give(0, GOP, GOP);
        assertThat(packager.sessions()).isEmpty();
        pipeline.onSample(audio(100));
        give(GOP, 5 * GOP, GOP);
        pipeline.onEnd(EndReason.PUBLISHER_LEFT);

        assertThat(calls())
                .containsExactly(
                        "period [720p, 480p, 360p, audio] at 0",
                        "track 720p",
                        "track audio",
                        "track 480p",
                        "track 360p",
                        "end period",
                        "finish");
        assertThat(packager.session().boundaries()).containsExactly(180_000L, 360_000L, 540_000L, 720_000L);
        assertThat(transcoder.last().boundaries).isEqualTo(packager.session().boundaries());
        assertThat(packager.session().samples("720p")).hasSize(5 * GOP);
        assertThat(packager.session().samples("360p")).hasSize(5 * GOP);
        assertThat(packager.session().samples("audio")).hasSize(1);
        assertThat(transcoder.last().plan.tracks()).containsExactly(VIDEO);
        assertThat(transcoder.last().finished).isTrue();
        assertThat(transcoder.last().closed).isEqualTo(1);
        assertThat(stream.endReason()).isEqualTo(EndReason.PUBLISHER_LEFT);
    }

    @Test
    void onTracks_lateTrack_beginsAPeriodWithIt() {
        pipeline.onTracks(List.of(VIDEO), true);
        give(0, 2 * GOP, GOP);

        pipeline.onTracks(List.of(VIDEO, AUDIO), false);
        pipeline.onSample(audio(190_000));
        give(2 * GOP, 3 * GOP + 1, GOP);

        assertThat(calls())
                .filteredOn(call -> call.startsWith("period"))
                .containsExactly("period [720p, 480p, 360p] at 0", "period [720p, 480p, 360p, audio] at 360000");
        assertThat(transcoder.sessions).hasSize(2);
        assertThat(transcoder.sessions.getFirst().closed).isEqualTo(1);
    }

    @Test
    void onTracks_lateTrackWhileProbing_keepsTheHeldSamples() {
        pipeline.onTracks(List.of(VIDEO), true);
        give(0, 10, GOP);

        pipeline.onTracks(List.of(VIDEO, AUDIO), false);
        give(10, GOP + 1, GOP);

        assertThat(calls()).first().isEqualTo("period [720p, 480p, 360p, audio] at 0");
        assertThat(packager.session().samples("720p")).hasSize(GOP + 1);
    }

    @Test
    void onTracks_codecChanges_beginsANewPeriodInTheSamePresentation() {
        pipeline.onTracks(List.of(avc(640, 360)), true);
        give(0, 2 * GOP, GOP);

        pipeline.onTracks(List.of(hevc(640, 360)), true);
        give(2 * GOP, 4 * GOP, GOP);

        assertThat(calls())
                .containsExactly(
                        "period [360p] at 0", "track 360p", "end period", "period [360p] at 360000", "track 360p");
        assertThat(transcoder.sessions).hasSize(1);
    }

    @Test
    void onSample_transcoderBreaksTooOften_isRestartedAFewTimesThenOnlyTheSourceIsOffered() {
        pipeline.onTracks(List.of(VIDEO), true);
        int frame = 0;
        for (int life = 0; life <= SETTINGS.transcodeRestarts(); life++) {
            give(frame, frame + 2 * GOP, GOP);
            frame += 2 * GOP;
            transcoder.last().breakDown();
            give(frame, frame + GOP, GOP);
            frame += GOP;
            assertThat(transcoder.last().closed).isEqualTo(1);
            assertThat(transcoder.last().finished).isFalse();
            clock.advance(Duration.ofSeconds(5));
        }
        give(frame, frame + 2 * GOP, GOP);

        assertThat(transcoder.sessions).hasSize(1 + SETTINGS.transcodeRestarts());
        assertThat(calls()).endsWith("period [source] at " + (frame - GOP) * FRAME, "track source");
        assertThat(stream.state()).isEqualTo(StreamState.LIVE);
        pipeline.onEnd(EndReason.STOPPED);
        assertThat(calls()).endsWith("end period", "finish");
    }

    @Test
    void onSample_transcoderDoesNotStart_waitsItsDelayForAKeyFrame() {
        transcoder.refuseStarts(1);
        pipeline.onTracks(List.of(VIDEO), true);
        give(0, 2 * GOP + 1, GOP);
        assertThat(transcoder.sessions).isEmpty();

        clock.advance(SETTINGS.transcodeRestartDelay());
        give(2 * GOP + 1, 3 * GOP, GOP);
        assertThat(transcoder.sessions).isEmpty();
        give(3 * GOP, 3 * GOP + 1, GOP);

        assertThat(transcoder.sessions).hasSize(1);
        assertThat(calls()).first().isEqualTo("period [720p, 480p, 360p] at " + 3 * GOP * FRAME);
    }

    @Test
    void onSample_transcoderWasSteadyBeforeItBroke_hasItsRestartsAgain() {
        pipeline.onTracks(List.of(VIDEO), true);
        int frame = 0;
        for (int life = 0; life < 6; life++) {
            give(frame, frame + 2 * GOP, GOP);
            frame += 2 * GOP;
            clock.advance(Duration.ofMinutes(2));
            transcoder.last().breakDown();
            give(frame, frame + 1, GOP);
            clock.advance(Duration.ofSeconds(5));
            frame += GOP;
        }
        give(frame, frame + 2 * GOP, GOP);

        assertThat(transcoder.sessions).hasSize(7);
    }

    @Test
    void onSample_keyFramesStopWhilePassingThrough_encodedRungsGoOnAndTheNextKeyFrameIsEncoded() {
        pipeline.onTracks(List.of(VIDEO), true);
        give(0, 2 * GOP, GOP);
        give(2 * GOP + 1, 10 * GOP, 10_000);

        assertThat(packager.session().boundaries()).hasSizeGreaterThan(3);
        assertThat(transcoder.sessions).hasSize(1);
        pipeline.onSample(video(10 * GOP * FRAME, true));

        assertThat(transcoder.sessions).hasSize(2);
        assertThat(transcoder.last().plan.videoRungs()).hasSize(3);
        assertThat(transcoder.sessions.getFirst().plan.videoRungs()).hasSize(2);
    }

    @Test
    void onEnd_whileProbing_publishesWhatWasHeld() {
        pipeline.onTracks(List.of(avc(640, 360)), true);
        give(0, 5, GOP);

        pipeline.onEnd(EndReason.PUBLISHER_LEFT);

        assertThat(calls()).containsExactly("period [360p] at 0", "track 360p", "end period", "finish");
        assertThat(packager.session().samples("360p")).hasSize(5);
    }

    @Test
    void onEnd_withoutAnySample_opensNoPresentationAndEndsTheStream() {
        pipeline.onTracks(List.of(VIDEO), true);

        pipeline.onEnd(EndReason.STOPPED);

        assertThat(packager.sessions()).isEmpty();
        assertThat(stream.state()).isEqualTo(StreamState.ENDED);
    }

    @Test
    void onEnd_transcoderFailsToFinish_stillClosesItAndFinishesThePresentation() {
        transcoder.failToFinish(new IllegalStateException("a defect"));
        pipeline.onTracks(List.of(VIDEO), true);
        give(0, 2 * GOP, GOP);

        assertThatThrownBy(() -> pipeline.onEnd(EndReason.PUBLISHER_LEFT)).hasMessage("a defect");

        assertThat(transcoder.last().closed).isEqualTo(1);
        assertThat(calls()).endsWith("end period", "finish");
        assertThat(stream.state()).isEqualTo(StreamState.ENDED);
    }

    @Test
    void start_periodCannotBeOpened_closesTheTranscoder() {
        packager.failPeriods(new IllegalStateException("a defect"));
        pipeline.onTracks(List.of(VIDEO), true);

        assertThatThrownBy(() -> give(0, 2 * GOP, GOP)).hasMessage("a defect");

        assertThat(transcoder.last().closed).isEqualTo(1);
    }

    @Test
    void figures_running_addUpOverRuns() {
        assertThat(pipeline.figures().renditions()).isEmpty();
        pipeline.onTracks(List.of(VIDEO), true);
        give(0, 2 * GOP, GOP);
        transcoder.last().breakDown();
        clock.advance(Duration.ofSeconds(10));
        give(2 * GOP, 4 * GOP, GOP);
        clock.advance(Duration.ofSeconds(10));
        give(4 * GOP, 5 * GOP, GOP);

        OutputFigures figures = pipeline.figures();

        assertThat(figures.renditions())
                .extracting(RenditionFigures::name, RenditionFigures::encoder)
                .containsExactly(tuple("720p", "passthrough"), tuple("480p", "h264"), tuple("360p", "h264"));
        assertThat(figures.framesDropped()).isEqualTo(4);
        assertThat(figures.decodeErrors()).isEqualTo(2);
        assertThat(figures.transcodeDelayMs()).isEqualTo(40);
        assertThat(figures.segments()).isEqualTo(7);
        assertThat(figures.misalignedSegments()).isEqualTo(1);
    }

    @Test
    void openPackager_nextRunOfTheStream_hasHigherSegmentAndDiscontinuityNumbers() {
        pipeline.onTracks(List.of(VIDEO), true);
        give(0, 20 * GOP, GOP);
        long first = packager.session().settings.firstSegmentNumber();
        long firstDiscontinuity = packager.session().settings.firstDiscontinuityNumber();
        assertThat(first).isEqualTo(MutableClock.DEFAULT_START.getEpochSecond() / 2);
        pipeline.onEnd(EndReason.STOPPED);

        // The wall clock has not moved: 20 segments were begun within no time.
        context.openPackager(stream.id(), clock.instant(), packager.session().listener);

        assertThat(packager.sessions().getLast().settings.firstSegmentNumber()).isGreaterThanOrEqualTo(first + 20);
        assertThat(packager.sessions().getLast().settings.firstDiscontinuityNumber())
                .isEqualTo(firstDiscontinuity + 1);
    }

    @Test
    void onObject_fromThePackager_isAtTheEdgeUntilItExpires() {
        pipeline.onTracks(List.of(avc(640, 360)), true);
        give(0, 2 * GOP, GOP);

        packager.session().listener.onObject(TestObjects.segment("360p/1.m4s", 10));
        assertThat(edge.find(stream.id(), "360p/1.m4s")).isPresent();
        assertThat(pipeline.figures().storeQueueBytes()).isEqualTo(10);
        packager.session().listener.onExpired("360p/1.m4s");

        assertThat(edge.find(stream.id(), "360p/1.m4s")).isEmpty();
    }

    @Test
    void onTracks_none_isIdleUntilTheNext() {
        pipeline.onTracks(List.of(), true);
        pipeline.onSample(video(0, true));
        pipeline.onTracks(List.of(AUDIO), true);
        for (int frame = 0; frame < 100; frame++) {
            pipeline.onSample(audio(frame * 1024L));
        }

        assertThat(calls()).containsExactly("period [audio] at 0", "track audio");
        assertThat(packager.session().boundaries()).containsExactly(180_000L);
        assertThat(packager.session().samples("audio"))
                .extracting(sample -> sample.trackId())
                .containsOnly(Track.AUDIO_ID)
                .hasSize(100);
    }
}

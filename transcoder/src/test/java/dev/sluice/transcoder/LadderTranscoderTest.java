package dev.sluice.transcoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.engine.port.TranscodeException;
import dev.sluice.engine.port.TranscodePlan;
import dev.sluice.engine.port.TranscodeSession;
import dev.sluice.engine.port.VideoRung;
import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.ffmpeg.codec.VideoDecoder;
import dev.sluice.ffmpeg.codec.VideoDecoderSettings;
import dev.sluice.ffmpeg.codec.VideoFrame;
import dev.sluice.media.EncodedSample;
import dev.sluice.media.Timescale;
import dev.sluice.media.Track;
import dev.sluice.media.codec.Rational;
import dev.sluice.media.codec.VideoParameters;
import dev.sluice.media.io.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class LadderTranscoderTest {
    private static final Rational FPS_30 = new Rational(30, 1);

    private final RecordingListener listener = new RecordingListener();

    @ParameterizedTest
    @CsvSource({"true,false", "true,true", "false,false", "false,true"})
    void ladder_givesTheSamePicturesTimesAndKeyFramesInEveryRung(boolean lowLatency, boolean bFrames) throws Exception {
        List<Long> times = TestSource.steadyTimes(100, 3_000);
        TestSource source = TestSource.video(320, 180, times, FPS_30, bFrames);
        List<Long> boundaries = List.of(0L, 60_500L, 180_000L, 250_001L);

        run(TestPlans.video(source.track(), TestPlans.ladder(), lowLatency), source, boundaries);

        assertThat(listener.failures).isEmpty();
        assertThat(listener.ends).isEqualTo(1);
        for (VideoRung rung : TestPlans.ladder()) {
            assertThat(listener.times(rung.name())).isEqualTo(times);
            assertThat(listener.keyFrameTimes(rung.name())).containsExactly(0L, 63_000L, 180_000L, 252_000L);
            assertDtsRises(listener.of(rung.name()));
            assertShowsTheSource(rung, times);
        }
    }

    @Test
    void backlogAtTheStart_longerThanTheGreatestDelay_isEncodedWhole() throws Exception {
        List<Long> times = TestSource.steadyTimes(140, 3_000);
        TestSource source = TestSource.video(320, 180, times, FPS_30, false);
        try (TranscodeSession session = new LadderTranscoder(TestPlans.settings())
                .start(TestPlans.video(source.track(), TestPlans.ladder(), true), listener)) {
            source.samples().forEach(session::onSample);
            session.finish();
            assertThat(session.stats().droppedFrames()).isZero();
        }
        assertThat(listener.times("small")).isEqualTo(times);
    }

    @Test
    void lateTicks_ofPicturesAfterTheStart_isTheirDelay() {
        SessionFigures figures = new SessionFigures(TestPlans.ladder());
        long startupTicks = Timescale.VIDEO.fromMicros(SessionFigures.STARTUP_US);
        figures.onVideoSample(90_000);
        figures.onVideoSample(90_000 + startupTicks + 270_000);

        assertThat(figures.lateTicks(90_000 + startupTicks - 1)).isZero();
        assertThat(figures.lateTicks(90_000 + startupTicks)).isEqualTo(270_000);
        assertThat(figures.delayTicks(90_000 + startupTicks - 1)).isEqualTo(270_001);
    }

    @Test
    void unevenAnd2997Sources_keepTheirTimes() throws Exception {
        List<Long> times = new ArrayList<>(TestSource.steadyTimes(30, 3_003));
        times.addAll(List.of(100_000L, 100_700L, 160_000L, 163_003L));
        TestSource source = TestSource.video(320, 180, times, new Rational(30_000, 1_001), false);

        run(TestPlans.video(source.track(), TestPlans.ladder(), true), source, List.of(0L, 90_000L));

        assertThat(listener.times("large")).isEqualTo(times);
        assertThat(listener.times("small")).isEqualTo(times);
        assertThat(listener.keyFrameTimes("small")).containsExactly(0L, 100_000L);
        VideoParameters codec = (VideoParameters) listener.track("small").codec();
        // OpenH264 writes no frame rate.
        assertThat(codec.format().frameRate()).isEqualTo(TestSource.hasX264() ? new Rational(30_000, 1_001) : null);
    }

    @Test
    void rungWithALowerFrameRate_isThinnedEvenlyAndKeepsTheKeyFrames() throws Exception {
        List<Long> times = TestSource.steadyTimes(60, 1_500);
        TestSource source = TestSource.video(320, 180, times, new Rational(60, 1), false);
        List<VideoRung> rungs = List.of(TestPlans.rung("large", 320, 180, 60), TestPlans.rung("small", 160, 90, 30));

        run(TestPlans.video(source.track(), rungs, true), source, List.of(0L, 40_500L));

        assertThat(listener.times("large")).isEqualTo(times);
        assertThat(listener.times("small"))
                .hasSize(31)
                .startsWith(0L, 3_000L, 6_000L)
                .contains(40_500L, 43_500L);
        assertThat(listener.keyFrameTimes("small")).containsExactly(0L, 40_500L);
        assertThat(listener.keyFrameTimes("large")).containsExactly(0L, 40_500L);
    }

    @Test
    void audio_isEncodedOnceOnAGaplessTimeline() throws Exception {
        TestSource source = TestSource.audio(100);
        TranscodePlan plan =
                new TranscodePlan("test", List.of(source.track()), List.of(), Optional.of(TestPlans.AUDIO), true);

        run(plan, source, List.of());

        List<EncodedSample> samples = listener.of("audio");
        assertThat(samples.getFirst().ptsTicks()).isZero();
        assertThat(samples.size()).isBetween(100, 102);
        for (int i = 1; i < samples.size(); i++) {
            assertThat(samples.get(i).ptsTicks() - samples.get(i - 1).ptsTicks())
                    .isEqualTo(1_024);
        }
        assertThat(listener.track("audio").timescale().ticksPerSecond()).isEqualTo(48_000);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void close_inTheMiddle_freesEverythingAndSilencesTheListener(boolean lowLatency) throws Exception {
        TestSource source = TestSource.video(320, 180, TestSource.steadyTimes(40, 3_000), FPS_30, TestSource.hasX264());
        TranscodePlan plan = TestPlans.video(source.track(), TestPlans.ladder(), lowLatency);
        LadderTranscoder transcoder = new LadderTranscoder(TestPlans.settings());
        for (int round = 0; round < 100; round++) {
            TranscodeSession session = transcoder.start(plan, listener);
            source.samples().subList(0, round % 40).forEach(session::onSample);
            session.close();
            session.close();
            assertThat(session.stats().nativeBytes()).isZero();
        }
        long callsAfterClose = listener.calls;
        assertThat(NativeMemory.process().bytes()).isZero();
        assertThat(NativeMemory.process().handles()).isZero();
        assertThat(listener.failures).isEmpty();
        assertThat(listener.calls).isEqualTo(callsAfterClose);
    }

    @Test
    void garbageSamples_areCountedAndDoNotEndTheSession() throws Exception {
        List<Long> times = TestSource.steadyTimes(20, 3_000);
        TestSource source = TestSource.video(320, 180, times, FPS_30, false);
        EncodedSample garbage =
                new EncodedSample(Track.VIDEO_ID, 1, 1, false, Payload.wrap(new byte[] {0, 0, 0, 9, 1, 2, 3}));
        try (TranscodeSession session = new LadderTranscoder(TestPlans.patientSettings())
                .start(TestPlans.video(source.track(), TestPlans.ladder(), true), listener)) {
            session.onSample(garbage);
            source.samples().forEach(session::onSample);
            session.finish();
            assertThat(session.stats().decodeErrors()).isEqualTo(1);
            assertThat(session.stats().encoder())
                    .containsEntry("large", TestSource.hasX264() ? "libx264" : "libopenh264");
            assertThat(session.stats().encodedFrames()).containsEntry("small", 20L);
        }
        assertThat(listener.times("middle")).isEqualTo(times);
        assertThat(listener.ends).isEqualTo(1);
    }

    @Test
    void onlyGarbage_failsTheSessionOnceWithAClearMessage() throws Exception {
        TestSource source = TestSource.video(320, 180, TestSource.steadyTimes(2, 3_000), FPS_30, false);
        try (TranscodeSession session = new LadderTranscoder(TestPlans.settings())
                .start(TestPlans.video(source.track(), TestPlans.ladder(), true), listener)) {
            for (int i = 0; i < 200; i++) {
                session.onSample(
                        new EncodedSample(Track.VIDEO_ID, i, i, false, Payload.wrap(new byte[] {0, 0, 0, 9, 1})));
            }
            assertThat(listener.failed.await(20, TimeUnit.SECONDS)).isTrue();
            session.finish();
        }
        assertThat(listener.failures).hasSize(1);
        assertThat(listener.failures.getFirst()).hasMessageContaining("made no picture of the last 51 samples");
        assertThat(listener.ends).isZero();
    }

    @Test
    void planThatCannotWork_isRefusedAtTheStart() throws Exception {
        TestSource audio = TestSource.audio(2);
        TestSource large = TestSource.video(1920, 1088, List.of(0L), FPS_30, false);
        LadderTranscoder transcoder = new LadderTranscoder(TestPlans.settings());

        assertThatThrownBy(() -> transcoder.start(TestPlans.video(audio.track(), TestPlans.ladder(), true), listener))
                .isInstanceOf(TranscodeException.class)
                .hasMessageContaining("no track of type VIDEO");
        assertThatThrownBy(() -> transcoder.start(TestPlans.video(large.track(), TestPlans.ladder(), true), listener))
                .isInstanceOf(TranscodeException.class)
                .hasMessageContaining("1920x1088");
        assertThat(NativeMemory.process().handles()).isZero();
    }

    @Test
    void encoderThatDoesNotOpen_failsTheSession() throws Exception {
        TestSource source = TestSource.video(320, 180, TestSource.steadyTimes(5, 3_000), FPS_30, false);
        LadderTranscoder transcoder = new LadderTranscoder(TestPlans.settings(), (settings, memory) -> {
            throw new FfmpegException("no session left");
        });
        try (TranscodeSession session =
                transcoder.start(TestPlans.video(source.track(), TestPlans.ladder(), true), listener)) {
            source.samples().forEach(session::onSample);
            session.finish();
        }
        assertThat(listener.failures).hasSize(1);
        assertThat(listener.failures.getFirst()).hasMessageContaining("no session left");
        assertThat(NativeMemory.process().bytes()).isZero();
    }

    private void run(TranscodePlan plan, TestSource source, List<Long> boundaries) throws TranscodeException {
        List<Long> undeclared = new ArrayList<>(boundaries);
        try (TranscodeSession session = new LadderTranscoder(TestPlans.patientSettings()).start(plan, listener)) {
            for (EncodedSample sample : source.samples()) {
                while (!undeclared.isEmpty() && undeclared.getFirst() <= sample.ptsTicks()) {
                    session.onSegmentBoundary(undeclared.removeFirst());
                }
                session.onSample(sample);
            }
            session.finish();
        }
        assertThat(NativeMemory.process().bytes()).isZero();
        assertThat(NativeMemory.process().handles()).isZero();
    }

    private void assertShowsTheSource(VideoRung rung, List<Long> times) throws Exception {
        NativeMemory memory = new NativeMemory("test");
        VideoParameters codec = (VideoParameters) listener.track(rung.name()).codec();
        assertThat(codec.format().width()).isEqualTo(rung.width());
        assertThat(codec.format().height()).isEqualTo(rung.height());
        List<VideoFrame> frames = new ArrayList<>();
        try (VideoDecoder decoder = VideoDecoder.open(codec, VideoDecoderSettings.DEFAULTS, memory)) {
            for (EncodedSample sample : listener.of(rung.name())) {
                decoder.decode(sample, frames::add);
            }
            decoder.drain(frames::add);
        }
        assertThat(frames).hasSameSizeAs(times);
        for (int i = 0; i < frames.size(); i++) {
            try (VideoFrame frame = frames.get(i)) {
                assertThat(frame.ptsTicks()).isEqualTo(times.get(i));
                assertThat(frame.lumaAt(rung.width() / 2, rung.height() / 2))
                        .isCloseTo(TestSource.brightness(i), within(8));
            }
        }
    }

    private static void assertDtsRises(List<EncodedSample> samples) {
        for (int i = 0; i < samples.size(); i++) {
            assertThat(samples.get(i).dtsTicks())
                    .isLessThanOrEqualTo(samples.get(i).ptsTicks());
            if (i > 0) {
                assertThat(samples.get(i).dtsTicks())
                        .isGreaterThan(samples.get(i - 1).dtsTicks());
            }
        }
    }
}

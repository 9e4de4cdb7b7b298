package dev.sluice.transcoder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.port.TranscodeException;
import dev.sluice.engine.port.TranscodePlan;
import dev.sluice.engine.port.TranscodeSession;
import dev.sluice.engine.port.TranscodeStats;
import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.media.EncodedSample;
import dev.sluice.media.Track;
import dev.sluice.media.codec.AvcParameters;
import dev.sluice.media.codec.Rational;
import dev.sluice.media.io.Payload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How sessions end, and what they do when something around them misbehaves. */
@Timeout(60)
class LadderSessionTest {
    private static final int STARTUP_FRAMES = (int) (SessionFigures.STARTUP_US * 30 / 1_000_000);

    private static final Rational FPS_30 = new Rational(30, 1);

    private final RecordingListener listener = new RecordingListener();

    @AfterEach
    void nothingIsLeft() throws Exception {
        for (Thread thread : sessionThreads()) {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        }
        assertThat(sessionThreads()).isEmpty();
        assertThat(NativeMemory.process().bytes()).isZero();
        assertThat(NativeMemory.process().handles()).isZero();
        assertThat(NativeMemory.leakedHandles()).isZero();
    }

    @Test
    void manySessions_leaveNeitherMemoryNorThreads() throws Exception {
        TestSource video = TestSource.video(160, 90, TestSource.steadyTimes(12, 3_000), FPS_30, false);
        TestSource audio = TestSource.audio(12);
        TranscodePlan plan = new TranscodePlan(
                "test",
                List.of(video.track(), audio.track()),
                List.of(TestPlans.rung("large", 160, 90, 60), TestPlans.rung("small", 80, 46, 60)),
                Optional.of(TestPlans.AUDIO),
                true);
        LadderTranscoder transcoder = new LadderTranscoder(TestPlans.patientSettings());
        for (int round = 0; round < 50; round++) {
            RecordingListener own = new RecordingListener();
            try (TranscodeSession session = transcoder.start(plan, own)) {
                for (int i = 0; i < 12; i++) {
                    session.onSample(video.samples().get(i));
                    session.onSample(audio.samples().get(i));
                }
                if (round % 2 == 0) {
                    session.finish();
                    assertThat(own.times("small")).hasSize(12);
                    assertThat(own.ends).isEqualTo(1);
                }
            }
            assertThat(sessionThreads()).isEmpty();
            assertThat(NativeMemory.process().bytes()).isZero();
            assertThat(NativeMemory.process().handles()).isZero();
        }
        System.gc();
        assertThat(NativeMemory.leakedHandles()).isZero();
    }

    @Test
    void encoderThatFailsMidWay_failsTheSessionOnce() throws Exception {
        TestSource source = source(40);
        try (TranscodeSession session = fakes(source, TestPlans.settings(), (index, ticks) -> {
                    if (index == 10) {
                        throw new FfmpegException("the device went away");
                    }
                })
                .start(plan(source, true), listener)) {
            source.samples().forEach(session::onSample);
            session.finish();
            session.finish();
        }
        assertThat(listener.failures).hasSize(1);
        assertThat(listener.failures.getFirst()).hasMessageContaining("the device went away");
        assertThat(listener.ends).isZero();
        assertThat(listener.times("large").size()).isLessThanOrEqualTo(14);
    }

    @Test
    void listenerThatThrows_alsoWhenToldOfIt_failsTheSessionOnce() throws Exception {
        TestSource source = source(10);
        RecordingListener throwing = new RecordingListener() {
            @Override
            public synchronized void onSample(String rendition, EncodedSample sample) {
                throw new IllegalStateException("disk full");
            }

            @Override
            public synchronized void onFailure(TranscodeException failure) {
                super.onFailure(failure);
                throw new IllegalStateException("still full");
            }
        };
        try (TranscodeSession session =
                new LadderTranscoder(TestPlans.settings()).start(plan(source, true), throwing)) {
            source.samples().forEach(session::onSample);
            session.finish();
        }
        assertThat(throwing.failures).hasSize(1);
        assertThat(throwing.failures.getFirst()).hasMessageContaining("disk full");
        assertThat(throwing.ends).isZero();
    }

    @Test
    void listenerThatBlocks_finishFailsInTimeAndNothingIsGivenAfterwards() throws Exception {
        TestSource source = source(10);
        Semaphore open = new Semaphore(0);
        CountDownLatch inside = new CountDownLatch(1);
        RecordingListener blocking = new RecordingListener() {
            @Override
            @SuppressWarnings("UnsynchronizedOverridesSynchronized") // Each rung blocks for itself.
            public void onSample(String rendition, EncodedSample sample) {
                inside.countDown();
                open.acquireUninterruptibly();
                super.onSample(rendition, sample);
            }
        };
        TranscodeSession session =
                new LadderTranscoder(withDrainTimeout(TestPlans.settings(), 200)).start(plan(source, true), blocking);
        source.samples().forEach(session::onSample);
        inside.await();
        session.finish();

        assertThat(blocking.failures).hasSize(1);
        assertThat(blocking.failures.getFirst()).hasMessageContaining("longer than PT0.2S");
        session.close();
        open.release(100);
        for (Thread thread : sessionThreads()) {
            thread.join();
        }
        // Only the call that was under way in each of the three rungs.
        assertThat(blocking.samples.values().stream().mapToInt(List::size).sum())
                .isLessThanOrEqualTo(3);
        assertThat(blocking.ends).isZero();
    }

    @Test
    void close_fromAnInterruptedThread_stillWaitsForTheThreads() throws Exception {
        TestSource source = source(20);
        TranscodeSession session = new LadderTranscoder(TestPlans.settings()).start(plan(source, true), listener);
        source.samples().forEach(session::onSample);
        Thread.currentThread().interrupt();
        session.close();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(sessionThreads()).isEmpty();
        assertThat(session.stats().nativeBytes()).isZero();
    }

    @Test
    void slowEncoder_live_dropsEvenlyCountsAndStaysWithinTheDelay() throws Exception {
        TestSource source = source(STARTUP_FRAMES + 300);
        Semaphore permits = new Semaphore(0);
        Semaphore encoded = new Semaphore(0);
        List<Long> times = new CopyOnWriteArrayList<>();
        TranscodePlan plan = new TranscodePlan(
                "test", List.of(source.track()), TestPlans.ladder().subList(0, 1), Optional.empty(), true);
        long worstDelayTicks = 0;
        TranscodeStats stats;
        try (TranscodeSession session = fakes(source, TestPlans.settings(), (index, ticks) -> {
                    permits.acquireUninterruptibly();
                    times.add(ticks);
                    encoded.release();
                })
                .start(plan, listener)) {
            for (int i = 0; i < source.samples().size(); i++) {
                session.onSample(source.samples().get(i));
                // Keeps up while the session starts, then takes one picture in three.
                if (i >= 2 && (i < STARTUP_FRAMES || i % 3 == 2)) {
                    permits.release();
                    assertThat(encoded.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
                    worstDelayTicks =
                            Math.max(worstDelayTicks, source.samples().get(i).ptsTicks() - times.getLast());
                }
            }
            permits.release(1_000);
            session.finish();
            stats = session.stats();
        }
        assertThat(listener.failures).isEmpty();
        assertThat(worstDelayTicks).isBetween(90_000L, 3 * 90_000L);
        assertThat(stats.droppedFrames()).isBetween(100L, 200L);
        assertThat(times.size() + stats.droppedFrames()).isEqualTo(STARTUP_FRAMES + 300);
        assertThat(stats.encodedFrames()).containsEntry("large", (long) times.size());
        for (int i = 1; i < times.size(); i++) {
            assertThat(times.get(i) - times.get(i - 1)).isBetween(3_000L, 6 * 3_000L);
        }
    }

    @Test
    void sourceThatChangesItsSize_keepsTheRungsAsTheyAre() throws Exception {
        TestSource first = source(10);
        TestSource second = TestSource.video(256, 144, TestSource.steadyTimes(10, 3_000), FPS_30, false)
                .later(30_000);
        try (TranscodeSession session =
                new LadderTranscoder(TestPlans.patientSettings()).start(plan(first, true), listener)) {
            first.samples().forEach(session::onSample);
            session.onSegmentBoundary(30_000);
            second.samples().forEach(session::onSample);
            session.finish();
            assertThat(session.stats().decodeErrors()).isZero();
        }
        assertThat(listener.failures).isEmpty();
        for (String rung : List.of("large", "middle", "small")) {
            assertThat(listener.times(rung)).isEqualTo(TestSource.steadyTimes(20, 3_000));
            assertThat(listener.keyFrameTimes(rung)).contains(0L, 30_000L);
        }
    }

    @Test
    void brokenSamples_areCountedEachOnce() throws Exception {
        TestSource source = source(40);
        List<EncodedSample> mixed = new ArrayList<>();
        for (EncodedSample sample : source.samples()) {
            mixed.add(sample);
            mixed.add(new EncodedSample(
                    Track.VIDEO_ID, sample.ptsTicks() + 1, sample.dtsTicks() + 1, false, Payload.wrap(new byte[] {
                        0, 0, 0, 9, 1, 2, 3
                    })));
        }
        try (TranscodeSession session =
                new LadderTranscoder(TestPlans.patientSettings()).start(plan(source, true), listener)) {
            mixed.forEach(session::onSample);
            session.finish();
            assertThat(session.stats().decodeErrors()).isEqualTo(40);
            assertThat(session.stats().decodedFrames()).isEqualTo(40);
        }
        assertThat(listener.times("small")).hasSize(40);
    }

    @Test
    void finish_withoutASample_endsOnce() throws Exception {
        TestSource source = source(1);
        try (TranscodeSession session =
                new LadderTranscoder(TestPlans.settings()).start(plan(source, true), listener)) {
            session.onSample(new EncodedSample(77, 0, 0, true, Payload.EMPTY));
            session.finish();
            session.finish();
            source.samples().forEach(session::onSample);
        }
        assertThat(listener.ends).isEqualTo(1);
        assertThat(listener.tracks).isEmpty();
        assertThat(listener.failures).isEmpty();
    }

    private static TestSource source(int pictures) throws FfmpegException {
        return TestSource.video(320, 180, TestSource.steadyTimes(pictures, 3_000), FPS_30, false);
    }

    private static TranscodePlan plan(TestSource source, boolean lowLatency) {
        return TestPlans.video(source.track(), TestPlans.ladder(), lowLatency);
    }

    private static LadderTranscoder fakes(TestSource source, LadderTranscoderSettings settings, FakeEncoder.Hook hook) {
        AvcParameters parameters = (AvcParameters) source.track().codec();
        return new LadderTranscoder(settings, (rung, memory) -> new FakeEncoder(parameters, hook));
    }

    private static LadderTranscoderSettings withDrainTimeout(LadderTranscoderSettings base, int drainMs) {
        return new LadderTranscoderSettings(
                base.encoders(),
                base.cpuCount(),
                base.dropDelay(),
                base.maxDelay(),
                Duration.ofMillis(drainMs),
                base.maxPixels(),
                base.maxSilentAccessUnits());
    }

    private static List<Thread> sessionThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("transcode-"))
                .toList();
    }
}

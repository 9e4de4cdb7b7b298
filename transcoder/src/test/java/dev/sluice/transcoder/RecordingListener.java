package dev.sluice.transcoder;

import dev.sluice.engine.port.TranscodeException;
import dev.sluice.engine.port.TranscodeListener;
import dev.sluice.media.EncodedSample;
import dev.sluice.media.Track;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** Keeps everything that a session gives. */
class RecordingListener implements TranscodeListener {
    final Map<String, Track> tracks = new ConcurrentHashMap<>();
    final Map<String, List<EncodedSample>> samples = new ConcurrentHashMap<>();
    final List<TranscodeException> failures = new ArrayList<>();
    final CountDownLatch failed = new CountDownLatch(1);
    volatile int ends;
    volatile long calls;

    @Override
    public synchronized void onTrack(String rendition, Track track) {
        calls++;
        tracks.put(rendition, track);
        samples.put(rendition, new ArrayList<>());
    }

    @Override
    public synchronized void onSample(String rendition, EncodedSample sample) {
        calls++;
        List<EncodedSample> list = samples.get(rendition);
        if (list == null) {
            throw new IllegalStateException("sample before track of " + rendition);
        }
        list.add(sample);
    }

    @Override
    public synchronized void onEnd() {
        calls++;
        ends++;
    }

    @Override
    public synchronized void onFailure(TranscodeException failure) {
        calls++;
        failures.add(failure);
        failed.countDown();
    }

    Track track(String rendition) {
        return Objects.requireNonNull(tracks.get(rendition), rendition);
    }

    List<EncodedSample> of(String rendition) {
        return samples.getOrDefault(rendition, List.of());
    }

    List<Long> times(String rendition) {
        return of(rendition).stream().map(EncodedSample::ptsTicks).sorted().toList();
    }

    List<Long> keyFrameTimes(String rendition) {
        return of(rendition).stream()
                .filter(EncodedSample::syncSample)
                .map(EncodedSample::ptsTicks)
                .toList();
    }
}

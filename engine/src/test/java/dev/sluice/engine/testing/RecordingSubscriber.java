package dev.sluice.engine.testing;

import dev.sluice.engine.live.EndReason;
import dev.sluice.engine.live.Subscriber;
import dev.sluice.media.EncodedSample;
import dev.sluice.media.Track;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A subscriber that writes down what it is given, and may be told to block or to fail. Safe for threads. */
public final class RecordingSubscriber implements Subscriber {
    private final List<EncodedSample> samples = new ArrayList<>();
    private final List<String> calls = new ArrayList<>();
    private final List<EndReason> ends = new ArrayList<>();
    private final CountDownLatch entered = new CountDownLatch(1);
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile Consumer<EncodedSample> onSample = sample -> {};

    /** Every call of {@link #onSample} blocks from now on until the gate is counted down. */
    public CountDownLatch block() {
        gate = new CountDownLatch(1);
        return gate;
    }

    public void doOnSample(Consumer<EncodedSample> action) {
        onSample = action;
    }

    @Override
    public void onTracks(List<Track> tracks, boolean discontinuity) {
        record("tracks " + tracks.stream().map(Track::id).toList() + (discontinuity ? " discontinuity" : ""));
    }

    @Override
    public void onSample(EncodedSample sample) {
        entered.countDown();
        awaitGate();
        synchronized (this) {
            samples.add(sample);
            calls.add("sample " + sample.trackId() + " " + sample.dtsTicks() + (sample.syncSample() ? " sync" : ""));
        }
        onSample.accept(sample);
    }

    private void awaitGate() {
        try {
            if (!gate.await(Await.DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("nobody opened the gate");
            }
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    @Override
    public synchronized void onEnd(EndReason reason) {
        ends.add(reason);
        calls.add("end " + reason);
    }

    private synchronized void record(String call) {
        calls.add(call);
    }

    public synchronized List<EncodedSample> samples() {
        return List.copyOf(samples);
    }

    public synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    public synchronized List<EndReason> ends() {
        return List.copyOf(ends);
    }

    public void awaitSamples(int count) {
        Await.until(count + " samples", () -> samples().size() >= count);
    }

    /** Waits until it is inside {@link #onSample}. */
    public void awaitEntered() {
        Await.until("a first sample", () -> entered.getCount() == 0);
    }

    public EndReason awaitEnd() {
        Await.until("the end", () -> !ends().isEmpty());
        return ends().getFirst();
    }
}

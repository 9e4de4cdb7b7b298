package dev.sluice.rtmp;

import dev.sluice.engine.live.EndReason;
import dev.sluice.engine.live.Ingest;
import dev.sluice.engine.live.Publication;
import dev.sluice.engine.live.PublishAnswer;
import dev.sluice.engine.live.PublishRequest;
import dev.sluice.engine.live.StreamId;
import dev.sluice.media.EncodedSample;
import dev.sluice.media.Track;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;

/** An engine that knows one key and writes down what it is given. Thread-safe. */
public final class RecordingIngest implements Ingest {
    public static final String KEY = "good-key";

    private final List<PublishRequest> requests = new ArrayList<>();
    private final Recording recording = new Recording();
    private boolean answersByHand;
    private CompletableFuture<PublishAnswer> pending = new CompletableFuture<>();

    /** Leaves every request open until {@link #answer}. */
    public synchronized void answerByHand() {
        answersByHand = true;
    }

    public synchronized void answer(PublishAnswer answer) {
        pending.complete(answer);
    }

    public synchronized void failAnswer(Throwable error) {
        pending.completeExceptionally(error);
    }

    public PublishAnswer accepted() {
        return new PublishAnswer.Accepted(recording);
    }

    public Recording recording() {
        return recording;
    }

    public synchronized List<PublishRequest> requests() {
        return List.copyOf(requests);
    }

    @Override
    public synchronized CompletionStage<PublishAnswer> publish(PublishRequest request) {
        requests.add(request);
        pending = new CompletableFuture<>();
        if (!answersByHand) {
            boolean known = request.streamKey().equals(KEY);
            pending.complete(
                    known
                            ? accepted()
                            : new PublishAnswer.Refused(
                                    PublishAnswer.Refusal.UNKNOWN_KEY, "This stream key may not publish."));
        }
        return pending;
    }

    /** What one publication was given. */
    public static final class Recording implements Publication {
        private final StreamId streamId = new StreamId(new UUID(0, 1));
        private final List<List<Track>> trackLists = new ArrayList<>();
        private final List<EncodedSample> samples = new ArrayList<>();
        private final List<EndReason> ends = new ArrayList<>();
        private final CountDownLatch firstSample = new CountDownLatch(1);
        private final CountDownLatch ended = new CountDownLatch(1);

        @Override
        public StreamId streamId() {
            return streamId;
        }

        @Override
        public synchronized void onTracks(List<Track> tracks) {
            trackLists.add(List.copyOf(tracks));
        }

        @Override
        public synchronized void onSample(EncodedSample sample) {
            if (trackLists.isEmpty()) {
                throw new IllegalStateException("a sample before its tracks");
            }
            samples.add(Objects.requireNonNull(sample));
            firstSample.countDown();
        }

        @Override
        public synchronized void end(EndReason reason) {
            ends.add(reason);
            ended.countDown();
        }

        public synchronized List<List<Track>> trackLists() {
            return List.copyOf(trackLists);
        }

        public synchronized List<EncodedSample> samples() {
            return List.copyOf(samples);
        }

        public List<EncodedSample> samples(int trackId) {
            return samples().stream()
                    .filter(sample -> sample.trackId() == trackId)
                    .toList();
        }

        public synchronized List<EndReason> ends() {
            return List.copyOf(ends);
        }

        public CountDownLatch firstSample() {
            return firstSample;
        }

        public CountDownLatch ended() {
            return ended;
        }
    }
}

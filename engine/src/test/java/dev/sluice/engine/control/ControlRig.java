package dev.sluice.engine.control;

import dev.sluice.engine.live.LiveSettings;
import dev.sluice.engine.live.LiveStream;
import dev.sluice.engine.live.PublishAnswer;
import dev.sluice.engine.live.PublishRequest;
import dev.sluice.engine.live.SecondPublisherPolicy;
import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.testing.Await;
import dev.sluice.engine.testing.FakePublisherConnection;
import dev.sluice.engine.testing.FakeStreamRepository;
import dev.sluice.engine.testing.FakeTimers;
import dev.sluice.engine.testing.FakeViewers;
import dev.sluice.testing.MutableClock;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A node's streams over a database in memory, with outputs that do nothing. */
final class ControlRig {
    static final String KEY = "live_sk_test";
    static final String NODE = "node-1";
    static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    final MutableClock clock = new MutableClock();
    final FakeTimers timers = new FakeTimers(clock);
    final FakeStreamRepository repository = new FakeStreamRepository();
    final List<StreamId> purged = Collections.synchronizedList(new ArrayList<>());
    final FakeViewers viewers = new FakeViewers();
    final FakePublisherConnection connection = new FakePublisherConnection();
    final List<FakeOutput> outputs = Collections.synchronizedList(new ArrayList<>());
    volatile @Nullable RuntimeException outputDefect;
    final LiveSettings settings;
    final LiveStreams streams;
    final PublishDesk desk;
    final DefaultStreamControl control;
    final StreamId id;

    ControlRig() {
        this(LiveSettings.DEFAULTS.secondPublisher(), 4, 2);
    }

    ControlRig(SecondPublisherPolicy policy, int maxPending, int maxStreams) {
        LiveSettings base = LiveSettings.DEFAULTS;
        settings = new LiveSettings(
                policy,
                base.reconnectGrace(),
                base.firstMediaTimeout(),
                base.keyFrameTimeout(),
                base.authorisationTimeout(),
                maxPending,
                maxStreams,
                base.leaseDuration(),
                base.leaseRenewal(),
                base.gopCacheSamples(),
                base.gopCacheBytes());
        streams = new LiveStreams(settings, repository, this::open, viewers, clock, timers, NODE);
        desk = new PublishDesk(settings, streams, repository, timers);
        control = new DefaultStreamControl(repository, streams, new StreamKeys(new SecureRandom()), purged::add, clock);
        id = repository.add(StreamKeys.hash(KEY), clock.instant()).id();
    }

    /** An output that is done when its stream has ended, unless the test holds it. */
    static final class FakeOutput implements StreamOutput {
        final CompletableFuture<Void> done = new CompletableFuture<>();

        @Override
        public OutputFigures figures() {
            return new OutputFigures(List.of(), 1, 2, 3, 4, 5, 6, 0, 7);
        }

        @Override
        public CompletionStage<Void> done() {
            return done;
        }
    }

    private StreamOutput open(LiveStream stream) {
        RuntimeException defect = outputDefect;
        if (defect != null) {
            throw defect;
        }
        FakeOutput output = new FakeOutput();
        outputs.add(output);
        return output;
    }

    CompletionStage<PublishAnswer> ask(String key) {
        return desk.publish(connection.request(key));
    }

    PublishAnswer publish() {
        return publish(connection.request(KEY));
    }

    /** The answer, once the desk that gave it is free again. */
    PublishAnswer publish(PublishRequest request) {
        int before = timers.pending();
        PublishAnswer answer = Await.value(desk.publish(request));
        Await.until("a free desk", () -> timers.pending() <= before);
        return answer;
    }

    LiveStream running() {
        return streams.find(id).orElseThrow().stream();
    }

    void finishOutputs() {
        outputs.forEach(output -> output.done.complete(null));
    }

    /** Moves the clock and waits until the renewal that falls due in it is over and the next is waited for. */
    void renew() {
        int before = timers.pending();
        timers.advance(settings.leaseRenewal());
        Await.until("the next renewal", () -> timers.pending() >= before && repository.callers() == 0);
    }
}

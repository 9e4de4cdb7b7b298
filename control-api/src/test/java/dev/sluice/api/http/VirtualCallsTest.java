package dev.sluice.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VirtualCallsTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(20);

    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void stop() throws Exception {
        release.countDown();
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    @Test
    void call_work_runsOnAVirtualThreadAndAnswersOnTheLoop() throws Exception {
        VirtualCalls calls = new VirtualCalls(vertx, /* limit= */ 1, LONG);
        Outcome outcome = start(calls, () -> Thread.currentThread().isVirtual()).get(10, TimeUnit.SECONDS);
        assertThat(outcome.value()).isEqualTo(true);
        assertThat(outcome.context()).isSameAs(loop);
    }

    @Test
    void call_overTheLimit_isRefusedAtOnceAndTakenAgainLater() throws Exception {
        VirtualCalls calls = new VirtualCalls(vertx, /* limit= */ 1, LONG);
        CompletableFuture<Outcome> first = start(calls, this::block);
        assertThatThrownBy(() -> start(calls, () -> 2).get(10, TimeUnit.SECONDS))
                .hasCauseInstanceOf(ApiException.class)
                .hasMessageContaining("Too many requests");
        release.countDown();
        assertThat(first.get(10, TimeUnit.SECONDS).value()).isEqualTo(1);
        assertThat(startUntilTaken(calls)).isEqualTo(3);
    }

    @Test
    void call_outOfTime_failsOnTheLoopAndStillCounts() throws Exception {
        VirtualCalls calls = new VirtualCalls(vertx, /* limit= */ 1, SHORT);
        CompletableFuture<Context> failedOn = new CompletableFuture<>();
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        loop.runOnContext(v -> calls.call(this::block).onFailure(late -> {
            failedOn.complete(Vertx.currentContext());
            failure.complete(late);
        }));
        assertThat(failure.get(10, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
        assertThat(failedOn.get(10, TimeUnit.SECONDS)).isSameAs(loop);
        assertThatThrownBy(() -> start(calls, () -> 2).get(10, TimeUnit.SECONDS))
                .hasMessageContaining("Too many requests");
    }

    @Test
    void call_workThatFails_failsAsItDid() {
        VirtualCalls calls = new VirtualCalls(vertx, /* limit= */ 1, LONG);
        assertThatThrownBy(() -> start(calls, () -> {
                            throw new java.io.IOException("broken");
                        })
                        .get(10, TimeUnit.SECONDS))
                .hasCauseInstanceOf(java.io.IOException.class);
    }

    @Test
    void call_afterClose_isRefused() {
        VirtualCalls calls = new VirtualCalls(vertx, /* limit= */ 1, LONG);
        calls.close();
        calls.close();
        assertThatThrownBy(() -> start(calls, () -> 1).get(10, TimeUnit.SECONDS))
                .hasCauseInstanceOf(ApiException.class)
                .hasMessageContaining("shutting down");
    }

    private record Outcome(Object value, Context context) {}

    private int block() throws InterruptedException {
        release.await();
        return 1;
    }

    private CompletableFuture<Outcome> start(VirtualCalls calls, Callable<Object> work) {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        loop.runOnContext(v -> calls.call(work)
                .onSuccess(value -> outcome.complete(new Outcome(value, Vertx.currentContext())))
                .onFailure(outcome::completeExceptionally));
        return outcome;
    }

    /** The permit comes back just after the outcome, so the next call may be a moment early. */
    private Object startUntilTaken(VirtualCalls calls) throws Exception {
        long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (true) {
            try {
                return start(calls, () -> 3).get(10, TimeUnit.SECONDS).value();
            } catch (ExecutionException refused) {
                if (System.nanoTime() > deadlineNanos) {
                    throw refused;
                }
                Thread.onSpinWait();
            }
        }
    }
}

package dev.sluice.engine.pipeline;

import static dev.sluice.engine.pipeline.TestObjects.init;
import static dev.sluice.engine.pipeline.TestObjects.playlist;
import static dev.sluice.engine.pipeline.TestObjects.segment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.port.ObjectMetadata;
import dev.sluice.engine.testing.Await;
import dev.sluice.engine.testing.FakeObjectStore;
import dev.sluice.testing.MutableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StoreUploaderTest {
    private static final StoreSettings SETTINGS = settings(/* spoolBytes= */ 1000, Duration.ofMillis(1));

    private final FakeObjectStore store = new FakeObjectStore();
    private final MutableClock clock = new MutableClock();
    private final StreamId id = StreamId.random();
    private final List<Thread> threads = new ArrayList<>();

    private static StoreSettings settings(long spoolBytes, Duration retryDelay) {
        return new StoreSettings(
                spoolBytes,
                /* maxAttempts= */ 3,
                retryDelay,
                retryDelay.multipliedBy(4),
                /* flushTimeout= */ Duration.ofSeconds(20),
                Duration.ofHours(1),
                Duration.ofMinutes(1));
    }

    private StoreUploader start(StoreSettings settings) {
        StoreUploader uploader = new StoreUploader(id, store, settings, clock, new Random(1));
        uploader.start(work -> {
            Thread thread = Thread.ofVirtual().unstarted(work);
            threads.add(thread);
            return thread;
        });
        return uploader;
    }

    @AfterEach
    void noThreadIsLeft() throws InterruptedException {
        for (Thread thread : threads) {
            assertThat(thread.join(Await.DEADLINE)).isTrue();
        }
    }

    private List<String> puts() {
        String prefix = "live/" + id + "/";
        return store.puts().stream().map(key -> key.substring(prefix.length())).toList();
    }

    private static void finish(StoreUploader uploader) {
        uploader.close();
        Await.until("done", () -> uploader.done().toCompletableFuture().isDone());
    }

    @Test
    void put_files_areWrittenInOrderWithTheirMetadata() {
        StoreUploader uploader = start(SETTINGS);
        uploader.put(init("720p/init.mp4", 5));
        uploader.put(segment("720p/1.m4s", 10));
        Await.until("both written", () -> uploader.writtenObjects() == 2);
        uploader.put(playlist("720p.m3u8", 3));
        finish(uploader);

        assertThat(puts()).containsExactly("720p/init.mp4", "720p/1.m4s", "720p.m3u8");
        assertThat(store.head("live/" + id + "/720p/1.m4s").orElseThrow().metadata())
                .isEqualTo(new ObjectMetadata("video/mp4", "public, max-age=31536000, immutable"));
        assertThat(store.head("live/" + id + "/720p.m3u8").orElseThrow().metadata())
                .isEqualTo(new ObjectMetadata("application/vnd.apple.mpegurl", "public, max-age=1"));
        assertThat(uploader.failures()).isZero();
    }

    @Test
    void put_storeIsSlower_dropsOldSegmentsAndNeverPutsAPlaylistBeforeItsSegments() {
        CountDownLatch gate = store.hang();
        StoreUploader uploader = start(settings(/* spoolBytes= */ 100, Duration.ofMillis(1)));
        uploader.put(segment("0", 10));
        Await.until("a put in progress", () -> !store.attempts().isEmpty());
        for (int number = 1; number <= 10; number++) {
            uploader.put(segment(Integer.toString(number), 30));
            uploader.put(playlist("p", number));
        }
        assertThat(uploader.queuedBytes()).isEqualTo(100);
        gate.countDown();
        finish(uploader);

        assertThat(puts()).containsExactly("0", "8", "9", "10", "p");
        assertThat(store.head("live/" + id + "/p").orElseThrow().sizeBytes()).isEqualTo(10);
        assertThat(uploader.failures()).isEqualTo(7);
        assertThat(uploader.queuedBytes()).isZero();
    }

    @Test
    void queueAge_whileTheStoreHangs_isThatOfTheFileInHand() {
        CountDownLatch gate = store.hang();
        StoreUploader uploader = start(SETTINGS);
        assertThat(uploader.queueAgeMs()).isZero();
        uploader.put(segment("0", 10));
        Await.until("a put in progress", () -> !store.attempts().isEmpty());
        clock.advance(Duration.ofSeconds(3));
        uploader.put(segment("1", 10));
        clock.advance(Duration.ofSeconds(1));
        assertThat(uploader.queueAgeMs()).isEqualTo(4000);
        gate.countDown();
        finish(uploader);
        assertThat(uploader.queueAgeMs()).isZero();
    }

    @Test
    void put_storeFailsAtTimes_isTriedAgainAndLaterFilesWait() {
        store.failPuts(2, /* worthRetrying= */ true);
        StoreUploader uploader = start(SETTINGS);
        uploader.put(segment("1", 10));
        uploader.put(playlist("p", 1));
        finish(uploader);

        assertThat(puts()).containsExactly("1", "p");
        assertThat(store.attempts()).hasSize(4);
        assertThat(uploader.failures()).isZero();
    }

    @Test
    void put_storeFailsTooOften_isGivenUpAndCounted() {
        store.failPuts(3, /* worthRetrying= */ true);
        StoreUploader uploader = start(SETTINGS);
        uploader.put(segment("1", 10));
        uploader.put(segment("2", 10));
        finish(uploader);

        assertThat(puts()).containsExactly("2");
        assertThat(uploader.failures()).isEqualTo(1);
        assertThat(uploader.writtenObjects()).isEqualTo(1);
    }

    @Test
    void put_storeRefusesForGood_isNotTriedAgain() {
        store.failPuts(1, /* worthRetrying= */ false);
        StoreUploader uploader = start(SETTINGS);
        uploader.put(segment("1", 10));
        finish(uploader);

        assertThat(store.attempts()).hasSize(1);
        assertThat(uploader.failures()).isEqualTo(1);
    }

    @Test
    void close_storeHangsBeyondTheFlushTime_givesUpTheRest() {
        CountDownLatch gate = store.hang();
        StoreUploader uploader = start(SETTINGS);
        uploader.put(segment("1", 10));
        Await.until("a put in progress", () -> !store.attempts().isEmpty());
        uploader.put(segment("2", 10));
        uploader.put(playlist("p", 1));
        uploader.close();
        uploader.put(segment("too late", 10));

        clock.advance(SETTINGS.flushTimeout().plusMillis(1));
        gate.countDown();
        Await.until("done", () -> uploader.done().toCompletableFuture().isDone());

        assertThat(puts()).containsExactly("1");
        assertThat(uploader.failures()).isEqualTo(2);
    }

    @Test
    void close_idle_isDoneAtOnceAndIdempotent() {
        StoreUploader uploader = start(SETTINGS);

        finish(uploader);
        finish(uploader);

        assertThat(store.attempts()).isEmpty();
    }

    @Test
    void backOff_attempts_doublesUpToTheBoundWithJitter() {
        StoreSettings settings = new StoreSettings(
                1,
                100,
                Duration.ofMillis(200),
                Duration.ofSeconds(5),
                Duration.ofSeconds(1),
                Duration.ofHours(1),
                Duration.ofMinutes(1));
        Random random = new Random(3);
        for (int attempt = 1; attempt < 80; attempt++) {
            long fullMs = (long) Math.min(5000, 200 * Math.pow(2, attempt - 1));
            assertThat(StoreUploader.backOff(settings, attempt, random))
                    .isBetween(Duration.ofMillis(fullMs / 2), Duration.ofMillis(fullMs));
        }
    }
}

package dev.sluice.storage.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.asset.AssetDetails;
import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.asset.AssetIntake;
import dev.sluice.engine.asset.AssetOutput;
import dev.sluice.engine.asset.AssetQuery;
import dev.sluice.engine.asset.AssetRecord;
import dev.sluice.engine.asset.AssetRendition;
import dev.sluice.engine.asset.AssetRepository;
import dev.sluice.engine.asset.AssetStatus;
import dev.sluice.engine.asset.AssetSubtitle;
import dev.sluice.engine.asset.Failure;
import dev.sluice.engine.asset.Loudness;
import dev.sluice.engine.asset.NewAsset;
import dev.sluice.engine.asset.ThumbnailRepository;
import dev.sluice.engine.job.JobLedger;
import dev.sluice.engine.job.JobQueue;
import dev.sluice.engine.job.JobRecord;
import dev.sluice.engine.job.JobState;
import dev.sluice.engine.job.NewStep;
import dev.sluice.engine.job.StartedStep;
import dev.sluice.engine.job.StepHandler;
import dev.sluice.engine.job.StepOutcome;
import dev.sluice.engine.job.StepRef;
import dev.sluice.engine.job.StepState;
import dev.sluice.engine.port.Owner;
import dev.sluice.engine.port.Viewpoint;
import dev.sluice.engine.port.Visibility;
import dev.sluice.events.Event;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Assets, jobs and the queue against a real PostgreSQL. Tests share the database and make assets of their own. */
@Tag("integration")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AssetsIntegrationTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Owner ANN = new Owner("default", "account:ann");
    private static final Viewpoint AS_ANN = new Viewpoint("default", "account:ann");
    private static final Viewpoint AS_BOB = new Viewpoint("default", "account:bob");

    private Database database;
    private AssetRepository assets;
    private AssetIntake intake;
    private JobLedger jobs;

    @BeforeAll
    void open(@TempDir Path directory) {
        InstantSource clock = () -> NOW;
        database = TestDatabases.open(directory);
        assets = database.assets(clock);
        intake = database.assetIntake(clock);
        jobs = database.jobs();
    }

    @AfterAll
    void close() {
        database.close();
    }

    @Test
    void accept_sameIdTwice_isOneAssetWithOneJobAndOneEvent() {
        long before = database.events().newest();
        AssetId id = accept("Harbour at dawn", Visibility.PUBLIC);
        intake.accept(newAsset(id, "another title", Visibility.PRIVATE));

        AssetRecord asset = assets.find(id).orElseThrow();
        assertThat(asset.details().title()).isEqualTo("Harbour at dawn");
        assertThat(asset.status()).isEqualTo(AssetStatus.PROCESSING);
        JobRecord job = jobs.newest(id).orElseThrow();
        assertThat(job.state()).isEqualTo(JobState.RUNNING);
        assertThat(job.steps()).singleElement().satisfies(step -> assertThat(step.name())
                .isEqualTo("probe"));
        assertThat(typesAfter(before, id)).containsExactly("video.uploaded");
    }

    @Test
    void start_secondWorker_takesTheRightOfTheFirst() {
        AssetId id = accept("fences", Visibility.PUBLIC);
        StepRef probe = probeOf(id);
        StartedStep first = jobs.start(probe, "node-a", NOW).orElseThrow();
        StartedStep second = jobs.start(probe, "node-b", NOW).orElseThrow();

        assertThat(second.fence()).isGreaterThan(first.fence());
        assertThat(second.failures()).isEqualTo(1);
        assertThat(jobs.progress(first, 0.5)).isFalse();
        assertThat(jobs.succeed(first, "{}", List.of(), NOW)).isFalse();
        assertThat(jobs.fail(first, new Failure("x", "y"), NOW)).isFalse();
        assertThat(jobs.progress(second, 0.5)).isTrue();
        assertThat(jobs.succeed(second, "{\"found\":1}", List.of(), NOW)).isTrue();
        assertThat(jobs.result(probe))
                .hasValueSatisfying(json -> assertThat(json).contains("found"));
        assertThat(jobs.start(probe, "node-c", NOW)).isEmpty();
    }

    @Test
    void succeed_lastOfAStage_queuesTheNextStageOnce() {
        AssetId id = accept("stages", Visibility.PUBLIC);
        StartedStep probe = jobs.start(probeOf(id), "node-a", NOW).orElseThrow();
        List<NewStep> next =
                List.of(new NewStep("piece-1", 2, 1), new NewStep("piece-2", 2, 1), new NewStep("package", 3, 1));
        assertThat(jobs.succeed(probe, "{}", next, NOW)).isTrue();
        assertThat(queued(probe)).containsExactlyInAnyOrder("piece-1", "piece-2", "probe");

        StartedStep one = jobs.start(sibling(probe, "piece-1"), "node-a", NOW).orElseThrow();
        jobs.succeed(one, "{}", List.of(), NOW);
        assertThat(queued(probe)).doesNotContain("package");
        StartedStep two = jobs.start(sibling(probe, "piece-2"), "node-b", NOW).orElseThrow();
        jobs.succeed(two, "{}", List.of(), NOW);
        assertThat(queued(probe)).contains("package");
        assertThat(jobs.newest(id).orElseThrow().steps())
                .filteredOn(step -> step.name().startsWith("piece"))
                .allSatisfy(step -> assertThat(step.state()).isEqualTo(StepState.SUCCEEDED));
    }

    @Test
    void publish_finishedJob_makesTheAssetReadyWithOneEvent() {
        long before = database.events().newest();
        AssetId id = accept("published", Visibility.PUBLIC);
        StartedStep step = jobs.start(probeOf(id), "node-a", NOW).orElseThrow();
        assertThat(jobs.publish(step, output(), NOW)).isTrue();
        assertThat(jobs.publish(step, output(), NOW)).isFalse();

        AssetRecord asset = assets.find(AS_BOB, id).orElseThrow();
        assertThat(asset.status()).isEqualTo(AssetStatus.READY);
        assertThat(asset.output()).isEqualTo(output());
        assertThat(jobs.newest(id).orElseThrow().state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(typesAfter(before, id)).containsExactly("video.uploaded", "video.processed");
    }

    @Test
    void subtitles_changed_areThereWithANewVersionAndAnEvent_andTheOldFilesGoLater() throws Exception {
        AssetId id = ready("texts", Visibility.PUBLIC);
        long before = database.events().newest();
        long version = assets.find(id).orElseThrow().version();

        AssetRecord changed = database.subtitles()
                .replace(AS_ANN, id, output().subtitles(), List.of(subtitle("subtitles-en", "en")), NOW)
                .orElseThrow();

        assertThat(changed.version()).isEqualTo(version + 1);
        assertThat(assets.find(id)).hasValue(changed);
        assertThat(changed.output()).isNotNull().satisfies(output -> assertThat(output.subtitles())
                .containsExactly(subtitle("subtitles-en", "en")));
        assertThat(typesAfter(before, id)).containsExactly("video.updated");
        assertThat(TestDatabases.texts(database, "select task_instance from scheduled_tasks"))
                .contains("vod/" + id + "/subtitles-1-1.#1")
                .doesNotContain("vod/" + id + "/subtitles-en-1.#1");
    }

    @Test
    void subtitles_ofAnothersAsset_areNotTouched() {
        AssetId id = ready("not yours", Visibility.PUBLIC);

        assertThat(database.subtitles().managed(AS_BOB, id)).isEmpty();
        assertThat(database.subtitles().replace(AS_BOB, id, output().subtitles(), List.of(), NOW))
                .isEmpty();
        assertThat(Objects.requireNonNull(assets.find(id).orElseThrow().output())
                        .subtitles())
                .isEqualTo(output().subtitles());
    }

    @Test
    void thumbnail_changed_isThereWithANewVersionAndAnEvent_andTheOldOneGoesLater() throws Exception {
        AssetId id = ready("pictures", Visibility.PUBLIC);
        String poster = thumbnail(id);
        long before = database.events().newest();
        long version = assets.find(id).orElseThrow().version();
        ThumbnailRepository thumbnails = database.thumbnails();

        assertThat(thumbnails.replace(AS_ANN, id, "thumbnail-1.jpg", NOW)).isPresent();
        ThumbnailRepository.Change second =
                thumbnails.replace(AS_ANN, id, "thumbnail-2.jpg", NOW).orElseThrow();

        assertThat(second.before()).isEqualTo("thumbnail-1.jpg");
        assertThat(second.asset().version()).isEqualTo(version + 2);
        assertThat(assets.find(id)).hasValue(second.asset());
        assertThat(thumbnail(id)).isEqualTo("thumbnail-2.jpg");
        assertThat(typesAfter(before, id)).containsExactly("video.updated", "video.updated");
        assertThat(TestDatabases.texts(database, "select task_instance from scheduled_tasks"))
                .contains("vod/" + id + "/thumbnail-1.jpg#1")
                .doesNotContain("vod/" + id + "/thumbnail-2.jpg#1", "vod/" + id + "/" + poster + "#1");

        assertThat(thumbnails.replace(AS_ANN, id, /* objectName= */ null, NOW)).isPresent();
        ThumbnailRepository.Change again =
                thumbnails.replace(AS_ANN, id, /* objectName= */ null, NOW).orElseThrow();

        assertThat(thumbnail(id)).isEqualTo(poster);
        assertThat(again.before()).isNull();
        assertThat(again.asset().version()).as("nothing changed").isEqualTo(version + 3);
    }

    @Test
    void thumbnail_ofAnothersAssetOrOneThatDoesNotPlay_isNotTouched() {
        AssetId id = ready("not yours either", Visibility.PUBLIC);
        AssetId processing = accept("too early", Visibility.PUBLIC);
        ThumbnailRepository thumbnails = database.thumbnails();

        assertThat(thumbnails.managed(AS_BOB, id)).isEmpty();
        assertThat(thumbnails.replace(AS_BOB, id, "thumbnail-1.jpg", NOW)).isEmpty();
        assertThat(thumbnail(id)).isEqualTo(output().thumbnail());
        AssetRecord before = assets.find(processing).orElseThrow();
        assertThat(thumbnails.replace(AS_ANN, processing, "thumbnail-1.jpg", NOW))
                .hasValueSatisfying(change -> assertThat(change.asset()).isEqualTo(before));
    }

    private String thumbnail(AssetId id) {
        AssetOutput output = assets.find(id).orElseThrow().output();
        return Objects.requireNonNull(Objects.requireNonNull(output).thumbnail());
    }

    @Test
    void subtitles_thatAreNotThoseExpected_changeNothing() {
        AssetId id = ready("unexpected", Visibility.PUBLIC);
        AssetRecord before = assets.find(id).orElseThrow();

        assertThat(database.subtitles().replace(AS_ANN, id, List.of(), List.of(subtitle("x", "en")), NOW))
                .isEmpty();

        assertThat(assets.find(id)).hasValue(before);
        assertThat(database.subtitles().managed(AS_ANN, id)).hasValue(before);
    }

    @Test
    void subtitles_replacedAtOnce_areReplacedByOne() throws Exception {
        AssetId id = ready("at once", Visibility.PUBLIC);
        int changes = 4;
        int done = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(changes)) {
            List<Future<Optional<AssetRecord>>> running = new ArrayList<>();
            for (int i = 0; i < changes; i++) {
                List<AssetSubtitle> mine = List.of(subtitle("subtitles-x" + i, "en"));
                running.add(threads.submit(
                        () -> database.subtitles().replace(AS_ANN, id, output().subtitles(), mine, NOW)));
            }
            for (Future<Optional<AssetRecord>> each : running) {
                done += each.get(30, TimeUnit.SECONDS).isPresent() ? 1 : 0;
            }
        }
        assertThat(done).isOne();
    }

    @Test
    void fail_job_failsTheAssetAndRetryBeginsAnew() {
        long before = database.events().newest();
        AssetId id = accept("failing", Visibility.PUBLIC);
        StartedStep step = jobs.start(probeOf(id), "node-a", NOW).orElseThrow();
        assertThat(jobs.fail(step, new Failure("not_media", "The file holds no media."), NOW))
                .isTrue();

        AssetRecord asset = assets.find(AS_ANN, id).orElseThrow();
        assertThat(asset.failure()).isEqualTo(new Failure("not_media", "The file holds no media."));
        assertThat(assets.find(AS_BOB, id)).isEmpty();
        assertThat(jobs.start(step.step(), "node-b", NOW)).isEmpty();
        assertThat(typesAfter(before, id)).containsExactly("video.uploaded", "video.failed");

        assertThat(assets.retry(AS_BOB, id, NOW)).isFalse();
        assertThat(assets.retry(AS_ANN, id, NOW.plusSeconds(1))).isTrue();
        assertThat(assets.retry(AS_ANN, id, NOW.plusSeconds(2))).isFalse();
        assertThat(assets.find(id).orElseThrow().status()).isEqualTo(AssetStatus.PROCESSING);
        assertThat(jobs.start(probeOf(id), "node-b", NOW)).isPresent();
    }

    @Test
    void delete_processingAsset_endsItsJobAndQueuesTheRemoval() {
        AssetId id = accept("deleted", Visibility.PUBLIC);
        StartedStep step = jobs.start(probeOf(id), "node-a", NOW).orElseThrow();
        assertThat(assets.delete(AS_BOB, id, NOW)).isFalse();
        assertThat(assets.delete(AS_ANN, id, NOW)).isTrue();
        assertThat(assets.find(id)).isEmpty();
        assertThat(jobs.progress(step, 0.5)).isFalse();
        assertThat(jobs.succeed(step, "{}", List.of(), NOW)).isFalse();
        assertThat(TestDatabases.texts(
                        database, "select task_instance from scheduled_tasks where task_name = 'object-removal'"))
                .contains("vod/" + id + "/#1", "work/" + id + "/#1", "uploads/" + id + "/#2");
    }

    @Test
    void list_bySearchTagAndViewpoint_findsWhatMayBeSeen() {
        AssetId open = ready("Walking the coast path", Visibility.PUBLIC);
        AssetId hidden = ready("Walking the secret path", Visibility.PRIVATE);
        assertThat(found(AS_BOB, "walking path")).containsExactly(open);
        assertThat(found(AS_ANN, "walking path")).containsExactlyInAnyOrder(open, hidden);
        assertThat(found(AS_ANN, "walking plane")).isEmpty();
        AssetQuery byTag = new AssetQuery(AS_ANN, null, null, null, "no-such-tag", null, 1, 10);
        assertThat(assets.list(byTag).total()).isZero();
    }

    @Test
    void likesAndViews_ofManyAtOnce_areCountedRight() throws Exception {
        AssetId id = ready("liked", Visibility.PUBLIC);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String who = "account:" + i % 4;
            threads.add(Thread.ofVirtual().start(() -> {
                assets.like(id, who, NOW);
                assets.addView(id, 10, who.endsWith("0"));
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        AssetRecord asset = assets.find(id).orElseThrow();
        assertThat(asset.figures().likes()).isEqualTo(4);
        assertThat(asset.figures().views()).isEqualTo(8);
        assertThat(asset.figures().watchSeconds()).isEqualTo(80);
        assertThat(asset.figures().completions()).isEqualTo(2);
    }

    @Test
    void queue_nodeThatDies_losesItsStepToAnother() throws Exception {
        AssetId id = accept("taken over", Visibility.PUBLIC);
        StepRef probe = probeOf(id);
        BlockingQueue<String> runs = new LinkedBlockingQueue<>();
        CountDownLatch end = new CountDownLatch(1);
        AtomicInteger deaths = new AtomicInteger();
        JobQueue dying = database.jobQueue("node-a", 1, Duration.ofSeconds(1));
        dying.start(handler(probe, () -> {
            deaths.incrementAndGet();
            runs.add("node-a");
            throw new IllegalStateException("this worker is lost");
        }));
        assertThat(runs.poll(20, TimeUnit.SECONDS)).isEqualTo("node-a");
        dying.close();
        JobQueue other = database.jobQueue("node-b", 1, Duration.ofSeconds(1));
        other.start(handler(probe, () -> {
            runs.add("node-b");
            end.countDown();
        }));
        assertThat(end.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(runs).contains("node-b");
        other.close();
    }

    private static StepHandler handler(StepRef wanted, Runnable work) {
        return new StepHandler() {
            @Override
            public StepOutcome run(StepRef step) {
                if (step.equals(wanted)) {
                    work.run();
                }
                return new StepOutcome.Done();
            }

            @Override
            public void removeObjects(String keyPrefix) {}

            @Override
            public void stop() {}
        };
    }

    private List<AssetId> found(Viewpoint viewpoint, String words) {
        AssetQuery query = new AssetQuery(viewpoint, null, null, null, null, words, 1, 10);
        return assets.list(query).assets().stream().map(AssetRecord::id).toList();
    }

    private AssetId ready(String title, Visibility visibility) {
        AssetId id = accept(title, visibility);
        jobs.publish(jobs.start(probeOf(id), "node-a", NOW).orElseThrow(), output(), NOW);
        return id;
    }

    private AssetId accept(String title, Visibility visibility) {
        AssetId id = AssetId.random();
        intake.accept(newAsset(id, title, visibility));
        return id;
    }

    private static NewAsset newAsset(AssetId id, String title, Visibility visibility) {
        AssetDetails details = new AssetDetails(title, null, visibility, List.of("sea"), null, "{}");
        return new NewAsset(id, ANN, details, "dawn.mp4", "uploads/" + id + "/source", 1000);
    }

    private StepRef probeOf(AssetId id) {
        return new StepRef(jobs.newest(id).orElseThrow().id(), "probe");
    }

    private static StepRef sibling(StartedStep step, String name) {
        return new StepRef(step.step().job(), name);
    }

    private List<String> queued(StartedStep step) {
        String job = step.step().job().toString();
        return TestDatabases.texts(database, "select task_instance from scheduled_tasks").stream()
                .filter(instance -> instance.startsWith(job))
                .map(instance -> instance.substring(job.length() + 1))
                .toList();
    }

    private List<String> typesAfter(long sequence, AssetId id) {
        return database.eventHistory().find("default", sequence, null, id.toString(), 100).stream()
                .map(Event::type)
                .toList();
    }

    private static AssetOutput output() {
        AssetRendition video = new AssetRendition(
                "720p",
                AssetRendition.Media.VIDEO,
                "720p-1.mp4",
                "avc1.64001f",
                2_500_000,
                1_000_000,
                1280,
                720,
                29.97,
                null,
                null,
                null);
        AssetRendition sound = new AssetRendition(
                "audio-1",
                AssetRendition.Media.AUDIO,
                "audio-1-1.mp4",
                "mp4a.40.2",
                128_000,
                32_000,
                null,
                null,
                null,
                2,
                "en",
                new Loudness(-23.1, -1.5));
        return new AssetOutput(
                2_000_000,
                List.of(video, sound),
                List.of(subtitle("subtitles-1", "de")),
                "poster-1.jpg",
                "storyboard-1.vtt",
                List.of("The rung 1080p was left out."));
    }

    private static AssetSubtitle subtitle(String name, String language) {
        return new AssetSubtitle(
                name,
                language,
                "",
                AssetSubtitle.Kind.CAPTIONS,
                AssetSubtitle.Origin.UPLOADED,
                name + "-1.vtt",
                99,
                /* preferred= */ true);
    }
}

package dev.sluice.api;

import dev.sluice.engine.asset.AssetDerivation;
import dev.sluice.engine.asset.AssetDetails;
import dev.sluice.engine.asset.AssetFigures;
import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.asset.AssetOutput;
import dev.sluice.engine.asset.AssetPage;
import dev.sluice.engine.asset.AssetQuery;
import dev.sluice.engine.asset.AssetRecord;
import dev.sluice.engine.asset.AssetRendition;
import dev.sluice.engine.asset.AssetRepository;
import dev.sluice.engine.asset.AssetStatus;
import dev.sluice.engine.asset.AssetSubtitle;
import dev.sluice.engine.asset.DerivedAsset;
import dev.sluice.engine.asset.Failure;
import dev.sluice.engine.asset.Loudness;
import dev.sluice.engine.job.JobId;
import dev.sluice.engine.job.JobRecord;
import dev.sluice.engine.job.JobState;
import dev.sluice.engine.job.Jobs;
import dev.sluice.engine.job.StepRecord;
import dev.sluice.engine.job.StepState;
import dev.sluice.engine.port.Owner;
import dev.sluice.engine.port.RepositoryException;
import dev.sluice.engine.port.Viewpoint;
import dev.sluice.engine.port.Visibility;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Assets and their jobs in memory. Insists on being called on virtual threads. */
final class FakeAssets implements AssetRepository, AssetDerivation, Jobs {
    static final Owner OWNER = new Owner("default", "somebody");
    static final Instant CREATED = Instant.parse("2025-10-01T12:00:00.456Z");
    static final Instant READY = Instant.parse("2025-10-01T12:05:00.789Z");

    volatile boolean databaseLost;
    volatile @Nullable AssetQuery lastQuery;
    volatile @Nullable String lastOrigin;
    private final Map<AssetId, AssetRecord> records = new LinkedHashMap<>();
    private final Set<String> likes = new HashSet<>();

    /** A ready asset of two renditions and sound. */
    static AssetRecord ready(AssetId id, Owner owner, Visibility visibility) {
        AssetOutput output = new AssetOutput(
                120_000_000,
                List.of(
                        video("1080p", 1920, 1080, 5_000_000),
                        video("720p", 1280, 720, 2_500_000),
                        new AssetRendition(
                                "audio-en",
                                AssetRendition.Media.AUDIO,
                                "audio-en-1.mp4",
                                "mp4a.40.2",
                                128_000,
                                1_920_000,
                                null,
                                null,
                                null,
                                2,
                                "en",
                                new Loudness(-23.4, -1.2))),
                List.of(new AssetSubtitle(
                        "subtitles-1",
                        "de",
                        "Deutsch",
                        AssetSubtitle.Kind.SUBTITLES,
                        AssetSubtitle.Origin.EMBEDDED,
                        "subtitles-1-1.vtt",
                        400,
                        true)),
                "poster-1.jpg",
                "storyboard-1.vtt",
                List.of("The rung 2160p was left out: the source has 1080 lines."));
        return record(id, owner, visibility, AssetStatus.READY, null, output);
    }

    static AssetRecord processing(AssetId id, Owner owner) {
        return processing(id, owner, Visibility.PUBLIC);
    }

    static AssetRecord processing(AssetId id, Owner owner, Visibility visibility) {
        return record(id, owner, visibility, AssetStatus.PROCESSING, null, null);
    }

    static AssetRecord failed(AssetId id, Owner owner) {
        return record(
                id,
                owner,
                Visibility.PUBLIC,
                AssetStatus.FAILED,
                new Failure("not_media", "The file holds no video and no sound."),
                null);
    }

    private static AssetRendition video(String name, int width, int height, long bitrateBps) {
        return new AssetRendition(
                name,
                AssetRendition.Media.VIDEO,
                name + "-1.mp4",
                "avc1.640028",
                bitrateBps,
                bitrateBps * 15,
                width,
                height,
                30.0,
                null,
                null,
                null);
    }

    private static AssetRecord record(
            AssetId id,
            Owner owner,
            Visibility visibility,
            AssetStatus status,
            @Nullable Failure failure,
            @Nullable AssetOutput output) {
        AssetDetails details =
                new AssetDetails("My Video Title", "Video description", visibility, List.of("tech"), null, "{}");
        return new AssetRecord(
                id,
                owner,
                details,
                "holiday.mp4",
                "uploads/" + id + "/source",
                1_000_000,
                status == AssetStatus.PROCESSING ? null : "{\"container\":\"mp4\"}",
                status,
                failure,
                output,
                new AssetFigures(0, 0, 0, 0),
                1,
                CREATED,
                CREATED,
                status == AssetStatus.READY ? READY : null);
    }

    synchronized AssetRecord add(AssetRecord record) {
        records.put(record.id(), record);
        return record;
    }

    @Override
    public synchronized Optional<AssetRecord> find(AssetId id) {
        enter();
        return Optional.ofNullable(records.get(id));
    }

    @Override
    public synchronized Optional<AssetRecord> find(Viewpoint viewpoint, AssetId id) {
        enter();
        return Optional.ofNullable(records.get(id))
                .filter(asset -> asset.owner().tenant().equals(viewpoint.tenant()))
                .filter(asset -> viewpoint.manages(asset.owner())
                        || (asset.visibility() != Visibility.PRIVATE && asset.status() == AssetStatus.READY));
    }

    @Override
    public synchronized AssetPage list(AssetQuery query) {
        enter();
        lastQuery = query;
        return new AssetPage(records.values().stream().limit(query.limit()).toList(), records.size());
    }

    @Override
    public synchronized Optional<AssetRecord> update(
            Viewpoint viewpoint, AssetId id, AssetDetails details, long expectedVersion, Instant now) {
        enter();
        return managed(viewpoint, id)
                .filter(asset -> asset.version() == expectedVersion)
                .map(asset -> change(asset, old -> with(old, details, old.status(), old.figures(), old.failure())));
    }

    @Override
    public synchronized boolean delete(Viewpoint viewpoint, AssetId id, Instant now) {
        enter();
        return managed(viewpoint, id).map(asset -> records.remove(id)).isPresent();
    }

    @Override
    public synchronized boolean like(AssetId id, String who, Instant now) {
        enter();
        boolean added = likes.add(id + " " + who);
        if (added) {
            AssetFigures old = asset(id).figures();
            count(id, new AssetFigures(old.views(), old.likes() + 1, old.watchSeconds(), old.completions()));
        }
        return added;
    }

    @Override
    public synchronized void addView(AssetId id, long watchSeconds, boolean completed) {
        enter();
        AssetFigures old = asset(id).figures();
        count(
                id,
                new AssetFigures(
                        old.views() + 1,
                        old.likes(),
                        old.watchSeconds() + watchSeconds,
                        old.completions() + (completed ? 1 : 0)));
    }

    @Override
    public synchronized boolean retry(Viewpoint viewpoint, AssetId id, Instant now) {
        enter();
        return managed(viewpoint, id)
                .filter(asset -> asset.status() == AssetStatus.FAILED)
                .map(asset ->
                        change(asset, old -> with(old, old.details(), AssetStatus.PROCESSING, old.figures(), null)))
                .isPresent();
    }

    @Override
    public synchronized AssetRecord derive(DerivedAsset asset, Instant now) {
        enter();
        lastOrigin = asset.originJson();
        return add(processing(asset.id(), asset.owner()));
    }

    @Override
    public synchronized Optional<JobRecord> newest(AssetId asset) {
        enter();
        StepRecord probe =
                new StepRecord("probe", 0, 1, StepState.SUCCEEDED, 0, "node-a", 1, CREATED, CREATED, null, "{}");
        StepRecord piece =
                new StepRecord("piece-0000", 2, 3, StepState.RUNNING, 1, "node-b", 0.5, CREATED, null, "lost", null);
        return Optional.of(new JobRecord(
                JobId.parse("7f0c5a0e-6f6f-4b5e-9a52-0c7b7e0f1a11"),
                asset,
                JobState.RUNNING,
                null,
                CREATED,
                null,
                List.of(probe, piece)));
    }

    private Optional<AssetRecord> managed(Viewpoint viewpoint, AssetId id) {
        return Optional.ofNullable(records.get(id)).filter(asset -> viewpoint.manages(asset.owner()));
    }

    private AssetRecord asset(AssetId id) {
        return Optional.ofNullable(records.get(id)).orElseThrow();
    }

    private void count(AssetId id, AssetFigures figures) {
        change(asset(id), old -> with(old, old.details(), old.status(), figures, old.failure()));
    }

    private AssetRecord change(AssetRecord asset, UnaryOperator<AssetRecord> change) {
        AssetRecord changed = change.apply(asset);
        records.put(asset.id(), changed);
        return changed;
    }

    private static AssetRecord with(
            AssetRecord old,
            AssetDetails details,
            AssetStatus status,
            AssetFigures figures,
            @Nullable Failure failure) {
        return new AssetRecord(
                old.id(),
                old.owner(),
                details,
                old.fileName(),
                old.sourceKey(),
                old.sourceBytes(),
                old.sourceJson(),
                status,
                failure,
                old.output(),
                figures,
                old.version() + 1,
                old.createdAt(),
                old.updatedAt(),
                old.readyAt());
    }

    private void enter() {
        if (!Thread.currentThread().isVirtual()) {
            throw new IllegalStateException("blocks " + Thread.currentThread());
        }
        if (databaseLost) {
            throw new RepositoryException("cannot find assets: the database is not reachable", new Exception("lost"));
        }
    }
}

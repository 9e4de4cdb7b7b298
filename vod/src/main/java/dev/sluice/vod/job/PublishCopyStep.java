package dev.sluice.vod.job;

import dev.sluice.engine.asset.AssetKeys;
import dev.sluice.engine.asset.AssetOutput;
import dev.sluice.engine.asset.AssetRendition;
import dev.sluice.engine.port.ObjectMetadata;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.media.io.Payload;
import dev.sluice.packager.file.TrackFile;
import dev.sluice.vod.job.CopyPlan.CopiedFile;
import dev.sluice.vod.publish.IndexStore;
import dev.sluice.vod.publish.ManifestWriter;
import dev.sluice.vod.publish.PublishedIndex;
import dev.sluice.vod.publish.PublishedIndex.AudioEntry;
import dev.sluice.vod.publish.PublishedIndex.FileEntry;
import dev.sluice.vod.publish.PublishedIndex.VideoEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** Publishes what was copied, as {@link PublishStep} does what was encoded. */
final class PublishCopyStep implements Step {
    private static final ObjectMetadata JPEG = new ObjectMetadata("image/jpeg", PackageStep.FOR_EVER);
    private static final int MAX_POSTER_BYTES = 16 << 20;

    private final StepServices services;
    private final IndexStore indexes;
    private final ManifestWriter manifests;

    PublishCopyStep(StepServices services) {
        this.services = services;
        this.indexes = new IndexStore(services.objects());
        this.manifests = new ManifestWriter(services.objects());
    }

    @Override
    public void run(StepRun run) throws ObjectStoreException {
        CopyPlan plan = services.firstResult(run, CopyPlan.class);
        List<VideoEntry> video = new ArrayList<>();
        List<AudioEntry> audio = new ArrayList<>();
        List<AssetRendition> renditions = new ArrayList<>();
        for (CopiedFile file : plan.files()) {
            TrackFile track = file.trackFile();
            if (file.frameRate() != null) {
                video.add(new VideoEntry(file.name(), FileEntry.of(track), file.frameRate()));
            } else {
                audio.add(new AudioEntry(file.name(), FileEntry.of(track), file.label(), file.preferred()));
            }
            renditions.add(IndexedRenditions.of(
                    file.name(), track, file.frameRate(), /* loudness= */ null, plan.durationUs()));
        }
        PublishedIndex index = new PublishedIndex(plan.durationUs(), video, audio, /* storyboard= */ null);
        indexes.write(run.asset(), index);
        String poster = copyPoster(run, plan.poster());
        manifests.write(run.asset(), index.presentation(List.of()), run);
        AssetOutput output =
                new AssetOutput(plan.durationUs(), renditions, List.of(), poster, /* storyboard= */ null, plan.notes());
        if (!services.ledger().publish(run.started(), output, services.clock().instant())) {
            throw new CancellationException("asset " + run.asset() + " is not this worker's to publish any more");
        }
    }

    /** Its name; null when there is none, or it went away. */
    private @Nullable String copyPoster(StepRun run, @Nullable String key) throws ObjectStoreException {
        Optional<Payload> picture =
                key == null ? Optional.empty() : services.objects().read(key, 0, MAX_POSTER_BYTES);
        if (picture.isEmpty()) {
            return null;
        }
        String name = "poster-" + run.started().step().job().shortText() + ".jpg";
        services.objects().put(AssetKeys.published(run.asset()) + name, List.of(picture.get()), JPEG);
        return name;
    }
}

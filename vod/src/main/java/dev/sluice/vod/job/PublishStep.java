package dev.sluice.vod.job;

import dev.sluice.engine.asset.AssetKeys;
import dev.sluice.engine.asset.AssetOutput;
import dev.sluice.engine.asset.AssetRendition;
import dev.sluice.engine.port.ObjectMetadata;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.media.Timescale;
import dev.sluice.media.io.Payload;
import dev.sluice.packager.file.FilePresentation;
import dev.sluice.vod.plan.LadderPlan;
import dev.sluice.vod.publish.IndexStore;
import dev.sluice.vod.publish.ManifestWriter;
import dev.sluice.vod.publish.PublishedIndex;
import dev.sluice.vod.publish.PublishedIndex.AudioEntry;
import dev.sluice.vod.publish.PublishedIndex.FileEntry;
import dev.sluice.vod.publish.PublishedIndex.VideoEntry;
import dev.sluice.vod.publish.SubtitleTexts;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** Manifests, after all that they name; then the row, after the manifests. */
final class PublishStep implements Step {
    private static final ObjectMetadata MAP = new ObjectMetadata("text/vtt", PackageStep.FOR_EVER);

    private final StepServices services;
    private final IndexStore indexes;
    private final ManifestWriter manifests;

    /** What there is beside sound and moving pictures. */
    private record Beside(
            Parts.Pictures pictures,
            Parts.Texts texts,
            @Nullable String storyboardMap) {}

    PublishStep(StepServices services) {
        this.services = services;
        this.indexes = new IndexStore(services.objects());
        this.manifests = new ManifestWriter(services.objects());
    }

    @Override
    public void run(StepRun run) throws ObjectStoreException {
        EncodedFiles encoded = EncodedFiles.of(services, run);
        Parts.Pictures pictures = services.resultOr(run, StepNames.PICTURES, Parts.Pictures.class, Parts.Pictures.NONE);
        Parts.Texts texts = services.resultOr(run, StepNames.SUBTITLES, Parts.Texts.class, Parts.Texts.NONE);
        PublishedIndex index = index(encoded, pictures);
        indexes.write(run.asset(), index);
        FilePresentation presentation = index.presentation(SubtitleTexts.packaged(texts.subtitles()));
        String map = writeStoryboardMap(run, presentation);
        manifests.write(run.asset(), presentation, run);
        Parts.Probed probed = services.result(run, StepNames.PROBE, Parts.Probed.class);
        List<String> notes = SourceNotes.of(probed, index.durationUs());
        AssetOutput output = output(encoded, notes, new Beside(pictures, texts, map));
        if (!services.ledger().publish(run.started(), output, services.clock().instant())) {
            throw new CancellationException("asset " + run.asset() + " is not this worker's to publish any more");
        }
    }

    private static PublishedIndex index(EncodedFiles encoded, Parts.Pictures pictures) {
        LadderPlan plan = encoded.plan();
        List<VideoEntry> video = new ArrayList<>();
        LadderPlan.VideoPlan moving = plan.video();
        if (moving != null) {
            for (LadderPlan.VideoRendition rung : moving.renditions()) {
                FileEntry file = FileEntry.of(encoded.file(rung.name()).track());
                video.add(new VideoEntry(rung.name(), file, rung.frameRate()));
            }
        }
        List<AudioEntry> audio = new ArrayList<>();
        for (LadderPlan.AudioRendition sound : plan.audio()) {
            FileEntry file = FileEntry.of(encoded.file(sound.name()).track());
            String label = Objects.requireNonNullElse(sound.title(), "");
            audio.add(new AudioEntry(sound.name(), file, label, sound.isDefault()));
        }
        return new PublishedIndex(Timescale.VIDEO.toMicros(plan.durationTicks()), video, audio, pictures.storyboard());
    }

    /** @return the name of its object; null when there is no storyboard */
    private @Nullable String writeStoryboardMap(StepRun run, FilePresentation presentation)
            throws ObjectStoreException {
        if (presentation.storyboard() == null) {
            return null;
        }
        String name = "storyboard-" + run.started().step().job().shortText() + ".vtt";
        Payload text = Payload.wrap(presentation.storyboardMap().getBytes(StandardCharsets.UTF_8));
        services.objects().put(AssetKeys.published(run.asset()) + name, List.of(text), MAP);
        return name;
    }

    private static AssetOutput output(EncodedFiles encoded, List<String> sourceNotes, Beside beside) {
        LadderPlan plan = encoded.plan();
        long durationUs = Timescale.VIDEO.toMicros(plan.durationTicks());
        List<AssetRendition> renditions = new ArrayList<>();
        LadderPlan.VideoPlan moving = plan.video();
        if (moving != null) {
            for (LadderPlan.VideoRendition rung : moving.renditions()) {
                renditions.add(IndexedRenditions.of(
                        rung.name(),
                        encoded.file(rung.name()).track(),
                        rung.frameRate(),
                        /* loudness= */ null,
                        durationUs));
            }
        }
        for (LadderPlan.AudioRendition sound : plan.audio()) {
            renditions.add(IndexedRenditions.of(
                    sound.name(),
                    encoded.file(sound.name()).track(),
                    /* frameRate= */ null,
                    encoded.loudness().get(sound.name()),
                    durationUs));
        }
        List<String> notes = new ArrayList<>(sourceNotes);
        plan.dropped().forEach(rung -> notes.add("The rung " + rung.name() + " was left out: " + rung.reason()));
        notes.addAll(beside.texts().notes());
        notes.addAll(beside.pictures().notes());
        return new AssetOutput(
                durationUs,
                renditions,
                beside.texts().subtitles(),
                beside.pictures().poster(),
                beside.storyboardMap(),
                notes);
    }
}

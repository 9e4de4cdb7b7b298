package dev.sluice.vod.job;

import dev.sluice.engine.asset.AssetKeys;
import dev.sluice.engine.asset.AssetOutput;
import dev.sluice.engine.asset.AssetRendition;
import dev.sluice.engine.port.ObjectMetadata;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.media.Timescale;
import dev.sluice.media.io.Payload;
import dev.sluice.packager.file.AudioRendition;
import dev.sluice.packager.file.FilePresentation;
import dev.sluice.packager.file.TrackFile;
import dev.sluice.packager.file.VideoRendition;
import dev.sluice.vod.plan.LadderPlan;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;

/** Manifests, after all that they name; then the row, after the manifests. */
final class PublishStep implements Step {
    static final String MASTER_PLAYLIST = "master.m3u8";
    static final String MANIFEST = "manifest.mpd";

    private static final ObjectMetadata PLAYLIST =
            new ObjectMetadata("application/vnd.apple.mpegurl", "public, max-age=60");
    private static final ObjectMetadata MPD = new ObjectMetadata("application/dash+xml", "public, max-age=60");
    private static final int BITS_PER_BYTE = 8;
    private static final double US_PER_SECOND = 1_000_000.0;

    private final StepServices services;

    PublishStep(StepServices services) {
        this.services = services;
    }

    @Override
    public void run(StepRun run) throws ObjectStoreException {
        EncodedFiles encoded = EncodedFiles.of(services, run);
        FilePresentation presentation = presentation(encoded);
        writeManifests(run, presentation);
        if (!services.ledger()
                .publish(
                        run.started(),
                        output(encoded, presentation),
                        services.clock().instant())) {
            throw new CancellationException("asset " + run.asset() + " is not this worker's to publish any more");
        }
    }

    private static FilePresentation presentation(EncodedFiles encoded) {
        LadderPlan plan = encoded.plan();
        List<VideoRendition> video = new ArrayList<>();
        LadderPlan.VideoPlan pictures = plan.video();
        if (pictures != null) {
            for (LadderPlan.VideoRendition rung : pictures.renditions()) {
                TrackFile file = encoded.file(rung.name()).track();
                video.add(new VideoRendition(
                        rung.name(), file, rung.frameRate(), rung.name() + ".m3u8", rung.name() + "-iframes.m3u8"));
            }
        }
        List<AudioRendition> audio = new ArrayList<>();
        for (LadderPlan.AudioRendition sound : plan.audio()) {
            audio.add(new AudioRendition(
                    sound.name(),
                    encoded.file(sound.name()).track(),
                    Objects.requireNonNullElse(sound.title(), ""),
                    sound.isDefault(),
                    sound.name() + ".m3u8"));
        }
        return new FilePresentation(
                Timescale.VIDEO.toMicros(plan.durationTicks()), video, audio, List.of(), /* storyboard= */ null);
    }

    private void writeManifests(StepRun run, FilePresentation presentation) throws ObjectStoreException {
        for (VideoRendition rendition : presentation.video()) {
            put(run, rendition.playlistUri(), presentation.mediaPlaylist(rendition), PLAYLIST);
            put(run, rendition.iFramePlaylistUri(), presentation.iFramePlaylist(rendition), PLAYLIST);
        }
        for (AudioRendition rendition : presentation.audio()) {
            put(run, rendition.playlistUri(), presentation.mediaPlaylist(rendition), PLAYLIST);
        }
        put(run, MANIFEST, presentation.mpd(), MPD);
        put(run, MASTER_PLAYLIST, presentation.masterPlaylist(), PLAYLIST);
    }

    private void put(StepRun run, String name, String text, ObjectMetadata metadata) throws ObjectStoreException {
        run.check();
        Payload bytes = Payload.wrap(text.getBytes(StandardCharsets.UTF_8));
        services.objects().put(AssetKeys.published(run.asset()) + name, List.of(bytes), metadata);
    }

    private static AssetOutput output(EncodedFiles encoded, FilePresentation presentation) {
        LadderPlan plan = encoded.plan();
        List<AssetRendition> renditions = new ArrayList<>();
        LadderPlan.VideoPlan pictures = plan.video();
        if (pictures != null) {
            for (LadderPlan.VideoRendition rung : pictures.renditions()) {
                renditions.add(video(rung, encoded.file(rung.name()).track(), presentation.durationUs()));
            }
        }
        for (LadderPlan.AudioRendition sound : plan.audio()) {
            renditions.add(audio(sound, encoded.file(sound.name()).track(), presentation.durationUs()));
        }
        List<String> notes = plan.dropped().stream()
                .map(rung -> "The rung " + rung.name() + " was left out: " + rung.reason())
                .toList();
        return new AssetOutput(presentation.durationUs(), renditions, null, null, notes);
    }

    private static AssetRendition video(LadderPlan.VideoRendition rung, TrackFile file, long durationUs) {
        return new AssetRendition(
                rung.name(),
                AssetRendition.Media.VIDEO,
                file.uri(),
                file.track().codec().codecString(),
                bitrateBps(file, durationUs),
                file.sizeBytes(),
                rung.width(),
                rung.height(),
                rung.frameRate().numerator() / (double) rung.frameRate().denominator(),
                /* channels= */ null,
                /* language= */ null);
    }

    private static AssetRendition audio(LadderPlan.AudioRendition sound, TrackFile file, long durationUs) {
        return new AssetRendition(
                sound.name(),
                AssetRendition.Media.AUDIO,
                file.uri(),
                file.track().codec().codecString(),
                bitrateBps(file, durationUs),
                file.sizeBytes(),
                /* width= */ null,
                /* height= */ null,
                /* frameRate= */ null,
                sound.channelCount(),
                sound.language());
    }

    private static long bitrateBps(TrackFile file, long durationUs) {
        return Math.round(file.sizeBytes() * BITS_PER_BYTE * US_PER_SECOND / durationUs);
    }
}

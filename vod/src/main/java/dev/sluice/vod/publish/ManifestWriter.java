package dev.sluice.vod.publish;

import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.asset.AssetKeys;
import dev.sluice.engine.port.ObjectMetadata;
import dev.sluice.engine.port.ObjectStore;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.media.io.Payload;
import dev.sluice.packager.file.AudioRendition;
import dev.sluice.packager.file.FilePresentation;
import dev.sluice.packager.file.Subtitle;
import dev.sluice.packager.file.VideoRendition;
import dev.sluice.vod.source.StopSignal;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes the manifests of an asset: each after all that it names, the multivariant playlist last. Safe for threads. */
public final class ManifestWriter {
    public static final String MASTER_PLAYLIST = "master.m3u8";
    public static final String MANIFEST = "manifest.mpd";

    private static final ObjectMetadata PLAYLIST =
            new ObjectMetadata("application/vnd.apple.mpegurl", "public, max-age=60");
    private static final ObjectMetadata MPD = new ObjectMetadata("application/dash+xml", "public, max-age=60");

    private final ObjectStore objects;

    public ManifestWriter(ObjectStore objects) {
        this.objects = objects;
    }

    /**
     * @throws ObjectStoreException when the store did not take one; doing it again does no harm
     * @throws java.util.concurrent.CancellationException when told to stop
     */
    public void write(AssetId asset, FilePresentation presentation, StopSignal stop) throws ObjectStoreException {
        for (VideoRendition rendition : presentation.video()) {
            put(asset, rendition.playlistUri(), presentation.mediaPlaylist(rendition), PLAYLIST, stop);
            put(asset, rendition.iFramePlaylistUri(), presentation.iFramePlaylist(rendition), PLAYLIST, stop);
        }
        for (AudioRendition rendition : presentation.audio()) {
            put(asset, rendition.playlistUri(), presentation.mediaPlaylist(rendition), PLAYLIST, stop);
        }
        writeChoice(asset, presentation, stop);
    }

    /** What says which subtitles there are: as {@link #write}, where all else is written. */
    public void writeChoice(AssetId asset, FilePresentation presentation, StopSignal stop) throws ObjectStoreException {
        for (Subtitle subtitle : presentation.subtitles()) {
            put(asset, subtitle.playlistUri(), presentation.mediaPlaylist(subtitle), PLAYLIST, stop);
        }
        put(asset, MANIFEST, presentation.mpd(), MPD, stop);
        put(asset, MASTER_PLAYLIST, presentation.masterPlaylist(), PLAYLIST, stop);
    }

    private void put(AssetId asset, String name, String text, ObjectMetadata metadata, StopSignal stop)
            throws ObjectStoreException {
        stop.check();
        Payload bytes = Payload.wrap(text.getBytes(StandardCharsets.UTF_8));
        objects.put(AssetKeys.published(asset) + name, List.of(bytes), metadata);
    }
}

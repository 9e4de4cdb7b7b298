package dev.sluice.vod.publish;

import dev.sluice.engine.asset.AssetSubtitle;
import dev.sluice.packager.file.Subtitle;
import java.util.List;

/** Subtitles of assets as manifests name them. */
public final class SubtitleTexts {
    private SubtitleTexts() {}

    public static List<Subtitle> packaged(List<AssetSubtitle> subtitles) {
        return subtitles.stream().map(SubtitleTexts::packaged).toList();
    }

    private static Subtitle packaged(AssetSubtitle subtitle) {
        return new Subtitle(
                subtitle.name(),
                subtitle.objectName(),
                subtitle.sizeBytes(),
                subtitle.playlistName(),
                subtitle.language(),
                subtitle.label(),
                switch (subtitle.kind()) {
                    case SUBTITLES -> Subtitle.Kind.SUBTITLES;
                    case CAPTIONS -> Subtitle.Kind.CAPTIONS;
                    case FORCED -> Subtitle.Kind.FORCED;
                },
                subtitle.preferred());
    }
}

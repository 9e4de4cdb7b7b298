package dev.sluice.packager.file;

import dev.sluice.packager.dash.Mpd;
import dev.sluice.packager.dash.OnDemandMpd;
import dev.sluice.packager.dash.OnDemandMpd.Description;
import dev.sluice.packager.dash.OnDemandMpd.MediaFile;
import dev.sluice.packager.dash.OnDemandMpd.MediaSet;
import dev.sluice.packager.dash.OnDemandMpd.Role;
import dev.sluice.packager.dash.OnDemandMpd.TextSet;
import dev.sluice.packager.dash.OnDemandMpd.Thumbnails;
import dev.sluice.packager.file.AudioChoices.Choice;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes the MPD of a presentation: video by codec, each audio rendition and each subtitle by itself. A player buffers
 * the longest segment before it starts, and bandwidths are such that this is enough.
 */
final class FileMpd {
    static final String STORYBOARD_ID = "storyboard";
    private static final double BITS_TIMES_MICROS = 8e6;

    private final FilePresentation presentation;
    private final long bufferUs;

    FileMpd(FilePresentation presentation) {
        this.presentation = presentation;
        this.bufferUs = presentation.longestSegmentUs();
    }

    OnDemandMpd mpd() {
        List<MediaSet> media = new ArrayList<>(videoSets());
        for (Choice choice : new AudioChoices(presentation.audio()).choices()) {
            choice.renditions().values().forEach(rendition -> media.add(audioSet(choice, rendition)));
        }
        return new OnDemandMpd(
                micros(presentation.durationUs()),
                micros(bufferUs),
                media,
                SubtitleChoices.of(presentation.subtitles()).stream()
                        .map(this::textSet)
                        .toList(),
                thumbnails());
    }

    private List<MediaSet> videoSets() {
        Map<String, List<VideoRendition>> byCodec = new LinkedHashMap<>();
        for (VideoRendition rendition : presentation.video()) {
            String codec = rendition.codec();
            String family = codec.substring(0, Math.min(4, codec.length()));
            byCodec.computeIfAbsent(family, key -> new ArrayList<>()).add(rendition);
        }
        return byCodec.values().stream()
                .map(renditions -> new MediaSet(
                        new Description(null, null, Role.MAIN),
                        renditions.stream()
                                .allMatch(rendition -> rendition.file().startsWithSync()),
                        renditions.stream().map(this::videoFile).toList()))
                .toList();
    }

    private MediaFile videoFile(VideoRendition rendition) {
        Mpd.Video video = new Mpd.Video(
                rendition.format().width(),
                rendition.format().height(),
                rendition.frameRate(),
                rendition.format().sampleAspectRatio());
        return mediaFile(rendition.name(), rendition.file(), video);
    }

    private MediaSet audioSet(Choice choice, AudioRendition rendition) {
        Role role = choice.preferred() ? Role.MAIN : Role.ALTERNATE;
        Mpd.Audio audio = new Mpd.Audio(
                rendition.parameters().sampleRateHz(), rendition.parameters().channelCount());
        return new MediaSet(
                new Description(choice.language().orNull(), choice.name(), role),
                rendition.file().startsWithSync(),
                List.of(mediaFile(rendition.name(), rendition.file(), audio)));
    }

    private MediaFile mediaFile(String id, TrackFile file, Mpd.Media media) {
        SingleFile.Header header = file.header();
        return new MediaFile(
                id,
                file.track().codec().codecString(),
                file.rates().dashBps(bufferUs),
                media,
                file.uri(),
                header.initRange(),
                header.indexRange());
    }

    private TextSet textSet(SubtitleChoices.Choice choice) {
        Subtitle subtitle = choice.subtitle();
        Role role =
                switch (subtitle.kind()) {
                    case SUBTITLES -> Role.SUBTITLE;
                    case CAPTIONS -> Role.CAPTION;
                    case FORCED -> Role.FORCED_SUBTITLE;
                };
        Description description = new Description(subtitle.languageTag().orNull(), choice.name(), role);
        return new TextSet(description, subtitle.name(), bps(subtitle.sizeBytes()), subtitle.uri());
    }

    private @Nullable Thumbnails thumbnails() {
        Storyboard board = presentation.storyboard();
        return board == null
                ? null
                : new Thumbnails(
                        STORYBOARD_ID,
                        board.uriTemplate(),
                        "image/jpeg",
                        bps(board.totalBytes()),
                        board.grid().widthPixels(),
                        board.grid().heightPixels(),
                        board.grid().columns(),
                        board.grid().rows(),
                        board.intervalMs());
    }

    private long bps(long totalBytes) {
        return Math.max(1, (long) Math.ceil(totalBytes * BITS_TIMES_MICROS / presentation.durationUs()));
    }

    private static Duration micros(long us) {
        return Duration.of(us, ChronoUnit.MICROS);
    }
}

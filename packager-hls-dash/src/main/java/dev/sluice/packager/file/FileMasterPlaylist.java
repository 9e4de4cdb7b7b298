package dev.sluice.packager.file;

import dev.sluice.packager.file.AudioChoices.Choice;
import dev.sluice.packager.file.AudioChoices.Layout;
import dev.sluice.packager.hls.MultivariantPlaylist.Picture;
import dev.sluice.packager.hls.VodMultivariantPlaylist;
import dev.sluice.packager.hls.VodMultivariantPlaylist.KeyFrames;
import dev.sluice.packager.hls.VodMultivariantPlaylist.MediaType;
import dev.sluice.packager.hls.VodMultivariantPlaylist.Rate;
import dev.sluice.packager.hls.VodMultivariantPlaylist.Rendition;
import dev.sluice.packager.hls.VodMultivariantPlaylist.Selection;
import dev.sluice.packager.hls.VodMultivariantPlaylist.Variant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes the multivariant playlist of a presentation: a group of audio per layout, each with every choice, one group of
 * subtitles, each video rendition with each audio group, and below them sound alone.
 */
final class FileMasterPlaylist {
    private static final String SUBTITLE_GROUP = "subtitles";
    private static final List<String> CAPTION_CHARACTERISTICS =
            List.of("public.accessibility.transcribes-spoken-dialog", "public.accessibility.describes-music-and-sound");
    private static final Rate NO_AUDIO = new Rate(0, 0);

    private final FilePresentation presentation;
    private final AudioChoices audio;
    private final @Nullable String subtitleGroup;

    FileMasterPlaylist(FilePresentation presentation) {
        this.presentation = presentation;
        this.audio = new AudioChoices(presentation.audio());
        this.subtitleGroup = presentation.subtitles().isEmpty() ? null : SUBTITLE_GROUP;
    }

    VodMultivariantPlaylist playlist() {
        List<Rendition> renditions = new ArrayList<>();
        if (hasGroups()) {
            audio.layouts()
                    .forEach(layout -> audio.choices().forEach(choice -> renditions.add(rendition(layout, choice))));
        }
        SubtitleChoices.of(presentation.subtitles()).forEach(choice -> renditions.add(rendition(choice)));
        return new VodMultivariantPlaylist(
                renditions,
                variants(),
                presentation.video().stream().map(this::keyFrames).toList());
    }

    private List<Variant> variants() {
        List<Variant> variants = new ArrayList<>();
        for (VideoRendition rendition : presentation.video()) {
            if (audio.layouts().isEmpty()) {
                variants.add(videoVariant(rendition, null));
            }
        }
        for (Layout layout : audio.layouts()) {
            for (VideoRendition rendition : presentation.video()) {
                variants.add(videoVariant(rendition, layout));
            }
        }
        List<Layout> alone = presentation.video().isEmpty()
                ? audio.layouts()
                : audio.layouts().stream().limit(1).toList();
        alone.forEach(layout -> variants.add(audioVariant(layout)));
        return variants;
    }

    private Variant videoVariant(VideoRendition rendition, @Nullable Layout layout) {
        List<String> codecs = new ArrayList<>(List.of(rendition.codec()));
        Rate rate = rendition.file().rates().hls(presentation.targetUs());
        if (layout != null) {
            codecs.addAll(codecs(layout));
            rate = rate.plus(rate(layout));
        }
        return new Variant(
                rendition.playlistUri(),
                rate,
                codecs,
                picture(rendition),
                layout == null ? null : layout.groupId(),
                subtitleGroup);
    }

    private Variant audioVariant(Layout layout) {
        Choice preferred =
                audio.choices().stream().filter(Choice::preferred).findFirst().orElseThrow();
        return new Variant(
                preferred.in(layout).playlistUri(),
                rate(layout),
                codecs(layout),
                null,
                hasGroups() ? layout.groupId() : null,
                subtitleGroup);
    }

    /** False for a sound that is all there is: the variant says it all. */
    private boolean hasGroups() {
        return !presentation.video().isEmpty() || presentation.audio().size() > 1;
    }

    /** Of the choice that takes most. */
    private Rate rate(Layout layout) {
        return audio.choices().stream()
                .map(choice -> choice.in(layout).file().rates().hls(presentation.targetUs()))
                .reduce(NO_AUDIO, Rate::max);
    }

    private List<String> codecs(Layout layout) {
        Set<String> codecs = new LinkedHashSet<>();
        audio.choices().forEach(choice -> codecs.add(choice.in(layout).codec()));
        return List.copyOf(codecs);
    }

    private KeyFrames keyFrames(VideoRendition rendition) {
        Rate rate = rendition.file().keyFrameRates().hls(presentation.targetUs());
        return new KeyFrames(rendition.iFramePlaylistUri(), rate, rendition.codec(), picture(rendition));
    }

    private static Picture picture(VideoRendition rendition) {
        return new Picture(
                rendition.format().displayWidth(),
                rendition.format().height(),
                rendition.frameRate().toDouble());
    }

    private static Rendition rendition(Layout layout, Choice choice) {
        AudioRendition rendition = choice.in(layout);
        Selection selection =
                choice.preferred() ? Selection.DEFAULT : choice.automatic() ? Selection.AUTOMATIC : Selection.BY_HAND;
        return new Rendition(
                MediaType.AUDIO,
                layout.groupId(),
                choice.name(),
                choice.language().orNull(),
                selection,
                false,
                rendition.parameters().channelCount(),
                List.of(),
                rendition.playlistUri());
    }

    private static Rendition rendition(SubtitleChoices.Choice choice) {
        Subtitle subtitle = choice.subtitle();
        return new Rendition(
                MediaType.SUBTITLES,
                SUBTITLE_GROUP,
                choice.name(),
                subtitle.languageTag().orNull(),
                choice.selection(),
                subtitle.kind() == Subtitle.Kind.FORCED,
                0,
                subtitle.kind() == Subtitle.Kind.CAPTIONS ? CAPTION_CHARACTERISTICS : List.of(),
                subtitle.playlistUri());
    }
}

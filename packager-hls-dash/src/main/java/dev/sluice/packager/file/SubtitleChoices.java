package dev.sluice.packager.file;

import dev.sluice.packager.hls.VodMultivariantPlaylist.Selection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Subtitles as players list them. */
final class SubtitleChoices {
    private SubtitleChoices() {}

    /** @param name unique among subtitles */
    record Choice(Subtitle subtitle, String name, Selection selection) {}

    /** A player may choose one of each language and kind by itself (RFC 8216bis section 4.4.6.1.1). */
    private record Combination(String language, Subtitle.Kind kind) {}

    static List<Choice> of(List<Subtitle> subtitles) {
        Names names = new Names("Subtitles");
        Set<Combination> automatic = new HashSet<>();
        Subtitle preferred =
                subtitles.stream().filter(Subtitle::preferred).findFirst().orElse(null);
        if (preferred != null) {
            automatic.add(combination(preferred));
        }
        List<Choice> choices = new ArrayList<>();
        for (Subtitle subtitle : subtitles) {
            Selection selection = subtitle.equals(preferred)
                    ? Selection.DEFAULT
                    : automatic.add(combination(subtitle)) ? Selection.AUTOMATIC : Selection.BY_HAND;
            choices.add(new Choice(subtitle, names.next(subtitle.label(), subtitle.languageTag()), selection));
        }
        return choices;
    }

    private static Combination combination(Subtitle subtitle) {
        return new Combination(subtitle.languageTag().tag(), subtitle.kind());
    }
}

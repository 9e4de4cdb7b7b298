package dev.sluice.packager.file;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a listener may choose from, and the renditions of each choice by layout. Renditions of one language and label
 * are one choice; two of one layout among them are two choices.
 */
final class AudioChoices {
    private final List<Choice> choices = new ArrayList<>();
    private final List<Layout> layouts;

    /** Codec and channel count: one group of HLS. */
    record Layout(String codecFamily, int channelCount) {
        static Layout of(AudioRendition rendition) {
            String codec = rendition.codec();
            int dot = codec.indexOf('.');
            return new Layout(
                    dot < 0 ? codec : codec.substring(0, dot),
                    rendition.parameters().channelCount());
        }

        String groupId() {
            return codecFamily + "-" + channelCount;
        }
    }

    /**
     * One choice.
     *
     * @param name what a player lists
     * @param automatic true when a player may choose it by language: only one choice of a language
     */
    record Choice(
            String name,
            LanguageTag language,
            boolean preferred,
            boolean automatic,
            Map<Layout, AudioRendition> renditions) {
        /** That of the layout; where there is none, that of the fewest channels. */
        AudioRendition in(Layout layout) {
            AudioRendition exact = renditions.get(layout);
            return exact != null
                    ? exact
                    : renditions.values().stream()
                            .min(Comparator.comparingInt(
                                    rendition -> rendition.parameters().channelCount()))
                            .orElseThrow();
        }
    }

    private record Key(String language, String label, int occurrence) {}

    AudioChoices(List<AudioRendition> renditions) {
        Map<Key, Map<Layout, AudioRendition>> byKey = new LinkedHashMap<>();
        for (AudioRendition rendition : renditions) {
            Layout layout = Layout.of(rendition);
            String language = rendition.file().languageTag().tag();
            int occurrence = 0;
            while (byKey.computeIfAbsent(new Key(language, rendition.label(), occurrence), key -> new LinkedHashMap<>())
                            .putIfAbsent(layout, rendition)
                    != null) {
                occurrence++;
            }
        }
        addChoices(List.copyOf(byKey.values()));
        layouts = renditions.stream()
                .map(Layout::of)
                .distinct()
                .sorted(Comparator.comparingInt(Layout::channelCount))
                .toList();
    }

    /** In the order in which they were given. */
    List<Choice> choices() {
        return choices;
    }

    /** By rising channel count. */
    List<Layout> layouts() {
        return layouts;
    }

    private void addChoices(List<Map<Layout, AudioRendition>> all) {
        Names names = new Names("Audio");
        int preferred = indexOfPreferred(all);
        Set<String> automaticLanguages = new HashSet<>();
        if (preferred < all.size()) {
            automaticLanguages.add(any(all.get(preferred)).file().languageTag().tag());
        }
        for (int i = 0; i < all.size(); i++) {
            AudioRendition rendition = any(all.get(i));
            LanguageTag language = rendition.file().languageTag();
            boolean automatic = i == preferred || automaticLanguages.add(language.tag());
            choices.add(new Choice(
                    names.next(rendition.label(), language), language, i == preferred, automatic, all.get(i)));
        }
    }

    private static int indexOfPreferred(List<Map<Layout, AudioRendition>> all) {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).values().stream().anyMatch(AudioRendition::preferred)) {
                return i;
            }
        }
        return 0;
    }

    private static AudioRendition any(Map<Layout, AudioRendition> renditions) {
        return renditions.values().iterator().next();
    }
}

package dev.sluice.packager.file;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A language as files and manifests name it. What a source says may be a BCP 47 tag or three letters of ISO 639-2; what
 * is no tag at all counts as unknown.
 *
 * @param tag BCP 47 with the shortest code of the language (RFC 5646 section 4.5), {@code und} when unknown
 */
record LanguageTag(String tag) {
    static final LanguageTag UNKNOWN = new LanguageTag("und");

    private static final int MAX_CHARS = 35;

    /** The codes of ISO 639-2/B that differ from those of 639-2/T, with the two letters of ISO 639-1. */
    private static final Map<String, String> BIBLIOGRAPHIC = Map.ofEntries(
            Map.entry("alb", "sq"),
            Map.entry("arm", "hy"),
            Map.entry("baq", "eu"),
            Map.entry("bur", "my"),
            Map.entry("chi", "zh"),
            Map.entry("cze", "cs"),
            Map.entry("dut", "nl"),
            Map.entry("fre", "fr"),
            Map.entry("geo", "ka"),
            Map.entry("ger", "de"),
            Map.entry("gre", "el"),
            Map.entry("ice", "is"),
            Map.entry("mac", "mk"),
            Map.entry("mao", "mi"),
            Map.entry("may", "ms"),
            Map.entry("per", "fa"),
            Map.entry("rum", "ro"),
            Map.entry("slo", "sk"),
            Map.entry("tib", "bo"),
            Map.entry("wel", "cy"));

    private static final Map<String, String> TWO_LETTERS = twoLetters();

    static LanguageTag of(@Nullable String text) {
        if (text == null || text.length() > MAX_CHARS) {
            return UNKNOWN;
        }
        String given = Locale.forLanguageTag(text.strip().replace('_', '-')).toLanguageTag();
        String language = primary(given);
        String shortest = TWO_LETTERS.getOrDefault(language, language);
        return new LanguageTag(shortest + given.substring(language.length()));
    }

    boolean known() {
        return !tag.equals(UNKNOWN.tag);
    }

    /** Null when unknown: what a manifest leaves out. */
    @Nullable
    String orNull() {
        return known() ? tag : null;
    }

    /** Three letters for mdhd. */
    String iso639() {
        String language = primary(tag);
        if (language.length() == 2) {
            String three = Locale.of(language).getISO3Language();
            return three.length() == 3 ? three : UNKNOWN.tag;
        }
        return language.length() == 3 ? language : UNKNOWN.tag;
    }

    /** The tag when it says more than its language: a script, a region. */
    @Nullable
    String extended() {
        return tag.indexOf('-') < 0 ? null : tag;
    }

    /** In English, for tracks that have no title; empty when unknown. */
    String displayName() {
        return Locale.forLanguageTag(tag).getDisplayName(Locale.ENGLISH);
    }

    private static String primary(String tag) {
        int end = tag.indexOf('-');
        return end < 0 ? tag : tag.substring(0, end);
    }

    private static Map<String, String> twoLetters() {
        Map<String, String> codes = new HashMap<>(BIBLIOGRAPHIC);
        for (String code : Locale.getISOLanguages()) {
            codes.put(Locale.of(code).getISO3Language(), code);
        }
        return Map.copyOf(codes);
    }
}

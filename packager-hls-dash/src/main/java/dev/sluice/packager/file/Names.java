package dev.sluice.packager.file;

import java.text.Normalizer;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a player lists tracks as: short, never blank, each but once, in normalization form C (RFC 8216bis section 4.1).
 * Owned by one call.
 */
final class Names {
    private static final int MAX_CODE_POINTS = 100;
    private static final Pattern CONTROLS = Pattern.compile("[\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}]+");

    private final Set<String> taken = new HashSet<>();
    private final String fallback;

    /** @param fallback for a track with neither label nor language */
    Names(String fallback) {
        this.fallback = fallback;
    }

    String next(String label, LanguageTag language) {
        String wanted = CONTROLS.matcher(Normalizer.normalize(label, Normalizer.Form.NFC))
                .replaceAll(" ")
                .strip();
        if (wanted.isEmpty()) {
            wanted = language.displayName();
        }
        if (wanted.isEmpty()) {
            wanted = fallback;
        }
        if (wanted.codePointCount(0, wanted.length()) > MAX_CODE_POINTS) {
            wanted = wanted.substring(0, wanted.offsetByCodePoints(0, MAX_CODE_POINTS));
        }
        String name = wanted;
        for (int i = 2; !taken.add(name); i++) {
            name = wanted + " " + i;
        }
        return name;
    }
}

package dev.sluice.packager.text;

import java.util.regex.Pattern;

/**
 * A piece of text that is shown for a while.
 *
 * @param startUs zero or more
 * @param endUs after the start
 * @param text WebVTT cue text: escaped, lines ended by {@code \n}, none of them empty; see {@link CueText}
 * @param settings where it is shown, as WebVTT writes it ({@code line:10% align:start}); empty for the usual place
 */
public record Cue(long startUs, long endUs, String text, String settings) {
    private static final Pattern SETTINGS =
            Pattern.compile("(?:(?:vertical|line|position|size|align):[a-z0-9.,%-]{1,32}(?: (?!$)|$))*");

    public Cue {
        if (startUs < 0 || endUs <= startUs) {
            throw new IllegalArgumentException("a cue from " + startUs + " to " + endUs + " us");
        }
        if (text.isBlank() || text.contains("\n\n") || text.contains("-->") || text.indexOf('\r') >= 0) {
            throw new IllegalArgumentException("not the text of a cue");
        }
        if (!isSettings(settings)) {
            throw new IllegalArgumentException("not the settings of a cue: " + settings);
        }
    }

    /**
     * A cue of plain text in the usual place.
     *
     * @param plainText not blank
     */
    public static Cue of(long startUs, long endUs, String plainText) {
        return new Cue(startUs, endUs, CueText.escape(plainText), "");
    }

    static boolean isSettings(String settings) {
        return SETTINGS.matcher(settings).matches();
    }
}

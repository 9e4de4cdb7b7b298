package dev.sluice.packager.text;

import java.util.List;

/**
 * Writes WebVTT.
 *
 * <p>There is no X-TIMESTAMP-MAP: without it HLS maps cue time zero to MPEG time zero (RFC 8216bis section 3.1.4),
 * which is where a finished presentation starts, and the same file serves DASH and a plain {@code track} element.
 */
public final class WebVtt {
    private static final String HEADER = "WEBVTT\n";
    private static final int CUE_CHARS = 96;

    private WebVtt() {}

    /** @param cues by rising start */
    public static String render(List<Cue> cues) {
        StringBuilder out = new StringBuilder(HEADER.length() + cues.size() * CUE_CHARS).append(HEADER);
        for (Cue cue : cues) {
            out.append('\n');
            appendTimes(out, cue.startUs(), cue.endUs());
            if (!cue.settings().isEmpty()) {
                out.append(' ').append(cue.settings());
            }
            out.append('\n').append(cue.text()).append('\n');
        }
        return out.toString();
    }

    /**
     * Writes the map of a storyboard: for each stretch of time the tile that shows it ({@code #xywh=}, Media Fragments
     * section 4.2.2).
     *
     * @param tiles how they lie on their sheets
     * @param durationUs of the presentation, where the last tile ends
     * @param sheetUris in order, as many as the tiles of the duration fill
     */
    public static String storyboard(TileGrid tiles, long durationUs, List<String> sheetUris) {
        int count = tiles.count(durationUs);
        StringBuilder out = new StringBuilder(HEADER.length() + count * CUE_CHARS).append(HEADER);
        for (int i = 0; i < count; i++) {
            long startUs = i * tiles.intervalUs();
            int onSheet = i % tiles.perSheet();
            out.append('\n');
            appendTimes(out, startUs, Math.min(startUs + tiles.intervalUs(), durationUs));
            out.append('\n').append(sheetUris.get(i / tiles.perSheet())).append("#xywh=");
            out.append(onSheet % tiles.columns() * tiles.widthPixels()).append(',');
            out.append(onSheet / tiles.columns() * tiles.heightPixels()).append(',');
            out.append(tiles.widthPixels()).append(',');
            out.append(tiles.heightPixels()).append('\n');
        }
        return out.toString();
    }

    private static void appendTimes(StringBuilder out, long startUs, long endUs) {
        long startMs = toMillis(startUs);
        appendTime(out, startMs);
        out.append(" --> ");
        appendTime(out, Math.max(startMs + 1, toMillis(endUs)));
    }

    private static long toMillis(long us) {
        return (us + 500) / 1_000;
    }

    /** Hours with two digits or more, always there. */
    private static void appendTime(StringBuilder out, long ms) {
        appendPadded(out, ms / 3_600_000, 2);
        out.append(':');
        appendPadded(out, ms / 60_000 % 60, 2);
        out.append(':');
        appendPadded(out, ms / 1_000 % 60, 2);
        out.append('.');
        appendPadded(out, ms % 1_000, 3);
    }

    private static void appendPadded(StringBuilder out, long value, int digits) {
        String text = Long.toString(value);
        out.repeat('0', Math.max(0, digits - text.length())).append(text);
    }
}

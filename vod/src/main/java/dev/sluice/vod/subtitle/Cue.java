package dev.sluice.vod.subtitle;

/**
 * A text shown for a while.
 *
 * @param startTicks and {@code endTicks}: on the 90 kHz clock of the asset, from zero on, the end after the start
 * @param text lines separated by line feeds, without any markup; never blank
 */
public record Cue(long startTicks, long endTicks, String text) {
    public Cue {
        if (startTicks < 0 || endTicks <= startTicks || text.isBlank()) {
            throw new IllegalArgumentException("not a cue: " + startTicks + " to " + endTicks);
        }
    }
}

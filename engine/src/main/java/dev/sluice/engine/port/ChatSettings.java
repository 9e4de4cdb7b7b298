package dev.sluice.engine.port;

/**
 * The rules of one room.
 *
 * @param slowModeSeconds between two messages of one user, 0 for none; moderators are free of it
 * @param maxLength of a message in code points
 */
public record ChatSettings(boolean enabled, int slowModeSeconds, int maxLength) {
    public static final int MAX_SLOW_MODE_SECONDS = 3600;
    public static final int MAX_LENGTH_LIMIT = 500;

    public ChatSettings {
        if (slowModeSeconds < 0 || slowModeSeconds > MAX_SLOW_MODE_SECONDS) {
            throw new IllegalArgumentException("slow mode of " + slowModeSeconds + " s");
        }
        if (maxLength < 1 || maxLength > MAX_LENGTH_LIMIT) {
            throw new IllegalArgumentException("messages of " + maxLength + " code points");
        }
    }
}

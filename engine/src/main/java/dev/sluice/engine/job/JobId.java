package dev.sluice.engine.job;

import java.util.UUID;

/** The name of one attempt to make an asset of a file. */
public record JobId(UUID value) {
    private static final int SHORT_LENGTH = 8;

    public static JobId random() {
        return new JobId(UUID.randomUUID());
    }

    /** @throws IllegalArgumentException when the text is no UUID */
    public static JobId parse(String text) {
        return new JobId(UUID.fromString(text));
    }

    /** Enough to tell the jobs of one asset apart, for names of objects. */
    public String shortText() {
        return value.toString().substring(0, SHORT_LENGTH);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}

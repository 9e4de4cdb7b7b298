package dev.sluice.api.contract;

import java.util.Optional;
import java.util.stream.Stream;

/** What an operation demands of a request's body. */
public record BodyContract(boolean required, Format format, SchemaCheck schema) {
    /** How the fields of a body are written. */
    public enum Format {
        JSON("application/json"),
        FORM("application/x-www-form-urlencoded");

        private final String mediaType;

        Format(String mediaType) {
            this.mediaType = mediaType;
        }

        /** Empty for a type whose bodies are read as they come. */
        static Optional<Format> of(String mediaType) {
            return Stream.of(values())
                    .filter(format -> format.mediaType.equals(mediaType))
                    .findFirst();
        }
    }
}

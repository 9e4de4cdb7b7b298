package dev.sluice.api.contract;

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

        /** @throws IllegalStateException for a type that no operation here takes */
        static Format of(String mediaType) {
            for (Format format : values()) {
                if (format.mediaType.equals(mediaType)) {
                    return format;
                }
            }
            throw new IllegalStateException("no reader for bodies of " + mediaType);
        }
    }
}

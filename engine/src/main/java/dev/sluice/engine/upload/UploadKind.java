package dev.sluice.engine.upload;

/** How the bytes come. */
public enum UploadKind {
    /** One request with a form. */
    MULTIPART_FORM,
    /** Numbered chunks of one size, in any order. */
    CHUNKED,
    /** The tus protocol: one after another, from where it stopped. */
    TUS,
    /** Parts that their owner puts into the object store, by signed URLs. */
    DIRECT,
    /** Fetched from a URL. */
    PULL;

    /** Whether bytes are taken only behind those that are there. */
    public boolean isSequential() {
        return this == MULTIPART_FORM || this == TUS || this == PULL;
    }
}

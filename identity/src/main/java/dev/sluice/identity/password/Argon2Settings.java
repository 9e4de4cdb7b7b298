package dev.sluice.identity.password;

/**
 * The cost of a password hash.
 *
 * @param memoryKib of one hash
 * @param concurrentHashes at one time; more wait
 */
public record Argon2Settings(int memoryKib, int iterations, int parallelism, int concurrentHashes) {
    /** OWASP's first choice for Argon2id: 19 MiB, two passes, one lane. */
    public static final Argon2Settings DEFAULTS = new Argon2Settings(19 * 1024, 2, 1, 2);

    public Argon2Settings {
        if (memoryKib < 8 || iterations < 1 || parallelism < 1 || concurrentHashes < 1) {
            throw new IllegalArgumentException("no cost at all");
        }
    }
}

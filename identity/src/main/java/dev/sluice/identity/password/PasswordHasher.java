package dev.sluice.identity.password;

import dev.sluice.identity.IdentityException;
import dev.sluice.identity.IdentityException.Kind;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.jspecify.annotations.Nullable;

/**
 * Hashes passwords with Argon2id, a bounded number at one time, so that logins cannot take all memory and cores. Blocks
 * for tens of milliseconds and for its turn; safe for any virtual thread.
 */
public final class PasswordHasher {
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final Duration MAX_WAIT = Duration.ofSeconds(5);

    private final Argon2Settings settings;
    private final SecureRandom random = new SecureRandom();
    private final Semaphore turns;
    /** What a password for nobody is compared with, so that it takes as long as one for somebody. */
    private final PhcString nobody;

    public PasswordHasher(Argon2Settings settings) {
        this.settings = settings;
        this.turns = new Semaphore(settings.concurrentHashes(), /* fair= */ true);
        this.nobody = new PhcString(
                settings.memoryKib(),
                settings.iterations(),
                settings.parallelism(),
                randomBytes(SALT_BYTES),
                randomBytes(HASH_BYTES));
    }

    /**
     * @return a PHC string
     * @throws IdentityException BUSY when too many passwords wait
     */
    public String hash(String password) throws IdentityException {
        byte[] salt = randomBytes(SALT_BYTES);
        PhcString cost = new PhcString(
                settings.memoryKib(), settings.iterations(), settings.parallelism(), salt, new byte[HASH_BYTES]);
        return new PhcString(cost.memoryKib(), cost.iterations(), cost.parallelism(), salt, inTurn(cost, password))
                .text();
    }

    /**
     * Whether a password is the one of a hash. Does the same work for nobody's.
     *
     * @param phc null when there is no such account; the answer is then false
     * @throws IdentityException BUSY when too many passwords wait
     */
    public boolean verify(@Nullable String phc, String password) throws IdentityException {
        PhcString kept = phc == null ? nobody : PhcString.parse(phc);
        boolean equal = MessageDigest.isEqual(kept.hash(), inTurn(kept, password));
        return equal && phc != null;
    }

    /** Whether a hash has another cost than new ones get. */
    public boolean isOutdated(String phc) {
        return !PhcString.parse(phc).hasCostOf(settings);
    }

    private byte[] inTurn(PhcString cost, String password) throws IdentityException {
        try {
            if (!turns.tryAcquire(MAX_WAIT.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new IdentityException(Kind.BUSY, "Too many passwords wait to be checked.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IdentityException(Kind.BUSY, "The server is shutting down.");
        }
        try {
            return argon2id(cost, password);
        } finally {
            turns.release();
        }
    }

    private static byte[] argon2id(PhcString cost, String password) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(cost.memoryKib())
                .withIterations(cost.iterations())
                .withParallelism(cost.parallelism())
                .withSalt(cost.salt())
                .build());
        byte[] hash = new byte[cost.hash().length];
        generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
        return hash;
    }

    private byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}

package dev.sluice.api.http;

import dev.sluice.engine.port.ApiKeyRepository;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Admits requests with a known API key. The key is looked up by its SHA-256, so the time of the answer tells nothing
 * about how much of a guess was right. Blocks; called on virtual threads.
 */
public final class ApiKeyGuard {
    private static final int MAX_KEY_LENGTH = 256;

    private final ApiKeyRepository keys;

    public ApiKeyGuard(ApiKeyRepository keys) {
        this.keys = keys;
    }

    /** @throws ApiException 401 when the key is missing or unknown */
    public void admit(@Nullable String key) {
        if (key == null || key.isEmpty()) {
            throw ApiException.authenticationRequired();
        }
        if (key.length() > MAX_KEY_LENGTH || !keys.contains(hash(key))) {
            throw ApiException.invalidToken();
        }
    }

    /** SHA-256 in hex, the form in which {@link ApiKeyRepository} keeps keys. */
    public static String hash(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}

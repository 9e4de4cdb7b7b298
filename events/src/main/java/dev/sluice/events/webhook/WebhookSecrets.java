package dev.sluice.events.webhook;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Secrets that sign: {@code whsec_} and, as Standard Webhooks wants it, the Base64 of 24 to 64 bytes. A secret of a
 * tenant's own may be any other short text after the prefix; its characters are the key then.
 */
public final class WebhookSecrets {
    public static final String PREFIX = "whsec_";
    public static final int MIN_CHARACTERS = 6;
    public static final int MAX_CHARACTERS = 128;

    private static final int GENERATED_BYTES = 32;
    private static final int MIN_KEY_BYTES = 24;
    private static final int MAX_KEY_BYTES = 64;
    private static final Pattern FORM =
            Pattern.compile(PREFIX + "[!-~]{" + MIN_CHARACTERS + "," + MAX_CHARACTERS + "}");
    private static final SecureRandom random = new SecureRandom();

    private WebhookSecrets() {}

    public static String generate() {
        byte[] key = new byte[GENERATED_BYTES];
        random.nextBytes(key);
        return PREFIX + Base64.getEncoder().encodeToString(key);
    }

    public static boolean isUsable(String secret) {
        return FORM.matcher(secret).matches();
    }

    /** The key of Standard Webhooks' signature. */
    static byte[] key(String secret) {
        String text = secret.startsWith(PREFIX) ? secret.substring(PREFIX.length()) : secret;
        byte[] decoded = decode(text);
        return decoded != null && decoded.length >= MIN_KEY_BYTES && decoded.length <= MAX_KEY_BYTES
                ? decoded
                : text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte @Nullable [] decode(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }
}

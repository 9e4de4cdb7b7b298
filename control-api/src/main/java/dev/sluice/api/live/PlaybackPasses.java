package dev.sluice.api.live;

import dev.sluice.identity.Secrets;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Passes that open one private stream or asset to a player until they expire: eight bytes of expiry and half an
 * HMAC-SHA256 over its id and expiry, in URL-safe Base64. A pass is a segment of the path, so that the relative URLs in
 * playlists keep it. Safe for threads; never blocks.
 */
public final class PlaybackPasses {
    public static final Duration DEFAULT_LIFETIME = Duration.ofHours(6);
    public static final Duration MAX_LIFETIME = Duration.ofDays(7);

    private static final int MAC_BYTES = 16;
    private static final int PASS_BYTES = Long.BYTES + MAC_BYTES;
    private static final Pattern TEXT = Pattern.compile("[A-Za-z0-9_-]{32}");
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;
    private final InstantSource clock;

    /** @param secret the installation's own, the same on all nodes */
    public PlaybackPasses(String secret, InstantSource clock) {
        this.key = new SecretKeySpec(Secrets.hash(secret).getBytes(StandardCharsets.US_ASCII), ALGORITHM);
        this.clock = clock;
    }

    /** A pass and its end. */
    public record Pass(String text, Instant expiresAt) {
        @Override
        public String toString() {
            return "Pass[until " + expiresAt + "]";
        }
    }

    public Pass issue(UUID id, Duration lifetime) {
        long expirySeconds = clock.instant().plus(lifetime).getEpochSecond();
        byte[] pass = ByteBuffer.allocate(PASS_BYTES)
                .putLong(expirySeconds)
                .put(mac(id, expirySeconds))
                .array();
        return new Pass(
                Base64.getUrlEncoder().withoutPadding().encodeToString(pass), Instant.ofEpochSecond(expirySeconds));
    }

    /** Whether a text from a URL opens the stream or asset now. */
    public boolean opens(UUID id, String text) {
        if (!TEXT.matcher(text).matches()) {
            return false;
        }
        ByteBuffer pass = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
        long expirySeconds = pass.getLong();
        byte[] mac = new byte[MAC_BYTES];
        pass.get(mac);
        return MessageDigest.isEqual(mac, mac(id, expirySeconds))
                && clock.instant().getEpochSecond() < expirySeconds;
    }

    private byte[] mac(UUID id, long expirySeconds) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(id.toString().getBytes(StandardCharsets.US_ASCII));
            mac.update(ByteBuffer.allocate(Long.BYTES).putLong(expirySeconds).array());
            return Arrays.copyOf(mac.doFinal(), MAC_BYTES);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has HMAC-SHA256", impossible);
        }
    }
}

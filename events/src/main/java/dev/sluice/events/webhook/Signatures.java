package dev.sluice.events.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The headers by which a receiver knows that a body is from here: the plain HMAC-SHA256 of the body with the secret's
 * text as the key, in hex; and those of Standard Webhooks 1.0.0, over id, time and body.
 */
public final class Signatures {
    public static final String PLAIN_HEADER = "X-Webhook-Signature";
    public static final String PREVIOUS_PLAIN_HEADER = "X-Webhook-Signature-Previous";
    public static final String ID_HEADER = "webhook-id";
    public static final String TIMESTAMP_HEADER = "webhook-timestamp";
    public static final String SIGNATURE_HEADER = "webhook-signature";

    private static final String ALGORITHM = "HmacSHA256";

    private Signatures() {}

    /** @param previousSecret signs too, while a rotation lasts; null for none */
    static Map<String, String> headers(
            String secret, @Nullable String previousSecret, String id, long unixSeconds, byte[] body) {
        Map<String, String> headers = new LinkedHashMap<>();
        String signature = standard(secret, id, unixSeconds, body);
        headers.put(PLAIN_HEADER, plain(secret, body));
        if (previousSecret != null) {
            headers.put(PREVIOUS_PLAIN_HEADER, plain(previousSecret, body));
            signature += " " + standard(previousSecret, id, unixSeconds, body);
        }
        headers.put(ID_HEADER, id);
        headers.put(TIMESTAMP_HEADER, Long.toString(unixSeconds));
        headers.put(SIGNATURE_HEADER, signature);
        return headers;
    }

    static String plain(String secret, byte[] body) {
        return HexFormat.of().formatHex(hmac(secret.getBytes(StandardCharsets.UTF_8), body));
    }

    static String standard(String secret, String id, long unixSeconds, byte[] body) {
        byte[] head = (id + "." + unixSeconds + ".").getBytes(StandardCharsets.UTF_8);
        return "v1," + Base64.getEncoder().encodeToString(hmac(WebhookSecrets.key(secret), head, body));
    }

    private static byte[] hmac(byte[] key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has HMAC-SHA256", impossible);
        }
    }
}

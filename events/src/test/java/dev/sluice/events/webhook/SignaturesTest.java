package dev.sluice.events.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SignaturesTest {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final long TIMESTAMP = 1_614_265_330;
    private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(UTF_8);
    private static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    @Test
    void standard_knownVector_matches() {
        assertThat(Signatures.standard(SECRET, ID, TIMESTAMP, BODY)).isEqualTo(SIGNATURE);
    }

    /** By {@code hmac.new(b"whsec_abc123", b'{"test": 2432232314}', hashlib.sha256).hexdigest()}. */
    @Test
    void plain_ofTheSecretsText_isWhatPythonComputes() {
        assertThat(Signatures.plain("whsec_abc123", BODY))
                .isEqualTo("f564d4fc8f86fb0e5ccdb8c643846226db465b9250b1137825c96e5e6f4402e0");
    }

    @Test
    void headers_duringARotation_haveBothSignatures() {
        Map<String, String> headers = Signatures.headers("whsec_newsecret", SECRET, ID, TIMESTAMP, BODY);
        assertThat(headers)
                .containsEntry("webhook-id", ID)
                .containsEntry("webhook-timestamp", "1614265330")
                .containsEntry("X-Webhook-Signature", Signatures.plain("whsec_newsecret", BODY))
                .containsEntry("X-Webhook-Signature-Previous", Signatures.plain(SECRET, BODY));
        assertThat(headers)
                .containsEntry(
                        "webhook-signature",
                        Signatures.standard("whsec_newsecret", ID, TIMESTAMP, BODY) + " " + SIGNATURE);
        assertThat(Signatures.headers(SECRET, null, ID, TIMESTAMP, BODY))
                .containsEntry("webhook-signature", SIGNATURE)
                .doesNotContainKey("X-Webhook-Signature-Previous");
    }

    @Test
    void key_base64Of24To64Bytes_isDecodedElseTaken() {
        assertThat(WebhookSecrets.key(SECRET)).hasSize(24);
        assertThat(WebhookSecrets.key(WebhookSecrets.generate())).hasSize(32);
        assertThat(WebhookSecrets.key("whsec_abc123")).isEqualTo("abc123".getBytes(UTF_8));
        assertThat(WebhookSecrets.key("whsec_abcd"))
                .as("too short when decoded")
                .isEqualTo("abcd".getBytes(UTF_8));
        String tooLong = "A".repeat(88);
        assertThat(WebhookSecrets.key("whsec_" + tooLong)).isEqualTo(tooLong.getBytes(UTF_8));
    }

    @Test
    void secrets_ofOnesOwn_needThePrefixAndALength() {
        assertThat(WebhookSecrets.isUsable("whsec_abc123")).isTrue();
        assertThat(WebhookSecrets.isUsable(WebhookSecrets.generate())).isTrue();
        assertThat(WebhookSecrets.isUsable("whsec_" + "a".repeat(128))).isTrue();
        assertThat(WebhookSecrets.isUsable("whsec_abc12")).isFalse();
        assertThat(WebhookSecrets.isUsable("abc123abc123")).isFalse();
        assertThat(WebhookSecrets.isUsable("whsec_abc 123")).isFalse();
        assertThat(WebhookSecrets.isUsable("whsec_abc123\n")).isFalse();
        assertThat(WebhookSecrets.isUsable("whsec_" + "a".repeat(129))).isFalse();
    }
}

package dev.sluice.storage.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class S3SettingsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void prefix_withoutSlash_getsOne() {
        assertThat(settings("b", "live", null, "id", "secret").prefix()).isEqualTo("live/");
        assertThat(settings("b", "a/b/", null, "id", "secret").prefix()).isEqualTo("a/b/");
        assertThat(settings("b", "", null, "id", "secret").prefix()).isEmpty();
    }

    @Test
    void toString_anySettings_hasNoCredentials() {
        String text = settings("bucket", "live", URI.create("https://s3.test:9000"), "the-id", "the-secret")
                .toString();

        assertThat(text)
                .isEqualTo("bucket bucket, prefix live/ at https://s3.test:9000")
                .doesNotContain("the-id", "the-secret");
        assertThat(settings("b", "", null, "the-id", "the-secret")).hasToString("bucket b at Amazon S3 eu-west-1");
    }

    @Test
    void settings_thatMakeNoSense_areRefused() {
        assertRefused(() -> settings(" ", "", null, "id", "secret"), "bucket");
        assertRefused(() -> settings("b", "/live", null, "id", "secret"), "prefix");
        assertRefused(() -> settings("b", "x".repeat(257), null, "id", "secret"), "prefix");
        assertRefused(() -> settings("b", "", URI.create("s3.test"), "id", "secret"), "endpoint");
        assertRefused(() -> settings("b", "", URI.create("http://u:p@s3.test"), "id", "secret"), "endpoint");
        assertRefused(() -> settings("b", "", null, "id", null), "secret");
        assertRefused(() -> settings("b", "", null, null, "secret"), "secret");
    }

    @Test
    void limits_thatMakeNoSense_areRefused() {
        assertRefused(() -> new S3Settings.Limits(Duration.ZERO, SECOND, SECOND, 1, 1), "time-outs");
        assertRefused(() -> new S3Settings.Limits(SECOND, SECOND.plusMillis(1), SECOND, 1, 1), "time-outs");
        assertRefused(() -> new S3Settings.Limits(SECOND, SECOND, SECOND, 0, 1), "attempts");
        assertRefused(() -> new S3Settings.Limits(SECOND, SECOND, SECOND, 11, 1), "attempts");
        assertRefused(() -> new S3Settings.Limits(SECOND, SECOND, SECOND, 1, 0), "connections");
    }

    private static void assertRefused(Runnable making, String naming) {
        assertThatIllegalArgumentException().isThrownBy(making::run).withMessageContaining(naming);
    }

    private static S3Settings settings(
            String bucket, String prefix, @Nullable URI endpoint, @Nullable String id, @Nullable String secret) {
        return new S3Settings(
                bucket, prefix, endpoint, "eu-west-1", /* pathStyle= */ true, id, secret, S3Settings.Limits.DEFAULTS);
    }
}

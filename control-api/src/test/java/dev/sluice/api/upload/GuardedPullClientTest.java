package dev.sluice.api.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.sluice.engine.upload.PullClient;
import dev.sluice.events.webhook.AddressGuard;
import dev.sluice.testing.HttpReceiver;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class GuardedPullClientTest {
    private static final String FILE = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nvideo";

    @Test
    void open_followsRedirects_toTheFile() throws Exception {
        try (HttpReceiver server = new HttpReceiver((request, out) -> {
                    if (request.line().contains("/a ")) {
                        HttpReceiver.reply(out, 302, "Location: /b");
                    } else {
                        out.write(FILE.getBytes(StandardCharsets.US_ASCII));
                    }
                });
                GuardedPullClient client = client(/* allowPrivate= */ true);
                PullClient.Pulled file = client.open(url(server, "/a"))) {
            assertThat(file.sizeBytes()).isEqualTo(5);
            byte[] bytes = new byte[5];
            int filled = 0;
            while (filled < 5) {
                filled += file.read(bytes, filled, 5 - filled, Duration.ofSeconds(1));
            }
            assertThat(bytes).asString(StandardCharsets.US_ASCII).isEqualTo("video");
            assertThat(file.read(bytes, 0, 5, Duration.ofSeconds(1))).isEqualTo(-1);
        }
    }

    @Test
    void open_ofPrivateAddresses_isRefused_alsoByNameAndBehindARedirect() throws Exception {
        try (HttpReceiver server = new HttpReceiver((request, out) ->
                        HttpReceiver.reply(out, 307, "Location: http://169.254.169.254/latest/meta-data"));
                GuardedPullClient allowing = client(/* allowPrivate= */ true);
                GuardedPullClient strict = client(/* allowPrivate= */ false)) {
            assertThatIOException()
                    .isThrownBy(() -> allowing.open(url(server, "/a")))
                    .withMessageContaining("not allowed");
            assertThatIOException()
                    .isThrownBy(() -> strict.open(url(server, "/a")))
                    .withMessageContaining("not allowed");
            assertThatIOException()
                    .isThrownBy(() -> strict.open("http://localhost:" + server.port() + "/a"))
                    .withMessageContaining("not a public address");
            assertThatIOException()
                    .isThrownBy(() -> strict.open("file:///etc/passwd"))
                    .withMessageContaining("http");
        }
    }

    @Test
    void open_ofRedirectsInACircleOrOfErrors_ends() throws Exception {
        try (HttpReceiver server = new HttpReceiver((request, out) ->
                        HttpReceiver.reply(out, request.line().contains("/loop") ? 301 : 404, "Location: /loop"));
                GuardedPullClient client = client(/* allowPrivate= */ true)) {
            assertThatIOException()
                    .isThrownBy(() -> client.open(url(server, "/loop")))
                    .withMessageContaining("redirects");
            assertThatIOException()
                    .isThrownBy(() -> client.open(url(server, "/a")))
                    .withMessageContaining("404");
        }
    }

    private static GuardedPullClient client(boolean allowPrivate) {
        return new GuardedPullClient(new AddressGuard(allowPrivate), Duration.ofSeconds(20), 4);
    }

    private static String url(HttpReceiver server, String path) {
        return "http://127.0.0.1:" + server.port() + path;
    }
}

package dev.sluice.server.e2e;

import dev.sluice.testing.HttpReceiver;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A platform's server on a free loopback port that keeps what it is sent and answers as it is told. */
final class HookReceiver implements AutoCloseable {
    private final HttpReceiver server;
    private final List<Hook> hooks = new CopyOnWriteArrayList<>();
    private volatile int status;

    /**
     * One request.
     *
     * @param headers by their names in lower case
     */
    record Hook(Map<String, String> headers, String body) {
        String id() {
            return headers.getOrDefault("webhook-id", "");
        }

        JsonObject json() {
            return new JsonObject(body);
        }

        /** As the document's few lines of Python find it. */
        boolean isGenuine(String secret) throws GeneralSecurityException {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] expected = mac.doFinal(body.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(expected).equals(headers.get("x-webhook-signature"));
        }
    }

    HookReceiver(int status) throws IOException {
        this.status = status;
        this.server = new HttpReceiver((request, out) -> {
            hooks.add(new Hook(request.headers(), request.body()));
            HttpReceiver.reply(out, this.status);
        });
    }

    String url() {
        return "http://127.0.0.1:" + server.port() + "/hook";
    }

    void answer(int newStatus) {
        status = newStatus;
    }

    /** In the order in which they came. */
    List<Hook> hooks() {
        return List.copyOf(hooks);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}

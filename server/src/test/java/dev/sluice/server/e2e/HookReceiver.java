package dev.sluice.server.e2e;

import dev.sluice.testing.HttpReceiver;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A platform's server on a free loopback port that keeps what it is sent and answers as it is told. */
final class HookReceiver implements AutoCloseable {
    private final HttpReceiver server;
    private final List<Hook> hooks = new CopyOnWriteArrayList<>();
    private volatile int status;

    /** One request. */
    record Hook(String id, String plainSignature, String body) {
        JsonObject json() {
            return new JsonObject(body);
        }
    }

    HookReceiver(int status) throws IOException {
        this.status = status;
        this.server = new HttpReceiver((request, out) -> {
            hooks.add(new Hook(
                    request.headers().getOrDefault("webhook-id", ""),
                    request.headers().getOrDefault("x-webhook-signature", ""),
                    request.body()));
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

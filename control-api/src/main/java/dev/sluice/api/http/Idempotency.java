package dev.sluice.api.http;

import dev.sluice.engine.port.RepositoryException;
import dev.sluice.identity.IdempotencyStore;
import dev.sluice.identity.Principal;
import dev.sluice.identity.Secrets;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code Idempotency-Key}: the same POST sent again within a day gets the first one's answer. Answers may hold secrets
 * that are shown once, so they are kept sealed by a key that is made of the client's own and is not kept. Answers of
 * refused and failed requests are not kept: such a request may be sent again. Blocks; for virtual threads.
 */
final class Idempotency {
    private static final Logger log = LoggerFactory.getLogger(Idempotency.class);
    private static final String HEADER = "Idempotency-Key";
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");
    private static final Duration KEEP = Duration.ofDays(1);
    private static final Duration CLAIM = Duration.ofMinutes(1);

    private final IdempotencyStore store;
    private final InstantSource clock;

    Idempotency(IdempotencyStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    ApiResponse once(ApiRequest request, Callable<ApiResponse> work) throws Exception {
        String key = request.headers().get(HEADER);
        if (key == null || !request.operation().startsWith("POST ")) {
            return work.call();
        }
        if (!KEY.matcher(key).matches()) {
            throw ApiException.invalidRequest(
                    "A header is not valid.", Map.of(HEADER, "Must be 1 to 255 printable ASCII characters."));
        }
        Principal caller = request.principal();
        String name = String.join(" ", caller.tenant(), caller.ownerId(), request.operation(), request.path(), key);
        String requestHash =
                Secrets.hash(HexFormat.of().formatHex(request.body().getBytes()));
        Instant now = clock.instant();
        Optional<IdempotencyStore.Known> known =
                store.claim(Secrets.hash(name), requestHash, now, now.plus(CLAIM), now.plus(KEEP));
        SealedText seal = new SealedText("idempotency " + name);
        return known.isPresent()
                ? answerAgain(known.get(), requestHash, seal)
                : answerFirst(Secrets.hash(name), seal, work);
    }

    private ApiResponse answerFirst(String keyHash, SealedText seal, Callable<ApiResponse> work) throws Exception {
        ApiResponse answer;
        try {
            answer = work.call();
        } catch (Exception failure) {
            try {
                store.release(keyHash);
            } catch (RepositoryException lost) {
                // The claim ends by itself.
                failure.addSuppressed(lost);
            }
            throw failure;
        }
        complete(keyHash, seal.seal(write(answer)));
        return answer;
    }

    /** The work is done, so its answer is given even when it cannot be kept for the next time. */
    private void complete(String keyHash, byte[] sealedAnswer) {
        try {
            store.complete(keyHash, sealedAnswer);
        } catch (RepositoryException lost) {
            log.error("An answer is not kept: the same request sent again would be a new one", lost);
        }
    }

    private static ApiResponse answerAgain(IdempotencyStore.Known known, String requestHash, SealedText seal) {
        if (!known.requestHash().equals(requestHash)) {
            throw ApiException.idempotencyKeyReused();
        }
        byte[] sealed = known.sealedAnswer()
                .orElseThrow(() -> ApiException.conflict(
                        "request_in_progress", "The first request with this Idempotency-Key is still under way."));
        return read(seal.open(sealed));
    }

    private static String write(ApiResponse answer) {
        JsonObject headers = new JsonObject();
        answer.headers().forEach(headers::put);
        return new JsonObject()
                .put("status", answer.status())
                .put("body", answer.body())
                .put("headers", headers)
                .encode();
    }

    private static ApiResponse read(String text) {
        JsonObject kept = new JsonObject(text);
        Map<String, String> headers = new HashMap<>();
        kept.getJsonObject("headers")
                .forEach(entry -> headers.put(entry.getKey(), entry.getValue().toString()));
        headers.put("Idempotency-Replayed", "true");
        return new ApiResponse(kept.getInteger("status"), kept.getJsonObject("body"), headers);
    }
}

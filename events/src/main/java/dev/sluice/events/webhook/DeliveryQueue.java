package dev.sluice.events.webhook;

import dev.sluice.events.Event;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The queues of all endpoints, as those who send work on them. An endpoint is claimed whole by one sender at a time, of
 * all nodes: so its order is kept, and no two send it the same at once. Blocks; for threads that may.
 */
public interface DeliveryQueue {
    /** The right to send to one endpoint, until its lease ends. */
    record Claim(UUID endpointId, UUID token) {}

    /**
     * What to send next.
     *
     * @param previousSecret of a rotation whose time is not over, else null
     * @param manual asked for by hand: has one attempt and no retry
     * @param attempts made before this one
     * @param firstAttemptAt null when this is the first of its series
     */
    record Due(
            UUID deliveryId,
            UUID endpointId,
            String url,
            String secret,
            @Nullable String previousSecret,
            Event event,
            boolean manual,
            int attempts,
            @Nullable Instant firstAttemptAt) {
        /** Without the secrets. */
        @Override
        public String toString() {
            return "Due[" + deliveryId + " to " + endpointId + "]";
        }
    }

    /**
     * What comes of an attempt.
     *
     * @param nextAttemptAt when to try again; null when the delivery has ended
     * @param disableReason why the endpoint is given up, null when it is not
     */
    record Outcome(
            Attempt attempt,
            @Nullable Instant nextAttemptAt,
            @Nullable String disableReason) {}

    /** Gives back what this node had claimed in an earlier life. */
    void releaseAll(String nodeId);

    /**
     * Makes deliveries of the next events, in order, in one transaction.
     *
     * @return how many events were handled; 0 when there are none, or another node is at it
     */
    int fanOut(int maxEvents, Instant now);

    /** Claims endpoints that have something due and that nobody holds. */
    List<Claim> claim(String nodeId, Instant now, Instant leaseUntil, int limit);

    /** Renews the claim and says what to send; empty when nothing is due now or the claim is lost. */
    Optional<Due> next(Claim claim, Instant now, Instant leaseUntil);

    /**
     * Writes down an attempt and what comes of it; a given-up endpoint's {@code webhook.disabled} event is written in
     * the same transaction.
     *
     * @return false when the claim was lost or the delivery is gone, and nothing was written
     */
    boolean record(Claim claim, Due due, Outcome outcome, Instant now);

    void release(Claim claim);

    /** What waits, of enabled endpoints. */
    Backlog backlog();

    /**
     * Deliveries that wait.
     *
     * @param oldest when the oldest of them was made; null when none waits
     */
    record Backlog(long deliveries, @Nullable Instant oldest) {}
}

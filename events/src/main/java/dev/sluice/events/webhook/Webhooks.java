package dev.sluice.events.webhook;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A tenant's endpoints and the log of what was sent to them. The tenant is in the condition of every statement: what
 * belongs to another is not there. Blocks; for virtual threads.
 */
public interface Webhooks {
    int MAX_ENDPOINTS_PER_TENANT = 50;

    /** Empty when the tenant has {@link #MAX_ENDPOINTS_PER_TENANT} already. The endpoint gets events from now on. */
    Optional<Endpoint> create(NewEndpoint endpoint);

    /** Newest first; pages count from 1. */
    Page<Endpoint> list(String tenant, int page, int limit);

    Optional<Endpoint> find(String tenant, UUID id);

    /** Enabling starts the endpoint anew: what waits for it is sent, in order, what happened meanwhile is not. */
    Optional<Endpoint> change(String tenant, UUID id, EndpointChange change, Instant now);

    /** Deletes an endpoint with its queue and log. False when there is none. */
    boolean delete(String tenant, UUID id);

    /** The old secret signs beside the new one until {@code oldUntil}. False when there is no such endpoint. */
    boolean rotateSecret(String tenant, UUID id, String secret, Instant oldUntil);

    /** Newest first, of one state or of all. */
    Page<Delivery> deliveries(String tenant, UUID endpointId, @Nullable DeliveryState state, int page, int limit);

    Optional<Delivery> delivery(String tenant, UUID endpointId, UUID id);

    /** Oldest first. */
    List<Attempt> attempts(String tenant, UUID deliveryId);

    /**
     * Writes a {@code webhook.test} event for this endpoint alone and has it sent at once, in one attempt. Empty when
     * there is no such endpoint or it is disabled.
     */
    Optional<Delivery> test(String tenant, UUID endpointId, Instant now);

    /**
     * Has a delivery sent at once: one that waits its turn in the queue without further wait, one that has ended in one
     * more attempt. Empty when there is none or its endpoint is disabled.
     */
    Optional<Delivery> redeliver(String tenant, UUID endpointId, UUID id, Instant now);
}

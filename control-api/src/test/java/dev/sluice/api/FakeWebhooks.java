package dev.sluice.api;

import dev.sluice.engine.port.RepositoryException;
import dev.sluice.events.Event;
import dev.sluice.events.EventHistory;
import dev.sluice.events.EventLog;
import dev.sluice.events.webhook.Attempt;
import dev.sluice.events.webhook.Delivery;
import dev.sluice.events.webhook.DeliveryState;
import dev.sluice.events.webhook.Endpoint;
import dev.sluice.events.webhook.EndpointChange;
import dev.sluice.events.webhook.NewEndpoint;
import dev.sluice.events.webhook.Page;
import dev.sluice.events.webhook.Webhooks;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Webhooks and events in memory. */
final class FakeWebhooks implements Webhooks, EventLog, EventHistory {
    final List<Event> events = new CopyOnWriteArrayList<>();
    final List<Attempt> attempts = new CopyOnWriteArrayList<>();
    final Map<UUID, String> secrets = new ConcurrentHashMap<>();
    volatile boolean databaseLost;
    private final Map<UUID, Endpoint> endpoints = new ConcurrentHashMap<>();
    private final Map<UUID, Delivery> deliveries = new ConcurrentHashMap<>();

    @Override
    public Optional<Endpoint> create(NewEndpoint wanted) {
        check();
        Endpoint endpoint = new Endpoint(
                wanted.id(),
                wanted.tenant(),
                wanted.url(),
                wanted.events(),
                true,
                null,
                null,
                wanted.description(),
                wanted.createdAt());
        if (of(wanted.tenant()).count() >= MAX_ENDPOINTS_PER_TENANT) {
            return Optional.empty();
        }
        secrets.put(wanted.id(), wanted.secret());
        endpoints.put(wanted.id(), endpoint);
        return Optional.of(endpoint);
    }

    private Stream<Endpoint> of(String tenant) {
        return endpoints.values().stream().filter(endpoint -> endpoint.tenant().equals(tenant));
    }

    @Override
    public Page<Endpoint> list(String tenant, int page, int limit) {
        check();
        return new Page<>(
                of(tenant).skip((page - 1L) * limit).limit(limit).toList(),
                of(tenant).count());
    }

    @Override
    public Optional<Endpoint> find(String tenant, UUID id) {
        check();
        return of(tenant).filter(endpoint -> endpoint.id().equals(id)).findFirst();
    }

    @Override
    public Optional<Endpoint> change(String tenant, UUID id, EndpointChange change, Instant now) {
        return find(tenant, id).map(old -> {
            boolean enabled = change.enabled() == null ? old.enabled() : change.enabled();
            Endpoint changed = new Endpoint(
                    id,
                    tenant,
                    Objects.requireNonNullElse(change.url(), old.url()),
                    Objects.requireNonNullElse(change.events(), old.events()),
                    enabled,
                    enabled ? null : "Disabled through the API.",
                    null,
                    change.description() == null ? old.description() : change.description(),
                    old.createdAt());
            endpoints.put(id, changed);
            return changed;
        });
    }

    @Override
    public boolean delete(String tenant, UUID id) {
        return find(tenant, id).isPresent() && endpoints.remove(id) != null;
    }

    @Override
    public boolean rotateSecret(String tenant, UUID id, String secret, Instant oldUntil) {
        return find(tenant, id).isPresent() && secrets.put(id, secret) != null;
    }

    @Override
    public Page<Delivery> deliveries(
            String tenant, UUID endpointId, @Nullable DeliveryState state, int page, int limit) {
        check();
        List<Delivery> found = deliveries.values().stream()
                .filter(delivery -> delivery.endpointId().equals(endpointId))
                .filter(delivery -> state == null || delivery.state() == state)
                .toList();
        return new Page<>(found, found.size());
    }

    @Override
    public Optional<Delivery> delivery(String tenant, UUID endpointId, UUID id) {
        check();
        return Optional.ofNullable(deliveries.get(id))
                .filter(delivery -> delivery.endpointId().equals(endpointId));
    }

    @Override
    public List<Attempt> attempts(String tenant, UUID deliveryId) {
        check();
        return List.copyOf(attempts);
    }

    @Override
    public Optional<Delivery> test(String tenant, UUID endpointId, Instant now) {
        return find(tenant, endpointId).filter(Endpoint::enabled).map(endpoint -> {
            Event event = event(tenant, "webhook.test", endpointId.toString(), now);
            Delivery delivery = new Delivery(
                    UUID.randomUUID(), endpointId, event, DeliveryState.PENDING, 0, now, now, /* finishedAt= */ null);
            deliveries.put(delivery.id(), delivery);
            return delivery;
        });
    }

    Event event(String tenant, String type, String objectId, Instant now) {
        long sequence = events.size() + 1L;
        String id = "evt_" + UUID.randomUUID().toString().replace("-", "");
        String object = "{\"id\":\"" + objectId + "\"}";
        Event event = new Event(sequence, id, tenant, type, "webhook", objectId, sequence, now, object);
        events.add(event);
        return event;
    }

    @Override
    public Optional<Delivery> redeliver(String tenant, UUID endpointId, UUID id, Instant now) {
        return delivery(tenant, endpointId, id);
    }

    @Override
    public List<Event> after(String tenant, long sequence, int limit) {
        return find(tenant, sequence, null, null, limit);
    }

    @Override
    public List<Event> afterOfAll(long sequence, int limit) {
        check();
        return events.stream()
                .filter(event -> event.sequence() > sequence)
                .limit(limit)
                .toList();
    }

    @Override
    public List<Event> find(String tenant, long since, @Nullable String type, @Nullable String objectId, int limit) {
        return afterOfAll(since, Integer.MAX_VALUE).stream()
                .filter(event -> event.tenant().equals(tenant))
                .filter(event -> type == null || event.type().equals(type))
                .filter(event -> objectId == null || event.objectId().equals(objectId))
                .limit(limit)
                .toList();
    }

    @Override
    public long newest() {
        check();
        return events.isEmpty() ? 0 : events.getLast().sequence();
    }

    @Override
    public OptionalLong oldest() {
        return events.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(events.getFirst().sequence());
    }

    private void check() {
        if (databaseLost) {
            throw new RepositoryException("the database is away", new IllegalStateException());
        }
    }
}

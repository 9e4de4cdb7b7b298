package dev.sluice.api;

import dev.sluice.events.Event;
import dev.sluice.events.EventFeed;
import dev.sluice.events.EventLog;
import dev.sluice.events.Subscription;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Events in memory, with a feed that may lag behind the log. */
final class FakeEvents implements EventFeed, EventLog {
    private final List<Event> all = new ArrayList<>();
    private final List<Consumer<Event>> listeners = new CopyOnWriteArrayList<>();
    private long forgotten;

    /** Something that can be read, and that the feed has not told yet. */
    Event write(String tenant, String type, String objectId) {
        return write(tenant, type, "stream", objectId);
    }

    private synchronized Event write(String tenant, String type, String objectType, String objectId) {
        long sequence = forgotten + all.size() + 1;
        Event event = new Event(
                sequence,
                "evt_" + sequence,
                tenant,
                type,
                objectType,
                objectId,
                sequence,
                Instant.parse("2025-10-01T12:00:00Z"),
                "{\"id\":\"" + objectId + "\",\"title\":\"t\",\"rtmp_url\":\"rtmp://inner\"}");
        all.add(event);
        return event;
    }

    void tell(Event event) {
        listeners.forEach(listener -> listener.accept(event));
    }

    void happenToVideo(String tenant, String type, String objectId) {
        tell(write(tenant, type, "video", objectId));
    }

    Event happen(String tenant, String type, String objectId) {
        Event event = write(tenant, type, objectId);
        tell(event);
        return event;
    }

    synchronized void forgetFirst(int count) {
        all.subList(0, count).clear();
        forgotten += count;
    }

    @Override
    public Subscription subscribe(Consumer<Event> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public synchronized List<Event> after(String tenant, long sequence, int limit) {
        return all.stream()
                .filter(event -> event.sequence() > sequence && event.tenant().equals(tenant))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized List<Event> afterOfAll(long sequence, int limit) {
        return all.stream()
                .filter(event -> event.sequence() > sequence)
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized long newest() {
        return forgotten + all.size();
    }

    @Override
    public synchronized OptionalLong oldest() {
        return all.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(all.getFirst().sequence());
    }
}

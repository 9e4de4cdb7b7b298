package dev.sluice.api.ws;

import dev.sluice.events.Event;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The events of one socket, in order and each once: what it missed first, then what came meanwhile, then live. For each
 * topic it knows from where to where everything was sent, so that neither a late feed nor a second topic that holds the
 * same event sends it again. Guarded by its own lock; what it sends to must not block.
 */
final class EventGate {
    /** That may come while what was missed is read. */
    private static final int MAX_WAITING = 2_000;

    private final Consumer<OutMessage> out;
    private final Map<Topic, Sent> topics = new HashMap<>();
    private final List<EventForms> waiting = new ArrayList<>();
    private boolean held;
    private boolean overflown;

    EventGate(Consumer<OutMessage> out) {
        this.out = out;
    }

    /** @param whole whether its events are sent whole */
    synchronized void add(Topic topic, boolean whole) {
        topics.putIfAbsent(topic, new Sent(whole));
    }

    synchronized void remove(Topic topic) {
        topics.remove(topic);
    }

    /** From now on events wait, until {@link #release}. */
    synchronized void hold() {
        held = true;
    }

    /** Something happened just now. */
    synchronized void onEvent(EventForms event) {
        if (!held) {
            sendLive(event);
        } else if (waiting.size() < MAX_WAITING) {
            waiting.add(event);
        } else {
            overflown = true;
        }
    }

    /** What was missed could not be read: goes on without. */
    synchronized void release() {
        held = false;
        waiting.forEach(this::sendLive);
        waiting.clear();
        overflown = false;
    }

    /**
     * Sends what was missed, what came meanwhile, and all that comes.
     *
     * @param fresh the topics that miss something
     */
    synchronized void release(Collection<Topic> fresh, long since, EventReplay replay) {
        if (replay.gap() || overflown) {
            out.accept(Messages.gap(since, replay.upTo()));
        }
        TreeMap<Long, EventForms> missed = new TreeMap<>();
        for (Event event : replay.events()) {
            EventForms forms = new EventForms(event);
            if (fresh.stream().anyMatch(forms::matches) && !wasSent(forms)) {
                missed.put(event.sequence(), forms);
            }
        }
        for (EventForms forms : waiting) {
            if (!wasSent(forms)) {
                missed.putIfAbsent(forms.event().sequence(), forms);
            }
        }
        missed.values().forEach(this::send);
        for (Topic topic : fresh) {
            Sent sent = topics.get(topic);
            if (sent != null) {
                sent.cover(replay.gap() ? replay.upTo() : since, replay.upTo());
            }
        }
        waiting.forEach(this::extend);
        held = false;
        waiting.clear();
        overflown = false;
    }

    private boolean wasSent(EventForms event) {
        long sequence = event.event().sequence();
        return topics.entrySet().stream()
                .anyMatch(topic ->
                        event.matches(topic.getKey()) && topic.getValue().covers(sequence));
    }

    private void sendLive(EventForms event) {
        if (wasSent(event)) {
            return;
        }
        send(event);
        extend(event);
    }

    private void send(EventForms event) {
        boolean matched = false;
        boolean whole = false;
        for (Map.Entry<Topic, Sent> topic : topics.entrySet()) {
            if (event.matches(topic.getKey())) {
                matched = true;
                whole |= topic.getValue().whole;
            }
        }
        if (matched) {
            out.accept(event.form(whole));
        }
    }

    /** The feed is in order: what its topics were sent goes on to here without a hole. */
    private void extend(EventForms event) {
        long sequence = event.event().sequence();
        topics.forEach((topic, sent) -> {
            if (event.matches(topic)) {
                sent.extend(sequence);
            }
        });
    }

    /** Everything of a topic after one event, up to and with another. */
    private static final class Sent {
        private final boolean whole;
        private long after = Long.MAX_VALUE;
        private long upTo = Long.MIN_VALUE;

        Sent(boolean whole) {
            this.whole = whole;
        }

        boolean covers(long sequence) {
            return after < sequence && sequence <= upTo;
        }

        void cover(long from, long to) {
            after = from;
            upTo = to;
        }

        void extend(long sequence) {
            if (after > upTo) {
                after = sequence - 1;
            }
            upTo = Math.max(upTo, sequence);
        }
    }
}

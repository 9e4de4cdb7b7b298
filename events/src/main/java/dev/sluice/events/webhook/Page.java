package dev.sluice.events.webhook;

import java.util.List;

/**
 * Some of what there is.
 *
 * @param total all that match
 */
public record Page<T>(List<T> items, long total) {
    public Page {
        items = List.copyOf(items);
    }
}

package dev.sluice.events.webhook;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How far a delivery is. */
public enum DeliveryState {
    PENDING,
    SUCCEEDED,
    /** Given up; can be sent again by hand. */
    FAILED;

    /** As the API and the database write it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<DeliveryState> of(String text) {
        return Stream.of(values()).filter(state -> state.text().equals(text)).findFirst();
    }
}

package dev.sluice.events;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EventTypesTest {
    @Test
    void pattern_knownTypesGroupsAndAll_areTaken() {
        assertThat(EventTypes.isPattern("*")).isTrue();
        assertThat(EventTypes.isPattern("stream.*")).isTrue();
        assertThat(EventTypes.isPattern("payment.succeeded")).isTrue();
    }

    @Test
    void pattern_unknown_isRefused() {
        assertThat(EventTypes.isPattern("stream.exploded")).isFalse();
        assertThat(EventTypes.isPattern("str.*")).isFalse();
        assertThat(EventTypes.isPattern(".*")).isFalse();
        assertThat(EventTypes.isPattern("stream*")).isFalse();
        assertThat(EventTypes.isPattern("")).isFalse();
        assertThat(EventTypes.isKnown("stream.*")).isFalse();
    }
}

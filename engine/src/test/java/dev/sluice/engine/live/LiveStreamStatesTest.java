package dev.sluice.engine.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of states, every pair of it. */
class LiveStreamStatesTest {
    private static final Map<StreamEvent, Map<StreamState, StreamState>> POSSIBLE = new EnumMap<>(Map.of(
            StreamEvent.PUBLISHER_CAME,
            Map.of(
                    StreamState.CREATED, StreamState.CONNECTING,
                    StreamState.CONNECTING, StreamState.CONNECTING,
                    StreamState.LIVE, StreamState.CONNECTING,
                    StreamState.RECONNECTING, StreamState.CONNECTING),
            StreamEvent.MEDIA_CAME,
            Map.of(StreamState.CONNECTING, StreamState.LIVE),
            StreamEvent.PUBLISHER_LOST,
            Map.of(
                    StreamState.CONNECTING, StreamState.RECONNECTING,
                    StreamState.LIVE, StreamState.RECONNECTING),
            StreamEvent.PUBLISHER_GAVE_UP,
            Map.of(StreamState.CONNECTING, StreamState.CREATED),
            StreamEvent.END,
            Map.of(
                    StreamState.CREATED, StreamState.ENDED,
                    StreamState.CONNECTING, StreamState.ENDED,
                    StreamState.LIVE, StreamState.ENDED,
                    StreamState.RECONNECTING, StreamState.ENDED)));

    static List<Arguments> pairs() {
        List<Arguments> pairs = new ArrayList<>();
        for (StreamState state : StreamState.values()) {
            for (StreamEvent event : StreamEvent.values()) {
                pairs.add(Arguments.of(state, event));
            }
        }
        return pairs;
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void after_everyPair_isInTheTableOrANamedError(StreamState state, StreamEvent event) {
        StreamState next = POSSIBLE.getOrDefault(event, Map.of()).get(state);

        if (next == null) {
            assertThatThrownBy(() -> LiveStream.after(state, event))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(event + " cannot happen in " + state);
        } else {
            assertThat(LiveStream.after(state, event)).isEqualTo(next);
        }
    }
}

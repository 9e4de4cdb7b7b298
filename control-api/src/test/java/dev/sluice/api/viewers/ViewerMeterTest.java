package dev.sluice.api.viewers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.live.StreamId;
import dev.sluice.testing.MutableClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ViewerMeterTest {
    private final MutableClock clock = new MutableClock();
    private final ViewerMeter meter = new ViewerMeter(clock);
    private final StreamId id = StreamId.random();

    @Test
    void counts_streamNobodyAskedFor_areZero() {
        assertThat(meter.current(id)).isZero();
        assertThat(meter.peak(id)).isZero();
        assertThat(meter.total(id)).isZero();
    }

    @Test
    void current_sameAddressAndAgent_isOneViewer() {
        meter.onMediaRequest(id, "192.0.2.1", "player");
        meter.onMediaRequest(id, "192.0.2.1", "player");
        assertThat(meter.current(id)).isEqualTo(1);
        assertThat(meter.total(id)).isEqualTo(1);
    }

    @Test
    void current_otherAddressOrAgentOrNone_isAnotherViewer() {
        meter.onMediaRequest(id, "192.0.2.1", "player");
        meter.onMediaRequest(id, "192.0.2.2", "player");
        meter.onMediaRequest(id, "192.0.2.1", "other");
        meter.onMediaRequest(id, "192.0.2.1", null);
        assertThat(meter.current(id)).isEqualTo(4);
    }

    @Test
    void current_viewerUnseenForTheWindow_leaves() {
        meter.onMediaRequest(id, "192.0.2.1", "player");
        clock.advance(Duration.ofMillis(Audience.ACTIVE_MS - 1));
        assertThat(meter.current(id)).isEqualTo(1);
        clock.advance(Duration.ofMillis(1));
        assertThat(meter.current(id)).isZero();
        assertThat(meter.peak(id)).isEqualTo(1);
        assertThat(meter.total(id)).isEqualTo(1);
    }

    @Test
    void total_viewerBackWithinTheSession_isNotCountedAgain() {
        meter.onMediaRequest(id, "192.0.2.1", "player");
        clock.advance(Duration.ofMillis(Audience.SESSION_MS - 1));
        meter.onMediaRequest(id, "192.0.2.1", "player");
        assertThat(meter.total(id)).isEqualTo(1);
        assertThat(meter.current(id)).isEqualTo(1);
    }

    @Test
    void total_viewerBackAfterTheSession_countsAnew() {
        meter.onMediaRequest(id, "192.0.2.1", "player");
        clock.advance(Duration.ofMillis(Audience.SESSION_MS));
        meter.onMediaRequest(id, "192.0.2.1", "player");
        assertThat(meter.total(id)).isEqualTo(2);
    }

    @Test
    void peak_viewersThatComeAndGo_isTheMostAtOnce() {
        for (int i = 0; i < 3; i++) {
            meter.onMediaRequest(id, "192.0.2." + i, "player");
        }
        clock.advance(Duration.ofMillis(Audience.ACTIVE_MS));
        meter.onMediaRequest(id, "192.0.2.9", "player");
        assertThat(meter.current(id)).isEqualTo(1);
        assertThat(meter.peak(id)).isEqualTo(3);
        assertThat(meter.total(id)).isEqualTo(4);
    }

    @Test
    void streams_severalAtOnce_areCountedApart() {
        StreamId other = StreamId.random();
        meter.onMediaRequest(id, "192.0.2.1", "player");
        assertThat(meter.current(other)).isZero();
        meter.onMediaRequest(other, "192.0.2.1", "player");
        assertThat(meter.total(id)).isEqualTo(1);
        assertThat(meter.total(other)).isEqualTo(1);
    }

    @Test
    void streams_moreThanItHolds_forgetTheLongestUnwatched() {
        meter.onMediaRequest(id, "192.0.2.1", "player");
        for (int i = 0; i < ViewerMeter.MAX_STREAMS; i++) {
            meter.onMediaRequest(StreamId.random(), "192.0.2.1", "player");
        }
        assertThat(meter.total(id)).isZero();
    }

    @Test
    void audience_moreViewersThanItHolds_staysAtTheBound() {
        Audience audience = new Audience(/* maxViewers= */ 3);
        for (long viewer = 0; viewer < 10; viewer++) {
            audience.seen(viewer, /* nowMs= */ viewer);
        }
        assertThat(audience.current(/* nowMs= */ 10)).isEqualTo(3);
        assertThat(audience.peak()).isEqualTo(3);
        assertThat(audience.total()).isEqualTo(10);
    }

    @Test
    void userAgents_thatDifferBehindTheLimit_areOneViewer() {
        meter.onMediaRequest(id, "192.0.2.1", "a".repeat(256) + "x");
        meter.onMediaRequest(id, "192.0.2.1", "a".repeat(256) + "y");
        assertThat(meter.current(id)).isEqualTo(1);
    }
}

package dev.sluice.engine.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.port.ChatRoomId;
import dev.sluice.engine.port.ChatSettings;
import dev.sluice.testing.MutableClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RecentSettingsTest {
    private static final ChatSettings ON = new ChatSettings(true, 0, 500);
    private static final ChatSettings OFF = new ChatSettings(false, 0, 500);

    private final MutableClock clock = new MutableClock();
    private final RecentSettings recent = new RecentSettings(clock);
    private final ChatRoomId room = new ChatRoomId("default", StreamId.random());
    private final AtomicInteger reads = new AtomicInteger();

    private ChatSettings read(ChatSettings stored) {
        reads.incrementAndGet();
        return stored;
    }

    @Test
    void get_again_isReadOncePerTwoSeconds() {
        recent.get(room, () -> read(ON));
        clock.advance(Duration.ofMillis(1999));
        assertThat(recent.get(room, () -> read(OFF))).isEqualTo(ON);
        clock.advance(Duration.ofMillis(1));
        assertThat(recent.get(room, () -> read(OFF))).isEqualTo(OFF);
        assertThat(reads).hasValue(2);
    }

    @Test
    void get_afterAChangeHere_isTheNewAtOnce() {
        recent.get(room, () -> read(ON));
        recent.changed(room);
        assertThat(recent.get(room, () -> read(OFF))).isEqualTo(OFF);
    }

    @Test
    void get_changedWhileItWasRead_isNotKept() {
        recent.get(room, () -> {
            recent.changed(room);
            return read(ON);
        });
        assertThat(recent.get(room, () -> read(OFF))).isEqualTo(OFF);
    }

    @Test
    void get_ofMoreRoomsThanAreKept_isStillRead() {
        for (int i = 0; i < RecentSettings.MAX_ROOMS; i++) {
            recent.get(new ChatRoomId("default", StreamId.random()), () -> ON);
        }
        recent.get(room, () -> read(ON));
        recent.get(room, () -> read(ON));
        assertThat(reads).hasValue(2);
        clock.advance(RecentSettings.MAX_AGE);
        recent.get(room, () -> read(ON));
        recent.get(room, () -> read(ON));
        assertThat(reads).hasValue(3);
    }
}

package dev.sluice.rtmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RtmpSettingsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void withAddress_changesNothingElse() {
        RtmpSettings moved = RtmpSettings.defaults().withAddress("127.0.0.1", 1_936);

        assertThat(moved.withAddress("0.0.0.0", RtmpSettings.DEFAULT_PORT)).isEqualTo(RtmpSettings.defaults());
        assertThat(moved.port()).isEqualTo(1_936);
        assertThat(moved.host()).isEqualTo("127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65_536})
    void portThatIsNone_isRefused(int port) {
        assertThatThrownBy(() -> RtmpSettings.defaults().withAddress("0.0.0.0", port))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(String.valueOf(port));
    }

    @Test
    void limitsThatWouldShutEveryoneOut_areRefused() {
        assertThatThrownBy(() -> settings(0, 1, 1, SECOND)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> settings(1, 0, 1, SECOND)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> settings(1, 1, 0, SECOND)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> settings(1, 1, 1, Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThat(settings(1, 1, 1, SECOND).eventLoopThreads()).isEqualTo(1);
    }

    private static RtmpSettings settings(int threads, int connections, int perAddress, Duration limit) {
        return new RtmpSettings("0.0.0.0", 0, "live", threads, connections, perAddress, limit, limit, limit);
    }
}

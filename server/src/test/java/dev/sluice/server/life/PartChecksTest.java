package dev.sluice.server.life;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.ops.Health;
import dev.sluice.api.ops.Health.Status;
import dev.sluice.engine.control.StreamFigures;
import dev.sluice.engine.live.StreamState;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PartChecksTest {
    private static final long MAX_BYTES = 1000;

    private static StreamFigures waiting(long bytes, long ageMs) {
        return new StreamFigures(
                StreamState.LIVE,
                null,
                null,
                List.of(),
                0,
                0,
                0,
                false,
                0,
                0,
                0,
                List.of(),
                List.of(),
                0,
                0,
                0,
                0,
                0,
                bytes,
                ageMs,
                0);
    }

    @Test
    void workers_withAFreePlace_areHealthy() {
        assertThat(PartChecks.workers(2, 1)).isEqualTo(new Health(Status.HEALTHY, Map.of("workers", 2L, "busy", 1L)));
    }

    @Test
    void workers_allTaken_areDegraded() {
        assertThat(PartChecks.workers(2, 2).status()).isEqualTo(Status.DEGRADED);
    }

    @Test
    void workers_whereNothingIsTranscoded_areHealthy() {
        assertThat(PartChecks.workers(0, 0).status()).isEqualTo(Status.HEALTHY);
    }

    @Test
    void spool_ofSeveralStreams_addsBytesAndTakesTheOldest() {
        assertThat(PartChecks.spool(List.of(waiting(400, 20), waiting(300, 10_000)), MAX_BYTES))
                .isEqualTo(new Health(Status.HEALTHY, Map.of("bytes_waiting", 700L, "oldest_ms", 10_000L)));
        assertThat(PartChecks.spool(List.of(), MAX_BYTES).status()).isEqualTo(Status.HEALTHY);
    }

    @Test
    void spool_oneStreamHalfFull_isDegraded() {
        assertThat(PartChecks.spool(List.of(waiting(0, 0), waiting(501, 0)), MAX_BYTES)
                        .status())
                .isEqualTo(Status.DEGRADED);
    }

    @Test
    void spool_somethingWaitsLong_isDegraded() {
        assertThat(PartChecks.spool(List.of(waiting(1, 10_001)), MAX_BYTES).status())
                .isEqualTo(Status.DEGRADED);
    }
}

package dev.sluice.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.vod.local.LocalProgress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressDisplayTest {
    @Test
    void text_whileEncoding_isPercentSpeedAndTimeLeft() {
        LocalProgress half = new LocalProgress(0.5, "piece-00002", Duration.ofMinutes(2));
        assertThat(ProgressDisplay.text(half, Duration.ofSeconds(90)))
                .isEqualTo(" 50 %  0.67x  01:30 left  piece-00002");
        LocalProgress tenth = new LocalProgress(0.1, "piece-00002", Duration.ofHours(2));
        assertThat(ProgressDisplay.text(tenth, Duration.ofMinutes(10))).contains("10 %", "1:30:00 left");
    }

    @Test
    void text_beforeThereIsAPlan_isTheStepAlone() {
        assertThat(ProgressDisplay.text(new LocalProgress(0, "", Duration.ZERO), Duration.ofSeconds(1)))
                .isEqualTo("starting");
        assertThat(ProgressDisplay.text(new LocalProgress(0, "probe", Duration.ZERO), Duration.ofSeconds(1)))
                .isEqualTo("probe");
        assertThat(ProgressDisplay.text(new LocalProgress(0.01, "", Duration.ZERO), Duration.ofSeconds(1)))
                .isEqualTo("  1 %");
    }

    @Test
    void bar_isAsFullAsTheWorkIsDone() {
        assertThat(ProgressDisplay.bar(0)).isEqualTo("[" + ".".repeat(30) + "]");
        assertThat(ProgressDisplay.bar(0.5)).isEqualTo("[" + "#".repeat(15) + ".".repeat(15) + "]");
        assertThat(ProgressDisplay.bar(1)).isEqualTo("[" + "#".repeat(30) + "]");
    }
}

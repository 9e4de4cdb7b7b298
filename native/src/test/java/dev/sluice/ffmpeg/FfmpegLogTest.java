package dev.sluice.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FfmpegLogTest {
    @Test
    void linesBeyondTheLimit_areLeftOutUntilTheNextWindow() throws Exception {
        FfmpegLibrary.load();
        try (FfmpegLog log = new FfmpegLog()) {
            long startNs = System.nanoTime() + FfmpegLog.WINDOW_NS;
            for (int i = 0; i < FfmpegLog.LINES_PER_WINDOW; i++) {
                assertThat(log.admit(startNs + i)).isTrue();
            }
            assertThat(log.admit(startNs + 100)).isFalse();
            assertThat(log.admit(startNs + FfmpegLog.WINDOW_NS - 1)).isFalse();
            assertThat(log.admit(startNs + FfmpegLog.WINDOW_NS)).isTrue();
        }
    }

    @Test
    void decoderThatIsPassedOver_isNoDamage() {
        assertThat(FfmpegLog.isExpected("[mp2 @ 0x1] Codec (mp2) not on whitelist 'h264,mp2float'"))
                .isTrue();
        assertThat(FfmpegLog.isExpected("[h264 @ 0x1] error while decoding MB 5 4"))
                .isFalse();
    }
}

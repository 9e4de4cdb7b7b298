package dev.sluice.rtmp.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AcknowledgementWindowTest {
    @Test
    void onReceived_oneByteShortOfTheWindow_isNotDue() {
        AcknowledgementWindow window = new AcknowledgementWindow(3_073);
        window.setWindowBytes(1_000);

        assertThat(window.onReceived(999)).isEmpty();
        assertThat(window.onReceived(1)).hasValue(4_073);
        assertThat(window.onReceived(999)).isEmpty();
        assertThat(window.onReceived(5_000)).hasValue(10_072);
    }

    @Test
    void sequenceNumber_wrapsAt2To32() {
        AcknowledgementWindow window = new AcknowledgementWindow(0xFFFF_FF00L);
        window.setWindowBytes(0x80);

        assertThat(window.onReceived(0x80)).hasValue(0xFFFF_FF80L);
        assertThat(window.onReceived(0x80)).hasValue(0);
        assertThat(window.onReceived(0x80)).hasValue(0x80);
    }

    @Test
    void defaultWindow_isTheServersOwn() {
        AcknowledgementWindow window = new AcknowledgementWindow(0);

        assertThat(window.onReceived(AcknowledgementWindow.DEFAULT_WINDOW_BYTES - 1))
                .isEmpty();
        assertThat(window.onReceived(1)).isPresent();
    }

    @Test
    void windowOfZero_isNotTaken() {
        AcknowledgementWindow window = new AcknowledgementWindow(0);
        window.setWindowBytes(0);

        assertThat(window.onReceived(1_000)).isEmpty();
    }

    @Test
    void smallerWindow_mayBeDueAtOnce() {
        AcknowledgementWindow window = new AcknowledgementWindow(0);
        assertThat(window.onReceived(1_000)).isEmpty();

        window.setWindowBytes(500);

        assertThat(window.dueAcknowledgement()).hasValue(1_000);
        assertThat(window.dueAcknowledgement()).isEmpty();
    }

    @Test
    void windowAbove2To31_isUnsigned() {
        AcknowledgementWindow window = new AcknowledgementWindow(0);
        window.setWindowBytes(0xFFFF_FFFFL);

        assertThat(window.onReceived(Integer.MAX_VALUE)).isEmpty();
        assertThat(window.onReceived(Integer.MAX_VALUE)).isEmpty();
        assertThat(window.onReceived(1)).hasValue(0xFFFF_FFFFL);
    }
}

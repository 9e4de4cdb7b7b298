package dev.sluice.media.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class PayloadTest {
    private static final Payload PAYLOAD = Payload.wrap(new byte[] {1, 2, 3, 4});

    @Test
    void slice_ofAll_isTheSamePayload() {
        assertThat(PAYLOAD.slice(0, 4)).isSameAs(PAYLOAD);
    }

    @Test
    void slice_ofPart_isItsBytes() {
        assertThat(PAYLOAD.slice(1, 2)).isEqualTo(Payload.wrap(new byte[] {2, 3}));
    }

    @Test
    void slice_beyondTheEnd_throws() {
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> PAYLOAD.slice(3, 2));
    }

    @Test
    void buffer_isReadOnlyAndFresh() {
        PAYLOAD.buffer().get();

        assertThat(PAYLOAD.buffer().remaining()).isEqualTo(4);
        assertThat(PAYLOAD.buffer().isReadOnly()).isTrue();
    }
}

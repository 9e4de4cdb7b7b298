package dev.sluice.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class NativeMemoryTest {
    private final NativeMemory memory = new NativeMemory("test");

    @Test
    void bytesAndHandles_countIntoTheProcessAndBackToZero() {
        long processBytes = NativeMemory.process().bytes();
        long processHandles = NativeMemory.process().handles();
        Object handle = new Object();

        NativeMemory.OpenHandle open = memory.opened(handle);
        memory.add(1_000);

        assertThat(memory.bytes()).isEqualTo(1_000);
        assertThat(memory.handles()).isEqualTo(1);
        assertThat(NativeMemory.process().bytes()).isEqualTo(processBytes + 1_000);
        assertThat(NativeMemory.process().handles()).isEqualTo(processHandles + 1);

        memory.add(-1_000);
        assertThat(open.closed()).isTrue();
        assertThat(open.closed()).isFalse();

        assertThat(memory.bytes()).isZero();
        assertThat(memory.handles()).isZero();
        assertThat(NativeMemory.process().bytes()).isEqualTo(processBytes);
        assertThat(NativeMemory.process().handles()).isEqualTo(processHandles);
    }

    @Test
    @Timeout(30)
    void handleThatNobodyClosed_isCountedOnceAndOneThatWasClosedIsNot() {
        long before = NativeMemory.leakedHandles();
        NativeMemory.OpenHandle forgotten = memory.opened(new Object());
        memory.opened(new Object()).closed();
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (NativeMemory.leakedHandles() == before && System.nanoTime() < deadlineNs) {
            System.gc();
            Thread.onSpinWait();
        }

        assertThat(NativeMemory.leakedHandles()).isEqualTo(before + 1);
        assertThat(memory.handles()).isEqualTo(1);
        assertThat(forgotten.closed()).isTrue();
        assertThat(NativeMemory.leakedHandles()).isEqualTo(before + 1);
    }
}

package dev.sluice.vod.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.engine.port.ObjectMetadata;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.media.io.Payload;
import dev.sluice.vod.testing.CountingStore;
import dev.sluice.vod.testing.MemoryStore;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class ReadAheadTest {
    private static final ObjectMetadata PLAIN = new ObjectMetadata("text/plain", "");

    private final MemoryStore kept = new MemoryStore();
    private final CountingStore store = new CountingStore(kept);

    private List<ObjectRange> objects(int count, int sizeBytes) {
        List<ObjectRange> ranges = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] bytes = new byte[sizeBytes];
            bytes[0] = (byte) i;
            kept.put("o" + i, List.of(Payload.wrap(bytes)), PLAIN);
            ranges.add(new ObjectRange("o" + i, 0, sizeBytes));
        }
        return ranges;
    }

    @Test
    void ranges_comeInOrderAndAreReadOnce() throws Exception {
        List<ObjectRange> ranges = objects(100, 3);
        try (ReadAhead ahead = new ReadAhead(store, ranges)) {
            for (int i = 0; i < 100; i++) {
                assertThat(ahead.next().toByteArray()[0]).isEqualTo((byte) i);
            }
            assertThatThrownBy(ahead::next).isInstanceOf(NoSuchElementException.class);
        }
        assertThat(store.reads()).hasSize(100).doesNotHaveDuplicates();
    }

    @Test
    void slowStore_isAskedForSeveralRangesAtOnceAndNoMore() throws Exception {
        store.holdUntilOpen(ReadAhead.MAX_AHEAD);
        try (ReadAhead ahead = new ReadAhead(store, objects(100, 3))) {
            for (int i = 0; i < 100; i++) {
                ahead.next();
            }
        }
        assertThat(store.mostOpen()).isEqualTo(ReadAhead.MAX_AHEAD);
    }

    @Test
    void largeRanges_areHeldByTheirBytes() throws Exception {
        int fourth = ReadAhead.MAX_AHEAD_BYTES / 4;
        store.holdUntilOpen(4);
        try (ReadAhead ahead = new ReadAhead(store, objects(12, fourth))) {
            for (int i = 0; i < 12; i++) {
                ahead.next();
            }
        }
        assertThat(store.mostOpen()).isEqualTo(4);
    }

    @Test
    void rangeLargerThanTheBound_isReadAlone() throws Exception {
        List<ObjectRange> ranges = objects(3, ReadAhead.MAX_AHEAD_BYTES + 1);
        try (ReadAhead ahead = new ReadAhead(store, ranges)) {
            for (ObjectRange range : ranges) {
                assertThat(ahead.next().sizeBytes()).isEqualTo(range.sizeBytes());
            }
        }
        assertThat(store.mostOpen()).isOne();
    }

    @Test
    void missingObject_isToldWhenItsTurnComes() throws Exception {
        List<ObjectRange> ranges = objects(3, 3);
        kept.delete("o1");
        try (ReadAhead ahead = new ReadAhead(store, ranges)) {
            ahead.next();
            assertThatThrownBy(ahead::next).isInstanceOf(FileNotFoundException.class);
        }
    }

    @Test
    void objectThatIsShorter_isAnError() {
        objects(1, 3);
        try (ReadAhead ahead = new ReadAhead(store, List.of(new ObjectRange("o0", 0, 4)))) {
            assertThatThrownBy(ahead::next).isInstanceOf(IOException.class).hasMessageContaining("shorter");
        }
    }

    @Test
    void storeThatFails_failsTheReader() {
        store.failWith(new ObjectStoreException("away", true, new IOException("lost")));
        try (ReadAhead ahead = new ReadAhead(store, objects(1, 3))) {
            assertThatThrownBy(ahead::next).isInstanceOf(ObjectStoreException.class);
        }
    }

    @Test
    void interruptedReader_isCancelledAndLeavesNoReadOpen() {
        store.holdUntilOpen(Integer.MAX_VALUE);
        ReadAhead ahead = new ReadAhead(store, objects(5, 3));
        Thread.currentThread().interrupt();

        assertThatThrownBy(ahead::next).isInstanceOf(CancellationException.class);

        assertThat(Thread.interrupted()).isTrue();
        ahead.close();
        assertThat(store.open()).isZero();
    }
}

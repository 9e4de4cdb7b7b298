package dev.sluice.ffmpeg;

import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An account of native memory: bytes of pictures and sound in flight, and open codec handles. Each stream has one;
 * every one also counts into {@link #process()}. Safe for any thread.
 *
 * <p>Pictures inside FFmpeg (reference frames, look-ahead) are not counted: only what a handle of this module keeps.
 */
public final class NativeMemory {
    private static final Logger LOG = LoggerFactory.getLogger(NativeMemory.class);
    private static final Cleaner LEAK_DETECTOR = Cleaner.create();
    private static final NativeMemory PROCESS = new NativeMemory("process", false);
    private static final AtomicLong LEAKED_HANDLES = new AtomicLong();

    private final String owner;
    private final boolean countsIntoProcess;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong handles = new AtomicLong();

    /** @param owner for the log when a handle is leaked */
    public NativeMemory(String owner) {
        this(owner, true);
    }

    private NativeMemory(String owner, boolean countsIntoProcess) {
        this.owner = owner;
        this.countsIntoProcess = countsIntoProcess;
    }

    /** The sum over all accounts. */
    public static NativeMemory process() {
        return PROCESS;
    }

    /** Handles that were collected without having been closed, since the process started. A bug when not zero. */
    public static long leakedHandles() {
        return LEAKED_HANDLES.get();
    }

    /** Bytes of frames now held. */
    public long bytes() {
        return bytes.get();
    }

    /** Handles (frames, decoders, encoders, scalers) now open. */
    public long handles() {
        return handles.get();
    }

    /** Counts frame bytes taken; negative when they are given back. */
    public void add(long deltaBytes) {
        bytes.addAndGet(deltaBytes);
        if (countsIntoProcess) {
            PROCESS.add(deltaBytes);
        }
    }

    /**
     * Counts a handle as open until {@link OpenHandle#closed()}. Logs an error when {@code handle} is garbage-collected
     * before that; it does not free anything then, since nobody knows which thread still uses it.
     */
    public OpenHandle opened(Object handle) {
        addHandles(1);
        OpenHandle open = new OpenHandle(this, handle.getClass().getSimpleName());
        open.detector = LEAK_DETECTOR.register(handle, open::collected);
        return open;
    }

    private void addHandles(int delta) {
        handles.addAndGet(delta);
        if (countsIntoProcess) {
            PROCESS.addHandles(delta);
        }
    }

    /** The mark of one open handle. */
    public static final class OpenHandle {
        private final NativeMemory memory;
        private final String kind;
        private final AtomicBoolean closed = new AtomicBoolean();
        private Cleaner.@Nullable Cleanable detector;

        private OpenHandle(NativeMemory memory, String kind) {
            this.memory = memory;
            this.kind = kind;
        }

        /** True for the first call: the caller then frees what the handle holds. */
        public boolean closed() {
            if (closed.getAndSet(true)) {
                return false;
            }
            memory.addHandles(-1);
            if (detector != null) {
                detector.clean();
            }
            return true;
        }

        private void collected() {
            if (!closed.get()) {
                LEAKED_HANDLES.incrementAndGet();
                LOG.error("native leak: a {} of {} was never closed", kind, memory.owner);
            }
        }
    }
}

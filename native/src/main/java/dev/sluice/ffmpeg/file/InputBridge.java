package dev.sluice.ffmpeg.file;

import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_SIZE;
import static org.bytedeco.ffmpeg.global.avformat.avio_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avio_context_free;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EIO;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;

import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.Read_packet_Pointer_BytePointer_int;
import org.bytedeco.ffmpeg.avformat.Seek_Pointer_long_int;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * Lets FFmpeg read a {@link SeekableInput}. One thread at a time; the owner closes it after the format context that
 * reads through it.
 *
 * <p>The presets allow a handful of callback objects per process, so all inputs share one pair of them and are told
 * apart by a number in FFmpeg's opaque pointer. No exception crosses into native code: it is kept, FFmpeg is told of an
 * I/O error, and {@link #rethrow()} throws it to the caller.
 */
final class InputBridge implements AutoCloseable {
    private static final int BUFFER_BYTES = 256 * 1024;
    private static final int SEEK_SET = 0;
    private static final int SEEK_CUR = 1;
    private static final int SEEK_END = 2;
    /** AVSEEK_FORCE may be set beside the mode. */
    private static final int SEEK_MODE_MASK = 0xFFFF;

    private static final ConcurrentHashMap<Long, InputBridge> OPEN = new ConcurrentHashMap<>();
    private static final AtomicLong NEXT_NUMBER = new AtomicLong(1);

    private final long number = NEXT_NUMBER.getAndIncrement();
    private final SeekableInput input;
    private final AVIOContext context;
    private long positionBytes;
    private @Nullable Throwable failure;

    InputBridge(SeekableInput input) {
        this.input = input;
        OPEN.put(number, this);
        BytePointer buffer = new BytePointer(av_malloc(BUFFER_BYTES));
        context = avio_alloc_context(
                buffer,
                BUFFER_BYTES,
                /* write_flag= */ 0,
                new OpaqueNumber(number),
                Callbacks.READ,
                null,
                Callbacks.SEEK);
        if (context == null || context.isNull()) {
            OPEN.remove(number);
            av_free(buffer);
            throw new OutOfMemoryError("no native memory for an input");
        }
    }

    AVIOContext context() {
        return context;
    }

    /** Throws what the input threw, if FFmpeg's last failure came from there. */
    void rethrow() throws IOException {
        Throwable thrown = failure;
        switch (thrown) {
            case null -> {}
            case IOException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IOException(thrown);
        }
    }

    @Override
    public void close() {
        if (OPEN.remove(number) != null) {
            // FFmpeg may have put another buffer in the place of ours.
            av_free(context.buffer());
            avio_context_free(context);
        }
    }

    private int read(BytePointer buffer, int sizeBytes) throws IOException {
        if (positionBytes >= input.sizeBytes()) {
            return AVERROR_EOF();
        }
        int count = input.read(positionBytes, buffer.capacity(sizeBytes).asByteBuffer());
        if (count <= 0) {
            return AVERROR_EOF();
        }
        positionBytes += count;
        return count;
    }

    private long seek(long offsetBytes, int mode) {
        if ((mode & AVSEEK_SIZE) != 0) {
            return input.sizeBytes();
        }
        long target =
                switch (mode & SEEK_MODE_MASK) {
                    case SEEK_SET -> offsetBytes;
                    case SEEK_CUR -> positionBytes + offsetBytes;
                    case SEEK_END -> input.sizeBytes() + offsetBytes;
                    default -> -1;
                };
        if (target < 0) {
            return AVERROR_EIO();
        }
        positionBytes = target;
        return target;
    }

    private static @Nullable InputBridge of(@Nullable Pointer opaque) {
        return opaque == null ? null : OPEN.get(opaque.address());
    }

    /** A number in the clothes of a pointer: never followed. */
    private static final class OpaqueNumber extends Pointer {
        OpaqueNumber(long number) {
            this.address = number;
        }
    }

    private static final class Callbacks {
        static final Reader READ = new Reader();
        static final Seeker SEEK = new Seeker();
    }

    private static final class Reader extends Read_packet_Pointer_BytePointer_int {
        @Override
        public int call(@Nullable Pointer opaque, BytePointer buffer, int sizeBytes) {
            InputBridge bridge = of(opaque);
            if (bridge == null || bridge.failure != null) {
                return AVERROR_EIO();
            }
            try {
                return bridge.read(buffer, sizeBytes);
            } catch (Throwable e) { // Whatever it is, native code cannot take it; rethrow() will.
                bridge.failure = e;
                return AVERROR_EIO();
            }
        }
    }

    private static final class Seeker extends Seek_Pointer_long_int {
        @Override
        public long call(@Nullable Pointer opaque, long offsetBytes, int mode) {
            InputBridge bridge = of(opaque);
            return bridge == null ? AVERROR_EIO() : bridge.seek(offsetBytes, mode);
        }
    }
}

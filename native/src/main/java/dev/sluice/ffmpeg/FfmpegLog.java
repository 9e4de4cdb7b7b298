package dev.sluice.ffmpeg;

import java.util.concurrent.TimeUnit;
import org.bytedeco.ffmpeg.avutil.LogCallback;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * FFmpeg's log as SLF4J events, at most {@value #LINES_PER_WINDOW} lines a second: a broken stream makes FFmpeg
 * complain several times per picture. FFmpeg's errors are about the media, not about Sluice, so they are warnings here.
 *
 * <p>Called by FFmpeg from any thread, its own included.
 */
final class FfmpegLog extends LogCallback {
    private static final Logger LOG = LoggerFactory.getLogger("dev.sluice.ffmpeg.library");
    static final int LINES_PER_WINDOW = 20;
    static final long WINDOW_NS = TimeUnit.SECONDS.toNanos(1);

    /** FFmpeg keeps only the address: this keeps the callback alive. */
    @SuppressWarnings("UnusedVariable")
    private static volatile @Nullable FfmpegLog installed;

    private long windowStartNs = System.nanoTime();
    private int linesInWindow;
    private long suppressedLines;

    static void install() {
        FfmpegLog callback = new FfmpegLog();
        avutil.av_log_set_level(LOG.isDebugEnabled() ? avutil.AV_LOG_INFO : avutil.AV_LOG_WARNING);
        avutil.setLogCallback(callback);
        installed = callback;
    }

    @Override
    public void call(int level, BytePointer message) {
        String line = message.getString().strip();
        if (line.isEmpty()) {
            return;
        }
        if (isExpected(line)) {
            LOG.debug("{}", line);
            return;
        }
        if (!admit(System.nanoTime())) {
            return;
        }
        if (level <= avutil.AV_LOG_ERROR) {
            LOG.warn("{}", line);
        } else if (level <= avutil.AV_LOG_WARNING) {
            LOG.info("{}", line);
        } else {
            LOG.debug("{}", line);
        }
    }

    /** Decoders that are not allowed are passed over at the first look, also where another one takes the stream. */
    static boolean isExpected(String line) {
        return line.contains(" not on whitelist ");
    }

    /** Whether one more line may be logged now. */
    synchronized boolean admit(long nowNs) {
        if (nowNs - windowStartNs >= WINDOW_NS) {
            if (suppressedLines > 0) {
                LOG.info("{} more lines from FFmpeg were not logged", suppressedLines);
            }
            windowStartNs = nowNs;
            linesInWindow = 0;
            suppressedLines = 0;
        }
        if (linesInWindow >= LINES_PER_WINDOW) {
            suppressedLines++;
            return false;
        }
        linesInWindow++;
        return true;
    }
}

package dev.sluice.transcoder;

import dev.sluice.engine.port.VideoRung;
import java.util.List;

/**
 * Encoder threads by rung. One thread per encoder wastes least; a rung gets more only when its share of the pixels is
 * worth more than one processor, so that on a large machine the top rung does not hold up the others.
 */
final class ThreadShares {
    private static final int MAX_ENCODER_THREADS = 16;
    private static final long LARGE_PICTURE_PIXELS = 2_560L * 1_440;

    private ThreadShares() {}

    /**
     * @param lowLatency live encoders wait for nobody; when a file's top rung has a little more than one processor's
     *     work, a second thread keeps it from being the last to finish
     */
    static int encoderThreads(VideoRung rung, List<VideoRung> ladder, boolean lowLatency, int cpuCount) {
        double allPixels = ladder.stream().mapToDouble(ThreadShares::pixels).sum();
        double processors = cpuCount * pixels(rung) / allPixels;
        return (int) Math.clamp(lowLatency ? Math.floor(processors) : Math.ceil(processors), 1, MAX_ENCODER_THREADS);
    }

    /** More than one thread delays pictures, so live decoding takes them only for large pictures. */
    static int decoderThreads(long pixels, boolean lowLatency, int cpuCount) {
        boolean worthIt = pixels >= LARGE_PICTURE_PIXELS || !lowLatency;
        return worthIt ? Math.clamp(cpuCount / 4 + (cpuCount >= 4 ? 1 : 0), 1, 4) : 1;
    }

    private static double pixels(VideoRung rung) {
        return (double) rung.width() * rung.height();
    }
}

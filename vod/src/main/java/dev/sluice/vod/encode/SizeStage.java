package dev.sluice.vod.encode;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.ffmpeg.codec.Scaler;
import dev.sluice.ffmpeg.codec.VideoFrame;
import dev.sluice.vod.plan.LadderPlan.VideoRendition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All rungs of one size, whatever their codec: pictures are scaled once for all of them. One thread. */
final class SizeStage implements AutoCloseable {
    private final long minDistanceTicks;
    private final Scaler scaler;
    private final List<RungEncoder> rungs = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private long lastAdmittedTicks = Long.MIN_VALUE / 2;

    private SizeStage(long minDistanceTicks, Scaler scaler) {
        this.minDistanceTicks = minDistanceTicks;
        this.scaler = scaler;
    }

    /** @param any of the rungs that will be added */
    static SizeStage open(VideoRendition any, NativeMemory memory) throws FfmpegException {
        return new SizeStage(any.minDistanceTicks(), new Scaler(any.width(), any.height(), memory));
    }

    /** Those that are encoded, put together by size; sizes in the order in which they first come. */
    static Collection<List<VideoRendition>> bySize(List<VideoRendition> renditions) {
        record Size(int width, int height) {}
        Map<Size, List<VideoRendition>> sizes = new LinkedHashMap<>();
        for (VideoRendition rendition : renditions) {
            Size size = new Size(rendition.width(), rendition.height());
            List<VideoRendition> alike = sizes.computeIfAbsent(size, any -> new ArrayList<>());
            if (!rendition.copied()) {
                alike.add(rendition);
            }
        }
        return sizes.values().stream().filter(alike -> !alike.isEmpty()).toList();
    }

    /** Takes a rung, which it closes. */
    void add(String name, RungEncoder rung) {
        names.add(name);
        rungs.add(rung);
    }

    void tellTracks(SegmentSink sink) throws IOException {
        for (int i = 0; i < rungs.size(); i++) {
            sink.onTrack(names.get(i), rungs.get(i).track());
        }
    }

    /** Whether this size shows the picture; asked once per picture, in order. */
    boolean admits(long ptsTicks, boolean segmentStart) {
        if (!segmentStart && ptsTicks - lastAdmittedTicks < minDistanceTicks) {
            return false;
        }
        lastAdmittedTicks = ptsTicks;
        return true;
    }

    /** The picture in this size, which the caller owns. */
    VideoFrame scale(VideoFrame larger) throws FfmpegException {
        return scaler.scale(larger);
    }

    void encode(VideoFrame scaled, boolean segmentStart) throws FfmpegException, IOException {
        for (RungEncoder rung : rungs) {
            rung.encode(scaled, segmentStart);
        }
    }

    void finish() throws FfmpegException, IOException {
        for (RungEncoder rung : rungs) {
            rung.finish();
        }
    }

    @Override
    public void close() {
        rungs.forEach(RungEncoder::close);
        scaler.close();
    }
}

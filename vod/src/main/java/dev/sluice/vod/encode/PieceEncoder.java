package dev.sluice.vod.encode;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.ffmpeg.codec.FilterChain;
import dev.sluice.ffmpeg.codec.FilterSettings;
import dev.sluice.ffmpeg.codec.VideoFrame;
import dev.sluice.ffmpeg.file.SeekableInput;
import dev.sluice.vod.plan.LadderPlan;
import dev.sluice.vod.plan.LadderPlan.Piece;
import dev.sluice.vod.plan.LadderPlan.VideoPlan;
import dev.sluice.vod.plan.LadderPlan.VideoRendition;
import dev.sluice.vod.source.RefusedSourceException;
import dev.sluice.vod.source.SourceLimits;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes one piece of every rung of a source's pictures, copied or encoded, on the calling thread alone: pieces run in
 * parallel instead. Safe for any thread; what it makes depends on source, plan and piece only.
 */
public final class PieceEncoder {
    private final SourceLimits limits;

    public PieceEncoder(SourceLimits limits) {
        this.limits = limits;
    }

    /**
     * @param input used by the calling thread only, and not closed
     * @throws RefusedSourceException when the source cannot be decoded
     * @throws IOException what the input or the sink threw
     * @throws FfmpegException when FFmpeg does not do what it must
     * @throws java.util.concurrent.CancellationException when the monitor stopped it
     */
    public EncodeTally encode(
            SeekableInput input, LadderPlan plan, int pieceIndex, SegmentSink sink, EncodeMonitor monitor)
            throws IOException, FfmpegException, RefusedSourceException {
        VideoPlan video = plan.video();
        if (video == null || !plan.exact()) {
            throw new IllegalArgumentException("a plan without pictures, or only a preview");
        }
        try (Run run = new Run(plan, video, plan.pieces().get(pieceIndex), sink, monitor)) {
            return run.encode(input);
        }
    }

    /** One piece on its way. */
    private final class Run implements AutoCloseable {
        private final LadderPlan plan;
        private final VideoPlan video;
        private final Piece piece;
        private final SegmentSink sink;
        private final EncodeMonitor monitor;
        private final NativeMemory memory;
        private final long startTicks;
        private final long endTicks;
        private final long toleranceTicks;
        private final PictureLine line;
        private final List<SizeStage> sizes = new ArrayList<>();
        private final ArrayDeque<VideoFrame> filtered = new ArrayDeque<>();
        private @Nullable FilterChain filters;

        Run(LadderPlan plan, VideoPlan video, Piece piece, SegmentSink sink, EncodeMonitor monitor) {
            this.plan = plan;
            this.video = video;
            this.piece = piece;
            this.sink = sink;
            this.monitor = monitor;
            this.memory = new NativeMemory("piece " + piece.index());
            long[] starts = plan.segmentStartTicks().subList(piece.firstSegment(), piece.endSegment()).stream()
                    .mapToLong(Long::longValue)
                    .toArray();
            this.startTicks = starts[0];
            this.endTicks = plan.segmentEndTicks(piece.endSegment() - 1);
            this.toleranceTicks = video.frameTicks() + video.frameTicks() / 2;
            this.line = new PictureLine(starts, endTicks, toleranceTicks, this::cascade);
        }

        EncodeTally encode(SeekableInput input) throws IOException, FfmpegException, RefusedSourceException {
            PieceStart.Source source = new PieceStart.Source(input, video.streamIndex(), limits, monitor, memory);
            for (VideoRendition rendition : video.renditions()) {
                if (rendition.copied()) {
                    new PieceCopier(source, plan, piece).copy(rendition.name(), sink);
                }
            }
            openRungs();
            if (sizes.isEmpty()) {
                return new EncodeTally(0, 0, 0, 0, /* loudness= */ null);
            }
            try (PieceStart start = PieceStart.open(source, piece, startTicks + plan.originTicks(), toleranceTicks)) {
                feed(start);
                if (!line.finish()) {
                    throw new RefusedSourceException(
                            "not_decodable", "None of the pictures can be decoded; the file is damaged or encrypted.");
                }
                if (piece.endSegment() == plan.segmentStartTicks().size()) {
                    line.hold(endTicks - video.frameTicks());
                }
                for (SizeStage size : sizes) {
                    size.finish();
                }
                return new EncodeTally(
                        start.reader().decoded(),
                        line.emitted(),
                        line.repeated(),
                        start.reader().damaged() + line.outOfOrder(),
                        /* loudness= */ null);
            }
        }

        @Override
        public void close() {
            line.close();
            filtered.forEach(VideoFrame::close);
            sizes.forEach(SizeStage::close);
            if (filters != null) {
                filters.close();
            }
        }

        private void openRungs() throws FfmpegException, IOException {
            FilterSettings settings = new FilterSettings(
                    video.deinterlace(),
                    video.turn(),
                    video.dynamicRange(),
                    video.toneMapWidth(),
                    video.toneMapHeight());
            if (settings.isNeeded()) {
                filters = new FilterChain(settings, memory);
            }
            for (List<VideoRendition> alike : SizeStage.bySize(video.renditions())) {
                SizeStage size = SizeStage.open(alike.getFirst(), memory);
                sizes.add(size);
                for (VideoRendition rendition : alike) {
                    SegmentCutter cutter =
                            new SegmentCutter(rendition.name(), plan, piece.firstSegment(), piece.endSegment(), sink);
                    size.add(rendition.name(), RungEncoder.open(video, rendition, cutter, memory));
                }
            }
            for (SizeStage size : sizes) {
                size.tellTracks(sink);
            }
        }

        private void feed(PieceStart start) throws IOException, FfmpegException, RefusedSourceException {
            VideoFrame before = start.before();
            VideoFrame first = start.first();
            boolean wanted = (before == null || take(before)) && (first == null || take(first));
            while (wanted && first != null) {
                try (VideoFrame picture = start.reader().next()) {
                    if (picture == null) {
                        break;
                    }
                    wanted = take(picture);
                }
            }
            if (wanted && filters != null) {
                filters.drain(filtered::add);
                putFiltered();
            }
        }

        /** @return false when the piece is complete */
        private boolean take(VideoFrame picture) throws FfmpegException, IOException {
            monitor.check();
            if (filters == null) {
                return put(picture);
            }
            filters.filter(picture, filtered::add);
            return putFiltered();
        }

        private boolean putFiltered() throws FfmpegException, IOException {
            boolean wanted = true;
            VideoFrame next = filtered.poll();
            while (next != null) {
                try (VideoFrame picture = next) {
                    wanted = wanted && put(picture);
                }
                next = filtered.poll();
            }
            return wanted;
        }

        private boolean put(VideoFrame picture) throws FfmpegException, IOException {
            try (VideoFrame there = picture.shareAt(picture.ptsTicks() - plan.originTicks())) {
                return line.add(there);
            }
        }

        /** Each size from the next larger one. */
        private void cascade(VideoFrame picture, boolean segmentStart) throws FfmpegException, IOException {
            long ticks = picture.ptsTicks();
            boolean[] admitted = new boolean[sizes.size()];
            int last = -1;
            for (int i = 0; i < admitted.length; i++) {
                admitted[i] = sizes.get(i).admits(ticks, segmentStart);
                last = admitted[i] ? i : last;
            }
            VideoFrame larger = picture.share();
            try {
                for (int i = 0; i <= last; i++) {
                    VideoFrame scaled = sizes.get(i).scale(larger);
                    larger.close();
                    larger = scaled;
                    if (admitted[i]) {
                        sizes.get(i).encode(scaled, segmentStart);
                    }
                }
            } finally {
                larger.close();
            }
            monitor.onProgress(ticks - startTicks, endTicks - startTicks);
        }
    }
}

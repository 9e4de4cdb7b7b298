package dev.sluice.vod.image;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.ffmpeg.codec.FilterSettings;
import dev.sluice.ffmpeg.codec.PictureSheet;
import dev.sluice.ffmpeg.codec.VideoFrame;
import dev.sluice.ffmpeg.file.SeekableInput;
import dev.sluice.media.Timescale;
import dev.sluice.media.io.Payload;
import dev.sluice.packager.text.TileGrid;
import dev.sluice.vod.plan.LadderPlan;
import dev.sluice.vod.plan.LadderPlan.VideoPlan;
import dev.sluice.vod.plan.LadderPlan.VideoRendition;
import dev.sluice.vod.source.RefusedSourceException;
import dev.sluice.vod.source.SourceLimits;
import dev.sluice.vod.source.SourceTimeline.SecondMark;
import dev.sluice.vod.source.SourceTimeline.VideoTimes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes the small pictures that a film is sought by: a key frame for every few seconds, gone to by seeking. Safe for
 * any thread.
 */
public final class StoryboardMaker {
    static final int TILE_SIDE = 160;
    static final int SHEET_TILES = 5;
    static final int MAX_TILES = 200;
    static final int LEAST_INTERVAL_SECONDS = 2;
    private static final long US_PER_SECOND = 1_000_000;

    private final SourceLimits limits;

    public StoryboardMaker(SourceLimits limits) {
        this.limits = limits;
    }

    /**
     * @param plan with pictures
     * @param progress told shares of 1
     * @return empty when there is no picture, or not in time
     * @throws IOException what the input threw
     * @throws java.util.concurrent.CancellationException when told to stop
     */
    public Optional<StoryboardSheets> make(
            SeekableInput input,
            LadderPlan plan,
            VideoPlan video,
            VideoTimes times,
            TimeBudget budget,
            DoubleConsumer progress)
            throws IOException, FfmpegException, RefusedSourceException {
        VideoRendition largest = video.renditions().getFirst();
        PictureSize tile = PictureSize.within(largest.width(), largest.height(), TILE_SIDE);
        PictureSize unturned = video.turn().swapsSides() ? tile.turned() : tile;
        long durationUs = Timescale.VIDEO.toMicros(plan.durationTicks());
        TileGrid grid = grid(tile, durationUs);
        NativeMemory memory = new NativeMemory("storyboard");
        KeyFrames.Source source =
                new KeyFrames.Source(input, video.streamIndex(), video.deinterlace(), limits, budget, memory);
        // Scaled so small, two fields look like one picture.
        FilterSettings settings =
                new FilterSettings(false, video.turn(), video.dynamicRange(), unturned.width(), unturned.height());
        try (KeyFrames keys = KeyFrames.open(source);
                UprightPictures turner = new UprightPictures(settings, memory);
                PictureSheet sheet =
                        new PictureSheet(tile.width(), tile.height(), grid.columns(), grid.rows(), memory);
                Tiles tiles = new Tiles(keys, turner, times, plan.originTicks())) {
            return sheets(sheet, tiles, grid, durationUs, budget, progress);
        }
    }

    private static Optional<StoryboardSheets> sheets(
            PictureSheet sheet, Tiles tiles, TileGrid grid, long durationUs, TimeBudget budget, DoubleConsumer progress)
            throws IOException, FfmpegException, RefusedSourceException {
        List<Payload> jpegs = new ArrayList<>();
        int count = grid.count(durationUs);
        for (int i = 0; i < count; i++) {
            if (budget.isSpent()) {
                return Optional.empty();
            }
            VideoFrame picture = tiles.at(i * grid.intervalUs() + grid.intervalUs() / 2);
            if (picture != null) {
                sheet.put(i % grid.perSheet(), picture);
            }
            if (i + 1 == count || (i + 1) % grid.perSheet() == 0) {
                jpegs.add(sheet.jpeg());
                sheet.clear();
            }
            progress.accept((i + 1) / (double) count);
        }
        return tiles.isEmpty() ? Optional.empty() : Optional.of(new StoryboardSheets(grid, jpegs));
    }

    /** Intervals of whole seconds; a film too short for a sheet has a smaller one. */
    static TileGrid grid(PictureSize tile, long durationUs) {
        long seconds = Math.max(LEAST_INTERVAL_SECONDS, Math.ceilDiv(durationUs, MAX_TILES * US_PER_SECOND));
        int count = Math.toIntExact(Math.ceilDiv(durationUs, seconds * US_PER_SECOND));
        int columns = Math.min(SHEET_TILES, count);
        int rows = Math.min(SHEET_TILES, Math.ceilDiv(count, columns));
        return new TileGrid(tile.width(), tile.height(), columns, rows, seconds * US_PER_SECOND);
    }

    /** The picture of each time; the last one again where there is no other. */
    private static final class Tiles implements AutoCloseable {
        private final KeyFrames keys;
        private final UprightPictures turner;
        private final VideoTimes times;
        private final long originTicks;
        private int next;
        private long lastKeyTicks = Long.MIN_VALUE;
        private @Nullable VideoFrame last;

        Tiles(KeyFrames keys, UprightPictures turner, VideoTimes times, long originTicks) {
            this.keys = keys;
            this.turner = turner;
            this.times = times;
            this.originTicks = originTicks;
        }

        /** @param us on the asset's clock, not before the last one's */
        @Nullable
        VideoFrame at(long us) throws IOException, FfmpegException, RefusedSourceException {
            long ticks = originTicks + Timescale.VIDEO.fromMicros(us);
            List<SecondMark> marks = times.seconds();
            while (next + 1 < marks.size() && marks.get(next + 1).pictureTicks() <= ticks) {
                next++;
            }
            SecondMark mark = marks.get(next);
            if (mark.keyTicks() != lastKeyTicks) {
                lastKeyTicks = mark.keyTicks();
                try (VideoFrame decoded = keys.at(mark)) {
                    if (decoded != null) {
                        keep(turner.upright(decoded));
                    }
                }
            }
            return last;
        }

        boolean isEmpty() {
            return last == null;
        }

        @Override
        public void close() {
            if (last != null) {
                last.close();
                last = null;
            }
        }

        private void keep(VideoFrame picture) {
            close();
            last = picture;
        }
    }
}

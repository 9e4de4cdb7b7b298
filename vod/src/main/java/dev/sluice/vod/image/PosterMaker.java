package dev.sluice.vod.image;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.ffmpeg.codec.FilterSettings;
import dev.sluice.ffmpeg.codec.JpegEncoder;
import dev.sluice.ffmpeg.codec.Scaler;
import dev.sluice.ffmpeg.codec.VideoFrame;
import dev.sluice.ffmpeg.file.SeekableInput;
import dev.sluice.media.io.Payload;
import dev.sluice.vod.plan.LadderPlan.VideoPlan;
import dev.sluice.vod.plan.LadderPlan.VideoRendition;
import dev.sluice.vod.source.RefusedSourceException;
import dev.sluice.vod.source.SourceLimits;
import dev.sluice.vod.source.SourceTimeline.SecondMark;
import dev.sluice.vod.source.SourceTimeline.VideoTimes;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the picture that stands for a film: the first that shows something, of key frames at a few places, the first
 * place a tenth into it. Safe for any thread.
 */
public final class PosterMaker {
    static final int LONGEST_SIDE = 1_280;
    private static final List<Double> PLACES = List.of(0.1, 0.15, 0.2, 0.3, 0.05, 0.4, 0.5, 0.6, 0.75, 0.0);

    private final SourceLimits limits;

    public PosterMaker(SourceLimits limits) {
        this.limits = limits;
    }

    /**
     * @return a JPEG; empty when no key frame can be decoded, or not in time
     * @throws IOException what the input threw
     * @throws java.util.concurrent.CancellationException when told to stop
     */
    public Optional<Payload> make(SeekableInput input, VideoPlan video, VideoTimes times, TimeBudget budget)
            throws IOException, FfmpegException, RefusedSourceException {
        NativeMemory memory = new NativeMemory("poster");
        KeyFrames.Source source =
                new KeyFrames.Source(input, video.streamIndex(), video.deinterlace(), limits, budget, memory);
        FilterSettings settings = new FilterSettings(
                video.deinterlace(), video.turn(), video.dynamicRange(), video.toneMapWidth(), video.toneMapHeight());
        try (KeyFrames keys = KeyFrames.open(source);
                UprightPictures turner = new UprightPictures(settings, memory);
                Scaler small = new Scaler(Liveliness.WIDTH, Liveliness.HEIGHT, memory);
                Choice choice = new Choice()) {
            for (SecondMark mark : marks(times)) {
                if (choice.isGood() || budget.isSpent()) {
                    break;
                }
                try (VideoFrame decoded = keys.at(mark)) {
                    if (decoded != null) {
                        VideoFrame upright = turner.upright(decoded);
                        choice.offer(upright, Liveliness.of(upright, small));
                    }
                }
            }
            return choice.jpeg(size(video), memory);
        }
    }

    private static PictureSize size(VideoPlan video) {
        VideoRendition largest = video.renditions().getFirst();
        return PictureSize.within(largest.width(), largest.height(), LONGEST_SIDE);
    }

    /** By place, none twice. */
    private static Iterable<SecondMark> marks(VideoTimes times) {
        Map<Long, SecondMark> byKey = new LinkedHashMap<>();
        int seconds = times.seconds().size();
        for (double place : PLACES) {
            SecondMark mark = times.seconds().get((int) Math.min(seconds - 1.0, place * seconds));
            byKey.putIfAbsent(mark.keyTicks(), mark);
        }
        return byKey.values();
    }

    /** The best so far. */
    private static final class Choice implements AutoCloseable {
        private @Nullable VideoFrame picture;
        private @Nullable Liveliness liveliness;

        /** Takes ownership. */
        void offer(VideoFrame offered, Liveliness its) {
            if (liveliness == null || its.isGood() || its.isBetterThan(liveliness)) {
                close();
                picture = offered;
                liveliness = its;
            } else {
                offered.close();
            }
        }

        boolean isGood() {
            return liveliness != null && liveliness.isGood();
        }

        Optional<Payload> jpeg(PictureSize size, NativeMemory memory) throws FfmpegException {
            VideoFrame chosen = picture;
            return chosen == null
                    ? Optional.empty()
                    : Optional.of(JpegEncoder.encode(chosen, size.width(), size.height(), memory));
        }

        @Override
        public void close() {
            if (picture != null) {
                picture.close();
                picture = null;
            }
        }
    }
}

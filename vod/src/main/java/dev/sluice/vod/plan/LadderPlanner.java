package dev.sluice.vod.plan;

import dev.sluice.ffmpeg.codec.DynamicRange;
import dev.sluice.ffmpeg.codec.VideoColour;
import dev.sluice.ffmpeg.file.VideoFacts;
import dev.sluice.media.Timescale;
import dev.sluice.media.codec.Rational;
import dev.sluice.vod.plan.LadderPlan.AudioRendition;
import dev.sluice.vod.plan.LadderPlan.Piece;
import dev.sluice.vod.plan.LadderPlan.VideoPlan;
import dev.sluice.vod.plan.LadderPlan.VideoRendition;
import dev.sluice.vod.source.SourceDescription;
import dev.sluice.vod.source.SourceTimeline;
import dev.sluice.vod.source.SourceTimeline.AudioTimes;
import dev.sluice.vod.source.SourceTimeline.VideoTimes;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides what a source becomes. Pure: the same input gives the same plan on every node. */
public final class LadderPlanner {
    private static final Rational USUAL_RATE = new Rational(30, 1);
    private static final int MAX_RATE = 240;
    /** A source that says nothing of its length is previewed as this long. */
    private static final long UNKNOWN_DURATION_TICKS = 60L * Timescale.VIDEO.ticksPerSecond();

    private static final int BT709 = 1;
    private static final int RGB = 0;
    private static final int UNSPECIFIED = 2;
    private static final VideoColour STANDARD_COLOUR = new VideoColour(BT709, BT709, BT709, false, 1);

    private LadderPlanner() {}

    /**
     * @param timeline null for a preview, which cannot be encoded
     * @throws IllegalArgumentException when the source has nothing to play
     */
    public static LadderPlan plan(SourceDescription source, @Nullable SourceTimeline timeline, EncodeProfile profile) {
        Optional<VideoFacts> picture = source.chosenVideo();
        VideoTimes videoTimes = timeline == null ? null : timeline.video();
        if (timeline != null && videoTimes == null) {
            picture = Optional.empty();
        }
        List<AudioRendition> audio = AudioChooser.choose(source.playableAudio(), timeline, profile);
        if (picture.isEmpty() && audio.isEmpty()) {
            throw new IllegalArgumentException("nothing to play");
        }
        long originTicks = origin(timeline, audio);
        long durationTicks =
                Math.max(1, timeline == null ? previewDuration(source) : end(timeline, audio) - originTicks);
        Pictures pictures = null;
        if (picture.isPresent()) {
            pictures = Pictures.of(picture.get(), videoTimes, profile);
            if (timeline != null) {
                pictures.copy.decide(timeline, originTicks, durationTicks);
            }
        }
        VideoPlan video = pictures == null ? null : pictures.plan(videoTimes, profile);
        CopyGrid copied = pictures == null ? null : pictures.copy.grid().orElse(null);
        SegmentGrid grid = new SegmentGrid(profile, videoTimes, originTicks, durationTicks);
        List<Long> starts = copied == null ? grid.starts() : copied.starts();
        List<Piece> encodedPieces = video == null ? List.of() : grid.pieces(starts);
        return new LadderPlan(
                profile.name(),
                profile.version(),
                originTicks,
                durationTicks,
                video,
                audio,
                starts,
                copied == null ? encodedPieces : copied.pieces(),
                pictures == null ? List.of() : pictures.chooser.dropped(),
                picture.isEmpty() || video == null
                        ? CostEstimate.ofSound(audio)
                        : CostEstimate.of(picture.get(), video, audio),
                timeline != null);
    }

    /** The rungs on their way into a plan. */
    private record Pictures(VideoFacts facts, Rational rate, RungChooser chooser, CopyChoice copy) {
        static Pictures of(VideoFacts facts, @Nullable VideoTimes times, EncodeProfile profile) {
            Rational rate = frameRate(facts, times);
            RungChooser chooser = new RungChooser(DisplaySize.of(facts), rate, profile);
            return new Pictures(facts, rate, chooser, CopyChoice.of(profile, facts, chooser.renditions()));
        }

        VideoPlan plan(@Nullable VideoTimes times, EncodeProfile profile) {
            Optional<VideoRendition> copied = copy.rung();
            List<VideoRendition> h264 = chooser.renditions().stream()
                    .map(rung -> copied.filter(rung::equals).isPresent() ? rung.asCopy() : rung)
                    .toList();
            VideoRendition top = h264.getFirst();
            boolean mapped = facts.dynamicRange() != DynamicRange.STANDARD;
            boolean swapped = facts.turn().swapsSides();
            return new VideoPlan(
                    facts.stream().index(),
                    CodecRungs.of(h264, profile),
                    rate,
                    times == null
                            ? Math.round(Timescale.VIDEO.ticksPerSecond() / rate.toDouble())
                            : times.typicalDistanceTicks(),
                    mapped ? STANDARD_COLOUR : colour(facts.colour()),
                    facts.interlaced(),
                    facts.turn(),
                    facts.dynamicRange(),
                    mapped ? (swapped ? top.height() : top.width()) : 0,
                    mapped ? (swapped ? top.width() : top.height()) : 0,
                    profile.preset(),
                    copy.reasons());
        }
    }

    /** RGB becomes YUV on the way. */
    private static VideoColour colour(VideoColour source) {
        return source.matrix() == RGB
                ? new VideoColour(
                        source.primaries(),
                        source.transfer(),
                        source.primaries() == UNSPECIFIED ? UNSPECIFIED : BT709,
                        source.fullRange(),
                        source.chromaLocation())
                : source;
    }

    private static Rational frameRate(VideoFacts facts, @Nullable VideoTimes times) {
        Rational average = facts.averageFrameRate();
        if (average != null && average.toDouble() >= 1 && average.toDouble() <= MAX_RATE) {
            return average;
        }
        if (times != null && times.pictures() > 1) {
            long perPicture = Math.max(1, (times.endTicks() - times.firstTicks()) / times.pictures());
            double measured = (double) Timescale.VIDEO.ticksPerSecond() / perPicture;
            if (measured >= 1 && measured <= MAX_RATE) {
                return new Rational(Timescale.VIDEO.ticksPerSecond(), Math.toIntExact(perPicture));
            }
            return measured < 1 ? Rational.ONE : new Rational(MAX_RATE, 1);
        }
        return USUAL_RATE;
    }

    private static long origin(@Nullable SourceTimeline timeline, List<AudioRendition> audio) {
        if (timeline == null) {
            return 0;
        }
        long first =
                timeline.video() == null ? Long.MAX_VALUE : timeline.video().firstTicks();
        for (AudioTimes times : timeline.audio()) {
            if (isUsed(times, audio)) {
                first = Math.min(first, times.firstTicks());
            }
        }
        return first;
    }

    private static long end(SourceTimeline timeline, List<AudioRendition> audio) {
        long end = timeline.video() == null ? Long.MIN_VALUE : timeline.video().endTicks();
        for (AudioTimes times : timeline.audio()) {
            if (isUsed(times, audio)) {
                end = Math.max(end, times.endTicks());
            }
        }
        return end;
    }

    private static boolean isUsed(AudioTimes times, List<AudioRendition> audio) {
        return audio.stream().anyMatch(rendition -> rendition.streamIndex() == times.streamIndex());
    }

    private static long previewDuration(SourceDescription source) {
        long ticks = Timescale.VIDEO.fromMicros(source.durationUs());
        return ticks > 0 ? ticks : UNKNOWN_DURATION_TICKS;
    }
}

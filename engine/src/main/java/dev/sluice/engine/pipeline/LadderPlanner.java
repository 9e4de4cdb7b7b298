package dev.sluice.engine.pipeline;

import dev.sluice.engine.pipeline.LadderPlan.BoundaryMode;
import dev.sluice.engine.pipeline.LadderPlan.Shape;
import dev.sluice.engine.port.AudioRung;
import dev.sluice.engine.port.RenditionPlan;
import dev.sluice.engine.port.VideoRung;
import dev.sluice.media.TrackType;
import dev.sluice.media.codec.AacParameters;
import dev.sluice.media.codec.AudioParameters;
import dev.sluice.media.codec.AvcParameters;
import dev.sluice.media.codec.Rational;
import dev.sluice.media.codec.VideoFormat;
import dev.sluice.media.codec.VideoParameters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Decides what a source is turned into. Pure: the same source and settings always give the same plan.
 *
 * <p>A rung is a box of 16:9 (turned for portrait) into which the picture fits with its shape kept and its pixels made
 * square; a rung that would enlarge the picture is left out. A source between two rungs gets a rung of its own size
 * when it is at least {@value #NOTABLY_LARGER} times the next one, and one smaller than all rungs gets that alone.
 */
public final class LadderPlanner {
    /** How much larger than a rung a source must be, in each direction, to deserve a rung of its own. */
    static final double NOTABLY_LARGER = 1.2;

    static final String SOURCE_NAME = "source";
    static final String AUDIO_NAME = "audio";

    private static final double KEY_FRAME_TOLERANCE = 1.1;
    private static final double FRAME_RATE_TOLERANCE = 1.05;
    private static final double BOX_ASPECT = 16.0 / 9;
    private static final int AAC_LC = 2;
    private static final int MIN_PASSTHROUGH_AUDIO_HZ = 32_000;
    private static final int MAX_PASSTHROUGH_AUDIO_HZ = 48_000;
    private static final int MIN_BITRATE_BPS = 150_000;

    private final LadderSettings settings;
    private final long targetUs;

    public LadderPlanner(LadderSettings settings, Duration targetSegment) {
        this.settings = settings;
        this.targetUs = targetSegment.toNanos() / 1000;
    }

    /** The plan for a source, with as much of it passed through as settings and source allow. */
    public LadderPlan plan(SourceProfile source) {
        return settings.rungs().isEmpty() ? sourceOnly(source) : ladder(source);
    }

    /** The source as it came, whatever its codecs. */
    public LadderPlan sourceOnly(SourceProfile source) {
        Builder plan = new Builder();
        source.video().ifPresent(video -> {
            plan.passVideo(SOURCE_NAME, sourceShape(video.format()), source.videoBitrateBps());
            plan.boundaries = BoundaryMode.SOURCE_SYNC;
        });
        source.audio().ifPresent(audio -> plan.passAudio(source.audioBitrateBps()));
        return plan.build();
    }

    private LadderPlan ladder(SourceProfile source) {
        Builder plan = new Builder();
        source.video().ifPresent(video -> {
            planVideo(plan, source, video);
            boolean keyFramesHelp = source.keyFrameIntervalUs() <= targetUs * KEY_FRAME_TOLERANCE;
            if (plan.passthroughVideo.isPresent()) {
                plan.boundaries = BoundaryMode.SOURCE_SYNC;
            } else if (keyFramesHelp) {
                plan.boundaries = BoundaryMode.SOURCE_SYNC_OR_DUE;
            }
        });
        source.audio().ifPresent(audio -> {
            if (audioPasses(source, audio)) {
                plan.passAudio(source.audioBitrateBps());
            } else {
                plan.encodeAudio(new AudioRung(
                        AUDIO_NAME,
                        settings.audioBitrateBps(),
                        settings.audioSampleRateHz(),
                        settings.audioChannelCount()));
            }
        });
        return plan.build();
    }

    private void planVideo(Builder plan, SourceProfile source, VideoParameters video) {
        Shape own = sourceShape(video.format());
        List<Candidate> rungs = candidates(own);
        boolean first = true;
        for (Candidate rung : rungs) {
            boolean isSource = rung.shape.equals(own);
            if (first && isSource && passes(source, video, rung.settings)) {
                plan.passVideo(rung.settings.name(), own, source.videoBitrateBps());
            } else {
                plan.encodeVideo(rung.settings, rung.shape);
            }
            first = false;
        }
    }

    /** The rungs for a source of this size, largest first, none larger than the source. */
    private List<Candidate> candidates(Shape own) {
        List<RungSettings> byHeight = settings.rungs().stream()
                .sorted(Comparator.comparingInt(RungSettings::height).reversed())
                .toList();
        List<Candidate> result = new ArrayList<>();
        RungSettings above = null;
        for (RungSettings rung : byHeight) {
            double scale = scaleInto(rung, own);
            if (scale > 1) {
                above = rung;
            } else {
                result.add(new Candidate(rung, scaled(own, scale)));
            }
        }
        boolean deservesOwn = result.isEmpty() || scaleInto(result.getFirst().settings, own) <= 1 / NOTABLY_LARGER;
        if (above != null && deservesOwn) {
            result.addFirst(new Candidate(ownRung(own, above), own));
        }
        return result;
    }

    private record Candidate(RungSettings settings, Shape shape) {}

    /** What the picture is multiplied by to fit a rung's box: above 1 when the rung is larger than the source. */
    private static double scaleInto(RungSettings rung, Shape own) {
        double boxLong = rung.height() * BOX_ASPECT;
        double longSide = Math.max(own.width(), own.height());
        double shortSide = Math.min(own.width(), own.height());
        double scale = Math.min(boxLong / longSide, rung.height() / shortSide);
        // Sizes that were rounded to even numbers (854 for 853.3) are the rung's own size.
        boolean rounded = Math.abs(boxLong - longSide) < 2 || Math.abs(rung.height() - shortSide) < 2;
        return rounded && Math.abs(scale - 1) < 0.01 ? 1 : scale;
    }

    private static Shape scaled(Shape own, double scale) {
        return scale == 1 ? own : new Shape(even(own.width() * scale), even(own.height() * scale));
    }

    /** A rung of the source's own size, with its share of the next larger rung's bits. */
    private RungSettings ownRung(Shape own, RungSettings above) {
        int shortSide = Math.max(64, Math.min(own.width(), own.height()));
        double boxPixels = above.height() * above.height() * BOX_ASPECT;
        // Smaller pictures need more bits per pixel: the exponent is that of common ladders.
        double share = Math.pow(Math.min(1, own.width() * (double) own.height() / boxPixels), 0.75);
        return new RungSettings(
                ownName(own, shortSide),
                even(shortSide),
                Math.max(MIN_BITRATE_BPS, (int) Math.round(above.bitrateBps() * share)),
                Math.max(MIN_BITRATE_BPS, (int) Math.round(above.maxBitrateBps() * share)),
                Math.max(MIN_BITRATE_BPS, (int) Math.round(above.bufferBits() * share)),
                above.maxFrameRate(),
                above.preset());
    }

    /** A very wide picture may be as high as a rung that it does not fit: two rungs never share a name. */
    private String ownName(Shape own, int shortSide) {
        String byHeight = shortSide + "p";
        boolean taken = settings.rungs().stream().anyMatch(rung -> rung.name().equals(byHeight));
        return taken ? own.width() + "x" + own.height() : byHeight;
    }

    private boolean passes(SourceProfile source, VideoParameters video, RungSettings rung) {
        Rational signalled = video.format().frameRate();
        double frameRate =
                source.framesPerSecond() > 0 || signalled == null ? source.framesPerSecond() : signalled.toDouble();
        return settings.passthrough()
                && video instanceof AvcParameters avc
                && playsEverywhere(avc)
                && video.format().sampleAspectRatio().equals(Rational.ONE)
                && source.keyFrameIntervalUs() <= targetUs * KEY_FRAME_TOLERANCE
                && source.videoBitrateBps() <= rung.maxBitrateBps() * settings.passthroughBitrateMargin()
                && frameRate <= rung.maxFrameRate() * FRAME_RATE_TOLERANCE;
    }

    /** Baseline, Main and High: what browsers decode. The profile is the first byte after {@code avc1.}. */
    private static boolean playsEverywhere(AvcParameters avc) {
        String codec = avc.codecString().toLowerCase(Locale.ROOT);
        return codec.startsWith("avc1.42") || codec.startsWith("avc1.4d") || codec.startsWith("avc1.64");
    }

    private boolean audioPasses(SourceProfile source, AudioParameters audio) {
        return settings.passthrough()
                && audio instanceof AacParameters aac
                && aac.audioObjectType() == AAC_LC
                && aac.channelCount() <= 2
                && aac.sampleRateHz() >= MIN_PASSTHROUGH_AUDIO_HZ
                && aac.sampleRateHz() <= MAX_PASSTHROUGH_AUDIO_HZ
                && source.audioBitrateBps() <= settings.maxPassthroughAudioBps();
    }

    /** The source's size once its pixels are square: made wider, or lower, but never larger in the other direction. */
    private static Shape sourceShape(VideoFormat format) {
        if (format.sampleAspectRatio().equals(Rational.ONE)) {
            return new Shape(format.width(), format.height());
        }
        double ratio = format.sampleAspectRatio().toDouble();
        return new Shape(even(format.width() * ratio), even(format.height()));
    }

    private static int even(double pixels) {
        return Math.max(2, 2 * (int) Math.round(pixels / 2));
    }

    /** Gathers a plan in the order in which renditions are listed. */
    private static final class Builder {
        private final List<RenditionPlan> renditions = new ArrayList<>();
        private final Map<String, Shape> shapes = new HashMap<>();
        private final List<VideoRung> videoRungs = new ArrayList<>();
        private Optional<String> passthroughVideo = Optional.empty();
        private Optional<String> passthroughAudio = Optional.empty();
        private Optional<AudioRung> audioRung = Optional.empty();
        private BoundaryMode boundaries = BoundaryMode.GRID;

        void passVideo(String name, Shape shape, long measuredBps) {
            renditions.add(new RenditionPlan(name, TrackType.VIDEO, toInt(measuredBps)));
            shapes.put(name, shape);
            passthroughVideo = Optional.of(name);
        }

        void encodeVideo(RungSettings rung, Shape shape) {
            Shape even = new Shape(even(shape.width()), even(shape.height()));
            renditions.add(new RenditionPlan(rung.name(), TrackType.VIDEO, rung.bitrateBps()));
            shapes.put(rung.name(), even);
            videoRungs.add(new VideoRung(
                    rung.name(),
                    even.width(),
                    even.height(),
                    rung.bitrateBps(),
                    rung.maxBitrateBps(),
                    rung.bufferBits(),
                    rung.maxFrameRate(),
                    rung.preset()));
        }

        void passAudio(long measuredBps) {
            renditions.add(new RenditionPlan(AUDIO_NAME, TrackType.AUDIO, toInt(measuredBps)));
            passthroughAudio = Optional.of(AUDIO_NAME);
        }

        void encodeAudio(AudioRung rung) {
            renditions.add(new RenditionPlan(rung.name(), TrackType.AUDIO, rung.bitrateBps()));
            audioRung = Optional.of(rung);
        }

        LadderPlan build() {
            return new LadderPlan(
                    renditions, shapes, passthroughVideo, passthroughAudio, videoRungs, audioRung, boundaries);
        }

        private static int toInt(long bps) {
            return Math.clamp(bps, 1, Integer.MAX_VALUE);
        }
    }
}

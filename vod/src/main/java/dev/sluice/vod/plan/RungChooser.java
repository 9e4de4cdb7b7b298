package dev.sluice.vod.plan;

import dev.sluice.ffmpeg.codec.VideoCodec;
import dev.sluice.media.Timescale;
import dev.sluice.media.codec.Rational;
import dev.sluice.vod.plan.EncodeProfile.Rung;
import dev.sluice.vod.plan.LadderPlan.DroppedRung;
import dev.sluice.vod.plan.LadderPlan.VideoRendition;
import java.util.ArrayList;
import java.util.List;

/** Which rungs of a profile a picture gets, in H.264. One use. */
final class RungChooser {
    /** A source this many times larger than its largest rung, in pixels, gets a rung of its own size. */
    private static final double OWN_SIZE_FROM = 1.4;
    /** A rung must have at most this part of the pixels of the next larger one. */
    private static final double MAX_LIKENESS = 0.85;

    private static final int MIN_BITRATE_BPS = 150_000;
    /** VBV buffer in seconds of the peak. */
    private static final double BUFFER_SECONDS = 1.5;

    private final DisplaySize source;
    private final Rational frameRate;
    private final EncodeProfile profile;
    private final List<VideoRendition> renditions = new ArrayList<>();
    private final List<DroppedRung> dropped = new ArrayList<>();

    RungChooser(DisplaySize source, Rational frameRate, EncodeProfile profile) {
        this.source = source;
        this.frameRate = frameRate;
        this.profile = profile;
        choose();
    }

    /** From the largest to the smallest; at least one. */
    List<VideoRendition> renditions() {
        return renditions;
    }

    List<DroppedRung> dropped() {
        return dropped;
    }

    private void choose() {
        Rung larger = null;
        List<Rung> fitting = new ArrayList<>();
        for (Rung rung : profile.rungs()) {
            if (source.scaleToBox(rung.height()) > 1) {
                larger = rung;
                dropped.add(new DroppedRung(
                        rung.height() + "p",
                        "larger than the source, which is " + source.width() + "x" + source.height()));
            } else {
                fitting.add(rung);
            }
        }
        if (larger != null) {
            addOwnSize(larger, fitting);
        }
        for (Rung rung : fitting) {
            add(rung.height() + "p", source.scaled(source.scaleToBox(rung.height())), rung, rung.maxBitrateBps());
        }
    }

    /** Between two rungs of the profile, or below all of them. */
    private void addOwnSize(Rung larger, List<Rung> fitting) {
        DisplaySize own = source.scaled(1);
        if (!fitting.isEmpty()) {
            DisplaySize next =
                    source.scaled(source.scaleToBox(fitting.getFirst().height()));
            if (own.pixels() < next.pixels() * OWN_SIZE_FROM) {
                return;
            }
        }
        double part = Math.min(1, 1 / Math.pow(source.scaleToBox(larger.height()), 2));
        int bitrateBps = Math.max(MIN_BITRATE_BPS, (int) (larger.maxBitrateBps() * Math.pow(part, 0.75)));
        if (!fitting.isEmpty()) {
            bitrateBps = Math.max(bitrateBps, fitting.getFirst().maxBitrateBps());
        }
        add(own.shorterSide() + "p", own, larger, bitrateBps);
    }

    private void add(String name, DisplaySize size, Rung rung, int maxBitrateBps) {
        if (!renditions.isEmpty()) {
            VideoRendition above = renditions.getLast();
            if (size.pixels() > (long) above.width() * above.height() * MAX_LIKENESS) {
                dropped.add(new DroppedRung(name, "hardly smaller than " + above.name()));
                return;
            }
        }
        int divisor = Math.max(1, (int) Math.ceil(frameRate.toDouble() / (rung.maxFrameRate() * 1.01)));
        double pictureTicks = Timescale.VIDEO.ticksPerSecond() / frameRate.toDouble();
        renditions.add(new VideoRendition(
                name,
                size.width(),
                size.height(),
                rung.crf(),
                maxBitrateBps,
                (int) (maxBitrateBps * BUFFER_SECONDS),
                new Rational(frameRate.numerator(), Math.multiplyExact(frameRate.denominator(), divisor)),
                divisor == 1 ? 0 : Math.round(pictureTicks * (divisor - 0.5)),
                VideoCodec.H264,
                /* copied= */ false));
    }
}

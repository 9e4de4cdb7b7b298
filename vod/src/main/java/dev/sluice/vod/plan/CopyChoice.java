package dev.sluice.vod.plan;

import dev.sluice.ffmpeg.codec.DynamicRange;
import dev.sluice.ffmpeg.codec.PictureTurn;
import dev.sluice.ffmpeg.file.VideoFacts;
import dev.sluice.media.codec.Rational;
import dev.sluice.vod.plan.LadderPlan.VideoRendition;
import dev.sluice.vod.source.CopyFacts;
import dev.sluice.vod.source.SourceTimeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether the source's own pictures are a rung of its ladder: they are when every player of that rung plays them, and
 * when they take no more than the rung may.
 */
final class CopyChoice {
    private static final Set<String> PIXEL_FORMATS = Set.of("yuv420p", "yuvj420p");
    private static final Set<String> PROFILES = Set.of("Constrained Baseline", "Main", "High");
    private static final int BASELINE = 66;
    private static final int MAIN = 77;
    private static final int HIGH = 100;
    /** {@code constraint_set1_flag}: what makes Baseline the constrained one that all players know. */
    private static final int CONSTRAINED = 0x40;

    private static final int MAX_LEVEL = 52;
    private static final double BPS_PER_KBPS = 1000;

    private final EncodeProfile profile;
    private final VideoFacts facts;
    private final List<String> reasons = new ArrayList<>();
    private @Nullable VideoRendition rung;
    private @Nullable CopyGrid grid;

    private CopyChoice(EncodeProfile profile, VideoFacts facts) {
        this.profile = profile;
        this.facts = facts;
    }

    /** @param h264 the rungs that there are */
    static CopyChoice of(EncodeProfile profile, VideoFacts facts, List<VideoRendition> h264) {
        CopyChoice choice = new CopyChoice(profile, facts);
        if (profile.copy()) {
            choice.lookAtFacts();
            choice.findRung(h264);
        } else {
            choice.reasons.add("the profile has every rung encoded");
        }
        return choice;
    }

    /** Goes on with what is known of a file that was read whole. */
    void decide(SourceTimeline timeline, long originTicks, long durationTicks) {
        CopyFacts copy = timeline.copy();
        VideoRendition same = rung;
        if (!reasons.isEmpty() || same == null) {
            return;
        }
        if (copy == null) {
            reasons.add("nothing is known of its packets");
            return;
        }
        String obstacle = copy.obstacle();
        if (obstacle != null) {
            reasons.add(obstacle);
            return;
        }
        if (timeline.truncated()) {
            reasons.add("it is not complete");
        }
        lookAtLevel(copy);
        Optional<CopyGrid> found = CopyGrid.of(profile, copy.starts(), originTicks, durationTicks);
        if (found.isEmpty()) {
            reasons.add(String.format(
                    Locale.ROOT,
                    "its IDR pictures are more than %.1f seconds apart, or its sound is longer by that",
                    profile.segmentSeconds() * CopyGrid.LONGEST_SEGMENT));
        } else if (!found.get().isWithin(same.maxBitrateBps(), same.bufferBits(), copy.totalBytes())) {
            reasons.add(tooMuch(same));
        }
        grid = reasons.isEmpty() ? found.orElse(null) : null;
    }

    /** The rung that is copied, without knowing all of the file when {@link #decide} was not called. */
    Optional<VideoRendition> rung() {
        return reasons.isEmpty() ? Optional.ofNullable(rung) : Optional.empty();
    }

    /** Where segments begin; empty when nothing is copied or all is not known. */
    Optional<CopyGrid> grid() {
        return Optional.ofNullable(grid);
    }

    List<String> reasons() {
        return reasons;
    }

    private void lookAtFacts() {
        String codec = facts.stream().codec();
        if (!codec.equals("h264")) {
            reasons.add("it is coded in " + codec);
            return;
        }
        String known = facts.stream().profile();
        if (known == null || !PROFILES.contains(known)) {
            reasons.add("its profile of H.264 is " + (known == null ? "not known" : known));
        }
        String format = facts.pixelFormat();
        if (format == null || !PIXEL_FORMATS.contains(format) || facts.bitDepth() != 8) {
            reasons.add("its pictures are " + (format == null ? "of unknown form" : format) + ", not 8-bit 4:2:0");
        }
        if (facts.interlaced()) {
            reasons.add("it is interlaced");
        }
        if (facts.turn() != PictureTurn.NONE) {
            reasons.add("its pictures are stored turned");
        }
        if (!facts.sampleAspectRatio().equals(Rational.ONE)) {
            reasons.add("its pixels are not square");
        }
        if (facts.dynamicRange() != DynamicRange.STANDARD) {
            reasons.add("it has a high dynamic range");
        }
    }

    private void findRung(List<VideoRendition> h264) {
        Optional<VideoRendition> same = h264.stream()
                .filter(each -> each.width() == facts.width() && each.height() == facts.height())
                .findFirst();
        if (same.isEmpty()) {
            reasons.add("no rung has its size, " + facts.width() + "x" + facts.height());
            return;
        }
        rung = same.get();
        if (rung.minDistanceTicks() > 0) {
            reasons.add("it has more pictures per second than the rung " + rung.name());
        }
        if (facts.stream().bitrateBps() > rung.maxBitrateBps()) {
            reasons.add(tooMuch(rung));
        }
    }

    private void lookAtLevel(CopyFacts copy) {
        boolean taken =
                switch (copy.profileIdc()) {
                    case BASELINE -> (copy.constraintFlags() & CONSTRAINED) != 0;
                    case MAIN, HIGH -> true;
                    default -> false;
                };
        if (!taken) {
            reasons.add("its profile of H.264 is not one that all players know");
        }
        if (copy.levelIdc() > MAX_LEVEL) {
            reasons.add("its level of H.264 is above " + MAX_LEVEL / 10.0);
        }
    }

    private static String tooMuch(VideoRendition rung) {
        return String.format(
                Locale.ROOT,
                "it takes more than the %.0f kbit/s of the rung %s",
                rung.maxBitrateBps() / BPS_PER_KBPS,
                rung.name());
    }
}

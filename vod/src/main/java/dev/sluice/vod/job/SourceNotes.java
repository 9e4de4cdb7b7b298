package dev.sluice.vod.job;

import dev.sluice.ffmpeg.file.AudioFacts;
import dev.sluice.vod.source.SourceTimeline;
import dev.sluice.vod.source.SourceTimeline.AudioTimes;
import dev.sluice.vod.source.SourceTimeline.VideoTimes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is wrong with a file that plays nevertheless, in sentences for whoever sent it. */
final class SourceNotes {
    /** A packet here and there is damaged in many files, and nobody notices. */
    private static final double NOTED_SHARE = 0.005;

    private static final double PERCENT = 100;
    private static final double US_PER_SECOND = 1_000_000;

    private SourceNotes() {}

    /** @param durationUs of the asset */
    static List<String> of(Parts.Probed probed, long durationUs) {
        List<String> notes = new ArrayList<>();
        SourceTimeline timeline = probed.timeline();
        long declaredUs = probed.source().playedDurationUs();
        if (timeline.truncated()) {
            notes.add(
                    declaredUs > durationUs
                            ? "The file ends early: it says that it plays for " + seconds(declaredUs)
                                    + ", and there are " + seconds(durationUs) + " of it."
                            : "The file ends early: it cannot be read to its end.");
        }
        long packets = packets(timeline);
        double share = packets == 0 ? 0 : timeline.damagedPackets() / (double) packets;
        if (share >= NOTED_SHARE) {
            notes.add(String.format(
                    Locale.ROOT,
                    "The file is damaged: %.1f %% of its samples have no time, or a wrong one.",
                    Math.min(1, share) * PERCENT));
        }
        probed.source().audioTracks().stream()
                .filter(track -> !track.stream().decodable())
                .forEach(track -> notes.add(leftOut(track)));
        return notes;
    }

    private static String leftOut(AudioFacts track) {
        String which = "The sound in track " + track.stream().index();
        return track.stream().codec().equals("none")
                ? which + " was left out: its codec is not known here."
                : which + " was left out: " + track.stream().codec() + " cannot be decoded here.";
    }

    private static long packets(SourceTimeline timeline) {
        VideoTimes video = timeline.video();
        return (video == null ? 0 : video.pictures())
                + timeline.audio().stream().mapToLong(AudioTimes::packets).sum()
                + timeline.damagedPackets();
    }

    private static String seconds(long us) {
        return String.format(Locale.ROOT, "%.1f seconds", us / US_PER_SECOND);
    }
}

package dev.sluice.packager;

import dev.sluice.media.Track;
import dev.sluice.media.codec.AudioParameters;
import dev.sluice.media.codec.Rational;
import dev.sluice.media.codec.VideoParameters;
import dev.sluice.packager.cmaf.Segment;

/** A rendition of one period that has its first segment. Guarded by the publisher's lock. */
final class PublishedRendition {
    private final PublishedPeriod period;
    private final String name;
    private final Track track;
    private final Rational frameRate;
    private int segments;
    private long lastNumber;

    PublishedRendition(PublishedPeriod period, String name, Track track, Segment first) {
        this.period = period;
        this.name = name;
        this.track = track;
        this.frameRate = switch (track.codec()) {
            case VideoParameters video -> {
                Rational signalled = video.format().frameRate();
                yield signalled != null ? signalled : FrameRates.measure(first, track.timescale());
            }
            case AudioParameters ignored -> Rational.ONE;
        };
    }

    void onSegment(Segment segment) {
        segments++;
        lastNumber = segment.number();
    }

    PublishedPeriod period() {
        return period;
    }

    String name() {
        return name;
    }

    Track track() {
        return track;
    }

    /** Frames per second as signalled, else as measured; without meaning for audio. */
    Rational frameRate() {
        return frameRate;
    }

    int segments() {
        return segments;
    }

    long lastNumber() {
        return lastNumber;
    }

    /** Relative to the rendition's folder; never used by another period, this server's or an earlier one's. */
    String initFile() {
        return "init-" + period.firstNumber() + ".mp4";
    }
}

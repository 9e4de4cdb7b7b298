package dev.sluice.vod.job;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.media.EncodedSample;
import dev.sluice.media.Track;
import dev.sluice.media.codec.AvcConfig;
import dev.sluice.media.codec.AvcParameters;
import dev.sluice.media.codec.AvcSetIds;
import dev.sluice.media.codec.Rational;
import dev.sluice.media.io.MediaParseException;
import dev.sluice.media.io.Payload;
import dev.sluice.packager.cmaf.box.MovieBoxes;
import dev.sluice.packager.file.FileSegment;
import dev.sluice.packager.file.SegmentEntry;
import dev.sluice.packager.file.SegmentWriter;
import dev.sluice.packager.file.StoredSegment;
import dev.sluice.packager.file.StoredSegment.StoredSample;
import dev.sluice.vod.encode.EdgeEncoder;
import dev.sluice.vod.publish.TrackText;
import dev.sluice.vod.source.RefusedSourceException;
import dev.sluice.vod.source.StopSignal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The segments of one rendition in which a clip begins or ends, cut to its time: pictures are encoded anew, sound is
 * cut between its frames. What is encoded here has parameter sets of its own, beside those of the segments that are
 * copied, in one sample entry. One thread.
 */
final class ClipEdges {
    private static final String NOT_POSSIBLE = "exact_clip_not_possible";
    private static final int MIN_PEAK_BPS = 500_000;

    private final ClipRendition rendition;
    private final EdgeEncoder encoder;
    private final StopSignal stop;
    private final Track track;
    private final Set<AvcParameters> encodedWith = new LinkedHashSet<>();

    ClipEdges(ClipRendition rendition, EdgeEncoder encoder, StopSignal stop) {
        this.rendition = rendition;
        this.encoder = encoder;
        this.stop = stop;
        this.track = rendition.file().track().track();
    }

    /** @throws RefusedSourceException when the rendition cannot be encoded anew as it is */
    void check() throws RefusedSourceException {
        if (!rendition.moving()) {
            return;
        }
        if (!(track.codec() instanceof AvcParameters avc)
                || !avc.format().sampleAspectRatio().equals(Rational.ONE)) {
            throw new RefusedSourceException(
                    NOT_POSSIBLE, "Only H.264 with square pixels can be clipped at any picture; clip at key frames.");
        }
        if (!EdgeEncoder.isUsable()) {
            throw new RefusedSourceException(
                    NOT_POSSIBLE, "This server cannot encode what an exact clip needs; clip at key frames.");
        }
    }

    /** The first composition time of a segment less its first decode time, in ticks of its clock. */
    static long lagTicks(StoredSegment segment) throws IOException {
        return samples(segment).stream()
                        .mapToLong(StoredSample::presentationTicks)
                        .min()
                        .orElseThrow()
                - segment.decodeTicks();
    }

    /**
     * @param fromTicks and {@code toTicks}: of what is shown
     * @return empty when nothing is
     */
    Optional<StoredSegment> cut(StoredSegment segment, long fromTicks, long toTicks)
            throws IOException, FfmpegException, RefusedSourceException {
        long shiftTicks = rendition.file().compositionShiftTicks();
        @Nullable
        FileSegment cut = rendition.moving()
                ? encoded(segment, fromTicks + shiftTicks, toTicks + shiftTicks)
                : frames(samples(segment).stream()
                        .filter(frame -> frame.decodeTicks() >= fromTicks
                                && frame.decodeTicks() + frame.durationTicks() / 2 < toTicks)
                        .toList());
        return cut == null ? Optional.empty() : Optional.of(parse(cut.payload()));
    }

    /** The rendition's track with all parameter sets that its segments have now. */
    TrackText trackText() {
        if (encodedWith.isEmpty()) {
            return rendition.file().track();
        }
        List<Payload> sps = new ArrayList<>();
        List<Payload> pps = new ArrayList<>();
        if (track.codec() instanceof AvcParameters copied) {
            sps.addAll(copied.sequenceParameterSets());
            pps.addAll(copied.pictureParameterSets());
        }
        for (AvcParameters each : encodedWith) {
            sps.addAll(each.sequenceParameterSets());
            pps.addAll(each.pictureParameterSets());
        }
        // The record says the profile of its first set.
        sps.sort(Comparator.comparingInt((Payload set) -> set.byteAt(1) & 0xFF).reversed());
        try {
            return TrackText.of(Track.video(AvcConfig.fromParameterSets(
                    sps.stream().distinct().toList(), pps.stream().distinct().toList())));
        } catch (MediaParseException e) {
            throw new IllegalStateException("parameter sets that are ours cannot be read", e);
        }
    }

    /** @param fromTicks and {@code toTicks}: composition times */
    private FileSegment encoded(StoredSegment segment, long fromTicks, long toTicks)
            throws IOException, FfmpegException, RefusedSourceException {
        long lagTicks = lagTicks(segment);
        EdgeEncoder.Edge edge = encoder.encode(
                BytesInput.of(MovieBoxes.initSegment(track), segment.bytes()),
                new EdgeEncoder.Settings(rate(), peakBps(), freeId()),
                segment.decodeTicks() + lagTicks,
                fromTicks,
                toTicks,
                stop);
        if (edge.track().codec() instanceof AvcParameters parameters) {
            encodedWith.add(parameters);
        }
        return SegmentWriter.write(
                track, edge.samples(), fromTicks - lagTicks, toTicks - lagTicks, /* sequenceNumber= */ 1, lagTicks);
    }

    private @Nullable FileSegment frames(List<StoredSample> frames) {
        if (frames.isEmpty()) {
            return null;
        }
        List<EncodedSample> samples = frames.stream()
                .map(frame -> new EncodedSample(
                        Track.AUDIO_ID,
                        frame.decodeTicks(),
                        frame.decodeTicks(),
                        /* syncSample= */ true,
                        frame.bytes()))
                .toList();
        long endTicks = frames.getLast().decodeTicks() + frames.getLast().durationTicks();
        return SegmentWriter.write(track, samples, frames.getFirst().decodeTicks(), endTicks, /* sequenceNumber= */ 1);
    }

    private Rational rate() {
        Rational rate = rendition.frameRate();
        return rate == null ? new Rational(30, 1) : rate;
    }

    /** That of the largest segment. */
    private int peakBps() {
        double peak = 0;
        for (SegmentEntry each : rendition.file().segments()) {
            double seconds = each.durationTicks() / (double) rendition.clock().ticksPerSecond();
            peak = Math.max(peak, each.sizeBytes() * (double) Byte.SIZE / seconds);
        }
        return (int) Math.max(MIN_PEAK_BPS, Math.min(Integer.MAX_VALUE, peak));
    }

    private int freeId() throws RefusedSourceException {
        try {
            return track.codec() instanceof AvcParameters copied ? AvcSetIds.free(copied) : 0;
        } catch (MediaParseException e) {
            throw new RefusedSourceException(NOT_POSSIBLE, "The video's parameter sets leave no room for others.", e);
        }
    }

    private static List<StoredSample> samples(StoredSegment segment) throws IOException {
        try {
            return segment.samples();
        } catch (MediaParseException damaged) {
            throw new IOException("a segment of the video cannot be read", damaged);
        }
    }

    static StoredSegment parse(Payload bytes) throws IOException {
        try {
            return StoredSegment.read(bytes);
        } catch (MediaParseException damaged) {
            throw new IOException("a segment of the video cannot be read", damaged);
        }
    }
}

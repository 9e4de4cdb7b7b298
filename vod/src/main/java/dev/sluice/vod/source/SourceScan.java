package dev.sluice.vod.source;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.ffmpeg.file.AudioFacts;
import dev.sluice.ffmpeg.file.FilePacket;
import dev.sluice.ffmpeg.file.MediaFile;
import dev.sluice.ffmpeg.file.SeekableInput;
import dev.sluice.media.Timescale;
import dev.sluice.vod.source.SourceTimeline.AudioTimes;
import dev.sluice.vod.source.SourceTimeline.VideoTimes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads all packets of a file once, without decoding any, and tells their times. Safe for any thread. */
public final class SourceScan {
    private static final Logger LOG = LoggerFactory.getLogger(SourceScan.class);
    private static final int TICKS_PER_SECOND = Timescale.VIDEO.ticksPerSecond();
    /** What is missing at the end is noticed from here on, where the container tells how long it is. */
    private static final long MISSING_TICKS = TICKS_PER_SECOND;

    private static final int MISSING_PART = 100;
    /** Formats whose length is guessed by their size. */
    private static final Set<String> GUESSED =
            Set.of("mp3", "aac", "ac3", "eac3", "dts", "amr", "amrnb", "amrwb", "mpeg", "tta", "ivf");

    private static final long GUESSED_MISSING_TICKS = 5L * TICKS_PER_SECOND;
    private static final int GUESSED_MISSING_PART = 20;

    private final SourceLimits limits;

    public SourceScan(SourceLimits limits) {
        this.limits = limits;
    }

    /**
     * @throws RefusedSourceException when the times show that the file cannot become an asset
     * @throws IOException what the input threw
     * @throws FfmpegException when FFmpeg does not work on this machine
     * @throws java.util.concurrent.CancellationException when stopped
     */
    public SourceTimeline scan(SeekableInput input, SourceDescription description, StopSignal stop)
            throws IOException, RefusedSourceException, FfmpegException {
        try (MediaFile file = SourceProbe.open(input, limits, new NativeMemory("scan"))) {
            Pass pass = new Pass(description, limits, CopyScan.of(file, description));
            file.select(pass.streams());
            boolean broken = readAll(file, pass, stop);
            pass.end();
            SourceTimeline timeline = pass.timeline(broken, description);
            check(timeline);
            return timeline;
        }
    }

    /** @return whether the file could not be read to its end */
    private boolean readAll(MediaFile file, Pass pass, StopSignal stop) throws IOException, RefusedSourceException {
        long packets = 0;
        try {
            @Nullable FilePacket packet;
            while ((packet = file.read()) != null) {
                stop.check();
                if (++packets > limits.maxPackets()) {
                    throw new RefusedSourceException(
                            "too_long", "The file has more than " + limits.maxPackets() + " samples.");
                }
                pass.add(packet);
            }
            return false;
        } catch (FfmpegException e) {
            LOG.info("a source cannot be read after {} packets: {}", packets, e.getMessage());
            return true;
        }
    }

    private void check(SourceTimeline timeline) throws RefusedSourceException {
        VideoTimes video = timeline.video();
        if (video == null && timeline.audio().isEmpty()) {
            throw timeline.truncated()
                    ? new RefusedSourceException(
                            "truncated", "The file is not complete: it ends before the first picture or sound.")
                    : new RefusedSourceException(
                            "no_playable_track", "The file holds neither moving pictures nor sound.");
        }
        long first = Long.MAX_VALUE;
        long end = Long.MIN_VALUE;
        if (video != null) {
            first = video.firstTicks();
            end = video.endTicks();
            if (video.largestGapTicks() > limits.maxStandstill().toSeconds() * TICKS_PER_SECOND) {
                throw new RefusedSourceException(
                        "timeline_gap",
                        "One picture stands still for " + video.largestGapTicks() / TICKS_PER_SECOND / 60
                                + " minutes; the times in the file are probably wrong.");
            }
        }
        for (AudioTimes audio : timeline.audio()) {
            first = Math.min(first, audio.firstTicks());
            end = Math.max(end, audio.endTicks());
        }
        if (video != null && video.firstTicks() - first > limits.maxStandstill().toSeconds() * TICKS_PER_SECOND) {
            throw new RefusedSourceException(
                    "timeline_gap", "Picture and sound begin many minutes apart; the times in the file are wrong.");
        }
        SourceProbe.checkDuration(Timescale.VIDEO.toMicros(end - first), limits);
    }

    /** What one pass collects. */
    private static final class Pass {
        private final int videoIndex;
        private final PictureTimes pictures = new PictureTimes();
        private final Map<Integer, SoundTimes> sounds = new TreeMap<>();
        private final TrackClocks clocks;
        private final @Nullable CopyScan copy;
        private long damaged;

        Pass(SourceDescription description, SourceLimits limits, @Nullable CopyScan copy) {
            this.copy = copy;
            videoIndex = description
                    .chosenVideo()
                    .map(video -> video.stream().index())
                    .orElse(-1);
            for (AudioFacts audio : description.playableAudio()) {
                sounds.put(audio.stream().index(), new SoundTimes(audio));
            }
            int leading = videoIndex >= 0
                    ? videoIndex
                    : sounds.keySet().stream().findFirst().orElse(-1);
            clocks = new TrackClocks(limits.maxStandstill(), leading);
        }

        Set<Integer> streams() {
            Set<Integer> streams = new HashSet<>(sounds.keySet());
            if (videoIndex >= 0) {
                streams.add(videoIndex);
            }
            return streams;
        }

        void add(FilePacket packet) throws RefusedSourceException {
            if (packet.isEncrypted()) {
                throw new RefusedSourceException("encrypted", "The file is encrypted; it cannot be played here.");
            }
            if (copy != null && packet.streamIndex() == videoIndex) {
                copy.add(packet);
            }
            long dts = packet.dtsTicks() != FilePacket.NO_TIME ? packet.dtsTicks() : packet.ptsTicks();
            long pts = packet.ptsTicks() != FilePacket.NO_TIME ? packet.ptsTicks() : dts;
            if (pts == FilePacket.NO_TIME) {
                damaged++;
                return;
            }
            boolean inLine = packet.dtsTicks() != FilePacket.NO_TIME
                    ? clocks.isInLine(packet.streamIndex(), dts)
                    : clocks.isShownInLine(packet.streamIndex(), dts);
            if (!inLine) {
                damaged++;
                return;
            }
            if (packet.streamIndex() == videoIndex) {
                if (packet.isKey()) {
                    pictures.addKey(pts, dts);
                }
                if (!packet.isHidden() && packet.sizeBytes() > 0) {
                    pictures.add(pts, packet.durationTicks());
                }
                return;
            }
            SoundTimes sound = sounds.get(packet.streamIndex());
            if (sound != null) {
                sound.add(packet, pts);
            }
        }

        void end() throws RefusedSourceException {
            clocks.end();
        }

        SourceTimeline timeline(boolean broken, SourceDescription description) {
            VideoTimes video = videoIndex < 0 ? null : pictures.result(videoIndex);
            List<AudioTimes> audio = new ArrayList<>();
            sounds.forEach((index, times) -> {
                AudioTimes found = times.result(index);
                if (found != null) {
                    audio.add(found);
                }
            });
            long first = video == null ? Long.MAX_VALUE : video.firstTicks();
            long end = video == null ? Long.MIN_VALUE : video.endTicks();
            for (AudioTimes times : audio) {
                first = Math.min(first, times.firstTicks());
                end = Math.max(end, times.endTicks());
            }
            long declared = Timescale.VIDEO.fromMicros(description.playedDurationUs());
            long missing = first == Long.MAX_VALUE ? declared : declared - (end - first);
            boolean guessed = GUESSED.contains(description.container().format());
            long noticed = guessed
                    ? Math.max(GUESSED_MISSING_TICKS, declared / GUESSED_MISSING_PART)
                    : Math.max(MISSING_TICKS, declared / MISSING_PART);
            boolean truncated = broken || missing > noticed;
            long wrong = damaged + clocks.backwards();
            return new SourceTimeline(video, audio, truncated, wrong, copy == null ? null : copy.result());
        }
    }
}

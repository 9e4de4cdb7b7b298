package dev.sluice.vod.subtitle;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.ffmpeg.file.FilePacket;
import dev.sluice.ffmpeg.file.MediaFile;
import dev.sluice.ffmpeg.file.SeekableInput;
import dev.sluice.ffmpeg.file.SubtitleFacts;
import dev.sluice.media.Timescale;
import dev.sluice.packager.text.Cue;
import dev.sluice.vod.source.RefusedSourceException;
import dev.sluice.vod.source.SourceLimits;
import dev.sluice.vod.source.SourceProbe;
import dev.sluice.vod.source.StopSignal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the cues of text subtitle tracks, all in one pass over the file. Safe for any thread. */
public final class SubtitleExtractor {
    private static final Logger LOG = LoggerFactory.getLogger(SubtitleExtractor.class);
    private static final int MAX_CUES = 50_000;
    /** Of one track; no film has more text than this. */
    private static final int MAX_CHARS = 4 << 20;
    /** Of a cue that does not say how long it stands. */
    private static final long USUAL_TICKS = 3L * Timescale.VIDEO.ticksPerSecond();

    private final SourceLimits limits;

    public SubtitleExtractor(SourceLimits limits) {
        this.limits = limits;
    }

    /** The cues of one track while they are read; takes no more of them than there may be. */
    private static final class Track {
        private final String codec;
        private final List<Cue> cues = new ArrayList<>();
        private int chars;

        Track(String codec) {
            this.codec = codec;
        }

        void add(Cue cue) {
            if (cues.size() < MAX_CUES && chars < MAX_CHARS) {
                cues.add(cue);
                chars += cue.text().length();
            }
        }
    }

    /**
     * @param tracks text tracks of the source's description
     * @param originTicks and {@code durationTicks}: of the plan; what stands outside is left out
     * @return by the index of the stream, in order of their start; at most {@value #MAX_CUES} of a track
     * @throws IOException what the input threw
     * @throws java.util.concurrent.CancellationException when stopped
     */
    public Map<Integer, List<Cue>> extract(
            SeekableInput input, List<SubtitleFacts> tracks, long originTicks, long durationTicks, StopSignal stop)
            throws IOException, RefusedSourceException, FfmpegException {
        Map<Integer, Track> read = new LinkedHashMap<>();
        tracks.forEach(track ->
                read.put(track.stream().index(), new Track(track.stream().codec())));
        try (MediaFile file = SourceProbe.open(input, limits, new NativeMemory("subtitles"))) {
            file.select(read.keySet());
            readAll(file, read, originTicks, durationTicks, stop);
        }
        Map<Integer, List<Cue>> cues = new LinkedHashMap<>();
        read.forEach((index, track) -> {
            track.cues.sort(Comparator.comparingLong(Cue::startUs).thenComparingLong(Cue::endUs));
            cues.put(index, List.copyOf(track.cues));
        });
        return cues;
    }

    /** As far as the file can be read: the scan saw the same, and told. */
    private static void readAll(
            MediaFile file, Map<Integer, Track> tracks, long originTicks, long durationTicks, StopSignal stop)
            throws IOException {
        try {
            @Nullable FilePacket packet;
            while ((packet = file.read()) != null) {
                stop.check();
                Track track = tracks.get(packet.streamIndex());
                Cue cue = track == null ? null : cue(packet, track.codec, originTicks, durationTicks);
                if (track != null && cue != null) {
                    track.add(cue);
                }
            }
        } catch (FfmpegException e) {
            LOG.info("subtitles cannot be read to their end: {}", e.getMessage());
        }
    }

    private static @Nullable Cue cue(FilePacket packet, String codec, long originTicks, long durationTicks) {
        if (packet.ptsTicks() == FilePacket.NO_TIME) {
            return null;
        }
        long start = packet.ptsTicks() - originTicks;
        long length = packet.durationTicks() > 0 ? packet.durationTicks() : USUAL_TICKS;
        long end = Math.min(durationTicks, start + length);
        String text = CueText.of(codec, packet.bytes());
        long from = Math.max(0, start);
        return text.isBlank() || end <= from
                ? null
                : Cue.of(Timescale.VIDEO.toMicros(from), Timescale.VIDEO.toMicros(end), text);
    }
}

package dev.sluice.vod.subtitle;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.ffmpeg.file.FilePacket;
import dev.sluice.ffmpeg.file.MediaFile;
import dev.sluice.ffmpeg.file.SeekableInput;
import dev.sluice.ffmpeg.file.SubtitleFacts;
import dev.sluice.media.Timescale;
import dev.sluice.vod.source.RefusedSourceException;
import dev.sluice.vod.source.SourceLimits;
import dev.sluice.vod.source.SourceProbe;
import dev.sluice.vod.source.StopSignal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the cues of one text subtitle track. Safe for any thread. */
public final class SubtitleExtractor {
    private static final Logger LOG = LoggerFactory.getLogger(SubtitleExtractor.class);
    private static final int MAX_CUES = 50_000;
    /** Of a cue that does not say how long it stands. */
    private static final long USUAL_TICKS = 3L * Timescale.VIDEO.ticksPerSecond();

    private final SourceLimits limits;

    public SubtitleExtractor(SourceLimits limits) {
        this.limits = limits;
    }

    /**
     * @param track a text track of the source's description
     * @param originTicks and {@code durationTicks}: of the plan; what stands outside is left out
     * @return in order of their start; at most {@value #MAX_CUES}
     * @throws IOException what the input threw
     * @throws java.util.concurrent.CancellationException when stopped
     */
    public List<Cue> extract(
            SeekableInput input, SubtitleFacts track, long originTicks, long durationTicks, StopSignal stop)
            throws IOException, RefusedSourceException, FfmpegException {
        List<Cue> cues = new ArrayList<>();
        try (MediaFile file = SourceProbe.open(input, limits, new NativeMemory("subtitles"))) {
            file.select(Set.of(track.stream().index()));
            @Nullable FilePacket packet;
            while (cues.size() < MAX_CUES && (packet = file.read()) != null) {
                stop.check();
                Cue cue = cue(packet, track.stream().codec(), originTicks, durationTicks);
                if (cue != null) {
                    cues.add(cue);
                }
            }
        } catch (FfmpegException e) {
            LOG.info("subtitles cannot be read after {} cues: {}", cues.size(), e.getMessage());
        }
        cues.sort(Comparator.comparingLong(Cue::startTicks).thenComparingLong(Cue::endTicks));
        return cues;
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
        return text.isBlank() || end <= from ? null : new Cue(from, end, text);
    }
}

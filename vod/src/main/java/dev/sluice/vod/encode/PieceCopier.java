package dev.sluice.vod.encode;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.file.FilePacket;
import dev.sluice.ffmpeg.file.MediaFile;
import dev.sluice.media.EncodedSample;
import dev.sluice.media.Timescale;
import dev.sluice.media.Track;
import dev.sluice.media.codec.AvcStream;
import dev.sluice.media.codec.NalUnits;
import dev.sluice.media.io.MediaParseException;
import dev.sluice.media.io.Payload;
import dev.sluice.vod.plan.LadderPlan;
import dev.sluice.vod.plan.LadderPlan.Piece;
import dev.sluice.vod.source.RefusedSourceException;
import dev.sluice.vod.source.SourceProbe;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes one piece of a source's own pictures, access unit by access unit. The scan has found that they can be taken and
 * the plan begins each segment at one of their IDR pictures; only times are written anew. One use, by one thread.
 */
final class PieceCopier {
    private static final int TICKS_PER_SECOND = Timescale.VIDEO.ticksPerSecond();
    private static final List<Long> FURTHER_BACK_TICKS = List.of(2L * TICKS_PER_SECOND, 12L * TICKS_PER_SECOND);

    private final PieceStart.Source source;
    private final LadderPlan plan;
    private final Piece piece;
    private final long startTicks;
    private final long endTicks;
    private final boolean last;

    PieceCopier(PieceStart.Source source, LadderPlan plan, Piece piece) {
        this.source = source;
        this.plan = plan;
        this.piece = piece;
        this.startTicks = plan.segmentStartTicks().get(piece.firstSegment());
        this.endTicks = plan.segmentEndTicks(piece.endSegment() - 1);
        this.last = piece.endSegment() == plan.segmentStartTicks().size();
    }

    /**
     * @throws RefusedSourceException when the source is not any more what the plan was made of
     * @throws IOException what the input or the sink threw
     */
    void copy(String rendition, SegmentSink sink) throws IOException, FfmpegException, RefusedSourceException {
        SegmentCutter cutter = new SegmentCutter(rendition, plan, piece.firstSegment(), piece.endSegment(), sink);
        List<Long> targets = new ArrayList<>();
        if (piece.index() > 0) {
            // Some formats seek by decode times, some by presentation times.
            targets.add(piece.keyTicks());
            targets.add(piece.keyDtsTicks());
            FURTHER_BACK_TICKS.forEach(back -> targets.add(piece.keyDtsTicks() - back));
        }
        for (Long target : targets) {
            if (attempt(rendition, sink, cutter, target)) {
                return;
            }
        }
        if (!attempt(rendition, sink, cutter, null)) {
            throw changed(null);
        }
    }

    /**
     * @param seekTicks null to read from the begin of the file
     * @return false when the piece's first picture does not come from there
     */
    private boolean attempt(String rendition, SegmentSink sink, SegmentCutter cutter, @Nullable Long seekTicks)
            throws IOException, FfmpegException, RefusedSourceException {
        try (MediaFile file = SourceProbe.open(source.input(), source.limits(), source.memory())) {
            file.select(Set.of(source.streamIndex()));
            if (seekTicks != null && !file.seek(source.streamIndex(), seekTicks)) {
                return false;
            }
            AvcStream stream = AvcStream.of(file.configuration(source.streamIndex()));
            EncodedSample first = first(file, stream, seekTicks != null);
            if (first == null) {
                return false;
            }
            sink.onTrack(rendition, Track.video(stream.parameters()));
            // The first picture of all may be shown a little earlier, to begin with the sound.
            cutter.add(new EncodedSample(
                    first.trackId(), startTicks, first.dtsTicks(), first.syncSample(), first.payload()));
            FilePacket packet = next(file);
            while (packet != null) {
                EncodedSample sample = sample(stream, packet);
                if (!last && sample.syncSample() && sample.ptsTicks() >= endTicks) {
                    break;
                }
                cutter.add(sample);
                packet = next(file);
            }
            cutter.finish();
            return true;
        } catch (MediaParseException e) {
            throw changed(e);
        }
    }

    private @Nullable EncodedSample first(MediaFile file, AvcStream stream, boolean seeked)
            throws IOException, FfmpegException, MediaParseException {
        FilePacket packet = next(file);
        while (packet != null) {
            if (packet.ptsTicks() == piece.keyTicks()) {
                EncodedSample sample = sample(stream, packet);
                return sample.syncSample() ? sample : null;
            }
            boolean missed = packet.isKey() && packet.ptsTicks() > piece.keyTicks();
            if (seeked && missed) {
                return null;
            }
            packet = next(file);
        }
        return null;
    }

    private @Nullable FilePacket next(MediaFile file) throws IOException, FfmpegException {
        source.stop().check();
        return file.read();
    }

    private EncodedSample sample(AvcStream stream, FilePacket packet) throws MediaParseException {
        Payload payload = stream.sample(Payload.wrap(packet.bytes()));
        long ticks = packet.ptsTicks() - plan.originTicks();
        return new EncodedSample(Track.VIDEO_ID, ticks, ticks, NalUnits.containsAvcIdr(payload), payload);
    }

    private RefusedSourceException changed(@Nullable Exception cause) {
        String message = "The file cannot be read at " + startTicks / TICKS_PER_SECOND
                + " seconds as it could before; it has changed, or is damaged.";
        return cause == null
                ? new RefusedSourceException("damaged_file", message)
                : new RefusedSourceException("damaged_file", message, cause);
    }
}

package dev.sluice.vod.image;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.ffmpeg.codec.PacketDecoder;
import dev.sluice.ffmpeg.codec.VideoFrame;
import dev.sluice.ffmpeg.file.FilePacket;
import dev.sluice.ffmpeg.file.MediaFile;
import dev.sluice.ffmpeg.file.SeekableInput;
import dev.sluice.media.Timescale;
import dev.sluice.vod.source.RefusedSourceException;
import dev.sluice.vod.source.SourceLimits;
import dev.sluice.vod.source.SourceProbe;
import dev.sluice.vod.source.SourceTimeline.SecondMark;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Key frames of a source, each decoded alone: gone to by seeking, or by reading on where the format cannot seek. Quick
 * when they are asked for in order. One thread; the owner closes it.
 */
final class KeyFrames implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KeyFrames.class);
    private static final int TICKS_PER_SECOND = Timescale.VIDEO.ticksPerSecond();
    /** Times as containers round them. */
    private static final long TOLERANCE_TICKS = TICKS_PER_SECOND / 100;

    private static final long FURTHER_BACK_TICKS = 2L * TICKS_PER_SECOND;
    /** Read after one seek, in search of the key frame. */
    private static final int MAX_PACKETS = 5_000;

    /** Some decoders lose the time of a picture that has to be drained from them. */
    private static final int MAX_FOLLOWERS = 16;

    private final Source source;
    private MediaFile file;
    private PacketDecoder decoder;
    private boolean seekable = true;
    /** How many more packets a key frame takes: a second field, or all that its decoder holds back. */
    private int followers;
    /** Whether any seek has led to the key frame that was wanted. */
    private boolean everFound;
    /** Where reading is, in a format that cannot seek. */
    private long positionTicks = Long.MIN_VALUE;

    /**
     * What is read.
     *
     * @param fields whether a picture may come as two packets
     */
    record Source(
            SeekableInput input,
            int streamIndex,
            boolean fields,
            SourceLimits limits,
            TimeBudget budget,
            NativeMemory memory) {}

    private KeyFrames(Source source, MediaFile file, PacketDecoder decoder) {
        this.source = source;
        this.file = file;
        this.decoder = decoder;
        this.followers = source.fields() ? 1 : 0;
    }

    static KeyFrames open(Source source) throws IOException, FfmpegException, RefusedSourceException {
        MediaFile file = SourceProbe.open(source.input(), source.limits(), source.memory());
        try {
            return new KeyFrames(source, file, decoder(source, file));
        } catch (FfmpegException e) {
            file.close();
            throw e;
        }
    }

    /** The key frame that a mark names, which the caller owns; null when it is not found or is damaged. */
    @Nullable
    VideoFrame at(SecondMark mark) throws IOException, FfmpegException, RefusedSourceException {
        // Some formats seek by decode times, some by presentation times.
        List<Long> targets = List.of(mark.keyTicks(), mark.keyDtsTicks(), mark.keyDtsTicks() - FURTHER_BACK_TICKS);
        for (int i = 0; seekable && i < targets.size(); i++) {
            if (source.budget().isSpent()) {
                return null;
            }
            if (file.seek(source.streamIndex(), targets.get(i))) {
                decoder.reset();
                VideoFrame found = readTo(mark.keyTicks(), MAX_PACKETS);
                if (found != null) {
                    everFound = true;
                    return found;
                }
            } else {
                seekable = false;
            }
        }
        if (seekable && everFound) {
            return null;
        }
        if (positionTicks == Long.MIN_VALUE) {
            LOG.info("a source cannot be sought in; its key frames are read one after another");
            reopen();
        }
        seekable = false;
        return readOn(mark.keyTicks());
    }

    @Override
    public void close() {
        decoder.close();
        file.close();
    }

    private @Nullable VideoFrame readOn(long keyTicks) throws IOException, FfmpegException, RefusedSourceException {
        if (keyTicks <= positionTicks) {
            reopen();
        }
        decoder.reset();
        VideoFrame found = readTo(keyTicks, Integer.MAX_VALUE);
        positionTicks = keyTicks;
        return found;
    }

    private void reopen() throws IOException, FfmpegException, RefusedSourceException {
        decoder.close();
        file.close();
        file = SourceProbe.open(source.input(), source.limits(), source.memory());
        decoder = decoder(source, file);
        positionTicks = Long.MIN_VALUE;
    }

    private static PacketDecoder decoder(Source source, MediaFile file) throws FfmpegException {
        file.select(Set.of(source.streamIndex()));
        return file.decoder(source.streamIndex());
    }

    private @Nullable VideoFrame readTo(long keyTicks, int maxPackets) throws IOException {
        try {
            for (int i = 0; i < maxPackets && !source.budget().isSpent(); i++) {
                FilePacket packet = file.read();
                if (packet == null) {
                    return null;
                }
                long ticks = packet.ptsTicks() != FilePacket.NO_TIME ? packet.ptsTicks() : packet.dtsTicks();
                if (packet.isKey() && Math.abs(ticks - keyTicks) <= TOLERANCE_TICKS) {
                    return decode(packet);
                }
                if (packet.isKey() && ticks != FilePacket.NO_TIME && ticks > keyTicks + FURTHER_BACK_TICKS) {
                    return null;
                }
            }
        } catch (FfmpegException damaged) {
            LOG.info("no picture at {}: {}", keyTicks, damaged.getMessage());
        }
        return null;
    }

    private @Nullable VideoFrame decode(FilePacket key) throws IOException, FfmpegException {
        List<VideoFrame> made = new ArrayList<>();
        try {
            file.decodeVideo(decoder, key, made::add);
            FilePacket next = made.isEmpty() && followers > 0 ? file.read() : null;
            for (int i = 1; made.isEmpty() && next != null; i++) {
                file.decodeVideo(decoder, next, made::add);
                next = i < followers ? file.read() : null;
            }
            decoder.drainVideo(made::add);
            if (made.isEmpty()) {
                followers = MAX_FOLLOWERS;
            }
            return made.isEmpty() || made.getFirst().isDamaged() ? null : made.removeFirst();
        } finally {
            made.forEach(VideoFrame::close);
        }
    }
}

package dev.sluice.vod.encode;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.codec.PacketDecoder;
import dev.sluice.ffmpeg.codec.VideoFrame;
import dev.sluice.ffmpeg.file.FilePacket;
import dev.sluice.ffmpeg.file.MediaFile;
import dev.sluice.vod.source.RefusedSourceException;
import dev.sluice.vod.source.StopSignal;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decoded pictures of one video stream in presentation order, on the clock of the source. One thread; the owner closes
 * it, before the file.
 */
final class PictureReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PictureReader.class);
    /** So many packets in a row without a picture, and the source is called broken. */
    private static final int MAX_SILENT_PACKETS = 5_000;
    /** Damage is told of once per so many packets. */
    private static final int LOG_EVERY = 1_000;

    private final MediaFile file;
    private final int streamIndex;
    private final StopSignal stop;
    private final PacketDecoder decoder;
    private final ArrayDeque<VideoFrame> ready = new ArrayDeque<>();
    private boolean ended;
    private int silentPackets;
    private long decoded;
    private long damaged;

    private PictureReader(MediaFile file, int streamIndex, StopSignal stop, PacketDecoder decoder) {
        this.file = file;
        this.streamIndex = streamIndex;
        this.stop = stop;
        this.decoder = decoder;
    }

    /** Reads from where the file stands, which is its begin when it was just opened. */
    static PictureReader open(MediaFile file, int streamIndex, StopSignal stop) throws FfmpegException {
        file.select(Set.of(streamIndex));
        return new PictureReader(file, streamIndex, stop, file.decoder(streamIndex));
    }

    /**
     * Goes to a key frame.
     *
     * @param seekTicks where the format is asked to go
     * @param latestTicks the latest presentation time that the key frame may have
     * @return false when there is no such key frame ahead, and the reader is of no more use
     */
    boolean seek(long seekTicks, long latestTicks) throws IOException, FfmpegException {
        if (!file.seek(streamIndex, seekTicks)) {
            return false;
        }
        decoder.reset();
        @Nullable FilePacket packet;
        while ((packet = file.read()) != null) {
            stop.check();
            if (packet.isKey()) {
                long ticks = packet.ptsTicks() != FilePacket.NO_TIME ? packet.ptsTicks() : packet.dtsTicks();
                if (ticks == FilePacket.NO_TIME || ticks > latestTicks) {
                    return false;
                }
                decode(packet);
                return true;
            }
        }
        return false;
    }

    /**
     * The next picture, which the caller owns; null at the end.
     *
     * @throws RefusedSourceException when far too much of the source is broken
     */
    @Nullable
    VideoFrame next() throws IOException, FfmpegException, RefusedSourceException {
        while (ready.isEmpty() && !ended) {
            stop.check();
            FilePacket packet = readOn();
            if (packet == null) {
                ended = true;
                decoder.drainVideo(this::add);
            } else {
                decode(packet);
                if (silentPackets > MAX_SILENT_PACKETS) {
                    throw new RefusedSourceException(
                            "not_decodable", "The pictures of the file cannot be decoded; it is damaged or encrypted.");
                }
            }
        }
        return ready.poll();
    }

    long decoded() {
        return decoded;
    }

    long damaged() {
        return damaged;
    }

    String decoderName() {
        return decoder.name();
    }

    @Override
    public void close() {
        ready.forEach(VideoFrame::close);
        ready.clear();
        decoder.close();
    }

    /** A file that cannot be read on has ended: the scan saw the same, and told. */
    private @Nullable FilePacket readOn() throws IOException {
        try {
            return file.read();
        } catch (FfmpegException e) {
            damaged++;
            LOG.info("a source cannot be read on: {}", e.getMessage());
            return null;
        }
    }

    private void decode(FilePacket packet) {
        silentPackets++;
        try {
            file.decodeVideo(decoder, packet, this::add);
        } catch (FfmpegException e) {
            if (damaged++ % LOG_EVERY == 0) {
                LOG.info("a packet at {} cannot be decoded: {}", packet.ptsTicks(), e.getMessage());
            }
        }
    }

    private void add(VideoFrame picture) {
        silentPackets = 0;
        decoded++;
        if (picture.isDamaged()) {
            damaged++;
        }
        ready.add(picture);
    }
}

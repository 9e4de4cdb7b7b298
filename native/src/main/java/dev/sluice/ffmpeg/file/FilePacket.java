package dev.sluice.ffmpeg.file;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_ENCRYPTION_INFO;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_NEW_EXTRADATA;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_SKIP_SAMPLES;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_CORRUPT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_DISCARD;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_get_side_data;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale_q;

import dev.sluice.media.Timescale;
import dev.sluice.media.io.Payload;
import java.nio.ByteOrder;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.SizeTPointer;
import org.jspecify.annotations.Nullable;

/** One packet of a {@link MediaFile}, valid until the next one is read. Times are on the 90 kHz clock. */
public final class FilePacket {
    /** A time that is not known. */
    public static final long NO_TIME = Long.MIN_VALUE;

    private static final AVRational CLOCK = av_make_q(1, Timescale.VIDEO.ticksPerSecond());

    private final AVPacket packet;
    private final AVRational timeBase;

    FilePacket(AVPacket packet, AVRational timeBase) {
        this.packet = packet;
        this.timeBase = timeBase;
    }

    public int streamIndex() {
        return packet.stream_index();
    }

    public long ptsTicks() {
        return ticks(packet.pts());
    }

    public long dtsTicks() {
        return ticks(packet.dts());
    }

    /** Zero when unknown. */
    public long durationTicks() {
        return packet.duration() <= 0 ? 0 : ticks(packet.duration());
    }

    /** Whether decoding can begin here. */
    public boolean isKey() {
        return (packet.flags() & AV_PKT_FLAG_KEY) != 0;
    }

    /** Whether it is needed to decode others and is not shown itself, as before the begin of an edit list. */
    public boolean isHidden() {
        return (packet.flags() & AV_PKT_FLAG_DISCARD) != 0;
    }

    /** Whether the container or the format's reader calls it damaged. */
    public boolean isDamaged() {
        return (packet.flags() & AV_PKT_FLAG_CORRUPT) != 0;
    }

    /** The configuration that the stream has from here on, if the container tells it here; it may be the one before. */
    public @Nullable Payload newConfiguration() {
        try (SizeTPointer size = new SizeTPointer(1)) {
            BytePointer data = av_packet_get_side_data(packet, AV_PKT_DATA_NEW_EXTRADATA, size);
            if (data == null || data.isNull()) {
                return null;
            }
            byte[] bytes = new byte[Math.toIntExact(size.get())];
            data.get(bytes);
            return Payload.wrap(bytes);
        }
    }

    public int sizeBytes() {
        return packet.size();
    }

    /** The payload, as the container holds it. */
    public byte[] bytes() {
        byte[] bytes = new byte[packet.size()];
        if (bytes.length > 0) {
            packet.data().get(bytes);
        }
        return bytes;
    }

    /** Whether its payload is encrypted, as far as the container tells. */
    public boolean isEncrypted() {
        return sideData(AV_PKT_DATA_ENCRYPTION_INFO, 1) != null;
    }

    /** Samples at its begin that a decoder throws away: the encoder's priming. */
    public long skippedSamples() {
        BytePointer data = sideData(AV_PKT_DATA_SKIP_SAMPLES, Integer.BYTES);
        if (data == null) {
            return 0;
        }
        int skipped = data.capacity(Integer.BYTES)
                .asByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN)
                .getInt();
        return Integer.toUnsignedLong(skipped);
    }

    private @Nullable BytePointer sideData(int type, int minBytes) {
        try (SizeTPointer size = new SizeTPointer(1)) {
            BytePointer data = av_packet_get_side_data(packet, type, size);
            return data == null || data.isNull() || size.get() < minBytes ? null : data;
        }
    }

    AVPacket avPacket() {
        return packet;
    }

    private long ticks(long time) {
        return time == AV_NOPTS_VALUE ? NO_TIME : av_rescale_q(time, timeBase, CLOCK);
    }
}

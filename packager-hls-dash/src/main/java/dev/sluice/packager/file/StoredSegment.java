package dev.sluice.packager.file;

import dev.sluice.media.io.ByteReader;
import dev.sluice.media.io.MediaParseException;
import dev.sluice.media.io.Payload;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A segment as this packager wrote it, read back: one or more fragments of one track (ISO/IEC 14496-12 section 8.8),
 * each with a tfdt of version 1. For making another file of it without encoding.
 *
 * @param bytes all of the segment
 * @param decodeTicks of the first fragment
 * @param mediaTicks how long its samples last together
 * @param sampleCount of all fragments
 * @param keyFrameBytes from the segment's start to the end of its first sample; zero when that is no sync sample
 * @param timeOffsets where each fragment's decode time stands
 */
public record StoredSegment(
        Payload bytes,
        long decodeTicks,
        long mediaTicks,
        long sampleCount,
        int keyFrameBytes,
        List<Integer> timeOffsets) {
    private static final int MAX_BOXES = 10_000;
    private static final int MAX_SAMPLES = 1 << 20;
    private static final int TFHD_BASE_DATA_OFFSET = 0x01;
    private static final int TFHD_DESCRIPTION = 0x02;
    private static final int TFHD_DURATION = 0x08;
    private static final int TFHD_SIZE = 0x10;
    private static final int TFHD_FLAGS = 0x20;
    private static final int TRUN_DATA_OFFSET = 0x01;
    private static final int TRUN_FIRST_FLAGS = 0x04;
    private static final int TRUN_DURATION = 0x100;
    private static final int TRUN_SIZE = 0x200;
    private static final int TRUN_FLAGS = 0x400;
    private static final int TRUN_OFFSET = 0x800;
    private static final int NOT_SYNC = 0x10000;
    private static final int HEADER_BYTES = 8;

    /** The segment in numbers, see there. */
    public record Facts(long decodeTicks, long mediaTicks, long sampleCount, int sizeBytes, int keyFrameBytes) {}

    /** One sample, with its times on the clock of the track. */
    public record StoredSample(long decodeTicks, long presentationTicks, long durationTicks, Payload bytes) {}

    public Facts facts() {
        return new Facts(decodeTicks, mediaTicks, sampleCount, bytes.sizeBytes(), keyFrameBytes);
    }

    public StoredSegment {
        timeOffsets = List.copyOf(timeOffsets);
    }

    /** @throws MediaParseException when it is no segment of this packager with at least one sample */
    public static StoredSegment read(Payload bytes) throws MediaParseException {
        Reading reading = new Reading(/* samples= */ null);
        reading.all(bytes);
        if (reading.timeOffsets.isEmpty() || reading.mediaTicks <= 0) {
            throw MediaParseException.malformed("a segment without samples");
        }
        return new StoredSegment(
                bytes,
                reading.firstDecodeTicks,
                reading.mediaTicks,
                reading.sampleCount,
                reading.keyFrameBytes,
                reading.timeOffsets);
    }

    /**
     * What is in it, in decode order.
     *
     * @throws MediaParseException when the samples are not where it says that they are
     */
    public List<StoredSample> samples() throws MediaParseException {
        SampleList samples = new SampleList(bytes);
        new Reading(samples).all(bytes);
        return samples.placed();
    }

    /** The same media at another time. */
    public Payload movedTo(long newDecodeTicks) {
        byte[] moved = bytes.toByteArray();
        long shiftTicks = newDecodeTicks - decodeTicks;
        for (int offset : timeOffsets) {
            long ticks = readInt64(moved, offset) + shiftTicks;
            for (int i = 0; i < Long.BYTES; i++) {
                moved[offset + i] = (byte) (ticks >>> (Long.SIZE - Byte.SIZE * (i + 1)));
            }
        }
        return Payload.wrap(moved);
    }

    /**
     * A segment with later composition times, for a file whose edit list takes them back.
     *
     * @throws MediaParseException when it is no segment of this packager, or a fragment has no composition offsets that
     *     could be changed
     */
    public static Payload shifted(Payload bytes, long shiftTicks) throws MediaParseException {
        Reading reading = new Reading(/* samples= */ null);
        reading.all(bytes);
        byte[] shifted = bytes.toByteArray();
        ByteBuffer values = ByteBuffer.wrap(shifted);
        if (reading.compositionOffsets.isEmpty()) {
            throw MediaParseException.malformed("a segment without samples");
        }
        for (CompositionOffsets run : reading.compositionOffsets) {
            if (run.strideBytes == 0) {
                throw MediaParseException.malformed("a fragment without composition offsets");
            }
            for (int i = 0; i < run.count; i++) {
                int position = run.firstPosition + i * run.strideBytes;
                values.putInt(position, Math.toIntExact(values.getInt(position) + shiftTicks));
            }
        }
        return Payload.wrap(shifted);
    }

    /**
     * Where those of one run stand.
     *
     * @param strideBytes from one to the next; zero when there are none
     */
    private record CompositionOffsets(int firstPosition, int strideBytes, int count) {}

    private static long readInt64(byte[] bytes, int offset) {
        long value = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            value = value << Byte.SIZE | (bytes[offset + i] & 0xFF);
        }
        return value;
    }

    /** Samples that were told of, and then found in the data box that follows. */
    private static final class SampleList {
        private record Told(long decodeTicks, long offsetTicks, long durationTicks, long sizeBytes) {}

        private final Payload bytes;
        private final List<Told> told = new ArrayList<>();
        private final List<StoredSample> placed = new ArrayList<>();

        SampleList(Payload bytes) {
            this.bytes = bytes;
        }

        List<StoredSample> placed() {
            return placed;
        }

        void tell(long decodeTicks, long offsetTicks, long durationTicks, long sizeBytes) throws MediaParseException {
            if (told.size() + placed.size() == MAX_SAMPLES) {
                throw MediaParseException.malformed("a segment of more than " + MAX_SAMPLES + " samples");
            }
            told.add(new Told(decodeTicks, offsetTicks, durationTicks, sizeBytes));
        }

        void place(int start, int lengthBytes) throws MediaParseException {
            long at = start;
            for (Told each : told) {
                if (at + each.sizeBytes > start + (long) lengthBytes) {
                    throw MediaParseException.malformed("a sample beyond the data of its fragment");
                }
                placed.add(new StoredSample(
                        each.decodeTicks,
                        each.decodeTicks + each.offsetTicks,
                        each.durationTicks,
                        bytes.slice(Math.toIntExact(at), Math.toIntExact(each.sizeBytes))));
                at += each.sizeBytes;
            }
            told.clear();
        }
    }

    /** What was found so far. */
    private static final class Reading {
        private final @Nullable SampleList samples;
        private final List<Integer> timeOffsets = new ArrayList<>();
        private final List<CompositionOffsets> compositionOffsets = new ArrayList<>();
        private long firstDecodeTicks;
        private long mediaTicks;
        private long sampleCount;
        private int keyFrameBytes;
        private long defaultDuration;
        private long defaultSize;
        private long defaultFlags;
        private long firstSampleBytes = -1;
        private boolean firstIsSync;
        private long atTicks;

        Reading(@Nullable SampleList samples) {
            this.samples = samples;
        }

        void all(Payload bytes) throws MediaParseException {
            ByteReader reader = ByteReader.of(bytes);
            for (int boxes = 0; reader.hasRemaining(); boxes++) {
                if (boxes == MAX_BOXES) {
                    throw MediaParseException.malformed("a segment of more than " + MAX_BOXES + " boxes");
                }
                topBox(reader);
            }
        }

        void topBox(ByteReader reader) throws MediaParseException {
            int bodyBytes = Math.toIntExact(reader.readUnsignedInt32()) - HEADER_BYTES;
            String type = reader.readUtf8(4);
            if (type.equals("moof")) {
                container(reader, reader.positionBytes() + bodyBytes);
                return;
            }
            if (type.equals("mdat") && keyFrameBytes == 0 && timeOffsets.size() == 1 && firstIsSync) {
                keyFrameBytes = Math.toIntExact(reader.positionBytes() + firstSampleBytes);
            }
            if (type.equals("mdat") && samples != null) {
                samples.place(reader.positionBytes(), bodyBytes);
            }
            reader.skip(bodyBytes);
        }

        private void container(ByteReader reader, int end) throws MediaParseException {
            while (reader.positionBytes() < end) {
                int bodyBytes = Math.toIntExact(reader.readUnsignedInt32()) - HEADER_BYTES;
                switch (reader.readUtf8(4)) {
                    case "traf" -> container(reader, reader.positionBytes() + bodyBytes);
                    case "tfhd" -> header(reader.readSlice(bodyBytes));
                    case "tfdt" -> time(reader, bodyBytes);
                    case "trun" -> run(reader.readSlice(bodyBytes), reader.positionBytes() - bodyBytes);
                    default -> reader.skip(bodyBytes);
                }
            }
        }

        private void header(ByteReader box) throws MediaParseException {
            int flags = box.readInt32() & 0xFFFFFF;
            if ((flags & TFHD_BASE_DATA_OFFSET) != 0) {
                throw MediaParseException.malformed("a fragment whose data is elsewhere");
            }
            box.skip(4);
            skipWhere(box, flags, TFHD_DESCRIPTION);
            defaultDuration = valueWhere(box, flags, TFHD_DURATION, 0);
            defaultSize = valueWhere(box, flags, TFHD_SIZE, 0);
            defaultFlags = valueWhere(box, flags, TFHD_FLAGS, 0);
        }

        private void time(ByteReader reader, int bodyBytes) throws MediaParseException {
            int start = reader.positionBytes();
            if (reader.readUnsignedInt8() != 1) {
                throw MediaParseException.malformed("a decode time of 32 bits");
            }
            reader.skip(3);
            int offset = reader.positionBytes();
            long ticks = reader.readInt64();
            if (timeOffsets.isEmpty()) {
                firstDecodeTicks = ticks;
            }
            timeOffsets.add(offset);
            atTicks = ticks;
            reader.skip(bodyBytes - (reader.positionBytes() - start));
        }

        private void run(ByteReader box, int start) throws MediaParseException {
            int flags = box.readInt32() & 0xFFFFFF;
            long count = box.readUnsignedInt32();
            sampleCount += count;
            skipWhere(box, flags, TRUN_DATA_OFFSET);
            long firstFlags = valueWhere(box, flags, TRUN_FIRST_FLAGS, defaultFlags);
            compositionOffsets.add(compositionOffsets(start + box.positionBytes(), flags, count));
            for (long i = 0; i < count; i++) {
                long duration = valueWhere(box, flags, TRUN_DURATION, defaultDuration);
                long size = valueWhere(box, flags, TRUN_SIZE, defaultSize);
                long sampleFlags = valueWhere(box, flags, TRUN_FLAGS, i == 0 ? firstFlags : defaultFlags);
                long offset = (flags & TRUN_OFFSET) != 0 ? box.readInt32() : 0;
                if (firstSampleBytes < 0) {
                    firstSampleBytes = size;
                    firstIsSync = (sampleFlags & NOT_SYNC) == 0;
                }
                mediaTicks += duration;
                if (samples != null) {
                    samples.tell(atTicks, offset, duration, size);
                    atTicks += duration;
                } else if (!box.hasRemaining()
                        && (flags & (TRUN_DURATION | TRUN_SIZE | TRUN_FLAGS | TRUN_OFFSET)) == 0) {
                    mediaTicks += duration * (count - 1 - i);
                    return;
                }
            }
        }

        private static CompositionOffsets compositionOffsets(int firstSample, int flags, long count)
                throws MediaParseException {
            if ((flags & TRUN_OFFSET) == 0) {
                return new CompositionOffsets(0, 0, 0);
            }
            if (count > MAX_SAMPLES) {
                throw MediaParseException.malformed("a segment of more than " + MAX_SAMPLES + " samples");
            }
            int before = Integer.BYTES * Integer.bitCount(flags & (TRUN_DURATION | TRUN_SIZE | TRUN_FLAGS));
            return new CompositionOffsets(firstSample + before, before + Integer.BYTES, (int) count);
        }

        private static long valueWhere(ByteReader box, int flags, int flag, long otherwise) throws MediaParseException {
            return (flags & flag) != 0 ? box.readUnsignedInt32() : otherwise;
        }

        private static void skipWhere(ByteReader box, int flags, int flag) throws MediaParseException {
            if ((flags & flag) != 0) {
                box.skip(4);
            }
        }
    }
}

package dev.sluice.server.e2e;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads the boxes of CMAF that times depend on (ISO/IEC 14496-12), apart from the code that wrote them. */
final class Fragments {
    private static final int HEADER_BYTES = 8;
    private static final int NON_SYNC = 0x1_0000;

    private Fragments() {}

    /** A sample of a track run. */
    record Sample(long dtsTicks, long durationTicks, long compositionOffsetTicks, boolean sync, long sizeBytes) {
        long ptsTicks() {
            return dtsTicks + compositionOffsetTicks;
        }
    }

    /** The samples of a moof, whose tfdt says when they begin. */
    record Fragment(long decodeTimeTicks, List<Sample> samples) {
        long endTicks() {
            Sample last = samples.getLast();
            return last.dtsTicks() + last.durationTicks();
        }
    }

    /** Ticks per second of the only track of an init segment. */
    static long timescale(byte[] init) {
        ByteBuffer header = descend(ByteBuffer.wrap(init), "moov", "trak", "mdia", "mdhd");
        return Integer.toUnsignedLong(header.getInt(header.get(0) == 1 ? 20 : 12));
    }

    /** Every fragment of a media segment. */
    static List<Fragment> parse(byte[] segment) {
        List<Fragment> fragments = new ArrayList<>();
        ByteBuffer file = ByteBuffer.wrap(segment);
        for (ByteBuffer moof : boxes(file, "moof")) {
            fragments.add(fragment(descend(moof, "traf")));
        }
        return fragments;
    }

    private static Fragment fragment(ByteBuffer traf) {
        ByteBuffer tfhd = descend(traf, "tfhd");
        ByteBuffer tfdt = descend(traf, "tfdt");
        long dts = tfdt.get(0) == 1 ? tfdt.getLong(4) : Integer.toUnsignedLong(tfdt.getInt(4));
        int headerFlags = tfhd.getInt(0) & 0xFF_FFFF;
        tfhd.position(HEADER_BYTES + ((headerFlags & 0x1) != 0 ? 8 : 0) + ((headerFlags & 0x2) != 0 ? 4 : 0));
        long defaultDuration = (headerFlags & 0x8) != 0 ? tfhd.getInt() : 0;
        long defaultSize = (headerFlags & 0x10) != 0 ? tfhd.getInt() : 0;
        int defaultFlags = (headerFlags & 0x20) != 0 ? tfhd.getInt() : 0;
        List<Sample> samples = new ArrayList<>();
        long time = dts;
        for (ByteBuffer trun : boxes(traf, "trun")) {
            int flags = trun.getInt(0) & 0xFF_FFFF;
            int count = trun.getInt(4);
            trun.position(HEADER_BYTES + ((flags & 0x1) != 0 ? 4 : 0));
            int firstFlags = (flags & 0x4) != 0 ? trun.getInt() : defaultFlags;
            for (int i = 0; i < count; i++) {
                long duration = (flags & 0x100) != 0 ? trun.getInt() : defaultDuration;
                long size = (flags & 0x200) != 0 ? trun.getInt() : defaultSize;
                int sampleFlags = (flags & 0x400) != 0 ? trun.getInt() : i == 0 ? firstFlags : defaultFlags;
                long offset = (flags & 0x800) != 0 ? trun.getInt() : 0;
                samples.add(new Sample(time, duration, offset, (sampleFlags & NON_SYNC) == 0, size));
                time += duration;
            }
        }
        return new Fragment(dts, samples);
    }

    private static ByteBuffer descend(ByteBuffer from, String... path) {
        ByteBuffer box = from;
        for (String type : path) {
            List<ByteBuffer> found = boxes(box, type);
            if (found.isEmpty()) {
                throw new AssertionError("no " + type + " in " + String.join("/", path));
            }
            box = found.getFirst();
        }
        return box;
    }

    /** The bodies of the child boxes of a type. */
    private static List<ByteBuffer> boxes(ByteBuffer parent, String wanted) {
        List<ByteBuffer> found = new ArrayList<>();
        int at = 0;
        while (at + HEADER_BYTES <= parent.limit()) {
            int size = parent.getInt(at);
            byte[] type = new byte[4];
            parent.get(at + 4, type);
            if (size < HEADER_BYTES || at + size > parent.limit()) {
                throw new AssertionError("a box of " + size + " bytes at " + at + " of " + parent.limit());
            }
            if (new String(type, StandardCharsets.ISO_8859_1).equals(wanted)) {
                found.add(parent.slice(at + HEADER_BYTES, size - HEADER_BYTES));
            }
            at += size;
        }
        return found;
    }
}

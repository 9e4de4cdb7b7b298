package dev.sluice.rtmp.flv;

import static dev.sluice.rtmp.Wire.ascii;
import static dev.sluice.rtmp.Wire.bytes;
import static dev.sluice.rtmp.Wire.join;

import dev.sluice.media.io.MediaParseException;
import dev.sluice.testing.DumpFileAsserts;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the tag readers make of every form of tag; the golden files were read against the specifications. */
class TagReadersDumpTest {
    private static final byte[] DATA = bytes(0xD0, 0xD1);

    @FunctionalInterface
    private interface Reader {
        String read(byte[] body) throws MediaParseException;
    }

    @Test
    void videoTags_matchDump() {
        Map<String, byte[]> tags = new LinkedHashMap<>();
        tags.put("empty", bytes());
        legacyVideo(tags);
        for (String fourCc : new String[] {"avc1", "hvc1", "av01", "vp09", "vp08", "vvc1", "\u0000\u0001zz"}) {
            enhancedVideo(tags, fourCc);
        }
        wrappedVideo(tags);
        dump("flv/video.dump", tags, body -> {
            StringBuilder text = new StringBuilder();
            Tags.video(body)
                    .forEach(tag -> text.append("  ").append(Tags.text(tag)).append('\n'));
            return text.toString();
        });
    }

    private static void legacyVideo(Map<String, byte[]> tags) {
        tags.put("legacy avc header", join(bytes(0x17, 0, 0, 0, 0), DATA));
        tags.put("legacy avc key frame", join(bytes(0x17, 1, 0, 0, 80), DATA));
        tags.put("legacy avc inter frame, negative composition", join(bytes(0x27, 1, 0xFF, 0xFF, 0xD8), DATA));
        tags.put("legacy avc disposable frame", join(bytes(0x37, 1, 0, 0, 0), DATA));
        tags.put("legacy avc empty frame", bytes(0x17, 1, 0, 0, 0));
        tags.put("legacy avc end", bytes(0x17, 2, 0, 0, 0));
        tags.put("legacy avc end, cut short", bytes(0x17, 2));
        tags.put("legacy avc packet type 3", bytes(0x17, 3, 0, 0, 0));
        tags.put("legacy avc, one byte", bytes(0x17));
        tags.put("legacy avc, four bytes", bytes(0x17, 1, 0, 0));
        tags.put("legacy hevc header", join(bytes(0x1C, 0, 0, 0, 0), DATA));
        tags.put("legacy hevc inter frame", join(bytes(0x2C, 1, 0x80, 0, 0), DATA));
        tags.put("legacy command frame, short", bytes(0x57, 0));
        tags.put("legacy command frame, long", bytes(0x57, 0, 0, 0, 0, 0));
        for (int codecId : new int[] {0, 2, 3, 4, 5, 6, 8, 13, 15}) {
            tags.put("legacy codec " + codecId, join(bytes(0x10 | codecId), DATA));
        }
    }

    private static void enhancedVideo(Map<String, byte[]> tags, String fourCc) {
        byte[] code = ascii(fourCc);
        String printable = fourCc.replaceAll("[^ -~]", "?");
        tags.put(printable + " SequenceStart", join(bytes(0x90), code, DATA));
        tags.put(printable + " CodedFrames", join(bytes(0x91), code, bytes(0xFF, 0xFF, 0xD8), DATA));
        tags.put(printable + " CodedFrames inter", join(bytes(0xA1), code, bytes(0, 0, 40), DATA));
        tags.put(printable + " CodedFrames, cut in the header", join(bytes(0x91), code, bytes(0, 0)));
        tags.put(printable + " CodedFramesX", join(bytes(0x93), code, DATA));
        tags.put(printable + " SequenceEnd", join(bytes(0x92), code));
        tags.put(printable + " Metadata", join(bytes(0x94), code, bytes(2, 0, 1, 'x')));
        tags.put(printable + " MPEG2TSSequenceStart", join(bytes(0x95), code, DATA));
        tags.put(printable + " packet type 9", join(bytes(0x99), code, DATA));
    }

    private static void wrappedVideo(Map<String, byte[]> tags) {
        byte[] avc = ascii("avc1");
        byte[] hevc = ascii("hvc1");
        byte[] composition = bytes(0, 0, 40);
        byte[] inner = join(avc, composition, DATA);
        tags.put("command frame", bytes(0xD1, 0));
        tags.put("header cut in the code", bytes(0x91, 'a', 'v', 'c'));
        tags.put("ModEx nano offset", join(bytes(0x97, 2, 1, 2, 3, 0x01), inner));
        tags.put("ModEx twice", join(bytes(0x97, 0, 9, 0x17, 2, 1, 2, 3, 0x03), avc, DATA));
        tags.put(
                "ModEx of 256 bytes by the long size",
                join(bytes(0x97, 0xFF, 0, 0xFF), new byte[256], bytes(1), inner));
        tags.put("ModEx of 300 bytes", join(bytes(0x97, 0xFF, 1, 0x2B), new byte[300], bytes(1), inner));
        tags.put("ModEx beyond the end", join(bytes(0x97, 200), DATA));
        tags.put("ModEx and nothing behind", bytes(0x97, 0, 9));
        tags.put("one track 0", join(bytes(0x96, 0x01), avc, bytes(0), composition, DATA));
        tags.put("one track 3", join(bytes(0x96, 0x01), avc, bytes(3), composition, DATA));
        byte[] track = join(bytes(0, 0, 5), composition, DATA);
        tags.put("many tracks", join(bytes(0x96, 0x11), avc, bytes(0), track, bytes(1), track, bytes(2), track));
        tags.put(
                "many tracks, last first",
                join(bytes(0x96, 0x13), avc, bytes(1, 0, 0, 2), DATA, bytes(0, 0, 0, 2), DATA));
        tags.put("many tracks and codecs", join(bytes(0x96, 0x21), hevc, bytes(0), track, avc, bytes(1), track));
        tags.put("many tracks, last cut", join(bytes(0x96, 0x11), avc, bytes(0), track, bytes(1, 0, 0, 9), DATA));
        tags.put("ModEx before many tracks", join(bytes(0x97, 0, 9, 0x06, 0x11), avc, bytes(0), track));
        tags.put("tracks in tracks", join(bytes(0x96, 0x06, 0x01), avc, bytes(0), track));
        tags.put("multitrack type 3", join(bytes(0x96, 0x31), avc, bytes(0), track));
        tags.put("tracks start", join(bytes(0x96, 0x10), avc, bytes(0, 0, 0, 2), DATA));
    }

    @Test
    void audioTags_matchDump() {
        Map<String, byte[]> tags = new LinkedHashMap<>();
        tags.put("empty", bytes());
        tags.put("legacy aac header", join(bytes(0xAF, 0), DATA));
        tags.put("legacy aac frame", join(bytes(0xAF, 1), DATA));
        tags.put("legacy aac empty frame", bytes(0xAF, 1));
        tags.put("legacy aac, one byte", bytes(0xAF));
        for (int format = 0; format < 16; format++) {
            if (format != 9 && format != 10) {
                tags.put("legacy format " + format, join(bytes(format << 4 | 0xF), DATA));
            }
        }
        for (String fourCc : new String[] {"mp4a", "Opus", "ac-3", "ec-3", ".mp3", "fLaC"}) {
            byte[] code = ascii(fourCc);
            tags.put(fourCc + " SequenceStart", join(bytes(0x90), code, DATA));
            tags.put(fourCc + " CodedFrames", join(bytes(0x91), code, DATA));
            tags.put(fourCc + " SequenceEnd", join(bytes(0x92), code));
            tags.put(fourCc + " MultichannelConfig", join(bytes(0x94), code, bytes(1, 2, 0, 0, 0, 3)));
            tags.put(fourCc + " packet type 3", join(bytes(0x93), code, DATA));
        }
        byte[] opus = ascii("Opus");
        tags.put("header cut in the code", bytes(0x91, 'O', 'p'));
        tags.put("ModEx nano offset", join(bytes(0x97, 2, 1, 2, 3, 0x01), opus, DATA));
        tags.put("one track 0", join(bytes(0x95, 0x01), opus, bytes(0), DATA));
        tags.put("many tracks", join(bytes(0x95, 0x11), opus, bytes(0, 0, 0, 2), DATA, bytes(1, 0, 0, 2), DATA));
        tags.put(
                "many tracks and codecs",
                join(bytes(0x95, 0x21), opus, bytes(1, 0, 0, 2), DATA, ascii("mp4a"), bytes(0, 0, 0, 2), DATA));
        tags.put("tracks in tracks", join(bytes(0x95, 0x05), opus, bytes(0), DATA));
        dump("flv/audio.dump", tags, body -> {
            StringBuilder text = new StringBuilder();
            Tags.audio(body)
                    .forEach(tag -> text.append("  ").append(Tags.text(tag)).append('\n'));
            return text.toString();
        });
    }

    private static void dump(String golden, Map<String, byte[]> tags, Reader reader) {
        StringBuilder dump = new StringBuilder();
        tags.forEach((name, body) -> {
            int shown = Math.min(body.length, 24);
            dump.append(name).append(" <");
            dump.append(HexFormat.of().formatHex(body, 0, shown)).append(shown < body.length ? "…>\n" : ">\n");
            try {
                dump.append(reader.read(body));
            } catch (MediaParseException e) {
                dump.append("  refused: ")
                        .append(e.kind())
                        .append(", ")
                        .append(e.getMessage())
                        .append('\n');
            }
        });
        DumpFileAsserts.assertMatchesDump(golden, dump.toString());
    }
}

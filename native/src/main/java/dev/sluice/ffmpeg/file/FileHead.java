package dev.sluice.ffmpeg.file;

import dev.sluice.ffmpeg.file.RefusedFileException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** The first bytes of a file, looked at before FFmpeg sees any: what is surely no media is refused by name. */
final class FileHead {
    private static final int HEAD_BYTES = 4096;
    /** Text this long from the start on is text; shorter files count whole. */
    private static final int TEXT_BYTES = 512;

    private record Magic(String prefix, int offset, String kind) {}

    private static final List<Magic> OTHER_KINDS = List.of(
            new Magic("PK\3\4", 0, "a ZIP archive or an office document"),
            new Magic("\u001f\u008b", 0, "a gzip archive"),
            new Magic("7z\u00bc\u00af'\u001c", 0, "a 7z archive"),
            new Magic("Rar!\u001a\7", 0, "a RAR archive"),
            new Magic("ustar", 257, "a tar archive"),
            new Magic("%PDF", 0, "a PDF document"),
            new Magic("\u00d0\u00cf\u0011\u00e0", 0, "an office document"),
            new Magic("\u0089PNG", 0, "a PNG image"),
            new Magic("\u00ff\u00d8\u00ff", 0, "a JPEG image"),
            new Magic("GIF8", 0, "a GIF image"),
            new Magic("WEBP", 8, "a WebP image"),
            new Magic("II*\0", 0, "a TIFF image"),
            new Magic("MM\0*", 0, "a TIFF image"),
            new Magic("8BPS", 0, "a Photoshop image"),
            new Magic("ftyphei", 4, "a HEIF image"),
            new Magic("ftypmif1", 4, "a HEIF image"),
            new Magic("ftypavif", 4, "an AVIF image"),
            new Magic("\u007fELF", 0, "a program"),
            new Magic("MZ", 0, "a program"),
            new Magic("SQLite format 3", 0, "a database"),
            new Magic("MThd", 0, "a MIDI file"));

    private static final List<Magic> PLAYLISTS = List.of(
            new Magic("#extm3u", 0, "an HLS or M3U playlist"),
            new Magic("ffconcat", 0, "a list of files"),
            new Magic("[playlist]", 0, "a PLS playlist"),
            new Magic("<mpd", 0, "a DASH manifest"),
            new Magic("<smil", 0, "a SMIL playlist"),
            new Magic("<smoothstreamingmedia", 0, "a Smooth Streaming manifest"),
            new Magic("<asx", 0, "an ASX playlist"));

    private static final List<Magic> MEDIA = List.of(
            new Magic("ftyp", 4, "MP4"),
            new Magic("moov", 4, "QuickTime"),
            new Magic("mdat", 4, "QuickTime"),
            new Magic("moof", 4, "a segment of MP4"),
            new Magic("styp", 4, "a segment of MP4"),
            new Magic("sidx", 4, "a segment of MP4"),
            new Magic("\u001aE\u00df\u00a3", 0, "Matroska"),
            new Magic("RIFF", 0, "AVI or WAV"),
            new Magic("OggS", 0, "Ogg"),
            new Magic("FLV\1", 0, "FLV"),
            new Magic("ID3", 0, "MP3"),
            new Magic("fLaC", 0, "FLAC"),
            new Magic("\0\0\1\u00ba", 0, "MPEG program stream"));

    private static final List<Magic> DOCUMENTS = List.of(
            new Magic("<!doctype html", 0, "a web page"),
            new Magic("<html", 0, "a web page"),
            new Magic("<svg", 0, "an SVG image"),
            new Magic("webvtt", 0, "a subtitle file"));

    private FileHead() {}

    /**
     * @return whether the begin is that of a media format
     * @throws RefusedFileException when the file is empty or surely no media
     */
    static boolean check(SeekableInput input) throws IOException, RefusedFileException {
        if (input.sizeBytes() <= 0) {
            throw new RefusedFileException(Reason.EMPTY, "The file is empty.");
        }
        byte[] head = read(input);
        if (isZero(head)) {
            throw new RefusedFileException(
                    Reason.NOT_MEDIA, "The file begins with nothing but zeros; it was probably not copied fully.");
        }
        String bytes = new String(head, StandardCharsets.ISO_8859_1);
        for (Magic magic : OTHER_KINDS) {
            if (bytes.startsWith(magic.prefix(), magic.offset())) {
                throw new RefusedFileException(Reason.NOT_MEDIA, "The file is " + magic.kind() + ", not media.");
            }
        }
        if (bytes.startsWith("BM") && bytes.startsWith("\0\0\0\0", 6)) {
            throw new RefusedFileException(Reason.NOT_MEDIA, "The file is a BMP image, not media.");
        }
        checkText(head);
        return MEDIA.stream().anyMatch(magic -> bytes.startsWith(magic.prefix(), magic.offset()));
    }

    private static void checkText(byte[] head) throws RefusedFileException {
        String text = textOf(head).toLowerCase(Locale.ROOT);
        for (Magic magic : PLAYLISTS) {
            if (text.startsWith(magic.prefix()) || isXmlWith(text, magic.prefix())) {
                throw new RefusedFileException(
                        Reason.PLAYLIST, "The file is " + magic.kind() + ", which only points to media elsewhere.");
            }
        }
        for (Magic magic : DOCUMENTS) {
            if (text.startsWith(magic.prefix()) || isXmlWith(text, magic.prefix())) {
                throw new RefusedFileException(Reason.NOT_MEDIA, "The file is " + magic.kind() + ", not media.");
            }
        }
        if (text.startsWith("<?xml")) {
            throw new RefusedFileException(Reason.NOT_MEDIA, "The file is an XML document, not media.");
        }
        if (isText(head)) {
            throw new RefusedFileException(Reason.NOT_MEDIA, "The file is text, not media.");
        }
    }

    private static boolean isXmlWith(String text, String element) {
        return element.startsWith("<") && text.startsWith("<?xml") && text.contains(element);
    }

    private static boolean isZero(byte[] head) {
        for (byte b : head) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    /** The head as text, whatever it is, without byte order marks and leading blanks. */
    private static String textOf(byte[] head) {
        boolean littleEndian = head.length > 1 && head[0] == (byte) 0xFF && head[1] == (byte) 0xFE;
        boolean bigEndian = head.length > 1 && head[0] == (byte) 0xFE && head[1] == (byte) 0xFF;
        String text = littleEndian || bigEndian
                ? new String(head, StandardCharsets.UTF_16)
                : new String(head, StandardCharsets.UTF_8);
        return (text.startsWith("\ufeff") ? text.substring(1) : text).stripLeading();
    }

    private static boolean isText(byte[] head) {
        int count = Math.min(head.length, TEXT_BYTES);
        for (int i = 0; i < count; i++) {
            int value = head[i] & 0xFF;
            if ((value < ' ' && "\t\n\r\f".indexOf(value) < 0) || value == 0x7F) {
                return false;
            }
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        try {
            decoder.decode(ByteBuffer.wrap(head, 0, count < TEXT_BYTES ? count : lastWhole(head, count)));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** Before the character that may be cut in two at {@code end}. */
    private static int lastWhole(byte[] utf8, int end) {
        int at = end - 1;
        while (at > end - 4 && (utf8[at] & 0xC0) == 0x80) {
            at--;
        }
        return at;
    }

    private static byte[] read(SeekableInput input) throws IOException {
        ByteBuffer head = ByteBuffer.allocate((int) Math.min(HEAD_BYTES, input.sizeBytes()));
        while (head.hasRemaining()) {
            int count = input.read(head.position(), head);
            if (count <= 0) {
                break;
            }
        }
        byte[] bytes = new byte[head.position()];
        head.flip().get(bytes);
        return bytes;
    }
}

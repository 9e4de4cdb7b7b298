package dev.sluice.vod.subtitle;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The plain text in a subtitle packet; all markup is left out. */
final class CueText {
    static final int MAX_CHARS = 2_000;
    /** Fields before the text of an ASS event in Matroska: order, layer, style, name, three margins, effect. */
    private static final int ASS_FIELDS = 8;

    private static final int MOV_TEXT_HEADER_BYTES = 2;
    private static final Pattern ASS_OVERRIDE = Pattern.compile("\\{[^}]*\\}");
    private static final Pattern TAG = Pattern.compile("</?[A-Za-z][^<>]{0,200}>|<\\d[\\d:.]{0,12}>");

    private CueText() {}

    /** @param codec FFmpeg's name of it; the empty string for one that is no text */
    static String of(String codec, byte[] packet) {
        String text =
                switch (codec) {
                    case "mov_text" -> movText(packet);
                    case "subrip", "srt", "webvtt" ->
                        unescaped(TAG.matcher(utf8(packet, 0, packet.length)).replaceAll(""));
                    case "text" -> utf8(packet, 0, packet.length);
                    case "ass", "ssa" -> assText(utf8(packet, 0, packet.length));
                    default -> "";
                };
        return clean(text);
    }

    private static String movText(byte[] packet) {
        if (packet.length < MOV_TEXT_HEADER_BYTES) {
            return "";
        }
        int length = (packet[0] & 0xFF) << 8 | (packet[1] & 0xFF);
        return utf8(packet, MOV_TEXT_HEADER_BYTES, Math.min(length, packet.length - MOV_TEXT_HEADER_BYTES));
    }

    private static String assText(String event) {
        int at = 0;
        for (int field = 0; field < ASS_FIELDS; field++) {
            at = event.indexOf(',', at) + 1;
            if (at == 0) {
                return "";
            }
        }
        return ASS_OVERRIDE
                .matcher(event.substring(at))
                .replaceAll("")
                .replace("\\N", "\n")
                .replace("\\n", "\n")
                .replace("\\h", " ");
    }

    private static String unescaped(String text) {
        return text.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&nbsp;", " ")
                .replace("&lrm;", "")
                .replace("&rlm;", "")
                .replace("&amp;", "&");
    }

    private static String utf8(byte[] bytes, int offset, int length) {
        return new String(bytes, offset, length, StandardCharsets.UTF_8);
    }

    /** No control characters but line feeds, no blank lines: a blank line would end a cue in WebVTT. */
    private static String clean(String text) {
        String bounded = text.substring(0, Math.min(MAX_CHARS, text.length()));
        return bounded.replace("\r\n", "\n")
                .replace('\r', '\n')
                .lines()
                .map(line -> line.codePoints()
                        .filter(c -> !Character.isISOControl(c))
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString()
                        .strip())
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining("\n"));
    }
}

package dev.sluice.packager.text;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Makes WebVTT cue text (WebVTT section 4.2.2) of plain text, or of the markup that subtitle files have. */
public final class CueText {
    /** A tag of WebVTT, of SubRip's HTML, or a time within a cue. */
    private static final Pattern TAG = Pattern.compile("<(/?)([A-Za-z][A-Za-z0-9]*|\\d+:[0-9:.]+)[^<>]*>");

    private static final Pattern ENTITY = Pattern.compile("&(?:(amp|lt|gt|quot|nbsp|lrm|rlm);|#39;)");
    private static final Map<String, String> ENTITIES =
            Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "nbsp", "\u00a0", "lrm", "\u200e", "rlm", "\u200f");
    private static final Set<String> KEPT_TAGS = Set.of("i", "b", "u");

    private CueText() {}

    /** Plain text: what would be markup is escaped, empty lines and control characters go. */
    public static String escape(String plainText) {
        return withoutEmptyLines(
                escapeCharacters(plainText.replace("\r\n", "\n").replace('\r', '\n')));
    }

    /**
     * Text with markup: italic, bold and underline stay and are closed where they were left open, other tags go, and
     * what is neither tag nor entity is escaped.
     */
    public static String ofMarkup(String markup) {
        StringBuilder out = new StringBuilder(markup.length());
        Deque<String> open = new ArrayDeque<>();
        Matcher tags = TAG.matcher(markup);
        int end = 0;
        while (tags.find()) {
            out.append(escapeCharacters(unescape(markup.substring(end, tags.start()))));
            end = tags.end();
            String name = tags.group(2).toLowerCase(Locale.ROOT);
            if (KEPT_TAGS.contains(name)) {
                appendTag(out, open, name, !tags.group(1).isEmpty());
            } else if (name.equals("br")) {
                out.append('\n');
            }
        }
        out.append(escapeCharacters(unescape(markup.substring(end))));
        while (!open.isEmpty()) {
            out.append("</").append(open.pop()).append('>');
        }
        return withoutEmptyLines(out.toString());
    }

    private static String withoutEmptyLines(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).collect(Collectors.joining("\n"));
    }

    private static void appendTag(StringBuilder out, Deque<String> open, String name, boolean closing) {
        if (!closing) {
            open.push(name);
            out.append('<').append(name).append('>');
        } else if (name.equals(open.peek())) {
            open.pop();
            out.append("</").append(name).append('>');
        }
    }

    private static String unescape(String text) {
        return ENTITY.matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(
                        match.group(1) == null ? "'" : ENTITIES.getOrDefault(match.group(1), "")));
    }

    private static String escapeCharacters(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                default -> out.append(Character.isISOControl(c) && c != '\n' ? ' ' : c);
            }
        }
        return out.toString();
    }
}

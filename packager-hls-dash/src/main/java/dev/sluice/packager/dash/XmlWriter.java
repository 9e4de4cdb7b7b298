package dev.sluice.packager.dash;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Writes indented XML elements with attributes or text, escaped. Owned by one call. */
final class XmlWriter {
    private static final int REPLACEMENT = 0xFFFD;

    private final StringBuilder out = new StringBuilder(4096);
    private final Deque<String> open = new ArrayDeque<>();
    private boolean inTag;

    XmlWriter() {
        out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    }

    XmlWriter start(String name) {
        closeTag();
        out.repeat("  ", open.size()).append('<').append(name);
        open.push(name);
        inTag = true;
        return this;
    }

    /** Nothing when the value is null. */
    XmlWriter attribute(String name, @Nullable Object value) {
        if (value != null) {
            out.append(' ')
                    .append(name)
                    .append("=\"")
                    .append(escape(value.toString()))
                    .append('"');
        }
        return this;
    }

    /** A whole element that holds text and nothing else. */
    XmlWriter element(String name, String text) {
        closeTag();
        out.repeat("  ", open.size()).append('<').append(name).append('>');
        out.append(escape(text)).append("</").append(name).append(">\n");
        return this;
    }

    XmlWriter end() {
        String name = open.pop();
        if (inTag) {
            out.append("/>\n");
            inTag = false;
        } else {
            out.repeat("  ", open.size()).append("</").append(name).append(">\n");
        }
        return this;
    }

    String finish() {
        return out.toString();
    }

    private void closeTag() {
        if (inTag) {
            out.append(">\n");
            inTag = false;
        }
    }

    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                default -> escaped.appendCodePoint(isCharacter(c) ? c : REPLACEMENT);
            }
        });
        return escaped.toString();
    }

    /** XML 1.0 section 2.2: what a document cannot hold even escaped. */
    private static boolean isCharacter(int codePoint) {
        boolean control = codePoint < ' ' && codePoint != '\t' && codePoint != '\n' && codePoint != '\r';
        boolean surrogate = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
        return !control && !surrogate && codePoint != 0xFFFE && codePoint != 0xFFFF;
    }
}

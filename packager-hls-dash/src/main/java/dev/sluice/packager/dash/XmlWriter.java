package dev.sluice.packager.dash;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Writes indented XML elements with attributes and nothing else, escaped. Owned by one call. */
final class XmlWriter {
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
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}

package dev.sluice.server.cli;

import dev.sluice.engine.asset.AssetOutput;
import dev.sluice.engine.asset.AssetRendition;
import java.util.Locale;

/** What a file has become, for people. */
final class OutputTable {
    private static final double BYTES_PER_MB = 1e6;
    private static final double US_PER_SECOND = 1e6;

    private OutputTable() {}

    static String text(AssetOutput output) {
        TextTable table = new TextTable("rendition", "picture or sound", "codecs", "kbit/s", "MB", "file");
        for (AssetRendition rendition : output.renditions()) {
            table.row(
                    rendition.name(),
                    shape(rendition),
                    rendition.codecs(),
                    Long.toString(Math.round(rendition.bitrateBps() / 1e3)),
                    String.format(Locale.ROOT, "%.2f", rendition.sizeBytes() / BYTES_PER_MB),
                    rendition.objectName());
        }
        StringBuilder text = new StringBuilder(table.text());
        text.append(String.format(Locale.ROOT, "%.3f s%n", output.durationUs() / US_PER_SECOND));
        output.notes().forEach(note -> text.append(note).append(System.lineSeparator()));
        return text.toString();
    }

    private static String shape(AssetRendition rendition) {
        return switch (rendition.media()) {
            case VIDEO ->
                String.format(
                        Locale.ROOT, "%dx%d, %.4g/s", rendition.width(), rendition.height(), rendition.frameRate());
            case AUDIO ->
                rendition.channels() + " channels" + (rendition.language() == null ? "" : ", " + rendition.language());
        };
    }
}

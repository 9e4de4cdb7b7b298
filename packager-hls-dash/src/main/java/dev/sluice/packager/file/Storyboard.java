package dev.sluice.packager.file;

import dev.sluice.packager.text.TileGrid;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Small pictures on JPEG sheets, to seek by.
 *
 * @param uriTemplate of the sheets, relative to the manifests, with {@code $Number$}, which counts from one
 * @param grid interval in whole milliseconds
 * @param totalBytes of all sheets
 */
public record Storyboard(String uriTemplate, TileGrid grid, long totalBytes) {
    private static final String NUMBER = "$Number$";
    private static final int MICROS_PER_MILLI = 1_000;

    public Storyboard {
        String[] around = uriTemplate.split("\\$Number\\$", -1);
        if (around.length != 2) {
            throw new IllegalArgumentException("not a template with one number: " + uriTemplate);
        }
        RelativeUri.check(around[0] + "1" + around[1]);
        if (grid.intervalUs() % MICROS_PER_MILLI != 0) {
            throw new IllegalArgumentException("not whole milliseconds: " + grid.intervalUs() + " us");
        }
    }

    /** @param number counts from one */
    public String sheetUri(int number) {
        return uriTemplate.replace(NUMBER, Integer.toString(number));
    }

    List<String> sheetUris(long durationUs) {
        return IntStream.rangeClosed(1, grid.sheets(durationUs))
                .mapToObj(this::sheetUri)
                .toList();
    }

    long intervalMs() {
        return grid.intervalUs() / MICROS_PER_MILLI;
    }
}

package dev.sluice.packager.text;

/**
 * How the small pictures of a storyboard lie on sheets: row by row, a full sheet before the next.
 *
 * @param widthPixels of one tile
 * @param heightPixels of one tile
 * @param intervalUs what one tile stands for; the first from time zero
 */
public record TileGrid(int widthPixels, int heightPixels, int columns, int rows, long intervalUs) {
    public TileGrid {
        if (widthPixels <= 0 || heightPixels <= 0 || columns <= 0 || rows <= 0 || intervalUs <= 0) {
            throw new IllegalArgumentException("not a grid: " + widthPixels + "x" + heightPixels + " pixels, " + columns
                    + "x" + rows + " tiles, " + intervalUs + " us");
        }
    }

    public int perSheet() {
        return Math.multiplyExact(columns, rows);
    }

    /** How many tiles so much time takes. */
    public int count(long durationUs) {
        return Math.toIntExact(Math.ceilDiv(durationUs, intervalUs));
    }

    /** How many sheets they fill, the last of them perhaps in part. */
    public int sheets(long durationUs) {
        return Math.ceilDiv(count(durationUs), perSheet());
    }
}

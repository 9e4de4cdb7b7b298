package dev.sluice.ffmpeg.codec;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT470BG;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.media.io.Payload;
import java.util.Arrays;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;

/**
 * Small pictures side by side on one, row by row; black where none was put. Used again for sheet after sheet.
 *
 * <p>Call order: {@code (put* jpeg clear)* close}. One thread at a time; the owner closes it.
 */
public final class PictureSheet implements AutoCloseable {
    private static final byte NO_COLOUR = (byte) 128;

    private final int tileWidth;
    private final int tileHeight;
    private final int columns;
    private final int rows;
    private final NativeMemory memory;
    private final Scaler scaler;
    private final byte[] luma;
    private final byte[] cb;
    private final byte[] cr;

    /** @param tileWidth and {@code tileHeight}: even */
    public PictureSheet(int tileWidth, int tileHeight, int columns, int rows, NativeMemory memory)
            throws FfmpegException {
        if (tileWidth < 2 || tileHeight < 2 || tileWidth % 2 != 0 || tileHeight % 2 != 0 || columns < 1 || rows < 1) {
            throw new IllegalArgumentException(
                    columns + "x" + rows + " tiles of " + tileWidth + "x" + tileHeight + " pixels");
        }
        this.tileWidth = tileWidth;
        this.tileHeight = tileHeight;
        this.columns = columns;
        this.rows = rows;
        this.memory = memory;
        this.luma = new byte[width() * height()];
        this.cb = new byte[luma.length / 4];
        this.cr = new byte[luma.length / 4];
        this.scaler = Scaler.toFullRange(tileWidth, tileHeight, AVCOL_SPC_BT470BG, memory);
        clear();
    }

    /**
     * Scales a picture onto a place, which the caller goes on owning.
     *
     * @param index of the place, counting from the upper left, row by row
     */
    public void put(int index, VideoFrame picture) throws FfmpegException {
        if (index < 0 || index >= columns * rows) {
            throw new IndexOutOfBoundsException("place " + index + " of " + columns * rows);
        }
        int left = index % columns * tileWidth;
        int top = index / columns * tileHeight;
        try (VideoFrame tile = scaler.scale(picture)) {
            copy(tile.avFrame(), 0, luma, left, top);
            copy(tile.avFrame(), 1, cb, left / 2, top / 2);
            copy(tile.avFrame(), 2, cr, left / 2, top / 2);
        }
    }

    /** The sheet as a JPEG file. */
    public Payload jpeg() throws FfmpegException {
        try (VideoFrame sheet = VideoFrame.ofYuv420(width(), height(), 0, luma, cb, cr, memory)) {
            sheet.avFrame().color_range(AVCOL_RANGE_JPEG).colorspace(AVCOL_SPC_BT470BG);
            return JpegEncoder.encode(sheet, width(), height(), memory);
        }
    }

    /** Takes all pictures off. */
    public void clear() {
        Arrays.fill(luma, (byte) 0);
        Arrays.fill(cb, NO_COLOUR);
        Arrays.fill(cr, NO_COLOUR);
    }

    @Override
    public void close() {
        scaler.close();
    }

    private int width() {
        return tileWidth * columns;
    }

    private int height() {
        return tileHeight * rows;
    }

    private void copy(AVFrame from, int plane, byte[] to, int left, int top) {
        int divisor = plane == 0 ? 1 : 2;
        BytePointer data = from.data(plane);
        for (int y = 0; y < tileHeight / divisor; y++) {
            data.position((long) y * from.linesize(plane))
                    .get(to, (top + y) * (width() / divisor) + left, tileWidth / divisor);
        }
    }
}

package dev.sluice.vod.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.media.io.MediaParseException;
import dev.sluice.media.io.Payload;
import dev.sluice.media.still.StillFile;
import dev.sluice.vod.testing.FilmRecipe;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures of other programs, seen through the JPEG that is made of them. */
class StillMakerTest {
    private static final int TOLERANCE = 12;
    private static final int MAX_PIXELS = 1_000_000;
    private static final int WIDTH = 160;
    private static final int HEIGHT = 80;

    private final StillMaker maker = new StillMaker(MAX_PIXELS);

    @TempDir
    private Path folder;

    @AfterEach
    void nothingNativeIsLeft() {
        assertThat(maker.memory().bytes()).isZero();
        assertThat(maker.memory().handles()).isZero();
    }

    /** Red and green above, blue and white below. */
    private static BufferedImage quarters(int type, int width, int height) {
        BufferedImage image = new BufferedImage(width, height, type);
        Graphics2D drawing = image.createGraphics();
        Color[] colours = {Color.RED, Color.GREEN, Color.BLUE, Color.WHITE};
        for (int i = 0; i < colours.length; i++) {
            drawing.setColor(colours[i]);
            drawing.fillRect(i % 2 * width / 2, i / 2 * height / 2, width / 2, height / 2);
        }
        drawing.dispose();
        return image;
    }

    private static byte[] file(BufferedImage image, String format) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, bytes)).isTrue();
        return bytes.toByteArray();
    }

    private BufferedImage made(byte[] file) throws Exception {
        Payload jpeg = maker.make(StillFile.parse(Payload.wrap(file)));
        return ImageIO.read(new ByteArrayInputStream(jpeg.toByteArray()));
    }

    private static void assertColour(BufferedImage image, double x, double y, Color wanted) {
        Color found = new Color(image.getRGB((int) (x * image.getWidth()), (int) (y * image.getHeight())));
        assertThat(Math.max(
                        Math.abs(found.getRed() - wanted.getRed()),
                        Math.max(
                                Math.abs(found.getGreen() - wanted.getGreen()),
                                Math.abs(found.getBlue() - wanted.getBlue()))))
                .as("%s at %s, %s instead of %s", found, x, y, wanted)
                .isLessThanOrEqualTo(TOLERANCE);
    }

    private static void assertQuarters(BufferedImage image) {
        assertColour(image, 0.25, 0.25, Color.RED);
        assertColour(image, 0.75, 0.25, Color.GREEN);
        assertColour(image, 0.25, 0.75, Color.BLUE);
        assertColour(image, 0.75, 0.75, Color.WHITE);
    }

    @ParameterizedTest
    @CsvSource({
        "png," + BufferedImage.TYPE_3BYTE_BGR,
        "png," + BufferedImage.TYPE_4BYTE_ABGR,
        "png," + BufferedImage.TYPE_BYTE_INDEXED,
        "jpg," + BufferedImage.TYPE_3BYTE_BGR
    })
    void colours_ofAnyKind_areThoseOfThePicture(String format, int type) throws Exception {
        BufferedImage image = made(file(quarters(type, WIDTH, HEIGHT), format));

        assertThat(image.getWidth()).isEqualTo(WIDTH);
        assertThat(image.getHeight()).isEqualTo(HEIGHT);
        assertQuarters(image);
    }

    @ParameterizedTest
    @CsvSource({
        "webp, yuv420p, -lossless, 0",
        "webp, yuva420p, -lossless, 0",
        "webp, bgra, -lossless, 1",
        "png, rgb48be, -compression_level, 9",
        "png, rgba64be, -compression_level, 9",
        "jpg, yuvj444p, -q:v, 2"
    })
    void colours_ofFilesOfAnotherProgram_areThoseOfThePicture(String suffix, String format, String option, String value)
            throws Exception {
        Path source = folder.resolve("source.png");
        Files.write(source, file(quarters(BufferedImage.TYPE_3BYTE_BGR, WIDTH, HEIGHT), "png"));
        String name = folder.resolve("made." + suffix).toString();
        Path file = FilmRecipe.make(
                Path.of(name), "-i", source.toString(), "-pix_fmt", format, option, value, "-frames:v", "1");

        assertQuarters(made(Files.readAllBytes(file)));
    }

    @ParameterizedTest
    @ValueSource(ints = {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_USHORT_GRAY, BufferedImage.TYPE_BYTE_BINARY})
    void grey_keepsItsBrightness(int type) throws Exception {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, type);
        Graphics2D drawing = image.createGraphics();
        drawing.setColor(Color.WHITE);
        drawing.fillRect(0, 0, WIDTH / 2, HEIGHT);
        drawing.dispose();

        BufferedImage made = made(file(image, "png"));

        assertColour(made, 0.25, 0.5, Color.WHITE);
        assertColour(made, 0.75, 0.5, Color.BLACK);
    }

    /** As Adobe's programs write them: the less ink, the larger the value. */
    @Test
    void inkJpeg_isSeenInColours() throws Exception {
        byte[] plain = inks();
        byte[] adobe = {-1, (byte) 0xEE, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0};
        ByteBuffer with = ByteBuffer.allocate(plain.length + adobe.length)
                .put(plain, 0, 2)
                .put(adobe)
                .put(plain, 2, plain.length - 2);

        assertQuarters(made(with.array()));
    }

    @Test
    void inkJpeg_thatDoesNotSayHowItsInksAreMeant_isRefused() {
        assertThatThrownBy(() -> made(inks())).isInstanceOf(MediaParseException.class);
    }

    private static byte[] inks() throws Exception {
        BufferedImage colours = quarters(BufferedImage.TYPE_3BYTE_BGR, WIDTH, HEIGHT);
        WritableRaster inks = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, WIDTH, HEIGHT, 4, null);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                Color colour = new Color(colours.getRGB(x, y));
                inks.setPixel(x, y, new int[] {colour.getRed(), colour.getGreen(), colour.getBlue(), 255});
            }
        }
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(new IIOImage(inks, null, null));
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {BufferedImage.TYPE_4BYTE_ABGR, BufferedImage.TYPE_BYTE_INDEXED})
    void transparentParts_becomeBlack(int type) throws Exception {
        BufferedImage image = type == BufferedImage.TYPE_BYTE_INDEXED
                ? new BufferedImage(
                        WIDTH,
                        HEIGHT,
                        type,
                        new IndexColorModel(
                                2, 3, new byte[] {-1, -1, 0}, new byte[] {-1, 0, -1}, new byte[] {-1, 0, 0}, 0))
                : new BufferedImage(WIDTH, HEIGHT, type);
        for (int x = 0; x < WIDTH; x++) {
            for (int y = 0; y < HEIGHT; y++) {
                image.setRGB(x, y, x < WIDTH / 2 ? 0x00FFFFFF : 0xFFFF0000);
            }
        }

        BufferedImage made = made(file(image, "png"));

        assertColour(made, 0.25, 0.5, Color.BLACK);
        assertColour(made, 0.75, 0.5, Color.RED);
    }

    @Test
    void largePicture_isScaledToTheSizeOfPosters() throws Exception {
        BufferedImage made = made(file(quarters(BufferedImage.TYPE_3BYTE_BGR, 400, 2_000), "jpg"));

        assertThat(made.getHeight()).isEqualTo(PosterMaker.LONGEST_SIDE);
        assertThat(made.getWidth()).isEqualTo(256);
        assertQuarters(made);
    }

    /** Where red is, and where green is. */
    @ParameterizedTest
    @CsvSource({
        "1, 0.25, 0.25, 0.75, 0.25",
        "2, 0.75, 0.25, 0.25, 0.25",
        "3, 0.75, 0.75, 0.25, 0.75",
        "4, 0.25, 0.75, 0.75, 0.75",
        "5, 0.25, 0.25, 0.25, 0.75",
        "6, 0.75, 0.25, 0.75, 0.75",
        "7, 0.75, 0.75, 0.75, 0.25",
        "8, 0.25, 0.75, 0.25, 0.25"
    })
    void orientation_ofACamera_isApplied(int orientation, double redX, double redY, double greenX, double greenY)
            throws Exception {
        byte[] plain = file(quarters(BufferedImage.TYPE_3BYTE_BGR, WIDTH, HEIGHT), "jpg");
        byte[] tiff = {'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte) orientation, 0, 0, 0, 0};
        byte[] exif = ("Exif\0\0" + new String(tiff, StandardCharsets.ISO_8859_1) + "a secret place")
                .getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer with = ByteBuffer.allocate(plain.length + 4 + exif.length)
                .put(plain, 0, 2)
                .putShort((short) 0xFFE1)
                .putShort((short) (exif.length + 2))
                .put(exif)
                .put(plain, 2, plain.length - 2);

        Payload jpeg = maker.make(StillFile.parse(Payload.wrap(with.array())));

        assertThat(new String(jpeg.toByteArray(), StandardCharsets.ISO_8859_1)).doesNotContain("secret", "Exif");
        BufferedImage made = ImageIO.read(new ByteArrayInputStream(jpeg.toByteArray()));
        assertThat(made.getWidth()).isEqualTo(orientation < 5 ? WIDTH : HEIGHT);
        assertColour(made, redX, redY, Color.RED);
        assertColour(made, greenX, greenY, Color.GREEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "webp"})
    void truncatedFile_isRefusedWherever(String suffix) throws Exception {
        Path file = FilmRecipe.make(
                folder.resolve("noise." + suffix),
                "-f",
                "lavfi",
                "-i",
                "nullsrc=s=96x64,geq=random(1)*255:128:128",
                "-frames:v",
                "1");
        byte[] whole = Files.readAllBytes(file);
        for (int percent = 1; percent < 100; percent += 7) {
            byte[] cut = Arrays.copyOf(whole, whole.length * percent / 100);
            assertThatThrownBy(() -> made(cut))
                    .as("%d %% of %s", percent, suffix)
                    .isInstanceOfAny(MediaParseException.class, FfmpegException.class);
        }
    }

    @Test
    void missingRows_areBlack() throws Exception {
        byte[] rows = new byte[64 * (1 + 3 * 64) / 2];
        Arrays.fill(rows, (byte) -1);
        for (int y = 0; y < 32; y++) {
            rows[y * (1 + 3 * 64)] = 0;
        }

        BufferedImage made = made(png(64, 64, rows, new byte[0]));

        assertColour(made, 0.5, 0.25, Color.WHITE);
        assertColour(made, 0.5, 0.75, Color.BLACK);
    }

    @Test
    void hugePicture_isRefusedWithoutTakingItsMemory() throws Exception {
        byte[] bomb = png(30_000, 30_000, new byte[1 << 20], new byte[0]);
        long before = peakResidentBytes();

        assertThatThrownBy(() -> made(bomb)).isInstanceOf(FfmpegException.class);

        assertThat(peakResidentBytes() - before).isLessThan(300L << 20);
    }

    @Test
    void textThatGrows_isLeftOut() throws Exception {
        byte[] rows = new byte[64 * (1 + 3 * 64)];
        byte[] bomb = png(64, 64, rows, deflated(new byte[512 << 20]));
        long before = peakResidentBytes();

        assertThat(made(bomb).getWidth()).isEqualTo(64);

        assertThat(peakResidentBytes() - before).isLessThan(300L << 20);
    }

    private static byte[] png(int width, int height, byte[] rows, byte[] text) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
        byte[] header = ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(height)
                .put(new byte[] {8, 2, 0, 0, 0})
                .array();
        file.writeBytes(chunk("IHDR", header));
        if (text.length > 0) {
            file.writeBytes(chunk(
                    "zTXt",
                    ByteBuffer.allocate(3 + text.length)
                            .put(new byte[] {'a', 0, 0})
                            .put(text)
                            .array()));
        }
        file.writeBytes(chunk("IDAT", deflated(rows)));
        file.writeBytes(chunk("IEND", new byte[0]));
        return file.toByteArray();
    }

    private static byte[] chunk(String type, byte[] body) {
        CRC32 checksum = new CRC32();
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        checksum.update(name);
        checksum.update(body);
        return ByteBuffer.allocate(12 + body.length)
                .putInt(body.length)
                .put(name)
                .put(body)
                .putInt((int) checksum.getValue())
                .array();
    }

    private static byte[] deflated(byte[] bytes) {
        try (Deflater deflater = new Deflater()) {
            deflater.setInput(bytes);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] block = new byte[1 << 16];
            while (!deflater.finished()) {
                out.write(block, 0, deflater.deflate(block));
            }
            return out.toByteArray();
        }
    }

    private static long peakResidentBytes() throws Exception {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
                .findFirst()
                .orElseThrow();
    }
}

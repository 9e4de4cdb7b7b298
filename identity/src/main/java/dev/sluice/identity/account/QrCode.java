package dev.sluice.identity.account;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import javax.imageio.ImageIO;

/** QR codes as data URLs that pages can show. */
final class QrCode {
    private static final int SIZE_PIXELS = 240;
    private static final int WHITE = 0xFFFFFF;

    private QrCode() {}

    static String pngDataUrl(String text) {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            BitMatrix modules = new QRCodeWriter()
                    .encode(
                            text,
                            BarcodeFormat.QR_CODE,
                            SIZE_PIXELS,
                            SIZE_PIXELS,
                            Map.of(EncodeHintType.CHARACTER_SET, StandardCharsets.UTF_8.name()));
            ImageIO.write(picture(modules), "png", png);
        } catch (WriterException tooLong) {
            throw new IllegalStateException("the text does not fit a QR code", tooLong);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(png.toByteArray());
    }

    private static BufferedImage picture(BitMatrix modules) {
        BufferedImage picture =
                new BufferedImage(modules.getWidth(), modules.getHeight(), BufferedImage.TYPE_BYTE_BINARY);
        for (int y = 0; y < modules.getHeight(); y++) {
            for (int x = 0; x < modules.getWidth(); x++) {
                picture.setRGB(x, y, modules.get(x, y) ? 0 : WHITE);
            }
        }
        return picture;
    }
}

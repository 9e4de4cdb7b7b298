package dev.sluice.media.codec;

import dev.sluice.media.io.Payload;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** The records under {@code src/test/resources/records}, each made by a real encoder (see the README there). */
final class Records {
    private Records() {}

    static Payload load(String name) {
        try (InputStream in = Records.class.getResourceAsStream("/records/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException("no record " + name);
            }
            return hex(new String(in.readAllBytes(), StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    static Payload hex(String digits) {
        return Payload.wrap(HexFormat.of().parseHex(digits.replaceAll("\\s", "")));
    }
}

package dev.sluice.api.upload;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sluice.api.http.ApiException;
import dev.sluice.engine.upload.UploadSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Any form is read to its end or refused, however its bytes come, and so is any metadata. Ordinary builds replay the
 * kept inputs.
 */
class UploadParsersFuzzTest {
    @FuzzTest
    void form(byte[] bytes) {
        assertThat(read(bytes, 1)).isEqualTo(read(bytes, Integer.MAX_VALUE));
        assertThat(read(bytes, 7)).isEqualTo(read(bytes, Integer.MAX_VALUE));
    }

    @FuzzTest
    void metadata(byte[] bytes) {
        String header = new String(bytes, StandardCharsets.ISO_8859_1);
        try {
            assertThat(TusMetadata.parse(header))
                    .allSatisfy((key, values) -> assertThat(values).hasSize(1));
        } catch (ApiException refused) {
            assertThat(refused.status()).isEqualTo(400);
        }
        assertThat(HeaderParameters.parse(header).parameters()).doesNotContainKey("");
    }

    @Test
    void form_withLineEndsThatLookLikeBoundaries_isReadAsItIs() {
        String body = "preamble\r\n--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--\r\n-\r\n--Bx"
                        .replace("--Bx", "--A")
                + "\r\n--B  \r\nX: y\r\n\r\n\r\n--B--";

        assertThat(read(body.getBytes(StandardCharsets.US_ASCII), 3))
                .isEqualTo("{content-disposition=form-data; name=\"a\"}1\r\n--\r\n-\r\n--A|{x=y}|end");
    }

    @Test
    void form_thatEndsEarlyOrIsMalformed_isRefused() {
        for (String body :
                new String[] {"", "--B", "--B\r\n", "--B\r\nno colon\r\n\r\n", "--B\r\na: b\r\n\r\nx\r\n--", "--Bx"}) {
            assertThat(read(body.getBytes(StandardCharsets.US_ASCII), 2))
                    .as(body)
                    .endsWith("refused");
        }
    }

    /** What a reader makes of the bytes when they come in pieces of a size. */
    private static String read(byte[] bytes, int pieceBytes) {
        ByteArrayInputStream in = new ByteArrayInputStream(bytes);
        UploadSource source =
                (target, offset, length, patience) -> in.read(target, offset, Math.min(length, pieceBytes));
        MultipartReader reader = new MultipartReader(source, "B");
        StringBuilder seen = new StringBuilder();
        try {
            while (reader.nextPart()) {
                seen.append(reader.headers());
                byte[] piece = new byte[5];
                for (int read = 0; read >= 0; read = reader.read(piece, 0, piece.length, Duration.ZERO)) {
                    seen.append(new String(piece, 0, read, StandardCharsets.ISO_8859_1));
                }
                seen.append('|');
            }
            return seen.append("end").toString();
        } catch (ApiException | IOException refused) {
            return seen.append("refused").toString();
        }
    }
}

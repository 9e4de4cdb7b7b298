package dev.sluice.storage.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.media.io.Payload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class PayloadRangeTest {
    private static final List<Payload> BODY =
            List.of(payload("abc"), Payload.EMPTY, payload("d"), payload("efghij"), Payload.EMPTY);
    private static final byte[] WHOLE = "abcdefghij".getBytes(StandardCharsets.US_ASCII);

    @Test
    void whole_openedTwice_readsTheSameBytes() throws Exception {
        PayloadRange whole = PayloadRange.whole(BODY);

        assertThat(whole.sizeBytes()).isEqualTo(10);
        assertThat(whole.open().readAllBytes()).isEqualTo(WHOLE);
        assertThat(whole.open().readAllBytes()).isEqualTo(WHOLE);
    }

    @Test
    void cut_anyPartSize_partsMakeTheWhole() throws Exception {
        for (int size = 1; size <= 11; size++) {
            int partBytes = size;
            ByteArrayOutputStream joined = new ByteArrayOutputStream();
            List<PayloadRange> parts = PayloadRange.cut(BODY, partBytes);
            for (PayloadRange part : parts) {
                byte[] bytes = part.open().readAllBytes();
                assertThat(bytes).hasSize(Math.toIntExact(part.sizeBytes()));
                joined.write(bytes);
            }
            assertThat(joined.toByteArray()).isEqualTo(WHOLE);
            assertThat(parts).hasSize((9 + partBytes) / partBytes);
            assertThat(parts.subList(0, parts.size() - 1)).allMatch(part -> part.sizeBytes() == partBytes);
        }
    }

    @Test
    void stream_singleAndBulkReads_agree() throws Exception {
        InputStream stream = PayloadRange.whole(List.of(Payload.wrap(new byte[] {-1, 0, 1}), payload("xyz")))
                .open();

        assertThat(stream.read()).isEqualTo(255);
        assertThat(stream.read()).isZero();
        byte[] target = new byte[8];
        assertThat(stream.read(target, 2, 6)).isEqualTo(1);
        assertThat(stream.read(target, 3, 2)).isEqualTo(2);
        assertThat(target).containsExactly(0, 0, 1, 'x', 'y', 0, 0, 0);
        assertThat(stream.read(target, 0, 0)).isZero();
        assertThat(stream.read()).isEqualTo('z');
        assertThat(stream.read()).isEqualTo(-1);
        assertThat(stream.read(target, 0, 1)).isEqualTo(-1);
    }

    @Test
    void contentMd5_ofAPart_isThatOfItsBytes() throws Exception {
        PayloadRange second = PayloadRange.cut(BODY, 4).get(1);
        byte[] digest = MessageDigest.getInstance("MD5").digest(Arrays.copyOfRange(WHOLE, 4, 8));

        assertThat(second.contentMd5()).isEqualTo(Base64.getEncoder().encodeToString(digest));
        assertThat(PayloadRange.whole(List.of()).contentMd5()).isEqualTo("1B2M2Y8AsgTpgAmY7PhCfg==");
    }

    @Test
    void requestBody_hasLengthAndType() throws IOException {
        var body = PayloadRange.whole(BODY).requestBody("video/mp4");

        assertThat(body.optionalContentLength()).contains(10L);
        assertThat(body.contentType()).isEqualTo("video/mp4");
        assertThat(body.contentStreamProvider().newStream().readAllBytes()).isEqualTo(WHOLE);
    }

    private static Payload payload(String text) {
        return Payload.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }
}

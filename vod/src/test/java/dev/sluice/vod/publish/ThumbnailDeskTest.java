package dev.sluice.vod.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.asset.AssetKeys;
import dev.sluice.engine.asset.AssetRecord;
import dev.sluice.engine.asset.ThumbnailRefusal;
import dev.sluice.engine.asset.ThumbnailRefusal.Reason;
import dev.sluice.engine.port.Viewpoint;
import dev.sluice.media.io.Payload;
import dev.sluice.vod.testing.MemoryStore;
import dev.sluice.vod.testing.MemoryThumbnails;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ThumbnailDeskTest {
    private static final Viewpoint OWNER = new Viewpoint("default", null);
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    /** Where PNG has its width. */
    private static final int WIDTH_OFFSET = 16;

    private final AssetId id = AssetId.random();
    private final String prefix = AssetKeys.published(id);
    private final MemoryThumbnails rows = new MemoryThumbnails(id);
    private final MemoryStore store = new MemoryStore();
    private final ThumbnailDesk desk = new ThumbnailDesk(rows, store, Runnable::run);

    private static byte[] png(int width, int height) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png", bytes);
        return bytes.toByteArray();
    }

    private String put(byte[] picture) throws Exception {
        return thumbnail(desk.put(OWNER, id, Payload.wrap(picture), NOW).orElseThrow());
    }

    private static String thumbnail(AssetRecord asset) {
        return Objects.requireNonNull(Objects.requireNonNull(asset.output()).thumbnail());
    }

    private void assertRefused(byte[] picture, Reason reason) {
        assertThatThrownBy(() -> put(picture))
                .isInstanceOfSatisfying(ThumbnailRefusal.class, refused -> assertThat(refused.reason())
                        .isEqualTo(reason));
        assertThat(store.namesBeneath(prefix)).isEmpty();
    }

    @Test
    void put_picture_isStoredAsJpegUnderANewNameEachTime() throws Exception {
        String first = put(png(320, 180));
        String second = put(png(320, 180));

        assertThat(first).matches("thumbnail-[0-9a-f]{8}\\.jpg").isNotEqualTo(second);
        assertThat(store.metadata(prefix + first).contentType()).isEqualTo("image/jpeg");
        assertThat(store.metadata(prefix + first).cacheControl()).contains("immutable");
        BufferedImage stored = ImageIO.read(new ByteArrayInputStream(store.bytes(prefix + first)));
        assertThat(stored.getWidth()).isEqualTo(320);
        assertThat(stored.getHeight()).isEqualTo(180);
    }

    @Test
    void remove_pictureThatWasSet_givesTheFilmsOwnBack_once() throws Exception {
        put(png(16, 16));

        assertThat(thumbnail(desk.remove(OWNER, id, NOW).orElseThrow())).isEqualTo(MemoryThumbnails.POSTER);
        assertThatThrownBy(() -> desk.remove(OWNER, id, NOW))
                .isInstanceOfSatisfying(ThumbnailRefusal.class, refused -> assertThat(refused.reason())
                        .isEqualTo(Reason.NOT_FOUND));
    }

    @Test
    void put_noPicture_isRefused() {
        assertRefused("<svg/>".getBytes(java.nio.charset.StandardCharsets.UTF_8), Reason.NOT_A_PICTURE);
        assertRefused(new byte[0], Reason.NOT_A_PICTURE);
    }

    @Test
    void put_brokenPicture_isRefused() throws Exception {
        byte[] whole = png(320, 180);

        assertRefused(Arrays.copyOf(whole, whole.length / 2), Reason.UNREADABLE);
        whole[whole.length / 2] ^= 1;
        assertRefused(whole, Reason.UNREADABLE);
    }

    @Test
    void put_tooManyPixels_isRefusedBeforeAnythingIsDecoded() throws Exception {
        byte[] huge = png(16, 16);
        Arrays.fill(huge, WIDTH_OFFSET, WIDTH_OFFSET + 8, (byte) 0);
        huge[WIDTH_OFFSET + 2] = 0x75;
        huge[WIDTH_OFFSET + 6] = 0x75;

        assertRefused(huge, Reason.TOO_MANY_PIXELS);
    }

    @Test
    void put_tooManyAtOnce_isRefused() {
        ThumbnailDesk full = new ThumbnailDesk(rows, store, work -> {
            throw new RejectedExecutionException("full");
        });

        assertThatThrownBy(() -> full.put(OWNER, id, Payload.wrap(png(16, 16)), NOW))
                .isInstanceOfSatisfying(ThumbnailRefusal.class, refused -> assertThat(refused.reason())
                        .isEqualTo(Reason.BUSY));
    }

    @Test
    void put_videoThatDoesNotPlay_isRefused() throws Exception {
        rows.ready = false;

        assertRefused(png(16, 16), Reason.NOT_READY);
        assertThatThrownBy(() -> desk.remove(OWNER, id, NOW)).isInstanceOf(ThumbnailRefusal.class);
    }

    @Test
    void put_videoThatIsDeletedMeanwhile_leavesNothingInTheStore() throws Exception {
        rows.deletedMeanwhile = true;

        assertThat(desk.put(OWNER, id, Payload.wrap(png(16, 16)), NOW)).isEmpty();
        assertThat(store.namesBeneath(prefix)).isEmpty();
    }

    @Test
    void put_anothersVideo_isNotFound() throws Exception {
        assertThat(desk.put(OWNER, AssetId.random(), Payload.wrap(png(16, 16)), NOW))
                .isEmpty();
        assertThat(store.puts()).isEmpty();
    }
}

package dev.sluice.api.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.media.io.Payload;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class GzipCacheTest {
    private final GzipCache cache = new GzipCache();
    private final EdgePath path = new EdgePath(EdgePath.Space.LIVE, UUID.randomUUID(), "master.m3u8", null);

    @Test
    void compress_sameVersionTwice_sharesTheBytes() {
        EdgeFile first = cache.compress(path, manifest("\"p-1\"", GzipCache.MIN_SOURCE_BYTES));
        EdgeFile second = cache.compress(path, manifest("\"p-1\"", GzipCache.MIN_SOURCE_BYTES));
        assertThat(first.etag()).isEqualTo("\"p-1-gz\"");
        assertThat(first.compressed()).isTrue();
        assertThat(first.sizeBytes()).isLessThan(GzipCache.MIN_SOURCE_BYTES);
        assertThat(piece(second)).isSameAs(piece(first));
    }

    @Test
    void compress_newVersion_replacesTheOld() {
        EdgeFile first = cache.compress(path, manifest("\"p-1\"", GzipCache.MIN_SOURCE_BYTES));
        EdgeFile second = cache.compress(path, manifest("\"p-2\"", GzipCache.MIN_SOURCE_BYTES));
        assertThat(second.etag()).isEqualTo("\"p-2-gz\"");
        assertThat(piece(second)).isNotSameAs(piece(first));
    }

    @Test
    void compress_tooSmallOrTooLarge_givesTheFileItself() {
        EdgeFile small = manifest("\"p-1\"", GzipCache.MIN_SOURCE_BYTES - 1);
        EdgeFile large = manifest("\"p-1\"", GzipCache.MAX_SOURCE_BYTES + 1);
        assertThat(cache.compress(path, small)).isSameAs(small);
        assertThat(cache.compress(path, large)).isSameAs(large);
    }

    @Test
    void compress_moreFilesThanItHolds_forgetsTheLongestUnused() {
        Payload first = piece(cache.compress(path, manifest("\"p-1\"", GzipCache.MIN_SOURCE_BYTES)));
        for (int i = 0; i < GzipCache.MAX_FILES; i++) {
            EdgePath other = new EdgePath(EdgePath.Space.LIVE, UUID.randomUUID(), "master.m3u8", null);
            cache.compress(other, manifest("\"p-1\"", GzipCache.MIN_SOURCE_BYTES));
        }
        Payload again = piece(cache.compress(path, manifest("\"p-1\"", GzipCache.MIN_SOURCE_BYTES)));
        assertThat(again).isNotSameAs(first);
    }

    private static EdgeFile manifest(String etag, int sizeBytes) {
        MemoryBody body = new MemoryBody(List.of(Payload.wrap(new byte[sizeBytes])));
        return new EdgeFile(
                "text/plain",
                "no-store",
                etag,
                sizeBytes,
                /* compressible= */ true,
                /* isWatched= */ true,
                /* compressed= */ false,
                body);
    }

    private static Payload piece(EdgeFile file) {
        return ((MemoryBody) file.body()).pieces().getFirst();
    }
}

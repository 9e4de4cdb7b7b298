package dev.sluice.storage.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sluice.engine.port.ObjectMetadata;
import dev.sluice.engine.port.ObjectStore;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.engine.port.StoredObject;
import dev.sluice.media.io.Payload;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every object store does. Each test begins with an empty store. */
abstract class ObjectStoreContract {
    static final ObjectMetadata SEGMENT = new ObjectMetadata("video/mp4", "public, max-age=31536000, immutable");
    static final ObjectMetadata THUMBNAIL = new ObjectMetadata("image/jpeg", "public, max-age=2");

    /** In the order of keys; directories and names interleave. */
    private static final List<String> KEYS = List.of(
            "a-b/1.m4s", "a-b/2.m4s", "a.b", "a/1.m4s", "a/b-c", "a/b.c/x", "a/b/x", "a/b0", "a0", "b/.hidden", "b/z");

    /** The store of this test. */
    abstract ObjectStore store();

    @Test
    void put_usualMetadata_headTellsSizeAndMetadata() throws Exception {
        put("live/s/720p/1.m4s", "segment", SEGMENT);

        StoredObject found = store().head("live/s/720p/1.m4s").orElseThrow();

        assertThat(found.key()).isEqualTo("live/s/720p/1.m4s");
        assertThat(found.sizeBytes()).isEqualTo(7);
        assertThat(found.metadata()).isEqualTo(SEGMENT);
        assertThat(found.lastModified()).isCloseTo(Instant.now(), Assertions.within(Duration.ofMinutes(1)));
    }

    @Test
    void put_otherMetadata_headTellsIt() throws Exception {
        put("live/s/thumb.jpg", "picture", THUMBNAIL);
        put("live/s/2.m4s", "picture", THUMBNAIL);
        put("live/s/none", "picture", new ObjectMetadata("text/plain", ""));

        assertThat(store().head("live/s/thumb.jpg").orElseThrow().metadata()).isEqualTo(THUMBNAIL);
        assertThat(store().head("live/s/thumb.jpg").orElseThrow().sizeBytes()).isEqualTo(7);
        assertThat(store().head("live/s/2.m4s").orElseThrow().metadata()).isEqualTo(THUMBNAIL);
        assertThat(store().head("live/s/none").orElseThrow().metadata())
                .isEqualTo(new ObjectMetadata("text/plain", ""));
    }

    @Test
    void put_severalPieces_readAsOne() throws Exception {
        store().put("k.m4s", List.of(bytes("one "), Payload.EMPTY, bytes("two "), bytes("three")), SEGMENT);

        assertThat(read("k.m4s", 0, 100)).isEqualTo("one two three");
        assertThat(read("k.m4s", 2, 5)).isEqualTo("e two");
    }

    @Test
    void put_overAnother_replacesBytesAndMetadata() throws Exception {
        put("k.jpg", "a long first version", THUMBNAIL);
        put("k.jpg", "short", SEGMENT);

        assertThat(read("k.jpg", 0, 100)).isEqualTo("short");
        assertThat(store().head("k.jpg").orElseThrow().metadata()).isEqualTo(SEGMENT);
        assertThat(store().list("", "", 10)).hasSize(1);
    }

    @Test
    void put_nothing_isAnEmptyObject() throws Exception {
        store().put("empty.m4s", List.of(), SEGMENT);

        assertThat(store().head("empty.m4s").orElseThrow().sizeBytes()).isZero();
    }

    @Test
    void put_metadataThatIsNoHeader_isRefused() {
        for (ObjectMetadata bad : List.of(
                new ObjectMetadata("video/mp4\r\nX-Evil: 1", ""),
                new ObjectMetadata("video/mp4", "a\nb"),
                new ObjectMetadata("", ""),
                new ObjectMetadata("v".repeat(257), ""))) {
            assertRefused(() -> put("k", "x", bad));
        }
    }

    @Test
    void missingObject_isEmptyEverywhere() throws Exception {
        assertThat(store().head("no/such")).isEmpty();
        assertThat(store().read("no/such", 0, 10)).isEmpty();
        assertThat(store().list("no/such", "", 10)).isEmpty();
        store().delete("no/such");
    }

    @Test
    void read_range_isCutAtTheEnd() throws Exception {
        put("k.jpg", "0123456789", THUMBNAIL);

        assertThat(read("k.jpg", 0, 1)).isEqualTo("0");
        assertThat(read("k.jpg", 3, 4)).isEqualTo("3456");
        assertThat(read("k.jpg", 9, 1)).isEqualTo("9");
        assertThat(read("k.jpg", 7, 4)).isEqualTo("789");
    }

    @Test
    void read_beyondTheEnd_isRefused() throws Exception {
        put("k.m4s", "0123456789", SEGMENT);

        assertRefused(() -> store().read("k.m4s", 10, 1));
        assertRefused(() -> store().read("k.m4s", Long.MAX_VALUE / 2, 1));
    }

    @Test
    void read_rangeThatIsNone_isADefect() {
        assertThatIllegalArgumentException().isThrownBy(() -> store().read("k", -1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> store().read("k", 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> store().read("k", 0, ObjectNames.MAX_READ_BYTES + 1));
    }

    @Test
    void delete_present_isGone() throws Exception {
        put("a/1.m4s", "x", SEGMENT);
        put("a/2.m4s", "x", SEGMENT);

        store().delete("a/1.m4s");
        store().delete("a/1.m4s");

        assertThat(store().head("a/1.m4s")).isEmpty();
        assertThat(keys("", "", 10)).containsExactly("a/2.m4s");
    }

    @Test
    void list_everything_isInLexicalOrderOfKeys() throws Exception {
        putAll();

        assertThat(KEYS).isSorted();
        assertThat(keys("", "", 100)).containsExactlyElementsOf(KEYS);
        assertThat(store().list("", "", 100))
                .allSatisfy(object -> assertThat(object.sizeBytes()).isEqualTo(1));
    }

    @Test
    void list_prefix_isAnyBeginningOfAKey() throws Exception {
        putAll();

        for (String prefix : List.of("a", "a/", "a/b", "a/b/", "a-", "a.b", "a/b.c/x", "b/.", "c", "a/b/x/y")) {
            assertThat(keys(prefix, "", 100))
                    .as(prefix)
                    .containsExactlyElementsOf(
                            KEYS.stream().filter(key -> key.startsWith(prefix)).toList());
        }
    }

    @Test
    void list_startAfter_needNotBeThere() throws Exception {
        putAll();

        for (String after :
                List.of("a", "a-b/1.m4s", "a-b/1.m4t", "a/", "a/b", "a/b-c", "a/b/x", "a/b/x/y", "a0", "z")) {
            assertThat(keys("", after, 100))
                    .as(after)
                    .containsExactlyElementsOf(KEYS.stream()
                            .filter(key -> key.compareTo(after) > 0)
                            .toList());
        }
        assertThat(keys("a/", "a/b-c", 2)).containsExactly("a/b.c/x", "a/b/x");
        assertThat(keys("a/", "b", 2)).isEmpty();
    }

    @Test
    void list_pages_makeTheWhole() throws Exception {
        putAll();

        for (int limit = 1; limit <= KEYS.size(); limit++) {
            List<String> all = new ArrayList<>();
            List<String> page = keys("", "", limit);
            while (!page.isEmpty()) {
                assertThat(page).hasSizeLessThanOrEqualTo(limit);
                all.addAll(page);
                page = keys("", page.getLast(), limit);
            }
            assertThat(all).as("pages of %d", limit).containsExactlyElementsOf(KEYS);
        }
    }

    @Test
    void list_limitOutOfBounds_isADefect() {
        assertThatIllegalArgumentException().isThrownBy(() -> store().list("", "", 0));
        assertThatIllegalArgumentException().isThrownBy(() -> store().list("", "", ObjectNames.MAX_LIST_LIMIT + 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "/", "../x", "a/../b", "a//b", "a/", "/a", ".", "..", "a/.", "a b", "a\\b", "%2e", "a~"})
    void key_notPlain_isRefusedEverywhere(String key) {
        assertRefused(() -> put(key, "x", SEGMENT));
        assertRefused(() -> store().head(key));
        assertRefused(() -> store().read(key, 0, 1));
        assertRefused(() -> store().delete(key));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/a", "../", "../x", "a/../b", "a//", "./a", "a b", "a\\", ".staging~"})
    void list_prefixOrStartNotPlain_isRefused(String start) {
        assertRefused(() -> store().list(start, "", 1));
        assertRefused(() -> store().list("", start, 1));
    }

    @Test
    void check_usableStore_leavesNothingBehind() throws Exception {
        store().check();
        store().check();

        assertThat(store().list("", "", 10)).isEmpty();
    }

    final void put(String key, String text, ObjectMetadata metadata) throws ObjectStoreException {
        store().put(key, List.of(bytes(text)), metadata);
    }

    final String read(String key, long offsetBytes, int lengthBytes) throws ObjectStoreException {
        Payload found = store().read(key, offsetBytes, lengthBytes).orElseThrow();
        return new String(found.toByteArray(), StandardCharsets.US_ASCII);
    }

    static Payload bytes(String text) {
        return Payload.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    private void putAll() throws ObjectStoreException {
        for (String key : KEYS.reversed()) {
            put(key, "x", key.endsWith("1.m4s") ? THUMBNAIL : SEGMENT);
        }
    }

    private List<String> keys(String prefix, String startAfter, int limit) throws ObjectStoreException {
        return store().list(prefix, startAfter, limit).stream()
                .map(StoredObject::key)
                .toList();
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatExceptionOfType(ObjectStoreException.class)
                .isThrownBy(call)
                .matches(refused -> !refused.retryable(), "is not retryable");
    }
}

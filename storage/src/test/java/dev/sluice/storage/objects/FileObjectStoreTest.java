package dev.sluice.storage.objects;

import static dev.sluice.storage.objects.ObjectStoreContract.SEGMENT;
import static dev.sluice.storage.objects.ObjectStoreContract.THUMBNAIL;
import static dev.sluice.storage.objects.ObjectStoreContract.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.engine.port.ObjectMetadata;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.engine.port.StoredObject;
import dev.sluice.media.io.Payload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class FileObjectStoreTest {
    @TempDir
    Path directory;

    private Path root;
    private FileObjectStore store;

    @BeforeEach
    void open() throws Exception {
        root = directory.resolve("objects");
        store = FileObjectStore.open(root);
    }

    static Stream<String> attacks() {
        return Stream.of(
                "../escaped",
                "a/../../escaped",
                "a/b/../../../escaped",
                "/escaped",
                "//escaped",
                "..\\escaped",
                "a/..\0/escaped",
                "escaped\0",
                "%2e%2e/escaped",
                "..%2fescaped",
                "\u2025/escaped",
                "\uff0e\uff0e/escaped",
                "a/\u0131",
                "a\nb",
                "a:b",
                "C:escaped",
                "~/escaped",
                ".staging~/escaped",
                "a/.../../..",
                "...".repeat(100),
                "x".repeat(256),
                "abc/".repeat(128) + "x");
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void put_attack_isRefusedAndWritesNothing(String key) throws Exception {
        assertThatExceptionOfType(ObjectStoreException.class)
                .isThrownBy(() -> store.put(key, List.of(bytes("x")), SEGMENT))
                .matches(refused -> !refused.retryable())
                .withMessageNotContaining("\0")
                .withMessageNotContaining("\n");

        assertThat(files(directory)).isEmpty();
    }

    @Test
    void key_asLongAsAllowed_isKept() throws Exception {
        String tooLong = "a".repeat(255) + "/" + "b".repeat(255) + "/c";
        String longest = tooLong.substring(1);
        assertThat(longest).hasSize(ObjectNames.MAX_KEY_LENGTH);

        store.put(longest, List.of(bytes("x")), SEGMENT);

        assertThat(store.list("", "", 10)).extracting(StoredObject::key).containsExactly(longest);
        assertThatExceptionOfType(ObjectStoreException.class).isThrownBy(() -> store.head(tooLong));
    }

    @Test
    void put_usualMetadata_isThePlainFileAndNoOther() throws Exception {
        store.put("live/s/1.m4s", List.of(bytes("seg"), bytes("ment")), SEGMENT);

        assertThat(root.resolve("live/s/1.m4s")).hasContent("segment");
        assertThat(files(root)).containsExactly("live/s/1.m4s");
    }

    @Test
    void put_otherMetadata_isOneFileToo() throws Exception {
        store.put("live/s/thumb.jpg", List.of(bytes("picture")), THUMBNAIL);

        assertThat(files(root)).containsExactly("live/s/thumb.jpg");
        assertThat(Files.readString(root.resolve("live/s/thumb.jpg"), StandardCharsets.ISO_8859_1))
                .contains("image/jpeg")
                .endsWith("picture");
    }

    @Test
    void put_bytesThatLookLikeAHead_comeBackUnchanged() throws Exception {
        store.put("k.jpg", List.of(bytes("picture")), THUMBNAIL);
        byte[] withHead = Files.readAllBytes(root.resolve("k.jpg"));
        List<Payload> body = List.of(Payload.copyOf(withHead, 0, 3), Payload.copyOf(withHead, 3, withHead.length - 3));

        store.put("k.m4s", body, SEGMENT);

        assertThat(store.head("k.m4s").orElseThrow().metadata()).isEqualTo(SEGMENT);
        assertThat(store.head("k.m4s").orElseThrow().sizeBytes()).isEqualTo(withHead.length);
        assertThat(store.read("k.m4s", 0, 1000).orElseThrow().toByteArray()).isEqualTo(withHead);
    }

    @Test
    void head_damagedFile_saysSo() throws Exception {
        store.put("k.jpg", List.of(bytes("picture")), THUMBNAIL);
        byte[] whole = Files.readAllBytes(root.resolve("k.jpg"));
        for (int length = 8; length < whole.length - 7; length++) {
            Files.write(root.resolve("k.jpg"), Arrays.copyOf(whole, length));
            assertThatExceptionOfType(ObjectStoreException.class)
                    .as("%d bytes", length)
                    .isThrownBy(() -> store.head("k.jpg"))
                    .withMessageContaining("k.jpg")
                    .withMessageContaining("damaged");
        }
    }

    @Test
    void put_whileOthersRead_isSeenOldOrNewButWhole() throws Exception {
        byte[] old = filled('o', 300_000);
        byte[] fresh = filled('n', 200_000);
        ObjectMetadata freshMetadata = THUMBNAIL;
        store.put("k.m4s", List.of(Payload.wrap(old)), SEGMENT);
        AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> reader = threads.submit(() -> {
                int reads = 0;
                while (!done.get() || reads == 0) {
                    byte[] seen =
                            store.read("k.m4s", 0, 1_000_000).orElseThrow().toByteArray();
                    assertThat(Arrays.equals(seen, old) || Arrays.equals(seen, fresh))
                            .isTrue();
                    StoredObject head = store.head("k.m4s").orElseThrow();
                    assertThat(head.sizeBytes()).isEqualTo(head.metadata().equals(SEGMENT) ? 300_000 : 200_000);
                    assertThat(store.list("", "", 10)).hasSize(1);
                    reads++;
                }
                return reads;
            });
            for (int i = 0; i < 50 && !reader.isDone(); i++) {
                store.put("k.m4s", List.of(Payload.wrap(fresh)), freshMetadata);
                store.put("k.m4s", List.of(Payload.wrap(old)), SEGMENT);
            }
            done.set(true);
            assertThat(reader.get(30, TimeUnit.SECONDS)).isPositive();
        }
        assertThat(files(root)).containsExactly("k.m4s");
    }

    @Test
    void put_whileDeletesRemoveTheDirectory_succeeds() throws Exception {
        List<Callable<Integer>> writers = new ArrayList<>();
        for (int writer = 0; writer < 4; writer++) {
            String key = "deep/er/" + writer + ".m4s";
            writers.add(() -> {
                for (int i = 0; i < 100; i++) {
                    store.put(key, List.of(bytes("x")), SEGMENT);
                    assertThat(store.head(key)).isPresent();
                    store.delete(key);
                }
                return 0;
            });
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> writer : threads.invokeAll(writers)) {
                assertThat(writer.get()).isZero();
            }
        }
        assertThat(files(root)).isEmpty();
    }

    @Test
    void delete_lastOfADirectory_removesItUpToTheRoot() throws Exception {
        store.put("live/s/720p/1.m4s", List.of(bytes("x")), SEGMENT);
        store.put("live/s/audio/1.m4s", List.of(bytes("x")), SEGMENT);

        store.delete("live/s/720p/1.m4s");
        assertThat(root.resolve("live/s/720p")).doesNotExist();
        assertThat(root.resolve("live/s/audio/1.m4s")).exists();

        store.delete("live/s/audio/1.m4s");
        assertThat(root.resolve("live")).doesNotExist();
        store.check();
    }

    @Test
    void delete_directory_isLeftAlone() throws Exception {
        store.put("live/s/1.m4s", List.of(bytes("x")), SEGMENT);

        store.delete("live/s");

        assertThat(store.head("live/s/1.m4s")).isPresent();
        assertThat(store.head("live/s")).isEmpty();
    }

    @Test
    void open_halfWrittenFiles_areRemovedAndObjectsKept() throws Exception {
        store.put("k.jpg", List.of(bytes("picture")), THUMBNAIL);
        Files.writeString(root.resolve(FileObjectStore.STAGING).resolve("left"), "half");

        FileObjectStore again = FileObjectStore.open(root);

        assertThat(files(root)).containsExactly("k.jpg");
        assertThat(again.head("k.jpg").orElseThrow().metadata()).isEqualTo(THUMBNAIL);
        assertThat(again.read("k.jpg", 0, 100)).contains(bytes("picture"));
    }

    @Test
    void put_nameInTheWay_isNotRetryable() throws Exception {
        store.put("a/b", List.of(bytes("x")), SEGMENT);

        for (String key : List.of("a", "a/b/c")) {
            assertThatExceptionOfType(ObjectStoreException.class)
                    .isThrownBy(() -> store.put(key, List.of(bytes("x")), SEGMENT))
                    .withMessageContaining('"' + key + '"')
                    .matches(refused -> !refused.retryable(), "is not retryable");
        }

        assertThat(store.head("a/b/c")).isEmpty();
        assertThat(store.read("a/b/c", 0, 1)).isEmpty();
        store.delete("a/b/c");
        assertThat(files(root)).containsExactly("a/b");
    }

    @Test
    void rootGone_failsRetryablyAndIsNotMadeAnew() throws Exception {
        Files.delete(root.resolve(FileObjectStore.STAGING));
        Files.delete(root);

        assertThatExceptionOfType(ObjectStoreException.class)
                .isThrownBy(() -> store.check())
                .matches(ObjectStoreException::retryable);
        assertThatExceptionOfType(ObjectStoreException.class)
                .isThrownBy(() -> store.put("a/b", List.of(bytes("x")), SEGMENT))
                .withMessageContaining("a/b")
                .matches(ObjectStoreException::retryable);
        assertThat(root).doesNotExist();
    }

    @Test
    void list_whatIsNoObject_isPassedOver() throws Exception {
        store.put("a/1.m4s", List.of(bytes("x")), SEGMENT);
        Files.writeString(root.resolve("a/~backup"), "x");
        Files.createSymbolicLink(root.resolve("a/link"), directory);
        Files.createDirectories(root.resolve("a/empty"));
        Files.writeString(root.resolve(FileObjectStore.STAGING).resolve("staged"), "x");

        assertThat(store.list("", "", 10)).extracting(StoredObject::key).containsExactly("a/1.m4s");
        assertThat(store.head("a/link")).isEmpty();
    }

    @Test
    void list_randomTrees_pagesAreTheSortedKeys() throws Exception {
        Random random = new Random(7);
        TreeSet<String> keys = new TreeSet<>();
        String[] names = {"a", "a-", "a.b", "a0", "b", "B", "-", "_a"};
        while (keys.size() < 150) {
            StringBuilder key = new StringBuilder();
            for (int depth = random.nextInt(4); depth > 0; depth--) {
                key.append(names[random.nextInt(names.length)]).append('/');
            }
            // Files end with f, which no directory does.
            key.append(names[random.nextInt(names.length)]).append('f');
            keys.add(key.toString());
        }
        for (String key : keys) {
            Path file = root.resolve(key);
            Files.createDirectories(file.resolveSibling(""));
            Files.writeString(file, "x");
        }
        for (int limit : new int[] {1, 7, 1000}) {
            List<String> all = new ArrayList<>();
            List<StoredObject> page = store.list("", "", limit);
            while (!page.isEmpty()) {
                page.forEach(object -> all.add(object.key()));
                page = store.list("", all.getLast(), limit);
            }
            assertThat(all).containsExactlyElementsOf(keys);
        }
    }

    private static byte[] filled(char with, int lengthBytes) {
        byte[] bytes = new byte[lengthBytes];
        Arrays.fill(bytes, (byte) with);
        return bytes;
    }

    private static List<String> files(Path beneath) throws IOException {
        try (Stream<Path> paths = Files.walk(beneath)) {
            return paths.filter(Files::isRegularFile)
                    .map(path -> beneath.relativize(path).toString())
                    .sorted()
                    .toList();
        }
    }
}

package dev.sluice.storage.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.sluice.engine.port.MultipartObjects;
import dev.sluice.engine.port.ObjectMetadata;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.engine.port.PartReceipt;
import dev.sluice.media.io.Payload;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parts that are written where they stay, and what a crash between any two steps leaves of them. */
class PartsInPlaceTest {
    private static final String KEY = MultipartContract.KEY;
    private static final ObjectMetadata PLAIN = UsualMetadata.of(KEY);
    private static final ObjectMetadata VIDEO = MultipartContract.VIDEO;
    private static final int PART_BYTES = MultipartContract.PART_BYTES;
    private static final byte[] FILE = MultipartContract.random(2 * PART_BYTES + 17);

    @TempDir
    Path directory;

    private FileObjectStore store;
    private MultipartObjects objects;

    @BeforeEach
    void open() throws Exception {
        store = FileObjectStore.open(directory);
        objects = store.multipart();
    }

    @Test
    void complete_ofPartsInTheirPlaces_movesTheBody() throws Exception {
        for (ObjectMetadata metadata : List.of(PLAIN, VIDEO)) {
            String id = begin(metadata);
            put(id, 3);
            put(id, 1);
            put(id, 2);
            Object body = inode(body(id));

            objects.complete(KEY, id, objects.parts(KEY, id));

            assertThat(inode(directory.resolve(KEY))).isEqualTo(body);
            assertObject(FILE, metadata);
            assertThat(partsDirectory(id)).doesNotExist();
        }
    }

    @Test
    void complete_ofFewerPartsThanWereWritten_cutsTheBody() throws Exception {
        String id = begin(VIDEO);
        PartReceipt first = put(id, 1);
        put(id, 2);
        put(id, 3);

        objects.complete(KEY, id, List.of(first));

        assertObject(Arrays.copyOf(FILE, PART_BYTES), VIDEO);
    }

    @Test
    void partPutAgain_isBroughtToItsPlaceAtTheEnd_howeverOften() throws Exception {
        String id = begin(VIDEO);
        putBytes(id, 1, MultipartContract.random(PART_BYTES - 1));
        put(id, 2);
        putBytes(id, 1, new byte[PART_BYTES]);
        put(id, 1);
        put(id, 3);
        Object body = inode(body(id));

        assertThat(objects.parts(KEY, id)).extracting(PartReceipt::sizeBytes).containsExactly(5L << 20, 5L << 20, 17L);
        objects.complete(KEY, id, objects.parts(KEY, id));

        assertObject(FILE, VIDEO);
        assertThat(inode(directory.resolve(KEY))).isEqualTo(body);
    }

    @Test
    void partOfAnotherSizeThanItsPlace_isCopiedWithAllOthers() throws Exception {
        byte[] larger = MultipartContract.random(PART_BYTES + 3);
        String id = begin(VIDEO);
        putBytes(id, 1, larger);
        put(id, 2);
        put(id, 3);

        objects.complete(KEY, id, objects.parts(KEY, id));

        byte[] wanted = Arrays.copyOf(larger, FILE.length + 3);
        System.arraycopy(FILE, PART_BYTES, wanted, larger.length, FILE.length - PART_BYTES);
        assertObject(wanted, VIDEO);
    }

    @Test
    void partsWhosePlaceIsUnknown_areJoined_beforeAndBehindThoseInTheirPlaces() throws Exception {
        String id = begin(VIDEO);
        Payload last = MultipartContract.part(FILE, 3);
        objects.putPart(KEY, id, 3, MultipartObjects.UNKNOWN_OFFSET, List.of(last));
        put(id, 2);
        objects.putPart(KEY, id, 1, MultipartObjects.UNKNOWN_OFFSET, List.of(MultipartContract.part(FILE, 1)));

        objects.complete(KEY, id, objects.parts(KEY, id));

        assertObject(FILE, VIDEO);
    }

    @Test
    void bytesThatLookLikeAHead_getOne() throws Exception {
        byte[] file = FILE.clone();
        System.arraycopy(new byte[] {(byte) 0x89, 'S', 'L', 'O', 'B', '\r', '\n', 1}, 0, file, 0, 8);
        String id = begin(PLAIN);
        PartReceipt first = putBytes(id, 1, Arrays.copyOf(file, PART_BYTES));
        PartReceipt second = put(id, 2);
        PartReceipt third = put(id, 3);

        objects.complete(KEY, id, List.of(first, second, third));

        assertObject(file, PLAIN);
    }

    @Test
    void partsOfTheVersionBefore_areFilesAndJoinThoseInTheirPlaces() throws Exception {
        String id = begin(VIDEO);
        put(id, 2);
        put(id, 1);
        put(id, 1); // Aside, as all parts were.

        MultipartObjects later = FileObjectStore.open(directory).multipart();
        later.putPart(KEY, id, 3, MultipartContract.offset(3), List.of(MultipartContract.part(FILE, 3)));
        later.complete(KEY, id, later.parts(KEY, id));

        assertObject(FILE, VIDEO);
    }

    @Test
    void crashWhileAPartIsWritten_leavesItsPlaceFree() throws Exception {
        String id = begin(VIDEO);
        put(id, 1);
        scribble(id, PART_BYTES + 100, PART_BYTES);

        objects = FileObjectStore.open(directory).multipart();

        assertThat(objects.parts(KEY, id)).extracting(PartReceipt::partNumber).containsExactly(1);
        put(id, 2);
        put(id, 3);
        objects.complete(KEY, id, objects.parts(KEY, id));
        assertObject(FILE, VIDEO);
    }

    @Test
    void crashWhileAPartIsBroughtToItsPlace_losesNothing() throws Exception {
        String id = begin(VIDEO);
        putBytes(id, 1, new byte[PART_BYTES]);
        put(id, 1);
        put(id, 2);
        put(id, 3);
        List<PartReceipt> parts = objects.parts(KEY, id);
        scribble(id, 0, PART_BYTES / 2);

        objects = FileObjectStore.open(directory).multipart();

        assertThat(objects.parts(KEY, id)).isEqualTo(parts);
        objects.complete(KEY, id, parts);
        assertObject(FILE, VIDEO);
    }

    @Test
    void crashAfterTheBodyBecameTheObject_isACompletion() throws Exception {
        String id = begin(VIDEO);
        put(id, 1);
        put(id, 2);
        put(id, 3);
        List<PartReceipt> parts = objects.parts(KEY, id);
        byte[] head = Files.readAllBytes(partsDirectory(id).resolve(MultipartHead.NAME));
        List<Path> markers = PartDirectory.children(partsDirectory(id)).stream()
                .filter(file -> file.toString().contains(".at-"))
                .toList();
        objects.complete(KEY, id, parts);
        restore(id, head, markers);

        MultipartContract.assertRefused(() -> put(id, 2));
        objects.complete(KEY, id, parts);
        assertThat(partsDirectory(id)).doesNotExist();
        restore(id, head, markers);
        objects = FileObjectStore.open(directory).multipart();

        assertThat(partsDirectory(id)).doesNotExist();
        objects.complete(KEY, id, parts);
        assertObject(FILE, VIDEO);
    }

    @Test
    void complete_whileAPartIsWritten_leavesTheWriterNoHoldOnTheObject() throws Exception {
        String id = begin(VIDEO);
        List<PartReceipt> parts = List.of(put(id, 1));

        MultipartContract.assertRefused(
                () -> objects.putPart(KEY, id, 2, PART_BYTES, whileWritten(2, () -> objects.complete(KEY, id, parts))));

        assertObject(Arrays.copyOf(FILE, PART_BYTES), VIDEO);
    }

    @Test
    void abort_whileAPartIsWritten_leavesNothing() throws Exception {
        String id = begin(VIDEO);
        put(id, 1);

        MultipartContract.assertRefused(
                () -> objects.putPart(KEY, id, 2, PART_BYTES, whileWritten(2, () -> objects.abort(KEY, id))));

        assertThat(partsDirectory(id)).doesNotExist();
    }

    @Test
    void partPutTwiceAtOnce_isTheOneThatEndedLast() throws Exception {
        String id = begin(VIDEO);

        objects.putPart(KEY, id, 1, 0, whileWritten(1, () -> putBytes(id, 1, new byte[PART_BYTES])));
        put(id, 2);
        put(id, 3);

        assertThat(objects.parts(KEY, id)).hasSize(3);
        objects.complete(KEY, id, objects.parts(KEY, id));
        assertObject(FILE, VIDEO);
    }

    @Test
    void failedWrite_givesItsPlaceAndItsRoomBack() throws Exception {
        String id = begin(VIDEO);
        put(id, 1);
        long sizeBytes = Files.size(body(id));
        List<Payload> failing = whileWritten(2, () -> {
            scribble(id, PART_BYTES + 100, PART_BYTES);
            throw new IllegalStateException("the disk is full");
        });

        assertThatIllegalStateException().isThrownBy(() -> objects.putPart(KEY, id, 2, PART_BYTES, failing));
        assertThat(Files.size(body(id))).isEqualTo(sizeBytes);

        put(id, 2);
        put(id, 3);
        Object body = inode(body(id));
        objects.complete(KEY, id, objects.parts(KEY, id));
        assertThat(inode(directory.resolve(KEY))).isEqualTo(body);
        assertObject(FILE, VIDEO);
    }

    private interface Happening {
        void run() throws Exception;
    }

    /** A part of the file that lets something happen once its checksum was made and its place is its own. */
    private static List<Payload> whileWritten(int number, Happening happening) {
        return new AbstractList<>() {
            /** Before come the checksum and the size. */
            private static final int WRITING = 3;

            private int passes;

            @Override
            public Payload get(int index) {
                return MultipartContract.part(FILE, number);
            }

            @Override
            public int size() {
                return 1;
            }

            @Override
            public Iterator<Payload> iterator() {
                passes++;
                if (passes == WRITING) {
                    try {
                        happening.run();
                    } catch (RuntimeException failure) {
                        throw failure;
                    } catch (Exception failure) {
                        throw new AssertionError(failure);
                    }
                }
                return super.iterator();
            }
        };
    }

    private String begin(ObjectMetadata metadata) throws ObjectStoreException {
        return objects.begin(KEY, metadata);
    }

    private PartReceipt put(String id, int number) throws ObjectStoreException {
        return putBytes(id, number, MultipartContract.part(FILE, number).toByteArray());
    }

    private PartReceipt putBytes(String id, int number, byte[] bytes) throws ObjectStoreException {
        return objects.putPart(KEY, id, number, MultipartContract.offset(number), List.of(Payload.wrap(bytes)));
    }

    private void assertObject(byte[] bytes, ObjectMetadata metadata) throws ObjectStoreException {
        assertThat(store.head(KEY).orElseThrow().metadata()).isEqualTo(metadata);
        assertThat(store.head(KEY).orElseThrow().sizeBytes()).isEqualTo(bytes.length);
        assertThat(store.read(KEY, 0, bytes.length).orElseThrow().toByteArray()).isEqualTo(bytes);
    }

    private Path partsDirectory(String id) {
        return directory.resolve(FileMultipart.DIRECTORY).resolve(id);
    }

    private Path body(String id) {
        return new PartDirectory(partsDirectory(id)).body();
    }

    private static Object inode(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    /** Other bytes in the body. */
    private void scribble(String id, long position, int lengthBytes) throws IOException {
        try (FileChannel channel = FileChannel.open(body(id), StandardOpenOption.WRITE)) {
            int headBytes = ObjectFile.headBytes(KEY, VIDEO);
            channel.write(ByteBuffer.allocate(lengthBytes), headBytes + position);
        }
    }

    /** What is left of a directory when its removal was cut short. */
    private void restore(String id, byte[] head, List<Path> markers) throws IOException {
        Files.createDirectory(partsDirectory(id));
        for (Path marker : markers) {
            Files.createFile(marker);
        }
        Files.write(partsDirectory(id).resolve(MultipartHead.NAME), head);
    }
}

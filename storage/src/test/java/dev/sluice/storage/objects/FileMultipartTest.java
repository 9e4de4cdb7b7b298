package dev.sluice.storage.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.port.MultipartObjects;
import dev.sluice.engine.port.ObjectMetadata;
import dev.sluice.engine.port.ObjectStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract of objects in parts, kept by files. */
class FileMultipartTest extends MultipartContract {
    @TempDir
    Path directory;

    private FileObjectStore store;

    @BeforeEach
    void open() throws Exception {
        store = FileObjectStore.open(directory.resolve("objects"));
    }

    @Override
    ObjectStore store() {
        return store;
    }

    @Override
    MultipartObjects objects() {
        return store.multipart();
    }

    @Override
    MultipartObjects reopened() throws Exception {
        return FileObjectStore.open(directory.resolve("objects")).multipart();
    }

    @Test
    void complete_leavesNoPartsBehind_andListsNone() throws Exception {
        ObjectMetadata usual = UsualMetadata.of("u/a.mp4");
        String id = objects().begin("u/a.mp4", usual);
        objects().putPart("u/a.mp4", id, 1, 0, List.of(ObjectStoreContract.bytes("plain")));
        assertThat(store.list("", "", 10)).isEmpty();

        objects().complete("u/a.mp4", id, objects().parts("u/a.mp4", id));

        assertThat(files(FileMultipart.DIRECTORY)).isEmpty();
        assertThat(files(FileObjectStore.STAGING)).isEmpty();
        assertThat(Files.readString(directory.resolve("objects/u/a.mp4"))).isEqualTo("plain");
    }

    @Test
    void open_directoryWithoutHead_isRemoved() throws Exception {
        Path half =
                directory.resolve("objects").resolve(FileMultipart.DIRECTORY).resolve("half");
        Files.createDirectories(half);

        reopened();

        assertThat(half).doesNotExist();
    }

    @Test
    void parts_afterAnAbort_areRefused() throws Exception {
        String id = objects().begin(KEY, VIDEO);
        objects().abort(KEY, id);

        assertRefused(() -> objects().putPart(KEY, id, 1, 0, List.of(ObjectStoreContract.bytes("x"))));
        assertRefused(() -> objects().parts(KEY, id));
    }

    @Test
    void presignPart_givesNone() throws Exception {
        String id = objects().begin("u/a.mp4", UsualMetadata.of("u/a.mp4"));

        assertThat(objects().presignPart("u/a.mp4", id, 1, Duration.ofHours(1))).isEmpty();
    }

    private List<Path> files(String below) throws Exception {
        try (Stream<Path> all = Files.list(directory.resolve("objects").resolve(below))) {
            return all.toList();
        }
    }
}

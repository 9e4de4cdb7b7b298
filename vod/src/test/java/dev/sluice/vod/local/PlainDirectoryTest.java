package dev.sluice.vod.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.engine.port.MultipartObjects;
import dev.sluice.engine.port.ObjectMetadata;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.engine.port.PartReceipt;
import dev.sluice.engine.port.StoredObject;
import dev.sluice.media.io.Payload;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainDirectoryTest {
    private static final ObjectMetadata METADATA = new ObjectMetadata("video/mp4", "public");

    @TempDir
    private Path root;

    private PlainDirectory directory;

    @BeforeEach
    void open() throws Exception {
        directory = new PlainDirectory(root, Files.createDirectory(root.resolve("staging~")));
    }

    @Test
    void put_isAPlainFileOfTheBytes() throws Exception {
        directory.put("a/b.mp4", List.of(text("hel"), text("lo")), METADATA);

        assertThat(root.resolve("a/b.mp4")).hasContent("hello");
        assertThat(directory.head("a/b.mp4")).map(StoredObject::sizeBytes).contains(5L);
        assertThat(directory.read("a/b.mp4", 1, 3)).contains(text("ell"));
        assertThat(directory.read("a/b.mp4", 3, 100)).contains(text("lo"));
        assertThat(root.resolve("staging~")).isEmptyDirectory();
    }

    @Test
    void missing_isEmpty_andDeletingItDoesNothing() throws Exception {
        assertThat(directory.head("none")).isEmpty();
        assertThat(directory.read("none", 0, 1)).isEmpty();
        directory.delete("none");
    }

    @Test
    void list_isInOrderOfKeys_withoutWhatIsWrittenAside() throws Exception {
        for (String key : List.of("b/2", "a", "b/1", "c")) {
            directory.put(key, List.of(text(key)), METADATA);
        }
        directory.multipart().putPart("d", directory.multipart().begin("d", METADATA), 1, 0, List.of(text("x")));

        assertThat(keys(directory.list("", "", 10))).containsExactly("a", "b/1", "b/2", "c");
        assertThat(keys(directory.list("b/", "b/1", 10))).containsExactly("b/2");
        assertThat(keys(directory.list("", "", 2))).containsExactly("a", "b/1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "a/../x", "/x", "a//b", ".", "a/.", "staging~/x", "", "a b"})
    void keyThatLeadsElsewhere_isRefused(String key) {
        assertThatThrownBy(() -> directory.put(key, List.of(text("x")), METADATA))
                .isInstanceOf(ObjectStoreException.class);
    }

    @Test
    void parts_inAnyOrderAndReplaced_makeOneObject_andCompletingAgainIsFine() throws Exception {
        MultipartObjects parts = directory.multipart();
        String id = parts.begin("film.mp4", METADATA);
        PartReceipt second = parts.putPart("film.mp4", id, 2, 3, List.of(text("two")));
        PartReceipt replaced = parts.putPart("film.mp4", id, 1, 0, List.of(text("old")));
        PartReceipt first = parts.putPart("film.mp4", id, 1, 0, List.of(text("one")));
        assertThat(parts.unfinished("film", Instant.MAX, 10)).hasSize(1);

        assertThatThrownBy(() -> parts.complete("film.mp4", id, List.of(replaced, second)))
                .isInstanceOf(ObjectStoreException.class);
        assertThat(directory.head("film.mp4")).isEmpty();
        parts.complete("film.mp4", id, List.of(first, second));
        parts.complete("film.mp4", id, List.of(first, second));

        assertThat(root.resolve("film.mp4")).hasContent("onetwo");
        assertThat(root.resolve("staging~")).isEmptyDirectory();
        assertThat(parts.unfinished("film", Instant.MAX, 10)).isEmpty();
    }

    @Test
    void aborted_leavesNothing() throws Exception {
        MultipartObjects parts = directory.multipart();
        String id = parts.begin("film.mp4", METADATA);
        parts.putPart("film.mp4", id, 1, 0, List.of(text("one")));

        parts.abort("film.mp4", id);
        parts.abort("film.mp4", id);

        assertThat(root.resolve("staging~")).isEmptyDirectory();
        assertThatThrownBy(() -> parts.parts("film.mp4", id)).isInstanceOf(ObjectStoreException.class);
    }

    private static List<String> keys(List<StoredObject> objects) {
        return objects.stream().map(StoredObject::key).toList();
    }

    private static Payload text(String text) {
        return Payload.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}

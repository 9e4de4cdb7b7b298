package dev.sluice.storage.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.engine.port.MultipartObjects;
import dev.sluice.engine.port.ObjectMetadata;
import dev.sluice.engine.port.ObjectStore;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.engine.port.PartReceipt;
import dev.sluice.engine.port.UnfinishedObject;
import dev.sluice.media.io.Payload;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every store of objects in parts does. Each test begins with an empty store. */
abstract class MultipartContract {
    static final String KEY = "uploads/u/source";
    static final ObjectMetadata VIDEO = new ObjectMetadata("video/quicktime", "");
    static final int PART_BYTES = (int) MultipartObjects.MIN_PART_BYTES;

    abstract ObjectStore store();

    abstract MultipartObjects objects();

    /** The same store, as another process finds it. */
    abstract MultipartObjects reopened() throws Exception;

    @Test
    void parts_putInAnyOrderAtOnce_areOneObjectInTheOrderOfNumbers() throws Exception {
        byte[] file = random(3 * PART_BYTES + 17);
        String id = objects().begin(KEY, VIDEO);
        assertThat(store().head(KEY)).isEmpty();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Callable<PartReceipt>> puts = new ArrayList<>();
            for (int number : List.of(3, 1, 4, 2)) {
                puts.add(() -> objects().putPart(KEY, id, number, offset(number), List.of(part(file, number))));
            }
            for (Future<PartReceipt> put : threads.invokeAll(puts)) {
                put.get();
            }
        }
        List<PartReceipt> parts = objects().parts(KEY, id);
        assertThat(parts).extracting(PartReceipt::partNumber).containsExactly(1, 2, 3, 4);
        assertThat(parts.getLast().sizeBytes()).isEqualTo(17);
        assertThat(store().head(KEY)).isEmpty();

        objects().complete(KEY, id, parts);

        assertThat(read()).isEqualTo(file);
        assertThat(store().head(KEY).orElseThrow().metadata()).isEqualTo(VIDEO);
        assertThat(store().list("", "", 10)).hasSize(1);
    }

    @Test
    void part_putAgain_isReplaced() throws Exception {
        String id = objects().begin(KEY, VIDEO);
        PartReceipt first = objects().putPart(KEY, id, 1, 0, List.of(ObjectStoreContract.bytes("first version")));
        PartReceipt second = objects().putPart(KEY, id, 1, 0, List.of(ObjectStoreContract.bytes("second")));

        assertThat(objects().parts(KEY, id)).containsExactly(second);
        assertThat(objects().putPart(KEY, id, 1, 0, List.of(ObjectStoreContract.bytes("second"))))
                .isEqualTo(second);
        assertThat(first.etag()).isNotEqualTo(second.etag());
        objects().complete(KEY, id, List.of(second));
        assertThat(read()).asString().isEqualTo("second");
    }

    @Test
    void complete_doneAgain_succeeds() throws Exception {
        String id = objects().begin(KEY, VIDEO);
        List<PartReceipt> parts =
                List.of(objects().putPart(KEY, id, 1, 0, List.of(ObjectStoreContract.bytes("whole"))));
        objects().complete(KEY, id, parts);

        objects().complete(KEY, id, parts);

        assertThat(read()).asString().isEqualTo("whole");
    }

    @Test
    void complete_ofPartsThatAreNotThere_isRefusedForGood() throws Exception {
        String id = objects().begin(KEY, VIDEO);
        PartReceipt real = objects().putPart(KEY, id, 1, 0, List.of(ObjectStoreContract.bytes("whole")));

        assertRefused(() -> objects().complete(KEY, id, List.of(real, new PartReceipt(2, 5, "0".repeat(32)))));
        assertThat(store().head(KEY)).isEmpty();
    }

    @Test
    void abort_forgetsParts_andMayBeRepeated() throws Exception {
        String id = objects().begin(KEY, VIDEO);
        objects().putPart(KEY, id, 1, 0, List.of(ObjectStoreContract.bytes("x")));

        objects().abort(KEY, id);
        objects().abort(KEY, id);

        assertRefused(() -> objects().complete(KEY, id, List.of(new PartReceipt(1, 1, "0".repeat(32)))));
        assertThat(store().head(KEY)).isEmpty();
    }

    @Test
    void unfinished_listsWhatWasNeitherCompletedNorAborted() throws Exception {
        Instant later = Instant.now().plus(Duration.ofDays(1));
        String open = objects().begin(KEY, VIDEO);
        String other = objects().begin("elsewhere/x", VIDEO);
        String aborted = objects().begin("uploads/v/source", VIDEO);
        objects().abort("uploads/v/source", aborted);

        assertThat(objects().unfinished("uploads/", later, 10))
                .extracting(UnfinishedObject::key, UnfinishedObject::multipartId)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(KEY, open));
        assertThat(objects().unfinished("uploads/", Instant.EPOCH, 10)).isEmpty();
        assertThat(objects().unfinished("", later, 1)).hasSize(1);
        objects().abort("elsewhere/x", other);
    }

    @Test
    void parts_ofAnEarlierProcess_areStillThere() throws Exception {
        byte[] file = random(PART_BYTES + 5);
        String id = objects().begin(KEY, VIDEO);
        objects().putPart(KEY, id, 1, 0, List.of(part(file, 1)));

        MultipartObjects later = reopened();

        later.putPart(KEY, id, 2, offset(2), List.of(part(file, 2)));
        later.complete(KEY, id, later.parts(KEY, id));
        assertThat(read()).isEqualTo(file);
    }

    final byte[] read() throws ObjectStoreException {
        int size = (int) store().head(KEY).orElseThrow().sizeBytes();
        return store().read(KEY, 0, size).orElseThrow().toByteArray();
    }

    static long offset(int number) {
        return (number - 1L) * PART_BYTES;
    }

    static Payload part(byte[] file, int number) {
        int from = (int) offset(number);
        return Payload.wrap(Arrays.copyOfRange(file, from, Math.min(file.length, from + PART_BYTES)));
    }

    static byte[] random(int sizeBytes) {
        byte[] bytes = new byte[sizeBytes];
        new Random(4).nextBytes(bytes);
        return bytes;
    }

    static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatExceptionOfType(ObjectStoreException.class)
                .isThrownBy(call)
                .matches(refused -> !refused.retryable(), "is not retryable");
    }
}

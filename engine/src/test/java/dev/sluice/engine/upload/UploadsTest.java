package dev.sluice.engine.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.engine.asset.NewAsset;
import dev.sluice.engine.port.ObjectMetadata;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.engine.port.Owner;
import dev.sluice.engine.port.Viewpoint;
import dev.sluice.engine.testing.BytesSource;
import dev.sluice.engine.testing.FakeTimers;
import dev.sluice.engine.testing.UploadRig;
import dev.sluice.engine.upload.UploadException.Problem;
import dev.sluice.media.io.Payload;
import dev.sluice.testing.MutableClock;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UploadsTest {
    private static final int MIB = 1 << 20;
    private static final Checksums NONE = new Checksums(List.of());

    private final MutableClock clock = new MutableClock();
    private final UploadRig rig = new UploadRig(clock);

    @ParameterizedTest
    @ValueSource(ints = {MIB, 5 * MIB, 9 * MIB, 17 * MIB})
    void chunks_inRandomOrderManyAtOnceOnTwoNodes_areTheFile(int chunkBytes) throws Exception {
        byte[] file = UploadRig.random(3 * chunkBytes + 12_345);
        Upload upload = rig.chunked(file.length, chunkBytes);
        Uploads other = rig.anotherNode();
        List<Callable<Upload>> puts = new ArrayList<>();
        for (int number = 1; number <= upload.plan().chunks().count(); number++) {
            int n = number;
            puts.add(() -> put(n % 2 == 0 ? rig.uploads : other, upload, file, n));
            puts.add(() -> put(other, upload, file, n));
        }
        Collections.shuffle(puts, new Random(7));
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Future<Upload> put : threads.invokeAll(puts)) {
                put.get();
            }
        }

        Upload completed = rig.uploads.complete(current(upload));

        assertThat(completed.state()).isEqualTo(UploadState.COMPLETED);
        assertThat(rig.store.bytes(upload.sourceKey())).isEqualTo(file);
        assertThat(rig.store.keys()).containsExactly(upload.sourceKey());
        NewAsset asset = rig.intake.assets().getFirst();
        assertThat(asset.id()).isEqualTo(upload.id());
        assertThat(asset.sourceBytes()).isEqualTo(file.length);
    }

    @Test
    void complete_withMissingChunks_namesThem() throws Exception {
        byte[] file = UploadRig.random(4 * 5 * MIB);
        Upload upload = rig.chunked(file.length, 5 * MIB);
        put(rig.uploads, upload, file, 2);

        assertRefused(Problem.CONFLICT, "1, 3, 4", () -> rig.uploads.complete(current(upload)));
        assertThat(rig.uploads.missing(current(upload))).containsExactly(1, 3, 4);
        assertThat(rig.intake.assets()).isEmpty();
    }

    @Test
    void complete_twiceAtOnce_isOneAssetAndTheSameAnswer() throws Exception {
        byte[] file = UploadRig.random(2 * 5 * MIB);
        Upload upload = rig.chunked(file.length, 5 * MIB);
        put(rig.uploads, upload, file, 1);
        put(rig.uploads, upload, file, 2);
        Uploads other = rig.anotherNode();
        List<Callable<Upload>> completions = List.of(
                () -> rig.uploads.complete(upload), () -> other.complete(upload), () -> rig.uploads.complete(upload));
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            for (Future<Upload> completion : threads.invokeAll(completions)) {
                assertThat(completion.get().state()).isEqualTo(UploadState.COMPLETED);
            }
        }
        assertThat(rig.intake.assets()).hasSize(1);
        assertRefused(Problem.CONFLICT, "complete", () -> put(rig.uploads, current(upload), file, 1));
    }

    @Test
    void complete_afterAReplacementThatWasNotAcknowledged_asksForTheChunkAgain() throws Exception {
        byte[] file = UploadRig.random(2 * 5 * MIB);
        Upload upload = rig.chunked(file.length, 5 * MIB);
        put(rig.uploads, upload, file, 1);
        put(rig.uploads, upload, file, 2);
        rig.store.putPart(
                upload.sourceKey(), upload.multipartId(), 1, 0, List.of(Payload.wrap(UploadRig.random(5 * MIB + 1))));

        assertRefused(Problem.CONFLICT, "missing: 1", () -> rig.uploads.complete(current(upload)));
        put(rig.uploads, current(upload), file, 1);
        rig.uploads.complete(current(upload));

        assertThat(rig.store.bytes(upload.sourceKey())).isEqualTo(file);
    }

    @Test
    void complete_ofAnotherSha256_failsTheUploadAndLeavesNothing() throws Exception {
        byte[] file = UploadRig.random(MIB);
        Upload.Plan plan =
                new Upload.Plan("a", "video/mp4", MIB, MIB, "0".repeat(64), null, UploadRole.WHOLE, List.of(), null);
        Upload upload = rig.uploads.create(UploadRig.OWNER, UploadKind.CHUNKED, UploadRig.DETAILS, plan);
        put(rig.uploads, upload, file, 1);

        assertRefused(Problem.CHECKSUM_MISMATCH, "SHA-256", () -> rig.uploads.complete(current(upload)));

        assertThat(current(upload).state()).isEqualTo(UploadState.FAILED);
        sweep();
        assertThat(rig.store.keys()).isEmpty();
        assertThat(rig.intake.assets()).isEmpty();
    }

    @Test
    void chunk_ofWrongSizeOrChecksum_isNotThere() throws Exception {
        byte[] file = UploadRig.random(2 * MIB);
        Upload upload = rig.chunked(file.length, MIB);

        assertRefused(
                Problem.INVALID, "not 5", () -> rig.uploads.putChunk(upload, 1, 5, BytesSource.of(file, 0, 5), NONE));
        assertRefused(
                Problem.TOO_LARGE,
                "more",
                () -> rig.uploads.putChunk(upload, 1, -1, BytesSource.of(file, 0, MIB + 1), NONE));
        assertRefused(
                Problem.CUT_OFF,
                "ended",
                () -> rig.uploads.putChunk(upload, 1, -1, BytesSource.cutAfter(file, 0, MIB - 1), NONE));
        assertRefused(
                Problem.NOT_FOUND,
                "1 to 2",
                () -> rig.uploads.putChunk(upload, 3, -1, BytesSource.of(file, 0, MIB), NONE));
        assertRefused(
                Problem.CHECKSUM_MISMATCH,
                "sha256",
                () -> rig.uploads.putChunk(
                        upload, 1, -1, BytesSource.of(file, 0, MIB), sha256("other".getBytes(StandardCharsets.UTF_8))));
        assertThat(rig.uploads.missing(current(upload))).containsExactly(1, 2);

        rig.uploads.putChunk(upload, 1, -1, BytesSource.of(file, 0, MIB), sha256(Arrays.copyOf(file, MIB)));
        assertThat(rig.uploads.missing(current(upload))).containsExactly(2);
    }

    @Test
    void append_cutAtOddPlaces_keepsEveryByteThatCame() throws Exception {
        byte[] file = UploadRig.random(20 * MIB + 77);
        Upload upload = rig.sequential(UploadKind.TUS, file.length);
        int[] cuts = {1, 300_000, 8 * MIB, 8 * MIB + 1, 17 * MIB - 3};
        int from = 0;
        for (int cut : cuts) {
            int start = from;
            assertRefused(Problem.CUT_OFF, "ended", () -> rig.anotherNode()
                    .append(upload, start, -1, -1, BytesSource.cutAfter(file, start, cut), NONE));
            assertThat(current(upload).receivedBytes()).isEqualTo(cut);
            from = cut;
        }
        assertRefused(
                Problem.CONFLICT,
                "is at",
                () -> rig.uploads.append(upload, 5, -1, -1, BytesSource.of(file, 0, 1), NONE));

        Upload completed = rig.uploads.append(upload, from, -1, -1, BytesSource.of(file, from, file.length), NONE);

        assertThat(completed.state()).isEqualTo(UploadState.COMPLETED);
        assertThat(rig.store.bytes(upload.sourceKey())).isEqualTo(file);
        assertThat(rig.store.keys()).containsExactly(upload.sourceKey());
        assertThat(rig.intake.assets()).hasSize(1);
    }

    @Test
    void append_withWrongChecksum_changesNothing() throws Exception {
        byte[] file = UploadRig.random(10 * MIB);
        Upload upload = rig.sequential(UploadKind.TUS, file.length);

        assertRefused(
                Problem.CHECKSUM_MISMATCH,
                "sha256",
                () -> rig.uploads.append(upload, 0, -1, -1, BytesSource.of(file, 0, 9 * MIB), sha256(file)));
        assertThat(current(upload).receivedBytes()).isZero();

        rig.uploads.append(upload, 0, -1, -1, BytesSource.of(file), sha256(file));
        assertThat(rig.store.bytes(upload.sourceKey())).isEqualTo(file);
    }

    @Test
    void append_beyondTheLength_isRefused() throws Exception {
        byte[] file = UploadRig.random(1000);
        Upload upload = rig.sequential(UploadKind.TUS, 900);

        assertRefused(
                Problem.TOO_LARGE, "more", () -> rig.uploads.append(upload, 0, 1000, -1, BytesSource.of(file), NONE));
        assertRefused(
                Problem.TOO_LARGE, "more", () -> rig.uploads.append(upload, 0, -1, -1, BytesSource.of(file), NONE));
    }

    @Test
    void append_whileADeadNodeHoldsTheLease_takesOverWhenItLapses() throws Exception {
        byte[] file = UploadRig.random(1000);
        Upload upload = rig.sequential(UploadKind.TUS, file.length);
        rig.repository.lease(
                upload.id(), UUID.randomUUID(), clock.instant(), clock.instant().plusSeconds(15));
        clock.advance(Duration.ofSeconds(16));

        Upload completed = rig.uploads.append(upload, 0, -1, -1, BytesSource.of(file), NONE);

        assertThat(completed.state()).isEqualTo(UploadState.COMPLETED);
    }

    @Test
    void append_whileAnotherRequestHangs_makesItYieldAndGoesOnFromWhatItHad() throws Exception {
        byte[] file = UploadRig.random(1000);
        Upload upload = rig.sequential(UploadKind.TUS, file.length);
        CountDownLatch taken = new CountDownLatch(1);
        BytesSource first = BytesSource.of(file, 0, 400);
        UploadSource hanging = (target, offset, length, patience) -> {
            int read = first.read(target, offset, length, patience);
            if (read < 0) {
                taken.countDown();
                return 0;
            }
            return read;
        };
        try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
            Future<Upload> older = threads.submit(() -> rig.uploads.append(upload, 0, -1, -1, hanging, NONE));
            taken.await();

            Upload completed = rig.anotherNode().append(upload, 400, -1, -1, BytesSource.of(file, 400, 1000), NONE);

            assertThat(completed.state()).isEqualTo(UploadState.COMPLETED);
            assertThat(rig.store.bytes(upload.sourceKey())).isEqualTo(file);
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(older::get)
                    .withCauseInstanceOf(UploadException.class);
        }
    }

    @Test
    void receiveWhole_ofUnknownSize_isTheFile_andOneThatIsCutIsNot() throws Exception {
        byte[] file = UploadRig.random(9 * MIB);
        Upload upload = rig.sequential(UploadKind.MULTIPART_FORM, Upload.Plan.UNKNOWN_SIZE);

        rig.uploads.receiveWhole(upload, BytesSource.of(file), received -> {});

        assertThat(rig.store.bytes(upload.sourceKey())).isEqualTo(file);
        Upload other = rig.sequential(UploadKind.MULTIPART_FORM, Upload.Plan.UNKNOWN_SIZE);
        assertRefused(
                Problem.CUT_OFF,
                "ended",
                () -> rig.uploads.receiveWhole(other, BytesSource.cutAfter(file, 0, 100), received -> {}));
        rig.uploads.abort(other);
        assertThat(rig.store.keys()).containsExactly(upload.sourceKey());
        assertThat(rig.store.unfinishedCount()).isZero();
    }

    @Test
    void quotas_refuseByName() throws Exception {
        UploadLimits tight = new UploadLimits(
                MIB * 100L, /* maxOpenPerOwner= */ 2, MIB * 10L, 64 << 20, Duration.ofHours(1), Duration.ofDays(1));
        UploadRig small = new UploadRig(clock, tight);
        small.chunked(9L * MIB, MIB);

        assertRefused(Problem.QUOTA, "together", () -> small.chunked(2L * MIB, MIB));
        assertRefused(Problem.TOO_LARGE, "more", () -> small.chunked(101L * MIB, 5 * MIB));
        small.chunked(MIB, MIB);
        assertRefused(Problem.QUOTA, "2 open", () -> small.chunked(1, MIB));
        assertThat(small.store.unfinishedCount()).isEqualTo(2);
    }

    @Test
    void quotaOfBytes_bindsWhatComesWithoutASize() throws Exception {
        UploadLimits tight =
                new UploadLimits(MIB * 100L, 10, MIB * 20L, 64 << 20, Duration.ofHours(1), Duration.ofDays(1));
        UploadRig small = new UploadRig(clock, tight);
        byte[] file = UploadRig.random(12 * MIB);
        Upload first = small.sequential(UploadKind.TUS, -1);
        small.uploads.append(first, 0, -1, -1, BytesSource.of(file), NONE);
        Upload second = small.sequential(UploadKind.MULTIPART_FORM, -1);

        assertRefused(
                Problem.QUOTA, "together", () -> small.uploads.receiveWhole(second, BytesSource.of(file), ended -> {}));
        assertRefused(Problem.QUOTA, "together", () -> small.chunked(9L * MIB, MIB));
        small.uploads.abort(first);
        small.chunked(9L * MIB, MIB);
    }

    @Test
    void idleUpload_expires_andLeavesNothingInTheStore() throws Exception {
        byte[] file = UploadRig.random(2 * MIB);
        Upload chunked = rig.chunked(file.length, MIB);
        put(rig.uploads, chunked, file, 1);
        Upload tus = rig.sequential(UploadKind.TUS, file.length);
        assertRefused(
                Problem.CUT_OFF,
                "ended",
                () -> rig.uploads.append(tus, 0, -1, -1, BytesSource.cutAfter(file, 0, 1000), NONE));
        clock.advance(Duration.ofHours(25));

        sweep();

        assertThat(current(chunked).state()).isEqualTo(UploadState.EXPIRED);
        assertThat(rig.store.keys()).isEmpty();
        assertThat(rig.store.unfinishedCount()).isZero();
        assertRefused(Problem.GONE, "ended", () -> put(rig.uploads, current(chunked), file, 2));
        clock.advance(Duration.ofDays(8));
        sweep();
        assertThat(rig.repository.find(chunked.id())).isEmpty();
    }

    @Test
    void partsOfNoUpload_areRemovedByTheSweeper() throws Exception {
        rig.store.begin("uploads/" + UUID.randomUUID() + "/source", new ObjectMetadata("video/mp4", ""));
        Upload kept = rig.chunked(MIB, MIB);

        sweep();

        assertThat(rig.store.unfinishedCount()).isEqualTo(1);
        assertThat(current(kept).state()).isEqualTo(UploadState.RECEIVING);
    }

    @Test
    void completion_whoseNodeDied_isDoneByTheSweeperOnce() throws Exception {
        byte[] file = UploadRig.random(MIB);
        Upload upload = rig.chunked(MIB, MIB);
        put(rig.uploads, upload, file, 1);
        rig.repository.beginCompletion(
                upload.id(), UUID.randomUUID(), clock.instant(), clock.instant().plusSeconds(15));
        clock.advance(Duration.ofMinutes(1));

        sweep();
        sweep();

        assertThat(current(upload).state()).isEqualTo(UploadState.COMPLETED);
        assertThat(rig.intake.calls()).isEqualTo(1);
    }

    @Test
    void storeAway_acknowledgesNothing_andLaterGoesOn() throws Exception {
        byte[] file = UploadRig.random(MIB);
        Upload upload = rig.chunked(MIB, MIB);
        rig.store.lose(true);
        assertThatExceptionOfType(ObjectStoreException.class).isThrownBy(() -> put(rig.uploads, upload, file, 1));
        assertThat(current(upload).receivedChunks()).isZero();
        rig.store.lose(false);

        put(rig.uploads, upload, file, 1);

        assertThat(rig.uploads.complete(current(upload)).state()).isEqualTo(UploadState.COMPLETED);
    }

    @Test
    void find_byAnotherOwnerOrTenant_isNotFound() throws Exception {
        Upload upload = rig.chunked(MIB, MIB);

        for (Viewpoint stranger : List.of(new Viewpoint("default", "account:2"), new Viewpoint("elsewhere", null))) {
            assertRefused(Problem.NOT_FOUND, "not found", () -> rig.uploads.find(stranger, upload.id()));
        }
        assertThat(rig.uploads.find(new Viewpoint("default", null), upload.id()))
                .isEqualTo(upload);
        assertThat(upload.owner()).isEqualTo(new Owner("default", "account:1"));
    }

    private void sweep() throws Exception {
        try (UploadSweeper sweeper = new UploadSweeper(rig.uploads, new FakeTimers(clock))) {
            sweeper.sweep();
        }
    }

    private Upload current(Upload upload) {
        return rig.repository.find(upload.id()).orElseThrow();
    }

    private static Upload put(Uploads uploads, Upload upload, byte[] file, int number) throws Exception {
        int chunkBytes = upload.plan().chunkBytes();
        int from = (number - 1) * chunkBytes;
        int bytes = upload.plan().chunks().bytesOf(number);
        return uploads.putChunk(upload, number, bytes, BytesSource.of(file, from, from + bytes), NONE);
    }

    private static Checksums sha256(byte[] bytes) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
        assertThat(HexFormat.of().formatHex(digest)).hasSize(64);
        return new Checksums(List.of(Checksums.Expected.of("sha256", digest).orElseThrow()));
    }

    private static void assertRefused(Problem problem, String words, ThrowingCallable call) {
        assertThatExceptionOfType(UploadException.class)
                .isThrownBy(call)
                .withMessageContaining(words)
                .satisfies(refused -> assertThat(refused.problem()).isEqualTo(problem));
    }
}

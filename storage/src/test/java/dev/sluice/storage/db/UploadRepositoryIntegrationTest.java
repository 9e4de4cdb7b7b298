package dev.sluice.storage.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.asset.AssetDetails;
import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.asset.NewAsset;
import dev.sluice.engine.port.MultipartObjects;
import dev.sluice.engine.port.ObjectStore;
import dev.sluice.engine.port.Owner;
import dev.sluice.engine.port.Viewpoint;
import dev.sluice.engine.port.Visibility;
import dev.sluice.engine.upload.BufferBudget;
import dev.sluice.engine.upload.Checksums;
import dev.sluice.engine.upload.NewUpload;
import dev.sluice.engine.upload.Upload;
import dev.sluice.engine.upload.UploadChunk;
import dev.sluice.engine.upload.UploadKind;
import dev.sluice.engine.upload.UploadLimits;
import dev.sluice.engine.upload.UploadPorts;
import dev.sluice.engine.upload.UploadRepository;
import dev.sluice.engine.upload.UploadRepository.Refusal;
import dev.sluice.engine.upload.UploadRepository.Renewal;
import dev.sluice.engine.upload.UploadRole;
import dev.sluice.engine.upload.UploadState;
import dev.sluice.engine.upload.Uploads;
import dev.sluice.storage.objects.FileObjectStore;
import dev.sluice.storage.objects.S3ObjectStore;
import dev.sluice.storage.objects.S3ProxyProcess;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uploads on a real database, with bytes in files and in S3. */
@Tag("integration")
class UploadRepositoryIntegrationTest {
    private static final Owner OWNER = new Owner("default", "account:1");
    private static final AssetDetails DETAILS =
            new AssetDetails("A", "text", Visibility.UNLISTED, List.of("a", "b"), "fast", "{\"a\": 1}");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final int MIB = 1 << 20;
    private static final Checksums NONE = new Checksums(List.of());

    @TempDir
    static Path directory;

    private static Database database;
    private UploadRepository repository;

    @BeforeAll
    static void start() {
        database = TestDatabases.open(directory.resolve("db"));
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @BeforeEach
    void empty() {
        database.execute("delete from upload");
        repository = database.uploads();
    }

    @Test
    void create_find_tellWhatWasDeclared_toWhoMaySeeIt() {
        NewUpload created = create(UploadKind.CHUNKED, 10 * MIB);

        Upload found = repository
                .find(new Viewpoint("default", "account:1"), created.id())
                .orElseThrow();

        assertThat(found.details()).isEqualTo(DETAILS);
        assertThat(found.plan()).isEqualTo(created.plan());
        assertThat(found.state()).isEqualTo(UploadState.RECEIVING);
        assertThat(found.expiresAt()).isEqualTo(created.expiresAt());
        assertThat(repository.find(new Viewpoint("default", null), created.id()))
                .isPresent();
        assertThat(repository.find(new Viewpoint("default", "account:2"), created.id()))
                .isEmpty();
        assertThat(repository.find(new Viewpoint("other", null), created.id())).isEmpty();
    }

    @Test
    void create_manyAtOnce_neverPassesTheQuota() throws Exception {
        List<Callable<Boolean>> creations = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            creations.add(() -> repository
                    .create(newUpload(UploadKind.TUS, MIB), 5, 100L * MIB)
                    .isEmpty());
        }
        int created = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Future<Boolean> creation : threads.invokeAll(creations)) {
                created += creation.get() ? 1 : 0;
            }
        }
        assertThat(created).isEqualTo(5);
        assertThat(repository.create(newUpload(UploadKind.TUS, 96L * MIB), 50, 100L * MIB))
                .hasValue(Refusal.TOO_MANY_BYTES);
    }

    @Test
    void grow_countsWhatComesWithoutASize_untilThePullBeginsAnew() {
        AssetId pull = create(UploadKind.PULL, Upload.Plan.UNKNOWN_SIZE).id();
        UUID token = UUID.randomUUID();
        assertThat(repository.claimPulls(token, NOW, NOW.plusSeconds(15), 1)).hasSize(1);
        create(UploadKind.TUS, 60);

        assertThat(repository.grow(pull, token, 40, 100)).isTrue();
        assertThat(repository.grow(pull, token, 41, 100)).isFalse();
        assertThat(find(pull).receivedBytes()).isEqualTo(40);
        assertThat(repository.create(newUpload(UploadKind.TUS, 1), 50, 100)).hasValue(Refusal.TOO_MANY_BYTES);

        repository.release(pull, token);
        assertThat(repository.claimPulls(UUID.randomUUID(), NOW, NOW.plusSeconds(15), 1))
                .singleElement()
                .satisfies(again -> assertThat(again.receivedBytes()).isZero());
    }

    @Test
    void chunks_replacedAndDropped_areCountedOnce() {
        AssetId id = create(UploadKind.CHUNKED, 10 * MIB).id();
        put(id, 2, 5, "a", "b");
        put(id, 2, 7, "c");
        Upload now = put(id, 1, 3, "d");

        assertThat(now.receivedBytes()).isEqualTo(10);
        assertThat(now.receivedChunks()).isEqualTo(2);
        assertThat(repository.chunks(id, 2, 10)).containsExactly(new UploadChunk(2, 7, List.of("c")));
        repository.dropChunk(id, 2);
        repository.dropChunk(id, 2);
        assertThat(find(id).receivedBytes()).isEqualTo(3);
        repository.end(id, UploadState.ABORTED, NOW);
        assertThat(repository.putChunk(id, new UploadChunk(2, 7, List.of()), NOW))
                .isEmpty();
    }

    @Test
    void lease_isHeldByOne_whoIsToldThatItIsWanted_andLapses() {
        AssetId id = create(UploadKind.TUS, 10).id();
        UUID first = UUID.randomUUID();
        UUID second = UUID.randomUUID();
        assertThat(repository.lease(id, first, NOW, NOW.plusSeconds(15))).isPresent();
        assertThat(repository.renew(id, first, NOW.plusSeconds(15))).isEqualTo(Renewal.HELD);
        assertThat(repository.lease(id, second, NOW, NOW.plusSeconds(15))).isEmpty();
        assertThat(repository.renew(id, first, NOW.plusSeconds(15))).isEqualTo(Renewal.WANTED);

        Instant later = NOW.plusSeconds(16);
        assertThat(repository.lease(id, second, later, later.plusSeconds(15))).isPresent();

        assertThat(repository.renew(id, first, later.plusSeconds(15))).isEqualTo(Renewal.LOST);
        assertThat(repository.advance(id, first, List.of(), 5, "t", later)).isFalse();
        assertThat(repository.advance(id, second, List.of(), 5, "t", later)).isTrue();
        assertThat(find(id).tailKey()).isEqualTo("t");
        repository.release(id, first);
        assertThat(repository.renew(id, second, later.plusSeconds(15))).isEqualTo(Renewal.HELD);
    }

    @Test
    void completion_needsAllBytes_andIsDoneByOneAtATime() {
        AssetId id = create(UploadKind.CHUNKED, 10).id();
        UUID token = UUID.randomUUID();
        assertThat(repository.beginCompletion(id, token, NOW, NOW.plusSeconds(15)))
                .isEmpty();
        put(id, 1, 10, "a");
        assertThat(repository.beginCompletion(id, token, NOW, NOW.plusSeconds(15)))
                .isPresent();
        assertThat(repository.beginCompletion(id, UUID.randomUUID(), NOW, NOW.plusSeconds(15)))
                .isEmpty();
        assertThat(repository.end(id, UploadState.ABORTED, NOW)).isFalse();
        assertThat(repository.stranded(NOW, 10)).isEmpty();
        assertThat(repository.stranded(NOW.plusSeconds(16), 10)).containsExactly(id);
        assertThat(repository.completed(id, token, 10, NOW)).isTrue();
        assertThat(repository.completed(id, token, 10, NOW)).isFalse();
        repository.release(id, token);
        assertThat(repository.claimUncleaned(UUID.randomUUID(), NOW, NOW.plusSeconds(60), 10))
                .hasSize(1);
        assertThat(repository.claimUncleaned(UUID.randomUUID(), NOW, NOW.plusSeconds(60), 10))
                .isEmpty();
        repository.cleaned(id);
        assertThat(repository.forget(NOW.plusSeconds(1), 10)).isEqualTo(1);
    }

    @Test
    void expire_endsIdleOnes_butNotThoseInWork_andPullsAreTakenOnce() {
        AssetId idle = create(UploadKind.CHUNKED, 10).id();
        AssetId worked = create(UploadKind.TUS, 10).id();
        AssetId pull = create(UploadKind.PULL, 10).id();
        Instant later = NOW.plus(Duration.ofDays(2));
        repository.lease(worked, UUID.randomUUID(), later, later.plusSeconds(15));

        assertThat(repository.claimPulls(UUID.randomUUID(), later, later.plusSeconds(15), 10))
                .extracting(Upload::id)
                .containsExactly(pull);
        assertThat(repository.claimPulls(UUID.randomUUID(), later, later.plusSeconds(15), 10))
                .isEmpty();

        assertThat(repository.expire(later, 10)).isEqualTo(1);

        assertThat(find(idle).state()).isEqualTo(UploadState.EXPIRED);
        assertThat(find(worked).state()).isEqualTo(UploadState.RECEIVING);
    }

    @Test
    void chunksInRandomOrder_eightAtOnce_inFiles_areTheFileAndOneAsset() throws Exception {
        FileObjectStore store = FileObjectStore.open(directory.resolve("objects"));

        roundTrip(store, store.multipart(), 5 * MIB);
        roundTrip(store, store.multipart(), MIB);
    }

    @Test
    void chunksInRandomOrder_eightAtOnce_inS3_areTheFileAndOneAsset() throws Exception {
        try (S3ProxyProcess server = S3ProxyProcess.start(directory.resolve("s3"))) {
            server.createBucket("uploads");
            try (S3ObjectStore store = new S3ObjectStore(server.settings("uploads"), InstantSource.system())) {
                roundTrip(store, store.multipart(), 5 * MIB);
                roundTrip(store, store.multipart(), MIB);
            }
        }
    }

    private void roundTrip(ObjectStore store, MultipartObjects multipart, int chunkBytes) throws Exception {
        byte[] file = new byte[12 * chunkBytes + 999];
        new Random(chunkBytes).nextBytes(file);
        Map<AssetId, NewAsset> assets = new ConcurrentHashMap<>();
        Uploads node = uploads(store, multipart, assets);
        Uploads other = uploads(store, multipart, assets);
        Upload upload = node.create(OWNER, UploadKind.CHUNKED, DETAILS, plan(file.length, chunkBytes));
        List<Callable<Upload>> puts = new ArrayList<>();
        for (int number = 1; number <= 13; number++) {
            int n = number;
            puts.add(() -> put(n % 2 == 0 ? node : other, upload, file, n));
        }
        puts.add(() -> put(other, upload, file, 3));
        Collections.shuffle(puts, new Random(1));
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Future<Upload> put : threads.invokeAll(puts)) {
                put.get();
            }
            List<Callable<Upload>> completions =
                    List.of(() -> node.complete(upload), () -> other.complete(upload), () -> node.complete(upload));
            for (Future<Upload> completion : threads.invokeAll(completions)) {
                assertThat(completion.get().state()).isEqualTo(UploadState.COMPLETED);
            }
        }
        assertThat(assets.keySet()).containsExactly(upload.id());
        byte[] stored = new byte[file.length];
        for (int done = 0; done < file.length; ) {
            byte[] read =
                    store.read(upload.sourceKey(), done, 8 * MIB).orElseThrow().toByteArray();
            System.arraycopy(read, 0, stored, done, read.length);
            done += read.length;
        }
        assertThat(Arrays.equals(stored, file)).isTrue();
        assertThat(store.list("uploads/" + upload.id(), "", 10)).hasSize(1);
    }

    private Uploads uploads(ObjectStore store, MultipartObjects multipart, Map<AssetId, NewAsset> assets) {
        return new Uploads(new UploadPorts(
                database.uploads(),
                store,
                multipart,
                asset -> assets.putIfAbsent(asset.id(), asset),
                new BufferBudget(128 * MIB, Duration.ofSeconds(30)),
                UploadLimits.DEFAULTS,
                InstantSource.system()));
    }

    private static Upload put(Uploads uploads, Upload upload, byte[] file, int number) throws Exception {
        int from = (number - 1) * upload.plan().chunkBytes();
        ByteArrayInputStream bytes =
                new ByteArrayInputStream(file, from, upload.plan().chunks().bytesOf(number));
        return uploads.putChunk(
                upload, number, -1, (target, offset, length, patience) -> bytes.read(target, offset, length), NONE);
    }

    private Upload put(AssetId id, int number, int sizeBytes, String... etags) {
        return repository
                .putChunk(id, new UploadChunk(number, sizeBytes, List.of(etags)), NOW.plus(Duration.ofDays(1)))
                .orElseThrow();
    }

    private Upload find(AssetId id) {
        return repository.find(id).orElseThrow();
    }

    private NewUpload create(UploadKind kind, long sizeBytes) {
        NewUpload upload = newUpload(kind, sizeBytes);
        assertThat(repository.create(upload, 100, 1L << 40)).isEmpty();
        return upload;
    }

    private static NewUpload newUpload(UploadKind kind, long sizeBytes) {
        return new NewUpload(
                AssetId.random(),
                OWNER,
                kind,
                DETAILS,
                plan(sizeBytes, 5 * MIB),
                "m",
                NOW,
                NOW.plus(Duration.ofDays(1)));
    }

    private static Upload.Plan plan(long sizeBytes, int chunkBytes) {
        return new Upload.Plan(
                "a.mp4", "video/mp4", sizeBytes, chunkBytes, null, null, UploadRole.WHOLE, List.of(), null);
    }
}

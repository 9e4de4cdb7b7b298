package dev.sluice.storage.objects;

import static dev.sluice.storage.objects.ObjectStoreContract.SEGMENT;
import static dev.sluice.storage.objects.ObjectStoreContract.THUMBNAIL;
import static dev.sluice.storage.objects.ObjectStoreContract.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.engine.port.StoredObject;
import dev.sluice.media.io.Payload;
import dev.sluice.storage.objects.FaultRelay.Fault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.s3.S3Client;

@Tag("integration")
@Timeout(120)
class S3ObjectStoreIntegrationTest {
    private static final S3Settings.Limits QUICK = new S3Settings.Limits(
            Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(6), /* maxAttempts= */ 3, 16);

    @TempDir
    static Path directory;

    private static S3ProxyProcess server;
    private static int buckets;

    private String bucket = "";
    private S3Settings settings = S3ProxyProcess.settings("none", URI.create("http://127.0.0.1:1"));

    @BeforeAll
    static void start() throws IOException {
        server = S3ProxyProcess.start(directory);
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @BeforeEach
    void makeBucket() {
        bucket = "test-" + ++buckets;
        server.createBucket(bucket);
        settings = server.settings(bucket);
    }

    @Test
    void put_aboveThreshold_goesInPartsAndComesBackWhole() throws Exception {
        List<Payload> body = randomPieces(S3Upload.MULTIPART_THRESHOLD_BYTES + 3_000_001);
        byte[] whole = join(body);
        try (FaultRelay relay = new FaultRelay(server.port());
                S3ObjectStore store = open(S3ProxyProcess.settings(bucket, relay.endpoint()))) {
            store.put("vod/a/1.m4s", body, THUMBNAIL);

            StoredObject found = store.head("vod/a/1.m4s").orElseThrow();
            assertThat(found.sizeBytes()).isEqualTo(whole.length);
            assertThat(found.metadata()).isEqualTo(THUMBNAIL);
            assertThat(store.read("vod/a/1.m4s", 0, whole.length).orElseThrow().toByteArray())
                    .isEqualTo(whole);
            assertThat(relay.requestLines())
                    .filteredOn(line -> line.contains("partNumber="))
                    .hasSize(3);
        }
    }

    @Test
    void put_partThatFailsAlways_isAbortedAndLeavesNothing() throws Exception {
        try (FaultRelay relay = new FaultRelay(server.port());
                S3ObjectStore store = open(S3ProxyProcess.settings(bucket, relay.endpoint()))) {
            relay.spoil(line -> line.contains("partNumber=2"), Fault.SLOW_DOWN, 100);

            assertThatExceptionOfType(ObjectStoreException.class)
                    .isThrownBy(() -> store.put("big", randomPieces(S3Upload.MULTIPART_THRESHOLD_BYTES + 1), SEGMENT))
                    .withMessageContaining("SlowDown")
                    .matches(ObjectStoreException::retryable);

            assertThat(relay.requestLines())
                    .filteredOn(line -> line.startsWith("DELETE "))
                    .hasSize(1);
            assertThat(store.head("big")).isEmpty();
        }
        try (S3Client client = S3Clients.build(settings)) {
            assertThat(client.listMultipartUploads(list -> list.bucket(bucket)).uploads())
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"SLOW_DOWN", "RESET"})
    void put_faultOnce_succeedsWithTheSecondAttempt(Fault fault) throws Exception {
        List<Payload> body = randomPieces(3_000_000);
        try (FaultRelay relay = new FaultRelay(server.port());
                S3ObjectStore store = open(S3ProxyProcess.settings(bucket, relay.endpoint()))) {
            relay.spoil(line -> line.startsWith("PUT "), fault, 1);

            store.put("k.m4s", body, SEGMENT);

            assertThat(relay.requestLines())
                    .filteredOn(line -> line.startsWith("PUT "))
                    .hasSize(2);
            assertThat(store.read("k.m4s", 0, 3_000_000).orElseThrow().toByteArray())
                    .isEqualTo(join(body));
        }
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void read_faultOnce_succeedsWithTheSecondAttempt(Fault fault) throws Exception {
        List<Payload> body = randomPieces(1_000_000);
        try (FaultRelay relay = new FaultRelay(server.port());
                S3ObjectStore store =
                        open(S3ProxyProcess.settings(bucket, relay.endpoint()).withLimits(QUICK))) {
            store.put("k.m4s", body, SEGMENT);
            relay.spoil(line -> line.startsWith("GET "), fault, 1);

            assertThat(store.read("k.m4s", 0, 1_000_000).orElseThrow().toByteArray())
                    .isEqualTo(join(body));
            assertThat(relay.requestLines())
                    .filteredOn(line -> line.startsWith("GET "))
                    .hasSize(2);
        }
    }

    /** Servers that know neither chunked signatures, trailers nor ACLs take it as well as Amazon's. */
    @Test
    void put_onTheWire_isAPlainBodyWithAnMd5() throws Exception {
        try (FaultRelay relay = new FaultRelay(server.port());
                S3ObjectStore store = open(S3ProxyProcess.settings(bucket, relay.endpoint()))) {
            store.put("k.m4s", List.of(bytes("seg"), bytes("ment")), SEGMENT);

            assertThat(relay.heads().getFirst().toLowerCase(Locale.ROOT))
                    .contains("\r\ncontent-length: 7\r\n", "\r\ncontent-md5: ", "\r\ncontent-type: video/mp4\r\n")
                    .doesNotContain("chunked", "x-amz-trailer", "x-amz-checksum", "x-amz-sdk-checksum", "x-amz-acl");
        }
    }

    @Test
    void put_serverSilent_failsRetryablyWithinTheCallTimeout() throws Exception {
        try (FaultRelay relay = new FaultRelay(server.port());
                S3ObjectStore store =
                        open(S3ProxyProcess.settings(bucket, relay.endpoint()).withLimits(QUICK))) {
            relay.spoil(line -> true, Fault.SILENCE, 100);

            assertFailsRetryably(store, Duration.ofSeconds(9));
        }
    }

    @Test
    void put_endpointDown_failsRetryablyAndSoon() throws Exception {
        int freePort;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            freePort = taken.getLocalPort();
        }
        URI nobody = URI.create("http://127.0.0.1:" + freePort);
        try (S3ObjectStore store = open(S3ProxyProcess.settings(bucket, nobody).withLimits(QUICK))) {
            assertFailsRetryably(store, Duration.ofSeconds(9));
        }
    }

    @Test
    void serverKilledAndBack_storeGoesOn(@TempDir Path files) throws Exception {
        S3ProxyProcess first = S3ProxyProcess.start(files);
        try (S3ObjectStore store = open(first.settings("outage").withLimits(QUICK))) {
            first.createBucket("outage");
            store.put("k.m4s", List.of(bytes("one")), SEGMENT);
            first.close();
            assertFailsRetryably(store, Duration.ofSeconds(9));

            try (S3ProxyProcess second = S3ProxyProcess.start(files, first.port())) {
                store.check();
                assertThat(store.read("k.m4s", 0, 10)).contains(bytes("one"));
                assertThat(second.port()).isEqualTo(first.port());
            }
        } finally {
            first.close();
        }
    }

    @Test
    void wrongCredentials_failForGoodAndTellNoSecret() {
        for (String[] credentials : new String[][] {
            {S3ProxyProcess.ACCESS_KEY_ID, "wrong-secret"}, {"nobody", S3ProxyProcess.SECRET_ACCESS_KEY}
        }) {
            S3Settings wrong = new S3Settings(
                    bucket,
                    "",
                    server.endpoint(),
                    S3ProxyProcess.REGION,
                    /* pathStyle= */ true,
                    credentials[0],
                    credentials[1],
                    S3Settings.Limits.DEFAULTS);
            try (S3ObjectStore store = open(wrong)) {
                for (ObjectStoreException failure : List.of(
                        failure(() -> store.put("k.m4s", List.of(bytes("x")), SEGMENT)),
                        failure(() -> store.head("k.m4s")),
                        failure(() -> store.read("k.m4s", 0, 1)),
                        failure(() -> store.list("k", "", 1)),
                        failure(() -> store.delete("k.m4s")),
                        failure(store::check))) {
                    assertThat(failure.retryable()).isFalse();
                    assertThat(failure)
                            .hasMessageContaining(bucket)
                            .hasMessageContaining("403")
                            .hasMessageNotContaining(credentials[1]);
                }
                assertThat(failure(() -> store.head("k.m4s"))).hasMessageContaining("\"k.m4s\"");
            }
        }
    }

    @Test
    void bucketMissing_failsForGood() {
        try (S3ObjectStore store = open(server.settings("no-such-bucket"))) {
            for (ObjectStoreException failure : List.of(
                    failure(() -> store.put("k.m4s", List.of(bytes("x")), SEGMENT)),
                    failure(() -> store.read("k.m4s", 0, 1)),
                    failure(() -> store.list("", "", 1)),
                    failure(store::check))) {
                assertThat(failure.retryable()).isFalse();
                assertThat(failure).hasMessageContaining("no-such-bucket");
            }
        }
    }

    @Test
    void prefix_isBeforeEveryKeyAndTakenOffAgain() throws Exception {
        S3Settings prefixed = new S3Settings(
                bucket,
                "tenant=1/live",
                server.endpoint(),
                S3ProxyProcess.REGION,
                /* pathStyle= */ true,
                S3ProxyProcess.ACCESS_KEY_ID,
                S3ProxyProcess.SECRET_ACCESS_KEY,
                S3Settings.Limits.DEFAULTS);
        try (S3ObjectStore inside = open(prefixed);
                S3ObjectStore beside = open(settings)) {
            inside.put("a/1.m4s", List.of(bytes("x")), SEGMENT);
            inside.put("a/2.m4s", List.of(bytes("x")), SEGMENT);
            beside.put("tenant/3.m4s", List.of(bytes("x")), SEGMENT);
            inside.check();

            assertThat(keys(inside, "", "")).containsExactly("a/1.m4s", "a/2.m4s");
            assertThat(keys(inside, "a", "a/1.m4s")).containsExactly("a/2.m4s");
            assertThat(inside.head("a/1.m4s")).isPresent();
            inside.delete("a/1.m4s");
            assertThat(keys(inside, "", "")).containsExactly("a/2.m4s");
            // "tenant=1" is no segment of a key, so the other store passes over what lies beneath it.
            assertThat(keys(beside, "", "")).containsExactly("tenant/3.m4s");
        }
    }

    @Test
    void list_foreignKeys_arePassedOverButCountNoPage() throws Exception {
        try (S3Client client = S3Clients.build(settings);
                S3ObjectStore store = open(settings)) {
            for (int i = 0; i < 5; i++) {
                String foreign = "a/~" + i;
                client.putObject(
                        put -> put.bucket(bucket).key(foreign),
                        PayloadRange.whole(List.of(bytes("x"))).requestBody("text/plain"));
            }
            store.put("a/zz", List.of(bytes("x")), SEGMENT);
            store.put("b", List.of(bytes("x")), SEGMENT);

            assertThat(store.list("", "", 1)).extracting(StoredObject::key).containsExactly("a/zz");
            assertThat(store.list("", "a/zz", 1)).extracting(StoredObject::key).containsExactly("b");
        }
    }

    @Test
    void check_afterAPut_doesNotPutAgainForAWhile() throws Exception {
        Instant[] now = {Instant.parse("2026-01-01T00:00:00Z")};
        try (FaultRelay relay = new FaultRelay(server.port());
                S3ObjectStore store =
                        new S3ObjectStore(S3ProxyProcess.settings(bucket, relay.endpoint()), () -> now[0])) {
            store.put("k.m4s", List.of(bytes("x")), SEGMENT);
            store.check();
            assertThat(relay.requestLines())
                    .filteredOn(line -> line.startsWith("PUT "))
                    .hasSize(1);

            now[0] = now[0].plus(S3ObjectStore.WRITE_PROOF);
            store.check();
            assertThat(relay.requestLines())
                    .filteredOn(line -> line.startsWith("PUT "))
                    .hasSize(2);
            assertThat(relay.requestLines().getLast()).startsWith("DELETE ");
        }
    }

    private static void assertFailsRetryably(S3ObjectStore store, Duration within) {
        long startNs = System.nanoTime();
        ObjectStoreException failure = failure(() -> store.put("k.m4s", List.of(bytes("x")), SEGMENT));
        assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isLessThan(within);
        assertThat(failure.retryable()).isTrue();
        assertThat(failure(store::check).retryable()).isTrue();
    }

    private static ObjectStoreException failure(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        ObjectStoreException failure = catchThrowableOfType(ObjectStoreException.class, call);
        if (failure == null) {
            throw new AssertionError("nothing failed");
        }
        return failure;
    }

    private static S3ObjectStore open(S3Settings settings) {
        return new S3ObjectStore(settings, InstantSource.system());
    }

    private static List<String> keys(S3ObjectStore store, String prefix, String startAfter)
            throws ObjectStoreException {
        return store.list(prefix, startAfter, 100).stream()
                .map(StoredObject::key)
                .toList();
    }

    /** Of uneven sizes, so that parts of an upload begin within them. */
    private static List<Payload> randomPieces(int totalBytes) {
        Random random = new Random(totalBytes);
        List<Payload> pieces = new ArrayList<>();
        int remaining = totalBytes;
        while (remaining > 0) {
            byte[] piece = new byte[Math.min(remaining, 1 + random.nextInt(700_000))];
            random.nextBytes(piece);
            pieces.add(Payload.wrap(piece));
            remaining -= piece.length;
        }
        return pieces;
    }

    private static byte[] join(List<Payload> pieces) throws IOException {
        return PayloadRange.whole(pieces).open().readAllBytes();
    }
}

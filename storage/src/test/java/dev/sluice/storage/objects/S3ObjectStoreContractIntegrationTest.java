package dev.sluice.storage.objects;

import dev.sluice.engine.port.ObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** The contract, kept by S3. */
@Tag("integration")
class S3ObjectStoreContractIntegrationTest extends ObjectStoreContract {
    @TempDir
    static Path directory;

    private static S3ProxyProcess server;
    private static int buckets;

    private S3ObjectStore store;

    @BeforeAll
    static void start() throws IOException {
        server = S3ProxyProcess.start(directory);
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @BeforeEach
    void open() {
        String bucket = "contract-" + ++buckets;
        server.createBucket(bucket);
        store = new S3ObjectStore(server.settings(bucket), InstantSource.system());
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Override
    ObjectStore store() {
        return store;
    }
}

package dev.sluice.storage.objects;

import dev.sluice.engine.port.ObjectStore;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The contract, kept by files. */
class FileObjectStoreContractTest extends ObjectStoreContract {
    @TempDir
    Path directory;

    private ObjectStore store;

    @BeforeEach
    void open() throws Exception {
        store = FileObjectStore.open(directory.resolve("objects"));
    }

    @Override
    ObjectStore store() {
        return store;
    }
}

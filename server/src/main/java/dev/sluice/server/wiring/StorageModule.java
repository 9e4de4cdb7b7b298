package dev.sluice.server.wiring;

import dagger.Module;
import dagger.Provides;
import dev.sluice.engine.port.MultipartObjects;
import dev.sluice.engine.port.ObjectStore;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.engine.port.StreamRepository;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.server.life.DataDirectory;
import dev.sluice.server.life.Lifecycle;
import dev.sluice.storage.db.Database;
import dev.sluice.storage.objects.FileObjectStore;
import dev.sluice.storage.objects.S3ObjectStore;
import dev.sluice.storage.objects.S3Settings;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Optional;

/** Database and object store, opened when first asked for. */
@Module
final class StorageModule {
    private static final String DATABASE_DIRECTORY = "postgres";
    private static final String OBJECTS_DIRECTORY = "objects";

    private StorageModule() {}

    @Provides
    @Singleton
    static Database database(SluiceConfig config, DataDirectory data, Lifecycle lifecycle) {
        Database database = Database.open(Settings.database(config.database(), data.path(DATABASE_DIRECTORY)));
        lifecycle.started("database", database);
        return database;
    }

    @Provides
    static StreamRepository streams(Database database) {
        return database.streams();
    }

    /** One store, by what it can do. */
    record Stores(ObjectStore objects, MultipartObjects parts) {}

    @Provides
    static ObjectStore objects(Stores stores) {
        return stores.objects();
    }

    @Provides
    static MultipartObjects parts(Stores stores) {
        return stores.parts();
    }

    @Provides
    @Singleton
    static Stores stores(SluiceConfig config, DataDirectory data, Lifecycle lifecycle, Clock clock) {
        Optional<S3Settings> s3 = Settings.s3(config.store().s3());
        if (s3.isPresent()) {
            S3ObjectStore store = new S3ObjectStore(s3.get(), clock);
            lifecycle.started("S3 client", store);
            return new Stores(store, store.multipart());
        }
        try {
            FileObjectStore store = FileObjectStore.open(data.path(OBJECTS_DIRECTORY));
            return new Stores(store, store.multipart());
        } catch (ObjectStoreException e) {
            throw new UncheckedIOException(new IOException(e.getMessage(), e));
        }
    }
}

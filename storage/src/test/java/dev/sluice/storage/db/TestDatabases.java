package dev.sluice.storage.db;

import java.nio.file.Path;
import java.util.List;

/** Embedded databases for tests: data where the test says, programs unpacked once for all tests of the module. */
final class TestDatabases {
    static final Path PROGRAMS = Path.of("target", "postgres-programs");

    private TestDatabases() {}

    static EmbeddedPostgres startPostgres(Path directory) {
        return EmbeddedPostgres.start(directory, PROGRAMS);
    }

    /** The first column of a query. */
    static List<String> texts(Database database, String query) {
        return database.texts(query);
    }

    static Database open(Path directory) {
        return Database.openEmbedded(DatabaseSettings.embedded(directory), PROGRAMS);
    }
}

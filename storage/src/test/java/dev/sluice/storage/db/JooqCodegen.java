package dev.sluice.storage.db;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jooq.codegen.GenerationTool;
import org.jooq.meta.jaxb.Configuration;
import org.jooq.meta.jaxb.Database;
import org.jooq.meta.jaxb.ForcedType;
import org.jooq.meta.jaxb.Generate;
import org.jooq.meta.jaxb.Generator;
import org.jooq.meta.jaxb.Jdbc;
import org.jooq.meta.jaxb.Logging;
import org.jooq.meta.jaxb.Target;

/** Writes jOOQ's table classes from the migrations, by applying them to an embedded PostgreSQL and reading it. */
final class JooqCodegen {
    private static final String PACKAGE = "dev.sluice.storage.db.generated";
    private static final String PORTS = "dev.sluice.engine.port.";
    private static final String ASSETS = "dev.sluice.engine.asset.";
    private static final String JOBS = "dev.sluice.engine.job.";
    private static final String UPLOADS = "dev.sluice.engine.upload.";
    private static final String IDENTITY = "dev.sluice.identity.";

    private JooqCodegen() {}

    /** @param scratch an empty directory for the database */
    static void generate(Path scratch, Path target) throws Exception {
        try (EmbeddedPostgres postgres = TestDatabases.startPostgres(scratch)) {
            ConnectionDetails details = EmbeddedDatabase.ensure(postgres);
            Migrations.apply(details);
            GenerationTool.generate(configuration(details, target));
        }
    }

    private static Configuration configuration(ConnectionDetails details, Path target) throws IOException {
        Database database = new Database()
                .withName("org.jooq.meta.postgres.PostgresDatabase")
                .withInputSchema("public")
                .withOutputSchemaToDefault(true)
                .withExcludes("flyway_schema_history")
                .withForcedTypes(List.of(
                        new ForcedType().withName("INSTANT").withIncludeTypes("(?i:timestamp\\ with\\ time\\ zone)"),
                        enumColumn("stream\\.status", PORTS + "StreamStatus"),
                        enumColumn("(stream|asset|upload)\\.visibility", PORTS + "Visibility"),
                        enumColumn("asset\\.status", ASSETS + "AssetStatus"),
                        enumColumn("job\\.state", JOBS + "JobState"),
                        enumColumn("job_step\\.state", JOBS + "StepState"),
                        enumColumn("upload\\.kind", UPLOADS + "UploadKind"),
                        enumColumn("upload\\.state", UPLOADS + "UploadState"),
                        enumColumn("upload\\.role", UPLOADS + "UploadRole"),
                        enumColumn("(account|api_key)\\.role", IDENTITY + "Role"),
                        enumColumn("(account|api_key)\\.tier", IDENTITY + "Tier")));
        Generate generate = new Generate()
                .withRecords(false)
                .withDaos(false)
                .withPojos(false)
                .withComments(false)
                .withGeneratedAnnotation(false)
                .withGlobalCatalogReferences(false)
                .withGlobalSchemaReferences(false);
        return new Configuration()
                .withLogging(Logging.WARN)
                .withJdbc(new Jdbc()
                        .withDriver("org.postgresql.Driver")
                        .withUrl(details.jdbcUrl())
                        .withUser(details.user())
                        .withPassword(details.password()))
                .withGenerator(new Generator()
                        .withDatabase(database)
                        .withGenerate(generate)
                        .withTarget(new Target()
                                .withPackageName(PACKAGE)
                                .withDirectory(target.toString())
                                .withClean(true)));
    }

    private static ForcedType enumColumn(String column, String type) {
        return new ForcedType().withUserType(type).withEnumConverter(true).withIncludeExpression(".*" + column);
    }
}

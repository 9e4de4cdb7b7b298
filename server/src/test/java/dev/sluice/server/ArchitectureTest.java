package dev.sluice.server;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The rules of {@code docs/architecture.md} about who may know whom. */
@AnalyzeClasses(packages = "dev.sluice", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule modules_knowOnlyThoseBelowThem = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("dev.sluice..")
            .layer("media")
            .definedBy("dev.sluice.media..")
            .layer("native")
            .definedBy("dev.sluice.ffmpeg..")
            .layer("engine")
            .definedBy("dev.sluice.engine..")
            .layer("identity")
            .definedBy("dev.sluice.identity..")
            .layer("events")
            .definedBy("dev.sluice.events..")
            .layer("rtmp")
            .definedBy("dev.sluice.rtmp..")
            .layer("transcoder")
            .definedBy("dev.sluice.transcoder..")
            .layer("packager")
            .definedBy("dev.sluice.packager..")
            .layer("vod")
            .definedBy("dev.sluice.vod..")
            .layer("storage")
            .definedBy("dev.sluice.storage..")
            .layer("api")
            .definedBy("dev.sluice.api..")
            .layer("server")
            .definedBy("dev.sluice.server..")
            .whereLayer("server")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("api")
            .mayOnlyBeAccessedByLayers("server")
            .whereLayer("storage")
            .mayOnlyBeAccessedByLayers("server")
            .whereLayer("vod")
            .mayOnlyBeAccessedByLayers("server")
            .whereLayer("packager")
            .mayOnlyBeAccessedByLayers("server", "vod")
            .whereLayer("transcoder")
            .mayOnlyBeAccessedByLayers("server")
            .whereLayer("rtmp")
            .mayOnlyBeAccessedByLayers("server")
            .whereLayer("native")
            .mayOnlyBeAccessedByLayers("server", "transcoder", "vod")
            .whereLayer("identity")
            .mayOnlyBeAccessedByLayers("server", "api", "storage")
            .whereLayer("events")
            .mayOnlyBeAccessedByLayers("server", "api", "storage")
            .whereLayer("engine")
            .mayOnlyBeAccessedByLayers("server", "api", "storage", "transcoder", "rtmp", "vod");

    @ArchTest
    static final ArchRule packages_haveNoCycles = slices().matching("dev.sluice.(**)")
            .should()
            .beFreeOfCycles()
            // As jOOQ generates it.
            .ignoreDependency(resideInAPackage("dev.sluice.storage.db.generated.."), alwaysTrue());

    @ArchTest
    static final ArchRule ffmpeg_isUsedInNativeOnly = only("dev.sluice.ffmpeg..", "org.bytedeco..");

    @ArchTest
    static final ArchRule sql_isUsedInStorageOnly = only(
            "dev.sluice.storage.db..",
            "org.jooq..",
            "com.zaxxer..",
            "org.flywaydb..",
            "org.postgresql..",
            "java.sql..",
            "com.github.kagkarlsson..");

    @ArchTest
    static final ArchRule awsSdk_isUsedInStorageOnly = only("dev.sluice.storage.objects..", "software.amazon..");

    @ArchTest
    static final ArchRule vertx_isUsedInTheApiOnly = only("dev.sluice.api..", "io.vertx..");

    @ArchTest
    static final ArchRule dagger_isUsedInTheWiringOnly = only("dev.sluice.server.wiring..", "dagger..");

    private static ArchRule only(String home, String... libraries) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(home)
                .and()
                .haveNameNotMatching(".*_Factory")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(libraries);
    }
}

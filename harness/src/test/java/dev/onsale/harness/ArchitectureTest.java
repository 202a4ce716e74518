package dev.onsale.harness;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may import whom: what the compiler cannot see. */
@AnalyzeClasses(packages = "dev.onsale", importOptions = ArchitectureTest.MainClasses.class)
final class ArchitectureTest {
    /** Leaves tests out: those of this module, and the contracts, which come in a jar of their own. */
    static final class MainClasses implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/test-classes/") && !location.contains("-tests.jar");
        }
    }

    @ArchTest
    static final ArchRule THE_CORE_KNOWS_ONLY_JAVA = classes()
            .that()
            .resideInAnyPackage(
                    "dev.onsale.core",
                    "dev.onsale.core.workload..",
                    "dev.onsale.core.history..",
                    "dev.onsale.core.local..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", "dev.onsale.core..");

    @ArchTest
    static final ArchRule THE_PORTS_KNOW_NO_IMPLEMENTATION = noClasses()
            .that()
            .resideInAPackage("dev.onsale.core")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.onsale.core.*..");

    @ArchTest
    static final ArchRule STORES_KNOW_NO_TRANSPORT_AND_NO_OTHER_STORE = classes()
            .that()
            .resideInAPackage("dev.onsale.core.redis..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.jspecify..",
                    "org.redisson..",
                    "io.netty..",
                    "org.slf4j..",
                    "dev.onsale.core",
                    "dev.onsale.core.redis..");

    @ArchTest
    static final ArchRule ADAPTERS_KNOW_ONLY_THE_PORTS = noClasses()
            .that()
            .resideInAnyPackage("dev.onsale.xmlrpc..", "dev.onsale.rabbit..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.onsale.core.history..",
                    "dev.onsale.core.local..",
                    "dev.onsale.core.redis..",
                    "dev.onsale.record..",
                    "dev.onsale.charts..",
                    "org.redisson..");

    @ArchTest
    static final ArchRule ADAPTERS_DO_NOT_KNOW_EACH_OTHER =
            slices().matching("dev.onsale.(xmlrpc|rabbit)..").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule NOBODY_KNOWS_THE_HARNESS = noClasses()
            .that()
            .resideOutsideOfPackage("dev.onsale.harness..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.onsale.harness..");

    @ArchTest
    static final ArchRule A_RECORD_IS_READ_WITHOUT_A_PLOTTER = noClasses()
            .that()
            .resideInAPackage("dev.onsale.record..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.onsale.charts..", "org.knowm.xchart..", "java.awt..");

    @ArchTest
    static final ArchRule THE_HARNESS_FLOWS_ONE_WAY = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("cli")
            .definedBy("dev.onsale.harness.cli..")
            .layer("limit")
            .definedBy("dev.onsale.harness.limit..")
            .layer("trial")
            .definedBy("dev.onsale.harness.trial..")
            .layer("bench")
            .definedBy("dev.onsale.harness.bench..")
            .layer("plan")
            .definedBy("dev.onsale.harness.plan..")
            .layer("fleet")
            .definedBy("dev.onsale.harness.fleet..")
            .layer("load")
            .definedBy("dev.onsale.harness.load..")
            .layer("backend")
            .definedBy("dev.onsale.harness.backend..")
            .layer("process")
            .definedBy("dev.onsale.harness.process..")
            .whereLayer("cli")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("limit")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("bench")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("trial")
            .mayOnlyBeAccessedByLayers("cli", "limit")
            .whereLayer("plan")
            .mayOnlyBeAccessedByLayers("cli", "limit", "trial")
            .whereLayer("load")
            .mayOnlyBeAccessedByLayers("cli", "limit", "trial", "plan")
            .whereLayer("fleet")
            .mayOnlyBeAccessedByLayers("cli", "trial")
            .whereLayer("backend")
            .mayOnlyBeAccessedByLayers("cli", "bench", "limit", "trial", "fleet")
            .whereLayer("process")
            .mayOnlyBeAccessedByLayers("cli", "bench", "limit", "trial", "fleet", "backend");

    @ArchTest
    static final ArchRule ONLY_MAIN_ENDS_THE_PROCESS = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("dev.onsale.harness.cli.Main")
            .should()
            .callMethod(System.class, "exit", int.class);
}

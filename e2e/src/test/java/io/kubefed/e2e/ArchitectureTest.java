package io.kubefed.e2e;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;

/** What may know what, and what nobody may call. Covers the code of all modules but their tests. */
@AnalyzeClasses(
        packages = "io.kubefed",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.NoContracts.class})
final class ArchitectureTest {

    /** Contracts of one module that another one tests by come in a jar. */
    static final class NoContracts implements ImportOption {

        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    private static final Pattern BLOCKS =
            Pattern.compile("reactor\\.core\\.publisher\\.(Mono|Flux)\\.(block.*|toIterable|toStream|toFuture)"
                    + "|java\\.lang\\.Thread\\.sleep");
    private static final Pattern MAKES_THREADS =
            Pattern.compile("reactor\\.core\\.scheduler\\.Schedulers\\.(new.*|single|parallel|boundedElastic)");
    private static final Pattern ASKS_THE_WORLD =
            Pattern.compile("java\\.time\\.(Instant|LocalDate|LocalDateTime|OffsetDateTime|ZonedDateTime)\\.now"
                    + "|java\\.time\\.Clock\\.system.*"
                    + "|java\\.lang\\.System\\.(currentTimeMillis|nanoTime)"
                    + "|java\\.lang\\.Math\\.random"
                    + "|java\\.util\\.UUID\\.randomUUID"
                    + "|java\\.util\\.concurrent\\.ThreadLocalRandom\\.current");
    private static final Pattern PRINTS = Pattern.compile("java\\.lang\\.System\\.(out|err)");

    /** A main puts the parts together: it makes schedulers and clocks, hands them out, and waits for the end. */
    private static final DescribedPredicate<JavaClass> MAINS = simpleNameEndingWith("Main");

    /** The one class through which a command line prints. */
    private static final DescribedPredicate<JavaClass> TERMINALS = simpleName("Terminal");

    @ArchTest
    static final ArchRule modulesPointOneWay = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .withOptionalLayers(true)
            .layer("core")
            .definedBy("io.kubefed.core..")
            .layer("informers")
            .definedBy("io.kubefed.informers..")
            .layer("sync")
            .definedBy("io.kubefed.sync..")
            .layer("apiserver")
            .definedBy("io.kubefed.apiserver..")
            .layer("testkit")
            .definedBy("io.kubefed.testkit..")
            .layer("examples")
            .definedBy("io.kubefed.examples..")
            .layer("fcp")
            .definedBy("io.kubefed.fcp..")
            .whereLayer("core")
            .mayNotAccessAnyLayer()
            .whereLayer("informers")
            .mayOnlyAccessLayers("core")
            .whereLayer("sync")
            .mayOnlyAccessLayers("core", "informers")
            .whereLayer("apiserver")
            .mayOnlyAccessLayers("core")
            .whereLayer("testkit")
            .mayOnlyAccessLayers("core", "apiserver")
            .whereLayer("examples")
            .mayOnlyAccessLayers("core", "informers")
            .whereLayer("fcp")
            .mayOnlyAccessLayers("core", "informers", "sync", "apiserver")
            .ensureAllClassesAreContainedInArchitecture();

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.kubefed.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyTheClientKnowsTheWire = noClasses()
            .that()
            .resideInAPackage("io.kubefed.core..")
            .and()
            .resideOutsideOfPackage("io.kubefed.core.client..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.fabric8..", "com.fasterxml..", "io.netty..", "reactor.netty..");

    @ArchTest
    static final ArchRule thePureRoomsNeedReactorAtMost = classes()
            .that()
            .resideInAnyPackage(
                    "io.kubefed.core.model..",
                    "io.kubefed.core.error..",
                    "io.kubefed.core.placement..",
                    "io.kubefed.core.replicas..",
                    "io.kubefed.core.loop..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.jspecify..",
                    "org.reactivestreams..",
                    "reactor.core..",
                    "reactor.util..",
                    "io.kubefed.core.model..",
                    "io.kubefed.core.error..",
                    "io.kubefed.core.placement..",
                    "io.kubefed.core.replicas..",
                    "io.kubefed.core.loop..");

    @ArchTest
    static final ArchRule onlyTheDaemonKnowsGuice = noClasses()
            .that()
            .resideOutsideOfPackage("io.kubefed.fcp..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.google.inject..");

    @ArchTest
    static final ArchRule nobodyBlocks = nobody("blocks", BLOCKS, MAINS);

    @ArchTest
    static final ArchRule schedulersAreGiven = nobody("makes threads", MAKES_THREADS, MAINS);

    @ArchTest
    static final ArchRule timeAndChanceAreGiven = nobody("asks for the time or for chance", ASKS_THE_WORLD, MAINS);

    @ArchTest
    static final ArchRule onlyTheTerminalPrints = nobody("prints", PRINTS, TERMINALS);

    @ArchTest
    static final ArchRule packagesAreNullMarked = classes().should(new ArchCondition<>("be in a @NullMarked package") {
        @Override
        public void check(JavaClass type, ConditionEvents events) {
            boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
            events.add(new SimpleConditionEvent(type, marked, type.getPackageName() + " of " + type.getSimpleName()));
        }
    });

    @ArchTest
    static final ArchRule packagesAreNouns = noClasses()
            .should()
            .resideInAnyPackage(
                    "..util..", "..common..", "..helper..", "..impl..", "..internal..", "..manager..", "..misc..");

    private static ArchRule nobody(String does, Pattern targets, DescribedPredicate<JavaClass> but) {
        return noClasses()
                .that(DescribedPredicate.not(but))
                .should()
                .accessTargetWhere(new DescribedPredicate<JavaAccess<?>>(does) {
                    @Override
                    public boolean test(JavaAccess<?> access) {
                        String target = access.getTargetOwner().getFullName() + "." + access.getName();
                        return targets.matcher(target).matches();
                    }
                });
    }
}

package dev.kernelbridge.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows between the rooms: {@code cli -> core <- ffm, jni, opencl, cuda -> bind <- cli}. */
final class ArchitectureTest {
    private static final String HOUSE = "dev.kernelbridge";
    private static final String[] BACKENDS = {"ffm", "jni", "opencl", "cuda"};
    private static final JavaClasses CLASSES = new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(HOUSE);

    @Test
    void allRoomsAreLookedAt() {
        for (String room : new String[] {"spi", "plan", "primes", "factor", "vector", "scalar", "bind", "ffm", "jni", "opencl", "cuda", "cli"}) {
            assertTrue(CLASSES.stream().anyMatch(c -> c.getPackageName().equals(HOUSE + "." + room)), "no class of " + room + " was found");
        }
    }

    @Test
    void coreKnowsNobodyAndNoNativeCode() {
        String[] core = {HOUSE, HOUSE + ".spi..", HOUSE + ".plan..", HOUSE + ".primes..", HOUSE + ".factor..", HOUSE + ".vector..",
            HOUSE + ".scalar.."};
        // The Vector API is optional: few classes know it, and they are loaded only where the module is.
        String vectors = HOUSE + "\\.scalar\\.(VectorLoops|(Double|Float)(Tiles|Vector(Sums|Exp|Log|Sine)))(\\$.*)?";
        classes().that().resideInAnyPackage(core).and().haveNameNotMatching(vectors)
                .should().onlyDependOnClassesThat().resideInAnyPackage(concat(core, "java..")).check(CLASSES);
        classes().that().haveNameMatching(vectors)
                .should().onlyDependOnClassesThat().resideInAnyPackage(concat(concat(core, "java.."), "jdk.incubator.vector..")).check(CLASSES);
        noClasses().that().resideInAnyPackage(core).should().dependOnClassesThat().haveFullyQualifiedName("java.lang.foreign.Linker").check(CLASSES);
        noClasses().that().resideInAnyPackage(core).should().dependOnClassesThat().haveFullyQualifiedName("java.lang.foreign.SymbolLookup")
                .check(CLASSES);
    }

    @Test
    void bindKnowsNobody() {
        classes().that().resideInAPackage(HOUSE + ".bind..").should().onlyDependOnClassesThat().resideInAnyPackage(HOUSE + ".bind..", "java..")
                .check(CLASSES);
    }

    @Test
    void backendsDoNotKnowEachOther() {
        for (String one : BACKENDS) {
            for (String other : BACKENDS) {
                if (!one.equals(other)) {
                    noClasses().that().resideInAPackage(HOUSE + "." + one + "..").should().dependOnClassesThat()
                            .resideInAPackage(HOUSE + "." + other + "..").check(CLASSES);
                }
            }
        }
    }

    @Test
    void backendsSeeOnlyTheFaceTheSpiAndBind() {
        for (String backend : BACKENDS) {
            noClasses().that().resideInAPackage(HOUSE + "." + backend + "..").should().dependOnClassesThat()
                    .resideInAnyPackage(HOUSE + ".plan", HOUSE + ".primes..", HOUSE + ".factor", HOUSE + ".vector", HOUSE + ".scalar..",
                        HOUSE + ".cli")
                    .check(CLASSES);
        }
    }

    @Test
    void theCommandLineUsesTheFacesAlone() {
        classes().that().resideInAPackage(HOUSE + ".cli..").should().onlyDependOnClassesThat()
                .resideInAnyPackage(HOUSE, HOUSE + ".bind", HOUSE + ".cli..", "java..", "picocli..", "me.tongfei..", "com.fasterxml.jackson..")
                .check(CLASSES);
    }

    @Test
    void enginesDoNotConductAndConductorsKnowNoEngine() {
        noClasses().that().resideInAnyPackage(HOUSE + ".scalar..").should().dependOnClassesThat()
                .resideInAnyPackage(HOUSE + ".plan", HOUSE + ".primes..", HOUSE + ".factor", HOUSE + ".vector").check(CLASSES);
        noClasses().that().resideInAnyPackage(HOUSE + ".primes..", HOUSE + ".vector", HOUSE + ".plan").should().dependOnClassesThat()
                .resideInAPackage(HOUSE + ".scalar..").check(CLASSES);
        slices().matching(HOUSE + ".(plan|primes|factor|vector)..").should().beFreeOfCycles().check(CLASSES);
    }

    private static String[] concat(String[] some, String more) {
        String[] all = java.util.Arrays.copyOf(some, some.length + 1);
        all[some.length] = more;
        return all;
    }
}

package dev.kernelbridge.bind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a linker's -l name stands for. */
@EnabledOnOs(OS.LINUX)
class SystemLibrariesTest {

    @TempDir
    Path folder;

    @AfterEach
    void forget() {
        System.clearProperty(LibraryFinder.PATH_PROPERTY);
    }

    @Test
    void aNameFileNameAndPathAreTheSameLibrary() {
        NativeLibrary plain = NativeLibrary.open("m");
        NativeLibrary soname = NativeLibrary.open("libm.so.6");
        assertEquals(plain.function("double cbrt(double)").address(), soname.function("double cbrt(double)").address());
        assertEquals(plain.function("double cbrt(double)").address(),
                NativeLibrary.open(soname.path().toString()).function("double cbrt(double)").address());
    }

    @Test
    void thePathPropertyComesFirst() throws Exception {
        Path mine = Fixtures.compile(folder, "m", "int mine(void) { return 43; }");
        System.setProperty(LibraryFinder.PATH_PROPERTY, folder.toString());
        assertEquals(mine, NativeLibrary.open("m").path());
        assertEquals(43, NativeLibrary.open("m").function("int mine(void)").call());
        assertEquals(43, NativeLibrary.open("libm.so").function("int mine(void)").call());
    }

    /** LD_LIBRARY_PATH is read by the loader when a process starts, so another one asks. */
    @Test
    void theHighestVersionWithoutTheDevelopersLinkAndLinkerScripts() throws Exception {
        for (int version : new int[] {2, 10, 9}) {
            Path built = Fixtures.compile(folder, "several", "int version(void) { return " + version + "; }");
            Files.move(built, folder.resolve("libseveral.so." + version));
        }
        Files.writeString(folder.resolve("libseveral.so.11"), "not a library");
        Files.writeString(folder.resolve("libscript.so"), "/* GNU ld script\n GROUP ( wrong ) */\nOUTPUT_FORMAT(elf64-x86-64)\nGROUP ( "
                + folder.resolve("libseveral.so.9") + "  AS_NEEDED ( libnothing.so ) )\n");
        Files.writeString(folder.resolve("libother.so"), "INPUT(-lseveral)\n");
        Files.writeString(folder.resolve("libloop.so"), "INPUT(-lloop)\n");
        for (List<String> one : List.of(List.of("several", "10"), List.of("script", "9"), List.of("other", "10"))) {
            assertEquals(one.get(1), child(one.get(0)), one.get(0));
        }
        assertTrue(child("loop").startsWith("failed "), "a script that names itself must end");
    }

    private String child(String name) throws Exception {
        List<String> command = Fixtures.javaCommand(List.of("--enable-native-access=ALL-UNNAMED"), "version", name);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LD_LIBRARY_PATH", folder.toString());
        Process process = builder.start();
        return new String(process.getInputStream().readAllBytes()).strip();
    }

    @Test
    void aLibraryThatIsNowhereIsToldWhereItWasLookedFor() {
        NativeLibraryException e = Fixtures.failsTwice(() -> NativeLibrary.open("no_such_library"));
        assertTrue(e.reason().startsWith("libno_such_library.so not found [loader: "), e.reason());
        assertTrue(e.reason().contains("no version of it in ") && e.reason().contains("/usr/lib"), e.reason());
        assertTrue(fails("libz").reason().contains("write \"z\" for libz.so"));
        assertThrows(IllegalArgumentException.class, () -> NativeLibrary.open(" "));
        assertThrows(NullPointerException.class, () -> NativeLibrary.open((String) null));
        assertTrue(fails("/no/such/libx.so").reason().contains("does not exist"));
        assertTrue(fails("libno_such.so.3").reason().startsWith("libno_such.so.3 not found"));
    }

    @Test
    void scriptsAreReadAsALinkerDoes() throws Exception {
        Path file = Files.writeString(folder.resolve("libx.so"), "/* GROUP ( no ) */ GROUP(/lib/libm.so.6 /lib/libmvec.so.1)");
        assertEquals(Optional.of("/lib/libm.so.6"), SystemLibraries.script(file));
        assertEquals(Optional.empty(), SystemLibraries.script(Files.writeString(file, "INPUT()")));
        assertEquals(Optional.empty(), SystemLibraries.script(Files.writeString(file, "\u007fELF")));
        assertEquals(Optional.empty(), SystemLibraries.script(folder.resolve("none")));
    }

    @Test
    void theNamesInALibraryAreRead() throws Exception {
        Path built = Fixtures.compile(folder, "names", "int one(void) { return 1; } static int two(void) { return 2; } int three = 3;"
                + "int four(void) { return two(); } extern int five(void); int six(void) { return 0; }",
                "-Wl,--unresolved-symbols=ignore-all");
        List<String> names = ElfSymbols.functions(built);
        assertTrue(names.containsAll(List.of("one", "four", "six")), names::toString);
        assertTrue(names.stream().noneMatch(n -> n.equals("two") || n.equals("three") || n.equals("five")), names::toString);
        byte[] damaged = Files.readAllBytes(built);
        for (int i = 16; i < damaged.length; i += 97) {
            damaged[i] ^= 0x55;
        }
        ElfSymbols.functions(Files.write(folder.resolve("damaged.so"), damaged)); // says what it can, and never throws
        assertEquals(List.of(), ElfSymbols.functions(Files.writeString(folder.resolve("text.so"), "INPUT(-lm)".repeat(10))));
        assertEquals(List.of(), ElfSymbols.functions(folder.resolve("none.so")));
    }

    private static NativeLibraryException fails(String name) {
        return assertThrows(NativeLibraryException.class, () -> NativeLibrary.open(name));
    }
}

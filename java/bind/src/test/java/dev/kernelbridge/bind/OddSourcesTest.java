package dev.kernelbridge.bind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kernelbridge.bind.compile.Compiler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** C that a compiler takes and a caller would trip over, and flags that change what the declarations mean. */
class OddSourcesTest {

    interface Minus {
        int minus(int a, int b);
    }

    @BeforeEach
    void compiler() {
        try {
            Compiler.c();
        } catch (NativeLibraryException e) {
            Fixtures.missing("a C compiler");
        }
    }

    @Test
    void aMissingBraceIsAnErrorOfTheSource() {
        CompileException e = assertThrows(CompileException.class, () -> C.compile("int f(void) {\n  return 1;\n"));
        assertEquals("source.c", e.diagnostics().getFirst().file(), e.getMessage());
        assertTrue(e.line() == 2 && e.getMessage().contains("return 1;"), e.getMessage());
    }

    @Test
    void whatIsAppendedFollowsTheSourcesRules() {
        assertEquals(1, C.compiler().flags("-std=c89", "-pedantic-errors").compile("struct s { int a; }; int f(void) { return 1; }").function("f")
                .call());
        String message = assertThrows(NativeLibraryException.class,
                () -> C.compiler().flags("-fvisibility=hidden").compile("int f(void) { return 1; }").function("f")).getMessage();
        assertTrue(message.contains("has no function f"), message);
    }

    @Test
    void enumsOfAnotherSizeAreRefused() {
        String message = assertThrows(BindingException.class,
                () -> C.compiler().flags("-fshort-enums").compile("enum e { A, B }; void set(enum e *x) { *x = B; }")).getMessage();
        assertTrue(message.contains("sizeof(enum e) is 1"), message);
    }

    @Test
    void foldersOfFlagsAreTheCallersAndNotTheCompilers(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("five.h"), "#define FIVE 5\n");
        String relative = Path.of("").toAbsolutePath().relativize(folder.toAbsolutePath()).toString();
        assertEquals(5, C.compiler().flags("-I" + relative).compile("#include \"five.h\"\nint f(void) { return FIVE; }").function("f").call());
    }

    @Test
    void halfACharacterIsNamed() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> C.compile("/* \ud800 */ int f(void) { return 1; }")).getMessage()
                .contains("half of a surrogate pair"));
    }

    @Test
    void whatWasLeftOutIsToldAndNotGuessedFromJava() {
        CLibrary library = C.compile("__attribute__((ms_abi)) int minus(int a, int b) { return a - b; }\n"
                + "struct __attribute__((packed)) odd { char c; int x; };\n");
        for (Exception e : new Exception[] {assertThrows(NoSuchElementException.class, () -> library.function("minus")),
                assertThrows(BindingException.class, () -> library.bind(Minus.class)),
                assertThrows(BindingException.class, () -> library.struct("odd"))}) {
            assertTrue(e.getMessage().contains("was left out (source.c, line "), e.getMessage());
        }
    }
}

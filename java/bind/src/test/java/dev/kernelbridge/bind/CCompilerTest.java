package dev.kernelbridge.bind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kernelbridge.bind.compile.Compiler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** C compiled at run time: what is bound, what is kept, what a refusal says. */
class CCompilerTest {

    private static final String SOURCE = """
            #include <math.h>
            #define ROUNDS 12
            struct body { char kind; double mass; struct { float x, y; } at; union { short s; long l; } u; int tail[]; };
            typedef struct { unsigned char c; int i; } pair;
            static int twice(int x) { return 2 * x; }
            int rounds(void) { return twice(ROUNDS) / 2; }
            double hypotenuse(double a, double b) { return sqrt(a * a + b * b); }
            """;

    @TempDir
    private Path folder;
    private String before;

    @BeforeEach
    void ownCache() {
        before = System.setProperty("kernelbridge.cache.dir", folder.resolve("cache").toString());
        try {
            Compiler.c();
        } catch (NativeLibraryException e) {
            Fixtures.missing("a C compiler");
        }
    }

    @AfterEach
    void cacheOfOld() {
        if (before == null) {
            System.clearProperty("kernelbridge.cache.dir");
        } else {
            System.setProperty("kernelbridge.cache.dir", before);
        }
    }

    @Test
    void bindsWhatTheSourceDefines() throws Throwable {
        CLibrary library = new CCompiler(List.of(), List.of()).flags("-O3", "-march=native").libraries("m").compile(SOURCE);
        assertEquals(5.0, (double) library.function("hypotenuse").call(3.0, 4.0));
        assertEquals(12, (int) library.function("rounds").call());
        assertEquals(12L, library.constant("ROUNDS"));
        assertThrows(NoSuchElementException.class, () -> library.function("twice"), "static: not in the library");
        assertThrows(NoSuchElementException.class, () -> library.function("cos"), "the header's, not the source's");
        assertThrows(NoSuchElementException.class, () -> library.constant("M_PI"));
    }

    @Test
    void compilesATextOnce() throws Exception {
        CCompiler compiler = new CCompiler(List.of(), List.of("-lm"));
        Path first = compiler.compile(SOURCE).library().path();
        assertEquals(first, compiler.compile(SOURCE).library().path());
        assertEquals(1, kept());
        compiler.compile(SOURCE + "\n");
        compiler.flags("-O3").compile(SOURCE);
        assertEquals(3, kept());
        // what was tampered with is not loaded
        Files.delete(first); // not written over: this process runs what it has mapped
        Files.write(first, new byte[] {1, 2, 3});
        assertEquals(first, compiler.compile(SOURCE).library().path());
        assertTrue(Files.size(first) > 1000);
    }

    @Test
    void noticesThatAHeaderHasChanged() throws Throwable {
        Path header = Files.writeString(folder.resolve("answer.h"), "#define ANSWER 41\n");
        CCompiler compiler = new CCompiler(List.of("-I" + folder), List.of());
        String source = "#include \"answer.h\"\nint answer(void) { return ANSWER; }\n";
        assertEquals(41, (int) compiler.compile(source).function("answer").call());
        Files.writeString(header, "#define ANSWER 4200\n");
        assertEquals(4200, (int) compiler.compile(source).function("answer").call());
    }

    private long kept() throws Exception {
        try (var files = Files.list(folder.resolve("cache/compiled"))) {
            return files.count();
        }
    }

    @Test
    void theCompilersWordsPointAtTheLine() {
        CompileException e = assertThrows(CompileException.class, () -> new CCompiler(List.of(), List.of()).compile("""
                int f(int x) {
                    int y = x +;
                    return z;
                }
                """));
        assertEquals(2, e.line());
        assertEquals(16, e.column());
        assertTrue(e.getMessage().contains("source.c, line 2, column 16: error: expected expression"), e.getMessage());
        assertTrue(e.getMessage().contains("    int y = x +;\n" + " ".repeat(19) + "^"), e.getMessage());
        assertTrue(e.getMessage().endsWith("and 1 more error"), e.getMessage());
        assertEquals(2, e.diagnostics().stream().filter(d -> d.severity().equals("error")).count());
    }

    @Test
    void aMissingHeaderOrFunctionIsTheCompilersToName() {
        CCompiler compiler = new CCompiler(List.of(), List.of());
        CompileException header = assertThrows(CompileException.class, () -> compiler.compile("#include <no_such.h>\n"));
        assertTrue(header.getMessage().contains("no_such.h") && header.line() == 1, header.getMessage());
        CompileException function = assertThrows(CompileException.class,
                () -> compiler.compile("int nowhere(void);\nint f(void) { return nowhere(); }\n"));
        assertTrue(function.getMessage().contains("nowhere"), function.getMessage());
        CompileException library = assertThrows(CompileException.class, () -> compiler.libraries("no_such").compile("int f(void) { return 0; }"));
        assertTrue(library.getMessage().contains("no_such"), library.getMessage());
    }

    @Test
    void aStructThatTheCompilerLaysOutOtherwiseIsRefused() {
        CCompiler compiler = new CCompiler(List.of(), List.of("-lm"));
        BindingException packed = assertThrows(BindingException.class, () -> compiler.flags("-fpack-struct").compile(SOURCE));
        assertTrue(packed.getMessage().contains("sizeof(struct body) is "), packed.getMessage());
        compiler.compile(SOURCE);
        BindingException enums = assertThrows(BindingException.class, () -> compiler.flags("-fshort-enums").compile("""
                enum small { ONE, TWO };
                struct has { enum small e; char c; };
                int f(struct has *h) { return h->c; }
                """));
        assertTrue(enums.getMessage().contains("struct has"), enums.getMessage());
    }

    @Test
    void withoutACompilerTheRefusalSaysWhatToDo() {
        NativeLibraryException none = assertThrows(NativeLibraryException.class,
                () -> Compiler.find("C", "CC", List.of("cc", "gcc"), "c", null, folder.toString()));
        assertEquals("there is no C compiler: none of cc, gcc is in the PATH", none.reason());
        assertTrue(none.fix().contains("CC"), none.fix());
        NativeLibraryException wrong = assertThrows(NativeLibraryException.class,
                () -> Compiler.find("C", "CC", List.of("cc"), "c", "no-such-cc -m64", System.getenv("PATH")));
        assertTrue(wrong.reason().contains("no-such-cc"), wrong.reason());
        assertFalse(wrong.fix().isEmpty());
    }

    @Test
    void refusesFlagsThatAreNone() {
        assertThrows(IllegalArgumentException.class, () -> new CCompiler(List.of(), List.of()).flags("O3"));
        assertThrows(NullPointerException.class, () -> new CCompiler(List.of(), List.of()).compile(null));
    }
}

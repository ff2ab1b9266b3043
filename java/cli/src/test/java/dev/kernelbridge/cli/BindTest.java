package dev.kernelbridge.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kernels bind}: the file, the table, and what is said where something is wrong. */
class BindTest {

    @TempDir
    private Path folder;

    private Path header;

    @BeforeEach
    void writeAHeader() throws Exception {
        boolean compiler = List.of(System.getenv("PATH").split(":")).stream().anyMatch(f -> Files.isExecutable(Path.of(f, "cc")));
        Assumptions.assumeTrue(compiler || !System.getProperty("kernelbridge.test.require", "").isEmpty(), "no C compiler (cc) in the PATH");
        header = Files.writeString(folder.resolve("tiny.h"), """
                #define LIMIT 7
                #define TWICE(x) (2 * (x))
                typedef struct { int x; } tiny;
                int abs(int j);
                int no_such_function_anywhere(void);
                #ifdef MORE
                long labs(long j);
                #endif
                """);
    }

    @Test
    void theFileLiesInItsPackage() throws Exception {
        Shell shell = Shell.kernels("bind", header.toString(), "--library", "c", "--package", "com.example", "-o", folder.toString(), "-DMORE");
        Path file = folder.resolve("com/example/Tiny.java");
        assertEquals(new Shell(0, file + ": 2 functions, 1 constant, 1 struct, 1 missing in the library, 1 refused\n", ""), shell);
        String source = Files.readString(file);
        assertTrue(source.startsWith("package com.example;\n") && source.contains("    int abs(int j);\n") && source.contains("    long labs(long j);\n"),
                source);
        Shell again = Shell.kernels("bind", header.toString(), "--library", "c", "--package", "com.example", "-o", folder.toString(), "--json");
        assertEquals(Map.of("header", header.toString(), "file", file.toString(), "function", 1, "constant", 1, "struct", 1, "missing", 1, "refused", 1),
                again.json().getFirst());
    }

    @Test
    void checkWritesNothingAndSaysEverything() throws Exception {
        Shell shell = Shell.kernels("bind", "--check", header.toString());
        assertEquals(new Shell(0, """
                constant  LIMIT                      int 7
                struct    tiny                       1 member, 4 bytes here, record Tiny_
                function  abs                        int abs(int j)
                function  no_such_function_anywhere  int no_such_function_anywhere()
                refused   TWICE                      a macro with arguments (TWICE) is not supported: make a function of it with C.compile, or write it in Java

                %s: 2 functions, 1 constant, 1 struct, 1 refused
                """.formatted(header), ""), shell);
        List<Map<String, Object>> rows = Shell.kernels("bind", "--check", "--json", "--library", "c", header.toString()).json();
        assertEquals(Map.of("header", header.toString(), "kind", "function", "name", "abs", "bound", true, "java", "int abs(int j)", "line", 4),
                rows.get(2));
        assertEquals(List.of("missing", "refused"), rows.stream().filter(r -> r.get("bound").equals(false)).map(r -> r.get("kind")).toList());
        assertEquals(List.of(header), Files.list(folder).toList());
    }

    @Test
    void whatIsWrongIsSaidAndExitsWithTwo() {
        for (String[] wrong : new String[][] {{"bind"}, {"bind", "no_such_header.h"}, {"bind", header.toString(), "--package", "a..b"},
                {"bind", header.toString(), "--name", "class"}}) {
            Shell shell = Shell.kernels(wrong);
            assertEquals(2, shell.exit(), String.join(" ", wrong));
            assertEquals("", shell.out());
            assertTrue(shell.err().startsWith("kernels: "), shell.err());
        }
    }

    @Test
    void aLibraryThatCannotBeAskedIsAWarning() {
        Shell shell = Shell.kernels("bind", header.toString(), "--library", "no-such-library", "-o", folder.toString());
        assertEquals(0, shell.exit());
        assertTrue(shell.err().contains("all functions") && shell.err().contains("no-such-library"), shell.err());
        assertTrue(shell.out().contains("2 functions"), shell.out());
    }
}

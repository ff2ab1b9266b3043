package dev.kernelbridge.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both columns of README.md's first table are programs: they are compiled and run, and must give what the third column says. */
class ReadmeTest {

    private static final Pattern ROW = Pattern.compile("^\\| `([^`]+)` \\| `([^`]+)` \\|(?: `([^`]+)`)? \\|$", Pattern.MULTILINE);
    private static final Pattern BLOCK = Pattern.compile("^```java\\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern PRINTED = Pattern.compile("System\\.out\\.println\\(.*\\);\\s*// (.*)$", Pattern.MULTILINE);

    private record Row(String cpp, String java, String gives) {
    }

    @TempDir
    private Path work;

    @BeforeEach
    void needsTheLibrary() {
        Library.assumeThere();
    }

    private static String readme() throws IOException {
        return Files.readString(Path.of("README.md"));
    }

    private static List<Row> rows() throws IOException {
        List<Row> rows = ROW.matcher(readme()).results().map(row -> new Row(row.group(1), row.group(2), row.group(3))).toList();
        long lines = readme().lines().takeWhile(line -> !line.startsWith("## ")).filter(line -> line.startsWith("| `")).count();
        assertEquals(lines, rows.size(), "a row is two or three pieces of code");
        assertFalse(rows.isEmpty());
        return rows;
    }

    private static List<String> given() throws IOException {
        return rows().stream().map(Row::gives).filter(gives -> gives != null).toList();
    }

    @Test
    void theCppSide() throws Exception {
        StringBuilder main = new StringBuilder();
        for (Row row : rows()) {
            String[] code = row.cpp.split(" // "); // an expression, and what it throws
            if (row.gives == null) {
                main.append(row.cpp).append('\n');
            } else if (code.length == 1) {
                main.append("std::cout << ").append(row.cpp).append(" << std::endl;\n");
            } else {
                main.append("try { ").append(code[0]).append("; } catch (const ").append(code[1])
                        .append(" &e) { std::cout << e.what() << std::endl; }\n");
            }
        }
        Path source = Files.writeString(work.resolve("readme.cpp"), "#include \"histogram.h\"\n#include <iostream>\nint main() {\n"
                + "std::cout << std::boolalpha;\n" + main + "}\n");
        Path program = work.resolve("readme");
        String compiler = System.getenv().getOrDefault("CXX", "c++");
        run(compiler, "-std=c++17", "-Isrc/main/cpp", source.toString(), "-o", program.toString());
        assertEquals(given(), run(program.toString()));
    }

    @Test
    void theJavaSide() throws Exception {
        StringBuilder main = new StringBuilder();
        for (Row row : rows()) {
            String[] code = row.java.split(" // ");
            if (row.gives == null) {
                main.append(row.java).append('\n');
            } else if (code.length == 1) {
                main.append("System.out.println(").append(row.java).append(");\n");
            } else {
                main.append("try { ").append(code[0]).append("; } catch (").append(code[1])
                        .append(" e) { System.out.println(e.getMessage()); }\n");
            }
        }
        assertEquals(given(), java(main.toString()));
    }

    @Test
    void theBlocksPrintWhatTheySay() throws Exception {
        List<String> blocks = BLOCK.matcher(readme()).results().map(match -> match.group(1)).toList();
        assertFalse(blocks.isEmpty());
        for (String block : blocks) {
            List<String> expected = new ArrayList<>();
            for (Matcher matcher = PRINTED.matcher(block); matcher.find();) {
                expected.add(matcher.group(1));
            }
            assertEquals(expected, java(block));
        }
    }

    private List<String> java(String body) throws Exception {
        Path source = Files.writeString(work.resolve("Readme.java"), "import dev.kernelbridge.example.Stats.*;\n"
                + "import java.util.function.*;\nclass Readme { public static void main(String[] arguments) {\n" + body + "}}\n");
        return run(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--enable-native-access=ALL-UNNAMED",
                "-Dstdout.encoding=UTF-8", "-cp", System.getProperty("java.class.path"),
                source.toString());
    }

    private List<String> run(String... command) throws Exception {
        Path output = work.resolve("output");
        int exit = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start().waitFor();
        String printed = Files.readString(output, StandardCharsets.UTF_8);
        assertEquals(0, exit, () -> String.join(" ", command) + "\n" + printed);
        return printed.lines().toList();
    }
}

package dev.kernelbridge.bind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kernelbridge.bind.c.Unsupported;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The guide's Java is compiled and run over the guide's C, and every {@code System.out.println(...); // text} must print that text. */
final class GuideTest {
    private static final Pattern BLOCK = Pattern.compile("^(## [^\\n]*)$|^```(c|java)\\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern PRINTED = Pattern.compile("System\\.out\\.print(?:ln|f)\\(.*\\);\\s*// (.*)$", Pattern.MULTILINE);
    private static final String IMPORTS = """
            import dev.kernelbridge.bind.*; import dev.kernelbridge.bind.annotation.*;
            import java.lang.foreign.*; import java.util.*; import java.util.function.*;
            """;

    /** An example. */
    private record Example(String c, String java) {
    }

    private static String guide() throws Exception {
        return Files.readString(Path.of("../../BINDING.md"));
    }

    static Stream<Named<Example>> examples() throws Exception {
        List<Named<Example>> all = new ArrayList<>();
        String section = "";
        String c = "";
        Matcher block = BLOCK.matcher(guide());
        while (block.find()) {
            if (block.group(1) != null) {
                section = block.group(1).substring(3);
                c = "";
            } else if (block.group(2).equals("c")) {
                c = block.group(3);
            } else {
                all.add(Named.of(section, new Example(c, block.group(3))));
            }
        }
        assertTrue(all.size() >= 7, "the guide has its examples");
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void theExampleDoesWhatItSays(Example example, @TempDir Path folder) throws Exception {
        if (example.c().contains("{")) {
            Fixtures.compile(folder, "example", example.c());
        }
        for (String[] need : new String[][] {{"Fortran.compile", "gfortran"}, {"Fortran.parse", "libopenblas.so"}}) {
            if (example.java().contains(need[0]) && !there(need[1])) {
                Fixtures.missing(need[1]);
            }
        }
        String source = IMPORTS + "public class Guide { public static void main(String[] args) throws Throwable {\n"
                + example.java() + "\n}}";
        JavaFileObject file = new SimpleJavaFileObject(URI.create("string:///Guide.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
        StringWriter errors = new StringWriter();
        List<String> options = List.of("-d", folder.toString(), "-cp", System.getProperty("java.class.path"));
        assertTrue(ToolProvider.getSystemJavaCompiler().getTask(errors, null, null, options, null, List.of(file)).call(),
                () -> errors + "\n" + source);
        List<String> expected = PRINTED.matcher(example.java()).results().map(m -> m.group(1).strip()).toList();
        assertEquals(expected, run(folder), example.java());
    }

    @Test
    void theListOfWhatIsNotSupportedIsWhole() throws Exception {
        List<String> lines = guide().lines().toList();
        List<String> missing = Arrays.stream(Unsupported.values()).map(u -> "| " + u.what() + " | " + u.wayRound() + " |")
                .filter(row -> !lines.contains(row)).toList();
        assertEquals(List.of(), missing);
    }

    private static boolean there(String what) {
        try {
            if (what.startsWith("lib")) {
                NativeLibrary.open("openblas");
                return true;
            }
            return dev.kernelbridge.bind.compile.Compiler.fortran() != null;
        } catch (NativeLibraryException e) {
            return false;
        }
    }

    private static List<String> run(Path folder) throws Exception {
        PrintStream out = System.out;
        String path = System.getProperty("kernelbridge.library.path");
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, GuideTest.class.getClassLoader())) {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            System.setProperty("kernelbridge.library.path", folder.toString());
            loader.loadClass("Guide").getMethod("main", String[].class).invoke(null, (Object) new String[0]);
        } catch (InvocationTargetException e) {
            throw new AssertionError(printed.toString(StandardCharsets.UTF_8), e.getCause());
        } finally {
            System.setOut(out);
            if (path == null) {
                System.clearProperty("kernelbridge.library.path");
            } else {
                System.setProperty("kernelbridge.library.path", path);
            }
        }
        return new ArrayList<>(printed.toString(StandardCharsets.UTF_8).lines().toList());
    }
}

package dev.kernelbridge.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** README's Java is compiled and run, and every {@code System.out.println(...); // text} must print that text. */
final class ReadmeTest {
    private static final Pattern BLOCK = Pattern.compile("^```java\\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern PRINTED = Pattern.compile("System\\.out\\.println\\(.*\\);\\s*// (.*)$", Pattern.MULTILINE);
    private static final String IMPORTS = "import dev.kernelbridge.*; import java.lang.foreign.*; import java.math.*; import java.time.*; "
            + "import java.util.*;\n";

    static Stream<String> blocks() throws Exception {
        String readme = Files.readString(Path.of(System.getProperty("kernelbridge.root"), "README.md"));
        return BLOCK.matcher(readme).results().map(MatchResult::group).map(b -> b.replaceAll("(?m)^```.*\\n?", ""));
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void theExampleDoesWhatItSays(String block, @TempDir Path classes) throws Exception {
        String source = IMPORTS + "public class Example { public static void main(String[] args) throws Exception {\n" + block + "\n}}";
        JavaFileObject file = new SimpleJavaFileObject(URI.create("string:///Example.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter errors = new StringWriter();
        List<String> options = List.of("-d", classes.toString(), "-cp", System.getProperty("java.class.path"));
        assertTrue(compiler.getTask(errors, null, null, options, null, List.of(file)).call(), () -> errors + "\n" + source);
        List<String> expected = PRINTED.matcher(block).results().map(m -> m.group(1).strip()).toList();
        assertEquals(expected, run(classes), block);
    }

    private static List<String> run(Path classes) throws Exception {
        PrintStream out = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()}, ReadmeTest.class.getClassLoader())) {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            loader.loadClass("Example").getMethod("main", String[].class).invoke(null, (Object) new String[0]);
        } finally {
            System.setOut(out);
        }
        return new ArrayList<>(printed.toString(StandardCharsets.UTF_8).lines().toList());
    }
}

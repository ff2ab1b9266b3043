package dev.kernelbridge.bind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles generated sources, as strictly as javac can, together with a program that uses them, and runs it. */
public final class GeneratedJava {

    private static final String IMPORTS = """
            package made;
            import dev.kernelbridge.bind.*;
            import java.lang.foreign.*;
            import java.nio.charset.StandardCharsets;
            import java.util.*;
            public class Program implements java.util.concurrent.Callable<Object> {
                public Object call() throws Exception {
            """;

    private GeneratedJava() {
    }

    /** Compiles a source by itself: no warning of any kind, and comments that the javadoc tool takes. */
    public static void compile(CHeader.JavaSource source, Path classes) {
        String lines = source.text();
        assertEquals(List.of(), lines.lines().filter(l -> l.length() > 140 && l.strip().contains(" ")).toList(), "lines are at most 140 columns");
        compile(classes, List.of("-Xlint:all", "-Xdoclint:all,-missing", "-Werror"), file(source.className(), lines));
    }

    /**
     * Runs a method's body in the package {@code made}, where the source lies.
     *
     * @return what it returns
     */
    public static Object run(CHeader.JavaSource source, Path classes, String body) throws Exception {
        compile(source, classes);
        compile(classes, List.of(), file("Program", IMPORTS + body + "\n}}"));
        try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()}, GeneratedJava.class.getClassLoader())) {
            return ((Callable<?>) loader.loadClass("made.Program").getDeclaredConstructor().newInstance()).call();
        }
    }

    private static void compile(Path classes, List<String> options, JavaFileObject file) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of("-d", classes.toString(), "-cp", classes + System.getProperty("path.separator") + System.getProperty("java.class.path")));
        DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
        boolean done = compiler.getTask(new StringWriter(), null, said, all, null, List.of(file)).call();
        assertTrue(done, () -> String.join("\n", said.getDiagnostics().stream().limit(20).map(Object::toString).toList()));
    }

    private static JavaFileObject file(String className, String source) {
        return new SimpleJavaFileObject(URI.create("string:///made/" + className + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
    }
}

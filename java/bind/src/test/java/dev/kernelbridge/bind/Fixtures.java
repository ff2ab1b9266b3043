package dev.kernelbridge.bind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.function.Executable;

/** Real libraries, jars, class loaders and child processes for the tests of this room. */
final class Fixtures {

    static final String ANSWER = """
            int answer(void) { return 42; }
            int Java_dev_kernelbridge_bind_Answer_answer(void *env, void *type) { return 42; }
            """;

    private Fixtures() {
    }

    /** Skips the test with its reason, or fails where the machine is one that must have everything (CI). */
    static void missing(String what) {
        if (!System.getProperty("kernelbridge.test.require", "").isEmpty()) {
            fail("this machine must have " + what);
        }
        abort("this machine does not have " + what);
    }

    /** Compiles C text to a shared library. */
    static Path compile(Path folder, String name, String source, String... flags) throws Exception {
        Path c = Files.writeString(folder.resolve(name + ".c"), source);
        Path library = folder.resolve(System.mapLibraryName(name));
        List<String> command = new ArrayList<>(List.of("gcc", "-shared", "-fPIC", "-o", library.toString(), c.toString()));
        command.addAll(List.of(flags));
        try {
            Result result = run(command);
            assertEquals(0, result.exit(), result.output());
        } catch (IOException noCompiler) {
            missing("gcc");
        }
        return library;
    }

    /** A folder laid out as a jar: the class {@link Answer} and a library for this platform. */
    static Path jar(Path folder, Path library) throws IOException {
        resource(folder, "native/" + Platform.name() + "/" + library.getFileName(), Files.readAllBytes(library));
        try (InputStream in = Answer.class.getResourceAsStream("Answer.class")) {
            resource(folder, "dev/kernelbridge/bind/Answer.class", in.readAllBytes());
        }
        return folder;
    }

    static void resource(Path jar, String name, byte[] content) throws IOException {
        Path file = jar.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }

    /** {@link Answer} in a class loader that shares nothing with ours. */
    static Class<?> anchor(Path jar) throws Exception {
        URL[] urls = {jar.toUri().toURL()};
        return Class.forName(Answer.class.getName(), true, new URLClassLoader(urls, ClassLoader.getPlatformClassLoader()));
    }

    static int call(NativeLibrary library, String function) throws Throwable {
        MemorySegment address = library.symbols().find(function).orElseThrow();
        return (int) Linker.nativeLinker().downcallHandle(address, FunctionDescriptor.of(ValueLayout.JAVA_INT)).invoke();
    }

    /** Fails as expected, and again with the same words. */
    static NativeLibraryException failsTwice(Executable code) {
        NativeLibraryException first = assertThrows(NativeLibraryException.class, code);
        NativeLibraryException second = assertThrows(NativeLibraryException.class, code);
        assertEquals(first.getMessage(), second.getMessage());
        assertEquals(first.reason() + "; " + first.fix(), first.getMessage());
        return first;
    }

    record Result(int exit, String output) {
    }

    /** Runs {@link ChildMain} in another JVM with these options and arguments. */
    static Result java(List<String> options, String... arguments) throws Exception {
        return run(javaCommand(options, arguments));
    }

    static List<String> javaCommand(List<String> options, String... arguments) {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", System.getProperty("java.class.path"), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(options);
        command.add(ChildMain.class.getName());
        command.addAll(List.of(arguments));
        return command;
    }

    static Result run(List<String> command) throws Exception {
        Process process = start(command);
        String output = new String(process.getInputStream().readAllBytes());
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            fail("still running after a minute: " + command);
        }
        return new Result(process.exitValue(), output);
    }

    static Process start(List<String> command) throws IOException {
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }
}

package dev.kernelbridge.jni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kernelbridge.spi.FactorEngine;
import dev.kernelbridge.spi.MapOp;
import dev.kernelbridge.spi.ReduceOp;
import dev.kernelbridge.spi.VectorEngine;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What JavaCPP made of the header, and that Java and C mean the same by a number. */
class GeneratedBindingTest {

    private static final Path HEADER = Path.of(System.getProperty("kernelbridge.root"), "native", "include", "kernelbridge.h");

    @Test
    void everyFunctionOfTheHeaderIsThere() throws IOException {
        Stream<String> declared = Pattern.compile("^KB_API .*?(kb_\\w+)\\(", Pattern.MULTILINE).matcher(Files.readString(HEADER))
                .results().map(match -> match.group(1));
        Stream<String> generated = natives().map(Method::getName).distinct();
        assertEquals(declared.sorted().toList(), generated.sorted().toList());
    }

    @ParameterizedTest
    @EnumSource
    void mapOperationsHaveTheCodesOfTheHeader(MapOp op) throws ReflectiveOperationException {
        assertEquals(op.ordinal(), constant(op));
    }

    @ParameterizedTest
    @EnumSource
    void reductionsHaveTheCodesOfTheHeader(ReduceOp op) throws ReflectiveOperationException {
        assertEquals(op.ordinal(), constant(op));
    }

    @Test
    void sizesAreThoseOfTheHeader() throws IOException {
        assertEquals(VectorEngine.BLOCK, KernelbridgeC.KB_BLOCK);
        assertEquals(VectorEngine.LANES, KernelbridgeC.KB_LANES);
        assertTrue(Files.readString(HEADER).contains("primes[" + FactorEngine.SLOTS + " i ...]"));
    }

    @Test
    void signaturesNeedNoClassOfJavaCpp() {
        assertTrue(natives().flatMap(method -> Arrays.stream(method.getParameterTypes()))
                .allMatch(type -> type.isPrimitive() || type.isArray()));
    }

    /** Users have no javacpp.jar: a class loader without it links and calls the library all the same. */
    @Test
    void nothingOfJavaCppIsNeededAtRunTime() throws Exception {
        URL[] withoutJavaCpp = Arrays.stream(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
                .filter(entry -> !entry.contains("javacpp")).map(GeneratedBindingTest::url).toArray(URL[]::new);
        try (URLClassLoader loader = new URLClassLoader(withoutJavaCpp, ClassLoader.getPlatformClassLoader())) {
            Object backend = loader.loadClass(JniBackend.class.getName()).getConstructor().newInstance();
            Object answer = backend.getClass().getMethod("availability").invoke(backend);
            assertEquals(new JniBackend().availability().toString(), answer.toString());
        }
    }

    private static Stream<Method> natives() {
        return Arrays.stream(KernelbridgeC.class.getDeclaredMethods()).filter(method -> Modifier.isNative(method.getModifiers()));
    }

    private static int constant(Enum<?> op) throws ReflectiveOperationException {
        return KernelbridgeC.class.getField("KB_" + op.name().toUpperCase(Locale.ROOT)).getInt(null);
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (java.net.MalformedURLException e) {
            throw new IllegalArgumentException(entry, e);
        }
    }
}

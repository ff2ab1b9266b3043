package dev.kernelbridge.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The library comes through java/bind's door, in class loaders that share nothing with ours. */
class LoadingTest {

    private static Object histogram(ClassLoader loader) throws Exception {
        Class<?> type = Class.forName(Stats.DoubleHistogram.class.getName(), true, loader);
        return type.getConstructor(double.class, double.class, int.class).newInstance(150.0, 200.0, 5);
    }

    private static URLClassLoader loader() throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    @Test
    void aMissingLibrarySaysSoEveryTime(@TempDir Path empty) throws Exception {
        System.setProperty("kernelbridge.library.path", empty.toString());
        try (URLClassLoader loader = loader()) {
            String first = assertThrows(InvocationTargetException.class, () -> histogram(loader)).getCause().toString();
            assertTrue(first.startsWith("dev.kernelbridge.bind.NativeLibraryException: ") && first.contains(empty.toString()), first);
            assertEquals(first, assertThrows(InvocationTargetException.class, () -> histogram(loader)).getCause().toString());
        } finally {
            System.clearProperty("kernelbridge.library.path");
        }
    }

    @Test
    void eachClassLoaderHasALibraryOfItsOwn() throws Exception {
        Library.assumeThere();
        try (URLClassLoader loader = loader()) {
            long before = Stats.DoubleHistogram.alive();
            Object other = histogram(loader);
            assertEquals(1L, other.getClass().getMethod("alive").invoke(null));
            assertEquals(before, Stats.DoubleHistogram.alive());
            ((AutoCloseable) other).close();
            assertEquals(0L, other.getClass().getMethod("alive").invoke(null));
        }
    }
}

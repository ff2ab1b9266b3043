package dev.kernelbridge.bind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The real JOCL and JCuda, each in a JVM of its own, since a class is initialized once. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class ThirdPartyLoaderTest {

    private static final String JOCL = "libJOCL_2_0_6-linux-x86_64.so";
    private static final String JCUDA = "libJCudaDriver-12.6.0-linux-x86_64.so";

    @TempDir
    Path folder;
    private Path temporary;
    private Path cache;

    @BeforeEach
    void build() throws Exception {
        temporary = Files.createDirectory(folder.resolve("tmp"));
        cache = folder.resolve("cache");
    }

    private List<String> child(String... what) throws Exception {
        List<String> lines = Fixtures.java(List.of("--enable-native-access=ALL-UNNAMED", "-Djava.io.tmpdir=" + temporary,
                "-Dkernelbridge.cache.dir=" + cache), what).output().lines().toList();
        assertEquals(3, lines.size(), lines.toString());
        assertEquals(lines.get(0), lines.get(1), "the second answer is the first");
        assertEquals("tmpdir " + temporary, lines.get(2));
        return lines;
    }

    @Test
    void joclLoadsFromTheCacheAndLeavesNothingInTheTemporaryFolder() throws Exception {
        List<String> lines = child("jocl");
        if (hasOpenCl()) {
            assertTrue(lines.get(0).startsWith("loaded " + cache) && lines.get(0).endsWith("/" + JOCL), lines.toString());
        } else {
            assertTrue(lines.get(0).startsWith("failed libOpenCL.so.1 not found (no OpenCL loader) [loader: "), lines.toString());
        }
        assertNothingIn(temporary);
    }

    @Test
    void joclDoesNotTakeTheFileThatSomebodyPutUnderItsName() throws Exception {
        Files.writeString(temporary.resolve(JOCL), "planted");
        List<String> lines = child("jocl");
        assertTrue(lines.get(0).startsWith(hasOpenCl() ? "loaded " + cache : "failed libOpenCL.so.1 not found"),
                lines.toString());
        assertEquals("planted", Files.readString(temporary.resolve(JOCL)));
    }

    @Test
    void jcudaSaysThatThereIsNoDriverAndSaysItAgain() throws Exception {
        List<String> lines = child("jcuda");
        if (hasCuda()) {
            assertTrue(lines.get(0).startsWith("loaded " + cache) && lines.get(0).endsWith("/" + JCUDA), lines.toString());
        } else {
            assertTrue(lines.get(0).startsWith("failed " + cache) && lines.get(0).contains(JCUDA
                    + " needs libcuda.so.1, which was not found: no NVIDIA driver [loader: libcuda.so.1: "
                    + "cannot open shared object file: No such file or directory]; install the NVIDIA driver"), lines.toString());
        }
        assertNothingIn(temporary);
    }

    /** A library that is open already answers for its soname, so a driver (here a stub) can be chosen without LD_LIBRARY_PATH. */
    @Test
    void jcudaLoadsFromTheCacheWhereADriverIsOpen() throws Exception {
        Path driver = Fixtures.compile(folder, "cudastub", "int cuInit(int flags) { return 100; }", "-Wl,-soname,libcuda.so.1");
        List<String> lines = child("jcuda-after", driver.toString());
        assertTrue(lines.get(0).startsWith("loaded " + cache) && lines.get(0).endsWith("/" + JCUDA), lines.toString());
        assertNothingIn(temporary);
    }

    @Test
    void twoClassLoadersEachHaveTheirOwnJocl() throws Exception {
        if (!hasOpenCl()) {
            Fixtures.missing("an OpenCL loader (libOpenCL.so.1)");
        }
        System.setProperty(CacheFolder.PROPERTY, cache.toString());
        try {
            URL jar = org.jocl.Sizeof.class.getProtectionDomain().getCodeSource().getLocation();
            ClassLoader platform = ClassLoader.getPlatformClassLoader();
            List<Path> loaded = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                Class<?> jocl = Class.forName("org.jocl.CL", false, new URLClassLoader(new URL[] {jar}, platform));
                loaded.add(ThirdPartyLoader.load(jocl, "lib/" + JOCL, JOCL));
                jocl.getMethod("setExceptionsEnabled", boolean.class).invoke(null, true);
                assertEquals(loaded.get(i), ThirdPartyLoader.load(jocl, "lib/" + JOCL, JOCL));
            }
            assertNotEquals(loaded.get(0), loaded.get(1));
        } finally {
            System.clearProperty(CacheFolder.PROPERTY);
        }
    }

    private static boolean hasOpenCl() {
        return opens("libOpenCL.so.1");
    }

    private static boolean hasCuda() {
        return opens("libcuda.so.1");
    }

    private static boolean opens(String soname) {
        try {
            NativeLibrary.openSystem(soname);
            return true;
        } catch (NativeLibraryException e) {
            return false;
        }
    }

    private static void assertNothingIn(Path folder) throws Exception {
        try (Stream<Path> entries = Files.list(folder)) {
            assertEquals(List.of(), entries.toList());
        }
    }
}

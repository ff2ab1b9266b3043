package dev.kernelbridge.bind;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kernelbridge.bind.annotation.CFunction;
import dev.kernelbridge.bind.annotation.Name;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a bound interface is as a Java object, and who may bind and share it. */
@EnabledOnOs(OS.LINUX)
class BoundInterfaceTest {

    @TempDir
    Path folder;

    interface Math {
        double cbrt(double x);
    }

    interface More extends Math {
        double pow(double x, double y);

        default double square(double x) {
            return pow(x, 2);
        }

        @Override
        String toString();

        static double one() {
            return 1;
        }
    }

    private interface Secret {
        int abs(int x);
    }

    interface Longer {
        @CFunction("size_t strlen(const char *s)")
        long length(String s);

        @Name("abs")
        int absolute(int x);

        @CFunction("void qsort(void *base, size_t n, size_t size, int (*compare)(const int *, const int *))")
        void sort(int[] base, long n, long size, Compare compare);
    }

    interface Compare {
        int compare(MemorySegment a, MemorySegment b);
    }

    @Test
    void itIsAnOrdinaryObject() {
        NativeLibrary m = NativeLibrary.open("m");
        More more = m.bind(More.class);
        assertEquals(3.0, more.cbrt(27), 1e-15);
        assertEquals(49.0, more.square(7));
        assertEquals(1.0, More.one());
        assertEquals("More of " + m.path().getFileName(), more.toString());
        assertEquals(more, more);
        assertEquals(more.hashCode(), more.hashCode());
        assertNotEquals(more, m.bind(More.class));
        assertTrue(more.getClass().isHidden());
    }

    @Test
    void aFunctionIsAnyFunctionalInterface() {
        NativeLibrary m = NativeLibrary.open("m");
        NativeFunction cbrt = m.function("double cbrt(double)");
        assertEquals(2.0, cbrt.as(DoubleUnaryOperator.class).applyAsDouble(8));
        assertEquals(8.0, m.function("pow", double.class, double.class, double.class).as(DoubleBinaryOperator.class).applyAsDouble(2, 3));
        assertEquals(3.0, cbrt.as(Math.class).cbrt(27), 1e-15);
        assertEquals(5.0, cbrt.as(DoubleUnaryOperator.class).andThen(x -> x + 2).applyAsDouble(27), 1e-15, "its default methods");
        assertEquals("double cbrt(double)", cbrt.prototype());
        assertNotEquals(0, cbrt.address().address());
        assertThrows(BindingException.class, () -> cbrt.as(IntUnaryOperator.class));
        assertThrows(BindingException.class, () -> cbrt.as(Runnable.class));
        Secret secret = NativeLibrary.process().function("int abs(int)").as(MethodHandles.lookup(), Secret.class);
        assertEquals(4, secret.abs(-4));
    }

    @Test
    void theLinkersOwnHandleIsThereToo() throws Throwable {
        double three = (double) NativeLibrary.open("m").function("double cbrt(double)").handle().invokeExact(27.0);
        assertEquals(3.0, three, 1e-15);
    }

    @Test
    void manyThreadsOfBothKindsShareIt() throws Exception {
        Longer c = NativeLibrary.process().bind(Longer.class); // linked by whoever comes first
        for (ExecutorService pool : List.of(Executors.newFixedThreadPool(8), Executors.newVirtualThreadPerTaskExecutor())) {
            try (pool) {
                List<Future<Boolean>> all = new ArrayList<>();
                for (int t = 0; t < 16; t++) {
                    int seed = t;
                    all.add(pool.submit(() -> {
                        for (int i = 0; i < 500; i++) {
                            String text = "x".repeat((seed * 31 + i) % 200);
                            int[] three = {seed, i, -i};
                            c.sort(three, 3, 4, (a, b) -> Integer.compare(a.get(java.lang.foreign.ValueLayout.JAVA_INT, 0),
                                    b.get(java.lang.foreign.ValueLayout.JAVA_INT, 0)));
                            int[] sorted = {seed, i, -i};
                            java.util.Arrays.sort(sorted);
                            assertArrayEquals(sorted, three);
                            assertEquals(text.length(), c.length(text));
                            assertEquals(i, c.absolute(-i));
                        }
                        return true;
                    }));
                }
                for (Future<Boolean> one : all) {
                    assertTrue(one.get());
                }
            }
        }
    }

    @Test
    void eachClassLoaderBindsItsOwn() throws Exception {
        Path classes = folder.resolve("dev/kernelbridge/bind");
        Files.createDirectories(classes);
        try (InputStream in = Absolute.class.getResourceAsStream("Absolute.class")) {
            Files.write(classes.resolve("Absolute.class"), in.readAllBytes());
        }
        class Own extends URLClassLoader {
            Own() throws Exception {
                super(new URL[] {folder.toUri().toURL()}, BoundInterfaceTest.class.getClassLoader());
            }

            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                return name.equals(Absolute.class.getName()) ? own(name) : super.loadClass(name, resolve);
            }

            private synchronized Class<?> own(String name) throws ClassNotFoundException {
                Class<?> loaded = findLoadedClass(name);
                return loaded != null ? loaded : findClass(name);
            }
        }
        try (Own first = new Own(); Own second = new Own()) {
            for (Own loader : List.of(first, second)) {
                Class<?> face = loader.loadClass(Absolute.class.getName());
                assertNotEquals(Absolute.class, face);
                Object bound = NativeLibrary.process().bind(face);
                Method absolute = face.getMethod("abs", int.class);
                absolute.setAccessible(true);
                assertEquals(4, absolute.invoke(bound, -4));
                assertEquals(loader, bound.getClass().getClassLoader());
            }
        }
    }

    @Test
    void aModuleThatKeepsItsPackageToItselfIsToldHow() throws Exception {
        Path source = Files.createDirectories(folder.resolve("source/user"));
        Files.writeString(folder.resolve("source/module-info.java"), "module user { requires dev.kernelbridge.bind; exports user.open; "
                + "opens user.secret to dev.kernelbridge.bind; }");
        Files.writeString(source.resolve("Main.java"), """
                package user;
                import dev.kernelbridge.bind.NativeLibrary;
                import java.lang.invoke.MethodHandles;
                public class Main {
                    interface Abs { int abs(int x); }
                    public static void main(String[] args) {
                        NativeLibrary c = NativeLibrary.process();
                        try {
                            c.bind(Abs.class);
                        } catch (IllegalArgumentException e) {
                            System.out.println(e.getMessage());
                        }
                        System.out.println("own " + c.bind(MethodHandles.lookup(), Abs.class).abs(-4));
                        System.out.println("exported " + c.bind(user.open.Open.class).abs(-5));
                        System.out.println("opened " + user.secret.Hidden.twice());
                        System.out.println("jdk "
                                + c.function("int abs(int)").as(java.util.function.IntUnaryOperator.class).applyAsInt(-6));
                    }
                }
                """);
        Files.createDirectories(folder.resolve("source/user/open"));
        Files.writeString(folder.resolve("source/user/open/Open.java"), "package user.open; public interface Open { int abs(int x); }");
        Files.createDirectories(folder.resolve("source/user/secret"));
        Files.writeString(folder.resolve("source/user/secret/Hidden.java"), """
                package user.secret;
                import dev.kernelbridge.bind.NativeLibrary;
                public interface Hidden {
                    interface Own { int abs(int x); }
                    interface Other { long labs(long x); }
                    static long twice() {
                        return NativeLibrary.process().bind(Own.class).abs(-3) + NativeLibrary.process().bind(Other.class).labs(-4);
                    }
                }
                """);
        Path bind = Path.of(NativeLibrary.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Path made = folder.resolve("made");
        Path jdk = Path.of(System.getProperty("java.home"), "bin");
        Fixtures.Result compiled = Fixtures.run(List.of(jdk.resolve("javac").toString(), "-d", made.toString(), "-p", bind.toString(),
                folder.resolve("source/module-info.java").toString(), source.resolve("Main.java").toString(),
                folder.resolve("source/user/open/Open.java").toString(), folder.resolve("source/user/secret/Hidden.java").toString()));
        assertEquals(0, compiled.exit(), compiled.output());
        Fixtures.Result result = Fixtures.run(List.of(jdk.resolve("java").toString(),
                "-XX:TieredStopAtLevel=1", "--enable-native-access=dev.kernelbridge.bind", "-p", bind + java.io.File.pathSeparator + made,
                "-m",
                "user/user.Main"));
        assertEquals(List.of("user.Main$Abs cannot be implemented from here: module user keeps its package to itself; call "
                + "bind(MethodHandles.lookup(), Abs.class), or write \"opens user to dev.kernelbridge.bind;\" in its module-info.java",
                "own 4", "exported 5", "opened 7", "jdk 6"), result.output().lines().toList());
    }
}

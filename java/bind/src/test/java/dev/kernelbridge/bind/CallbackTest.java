package dev.kernelbridge.bind;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kernelbridge.bind.annotation.SizedBy;
import dev.kernelbridge.bind.call.Callbacks;
import dev.kernelbridge.bind.call.Trap;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lambdas that C calls: by qsort, by a handler that it keeps, by threads of its own; and what becomes of what they throw. */
class CallbackTest {

    private static final String DECLARATIONS = """
            enum color { RED = 1, GREEN = 5, BLUE };
            struct point { int x; double y; };
            struct floats { float x, y, z; };
            struct large { long v[5]; char name[16]; };
            void qsort(void *base, size_t count, size_t size, int (*compare)(const void *, const void *));
            int call(int (*f)(int), int x);
            int times(int (*f)(int), int count);
            int on_thread(int (*f)(int), int x);
            int on_threads(int (*f)(int), int threads, int each);
            void keep(int (*f)(int));
            int fire(int x);
            double kinds(double (*f)(unsigned char, short, unsigned, long, float, double, bool, enum color));
            int texts(int (*f)(const char *));
            double points(double (*f)(const struct point *, size_t, int));
            double point(struct point (*f)(struct point));
            float floats(struct floats (*f)(struct floats));
            long large(struct large (*f)(struct large));
            void *pointer(void *(*f)(void *), void *p);
            int size(size_t (*f)(void));
            """;

    private static final String DEFINITIONS = """
            #include <pthread.h>
            int call(int (*f)(int), int x) { return f(x); }
            int times(int (*f)(int), int count) { int s = 0; for (int i = 0; i < count; i++) s += f(i); return s; }
            struct job { int (*f)(int); int x, each, result; };
            static void *work(void *p) { struct job *j = p; for (int i = 0; i < j->each; i++) j->result += j->f(j->x + i); return NULL; }
            int on_threads(int (*f)(int), int threads, int each) {
                pthread_t t[64]; struct job j[64]; int s = 0;
                for (int i = 0; i < threads; i++) { j[i] = (struct job) {f, i * each, each, 0};
                    if (pthread_create(&t[i], NULL, work, &j[i])) return -1; }
                for (int i = 0; i < threads; i++) { pthread_join(t[i], NULL); s += j[i].result; }
                return s;
            }
            int on_thread(int (*f)(int), int x) {
                pthread_t t; struct job j = {f, x, 1, 0};
                if (pthread_create(&t, NULL, work, &j)) return -1;
                pthread_join(t, NULL); return j.result;
            }
            static int (*kept)(int);
            void keep(int (*f)(int)) { kept = f; }
            int fire(int x) { return kept(x); }
            double kinds(double (*f)(unsigned char, short, unsigned, long, float, double, bool, enum color)) {
                return f(250, -3, 4000000000u, -5, 1.5f, 2.25, true, GREEN);
            }
            int texts(int (*f)(const char *)) { return 100 * f("gr\\303\\274n") + 10 * f("") + f(NULL); }
            double points(double (*f)(const struct point *, size_t, int)) {
                struct point p[3] = {{1, 2}, {3, 4}, {5, 6}}; return f(p, 3, 1) + 100 * f(NULL, 0, 0);
            }
            double point(struct point (*f)(struct point)) { struct point p = f((struct point) {3, 2.5}); return p.x + p.y; }
            float floats(struct floats (*f)(struct floats)) { struct floats p = f((struct floats) {1, 2, 3});
                return p.x + 10 * p.y + 100 * p.z; }
            long large(struct large (*f)(struct large)) {
                struct large l = f((struct large) {{1, 2, 3, 4, 5}, "name"}); return l.v[4] * 1000 + l.v[0] * 100 + (long) strlen(l.name);
            }
            void *pointer(void *(*f)(void *), void *p) { return f(p); }
            int size(size_t (*f)(void)) { return f() == 5000000000u; }
            """;

    interface Compare {
        int compare(MemorySegment a, MemorySegment b);
    }

    interface IntCompare extends Comparator<MemorySegment> {
        @Override
        int compare(MemorySegment a, MemorySegment b);
    }

    @TempDir
    private static Path folder;

    private static NativeText c;

    @BeforeAll
    static void compile() throws Exception {
        c = NativeText.compile(folder, "callbacks", DECLARATIONS, DEFINITIONS, "-pthread");
    }

    @AfterEach
    void nothingIsLeft() {
        assertEquals(0, Trap.pending);
    }

    private static MemorySegment intToInt(Arena arena, IntUnaryOperator f) {
        return Callback.of(arena, "int (*)(int)", IntUnaryOperator.class, f);
    }

    /** As a bound function does it: calls, then throws what callbacks have thrown. */
    private static Object call(String function, Object... arguments) throws Throwable {
        Object result = c.function(function).invokeWithArguments(arguments);
        Callback.rethrow();
        return result;
    }

    @Test
    void qsortComparesInJava() throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            int[] numbers = {5, -3, 900, 0, 7};
            String type = "int (*)(const int *, const int *)";
            Compare up = (a, b) -> Integer.compare(a.get(ValueLayout.JAVA_INT, 0), b.get(ValueLayout.JAVA_INT, 0));
            Comparator<MemorySegment> down = (a, b) -> up.compare(b, a);
            IntCompare special = up::compare;
            MemorySegment memory = arena.allocateFrom(ValueLayout.JAVA_INT, numbers);
            for (MemorySegment f : List.of(Callback.of(arena, type, Compare.class, up),
                    Callback.of(arena, type, IntCompare.class, special))) {
                memory.copyFrom(MemorySegment.ofArray(numbers));
                call("qsort", memory, 5L, 4L, f);
                assertArrayEquals(new int[] {-3, 0, 5, 7, 900}, memory.toArray(ValueLayout.JAVA_INT));
            }
            call("qsort", memory, 5L, 4L, Callback.of(arena, type, Comparator.class, down));
            assertArrayEquals(new int[] {900, 7, 5, 0, -3}, memory.toArray(ValueLayout.JAVA_INT), "a generic interface");
        }
    }

    @Test
    void whatALambdaThrowsArrivesAfterTheCall() {
        try (Arena arena = Arena.ofConfined()) {
            for (Throwable thrown : List.of(new IllegalStateException("a"), new java.io.IOException("b"), new AssertionError("c"),
                    new OutOfMemoryError("d"))) {
                MemorySegment f = intToInt(arena, x -> {
                    throw CallbackTest.<RuntimeException>sneak(thrown);
                });
                assertSame(thrown, assertThrows(Throwable.class, () -> call("call", f, 1)));
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> T sneak(Throwable thrown) throws T {
        throw (T) thrown;
    }

    @Test
    void theFirstOfSeveralWinsAndCGetsZero() throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment f = intToInt(arena, x -> {
                if (x >= 3) {
                    throw new IllegalStateException("at " + x);
                }
                return 10;
            });
            int sum = (int) c.function("times").invokeExact(f, 6);
            assertEquals(30, sum);
            var first = assertThrows(IllegalStateException.class, Callback::rethrow);
            assertEquals("at 3", first.getMessage());
            assertEquals(List.of("at 4", "at 5"), IntStream.range(0, 2).mapToObj(i -> first.getSuppressed()[i].getMessage()).toList());
            Callback.rethrow();

            RuntimeException same = new RuntimeException();
            assertSame(same, assertThrows(RuntimeException.class, () -> call("times", intToInt(arena, x -> {
                throw same;
            }), 3)));
            var many = assertThrows(IllegalStateException.class, () -> call("times", f, 100_000));
            assertTrue(many.getSuppressed().length <= 20, "bounded, since C does not stop");
        }
    }

    @Test
    void callsWithinCallbacksThrowTheirOwn() throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment inner = intToInt(arena, x -> {
                throw new IllegalStateException("inner " + x);
            });
            List<String> seen = new ArrayList<>();
            MemorySegment outer = intToInt(arena, x -> {
                try {
                    return (int) call("call", x == 2 ? intToInt(arena, y -> y + 40) : inner, x);
                } catch (IllegalStateException e) {
                    seen.add(e.getMessage());
                    if (x == 1) {
                        throw e;
                    }
                    return -1;
                } catch (Throwable e) {
                    throw new AssertionError(e);
                }
            });
            int sum = (int) c.function("times").invokeExact(outer, 4); // 0: caught; 1: thrown on; 2: nothing; 3: caught, while 1's is kept
            assertEquals(-1 + 0 + 42 - 1, sum);
            assertEquals(List.of("inner 0", "inner 1", "inner 3"), seen);
            var thrown = assertThrows(IllegalStateException.class, Callback::rethrow);
            assertEquals("inner 1", thrown.getMessage());
            assertEquals(0, thrown.getSuppressed().length);
        }
    }

    @Test
    void exceptionsTravelThroughAllLevels() {
        try (Arena arena = Arena.ofConfined()) {
            AtomicReference<MemorySegment> self = new AtomicReference<>();
            self.set(intToInt(arena, x -> {
                if (x == 0) {
                    throw new IllegalStateException("bottom");
                }
                try {
                    return 1 + (int) call("call", self.get(), x - 1);
                } catch (RuntimeException | Error e) {
                    throw e;
                } catch (Throwable e) {
                    throw new AssertionError(e);
                }
            }));
            assertEquals("bottom", assertThrows(IllegalStateException.class, () -> call("call", self.get(), 30)).getMessage());
        }
    }

    @Test
    void theEndOfTheStackIsAnError() throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            IntUnaryOperator deep = new IntUnaryOperator() {
                @Override
                public int applyAsInt(int x) {
                    return applyAsInt(x + 1) + 1;
                }
            };
            assertThrows(StackOverflowError.class, () -> call("call", intToInt(arena, deep), 0));

            AtomicReference<MemorySegment> self = new AtomicReference<>();
            self.set(intToInt(arena, x -> {
                try {
                    return 1 + (int) call("call", self.get(), x + 1);
                } catch (RuntimeException | Error e) {
                    throw e;
                } catch (Throwable e) {
                    throw new AssertionError(e);
                }
            }));
            for (int i = 0; i < 10; i++) { // interpreted first, compiled later
                assertThrows(StackOverflowError.class, () -> call("call", self.get(), 0));
            }
            assertEquals(5, call("call", intToInt(arena, x -> x + 1), 4));
        }
    }

    @Test
    void callsByOtherMeansThatDoNotAskLeaveItToTheNext() throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment inner = intToInt(arena, x -> {
                throw new IllegalStateException("inner");
            });
            MemorySegment outer = intToInt(arena, x -> {
                try {
                    int ignored = (int) c.function("call").invokeExact(inner, x);
                } catch (Throwable e) {
                    throw new AssertionError(e);
                }
                throw new IllegalStateException("outer");
            });
            var thrown = assertThrows(IllegalStateException.class, () -> call("call", outer, 1));
            assertEquals("inner", thrown.getMessage());
            assertEquals("outer", thrown.getSuppressed()[0].getMessage());
        }
    }

    @Test
    void threadsThatJavaDidNotStart() throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            AtomicReference<Thread> thread = new AtomicReference<>();
            assertEquals(42, call("on_thread", intToInt(arena, x -> {
                thread.set(Thread.currentThread());
                return 2 * x;
            }), 21));
            assertNotSame(Thread.currentThread(), thread.get());
            assertTrue(thread.get().isDaemon());

            var set = Collections.synchronizedSet(new java.util.HashSet<Thread>());
            assertEquals(8000 * 7999 / 2, call("on_threads", intToInt(arena, x -> {
                set.add(Thread.currentThread());
                return x;
            }), 8, 1000));
            assertEquals(8, set.size());
        }
    }

    @Test
    void withoutJavaBelowTheHandlerGetsIt() throws Throwable {
        AtomicReference<Throwable> got = new AtomicReference<>();
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((t, e) -> got.set(e));
        try (Arena arena = Arena.ofConfined()) {
            IllegalStateException thrown = new IllegalStateException("on a thread of C");
            assertEquals(0, call("on_thread", intToInt(arena, x -> {
                throw thrown;
            }), 1));
            assertSame(thrown, got.get());
            Thread.setDefaultUncaughtExceptionHandler((t, e) -> {
                throw new IllegalStateException("a handler that throws");
            });
            assertEquals(0, call("on_thread", intToInt(arena, x -> {
                throw thrown;
            }), 1));

            AtomicReference<LogRecord> logged = new AtomicReference<>();
            Thread.setDefaultUncaughtExceptionHandler(null);
            Logger logger = Logger.getLogger("dev.kernelbridge.bind");
            Handler handler = new Handler() {
                @Override
                public void publish(LogRecord record) {
                    logged.set(record);
                }

                @Override
                public void flush() {
                }

                @Override
                public void close() {
                }
            };
            logger.addHandler(handler);
            logger.setUseParentHandlers(false);
            assertEquals(0, call("on_thread", intToInt(arena, x -> {
                throw thrown;
            }), 1));
            logger.removeHandler(handler);
            logger.setUseParentHandlers(true);
            assertSame(thrown, logged.get().getThrown());
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
    }

    @Test
    void eachThreadGetsItsOwn() throws Throwable {
        AtomicInteger right = new AtomicInteger();
        try (Arena arena = Arena.ofShared()) {
            MemorySegment f = intToInt(arena, x -> {
                if (x % 3 == 0) {
                    throw new IllegalStateException(Integer.toString(x));
                }
                return x;
            });
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 8; t++) {
                int first = t * 1000;
                threads.add((t % 2 == 0 ? Thread.ofPlatform() : Thread.ofVirtual()).start(() -> {
                    for (int x = first; x < first + 1000; x++) {
                        try {
                            right.addAndGet((int) call("call", f, x) == x && x % 3 != 0 ? 1 : 0);
                        } catch (Throwable e) {
                            right.addAndGet(e.getMessage().equals(Integer.toString(x)) ? 1 : 0);
                        }
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
        assertEquals(8000, right.get());
    }

    @Test
    void aKeptHandlerLivesAsLongAsItsArena() throws Throwable {
        WeakReference<Object> lambda;
        try (Arena arena = Arena.ofConfined()) {
            lambda = register(arena);
            for (int i = 0; i < 3; i++) {
                System.gc();
                assertEquals(17, call("fire", 10));
            }
        }
        for (int i = 0; i < 50 && lambda.get() != null; i++) {
            System.gc();
            Thread.sleep(20);
        }
        assertNull(lambda.get());
    }

    private static WeakReference<Object> register(Arena arena) throws Throwable {
        int[] seven = {7};
        IntUnaryOperator f = x -> x + seven[0];
        call("keep", intToInt(arena, f));
        return new WeakReference<>(f);
    }

    enum Color { RED, GREEN, BLUE }

    interface Kinds {
        double of(int uc, int s, long u, int l, double f, double d, boolean b, Color color);
    }

    interface Narrow {
        double of(byte uc, short s, int u, long l, float f, double d, boolean b, int color);
    }

    @Test
    void numbersOfAllKinds() throws Throwable {
        String type = "double (*)(unsigned char, short, unsigned, long, float, double, bool, enum { RED = 1, GREEN = 5, BLUE })";
        try (Arena arena = Arena.ofConfined()) {
            Kinds wide = (uc, s, u, l, f, d, b, color) -> uc + s + u + l + (f + d) + (b ? 0.125 : 0) + color.ordinal();
            assertEquals(250 - 3 + 4000000000L - 5 + 1.5 + 2.25 + 0.125 + 1, call("kinds", Callback.of(arena, type, Kinds.class, wide)));
            Narrow same = (uc, s, u, l, f, d, b, color) -> uc + s + u + l + (f + d) + (b ? 0.125 : 0) + color;
            assertEquals((byte) 250 - 3 + (int) 4000000000L - 5 + 1.5 + 2.25 + 0.125 + 5,
                    call("kinds", Callback.of(arena, type, Narrow.class, same)));
        }
    }

    interface Text {
        int of(String text);
    }

    @Test
    void textsArriveAsStrings() throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            List<String> texts = new ArrayList<>();
            Text f = text -> {
                texts.add(text);
                return text == null ? 7 : text.length();
            };
            assertEquals(407, call("texts", Callback.of(arena, "int (*)(const char *)", Text.class, f)));
            assertEquals(java.util.Arrays.asList("grün", "", null), texts);
        }
    }

    record Point(int x, double y) {
    }

    record Floats(float x, float y, float z) {
    }

    record Large(long[] v, String name) {
    }

    interface Structs {
        double of(Struct points, long count, int which);
    }

    interface Records {
        double of(Point point, long count, int which);
    }

    interface Sized {
        double of(@SizedBy("count") MemorySegment points, long count, int which);
    }

    @Test
    void pointersToStructs() throws Throwable {
        String type = "double (*)(const struct point *p, size_t count, int which)";
        StructType point = c.struct("point");
        try (Arena arena = Arena.ofConfined()) {
            Structs f = (p, count, which) -> p == null ? 0 : p.getInt("x") + p.getDouble("y");
            assertEquals(3.0, call("points", Callback.of(arena, type, Structs.class, f, point)));
            Records r = (p, count, which) -> p == null ? 0 : p.x() + p.y();
            assertEquals(3.0, call("points", Callback.of(arena, type, Records.class, r, point)));
            Sized s = (p, count, which) -> count == 0 ? p.address() + p.byteSize()
                    : p.byteSize() == 3 * point.size() ? point.field("y").getDouble(p, 2) : -1;
            assertEquals(6.0, call("points", Callback.of(arena, type, Sized.class, s, point)));
            Structs beyond = (p, count, which) -> p.element(1).getInt("x");
            assertThrows(IndexOutOfBoundsException.class, () -> call("points", Callback.of(arena, type, Structs.class, beyond, point)));
        }
    }

    interface PointToPoint {
        Point of(Point p);
    }

    interface StructToStruct {
        Struct of(Struct s);
    }

    interface SegmentToSegment {
        MemorySegment of(MemorySegment s);
    }

    @Test
    void structsByValue() throws Throwable {
        StructType point = c.struct("point");
        String type = "struct point (*)(struct point)";
        try (Arena arena = Arena.ofConfined()) {
            PointToPoint record = p -> new Point(p.x() + 1, p.y() * 2);
            assertEquals(9.0, call("point", Callback.of(arena, type, PointToPoint.class, record, point)));
            StructToStruct struct = s -> s.set("x", 10);
            assertEquals(12.5, call("point", Callback.of(arena, type, StructToStruct.class, struct, point)));
            SegmentToSegment segment = s -> point.allocate(arena).set("y", point.at(s).getDouble("y") + 1).segment();
            assertEquals(3.5, call("point", Callback.of(arena, type, SegmentToSegment.class, segment, point)));
            PointToPoint none = p -> null;
            assertThrows(NullPointerException.class, () -> call("point", Callback.of(arena, type, PointToPoint.class, none, point)));
            AtomicReference<Struct> escaped = new AtomicReference<>();
            StructToStruct keeps = s -> {
                escaped.set(s);
                return s;
            };
            call("point", Callback.of(arena, type, StructToStruct.class, keeps, point));
            assertThrows(IllegalStateException.class, () -> escaped.get().getInt("x"), "gone when the lambda returned");
            StructToStruct other = s -> c.struct("floats").allocate(arena);
            assertThrows(IllegalArgumentException.class, () -> call("point", Callback.of(arena, type, StructToStruct.class, other, point)));

            Function<Object, Object> floats = s -> c.struct("floats").at((MemorySegment) s).set("z", 9.0).segment();
            assertEquals(921f, call("floats", Callback.of(arena, "struct floats (*)(struct floats)", Function.class, floats,
                    c.struct("floats"))));
            LargeToLarge large = l -> new Large(new long[] {6, 0, 0, 0, 7}, l.name() + l.v()[4]);
            assertEquals(7605L, call("large", Callback.of(arena, "struct large (*)(struct large)", LargeToLarge.class, large,
                    c.struct("large"))));
        }
    }

    interface LargeToLarge {
        Large of(Large l);
    }

    interface Bytes {
        int of(@SizedBy("w * 2") int[] pixels, int w);
    }

    @Test
    void sizesAreProductsOfOtherArguments() throws Throwable {
        String more = "int pass(int (*f)(const int *pixels, int w), int w);";
        NativeText other = NativeText.compile(folder, "sizes", more,
                "int pass(int (*f)(const int *, int), int w) { int p[] = {1, 2, 3, 4, 5, 6}; return f(w == 9 ? NULL : p, w); }");
        try (Arena arena = Arena.ofConfined()) {
            Bytes f = (pixels, w) -> pixels == null ? -1 : IntStream.of(pixels).sum();
            MemorySegment stub = Callback.of(arena, "int (*)(const int *pixels, int w)", Bytes.class, f);
            assertEquals(21, (int) other.function("pass").invokeExact(stub, 3));
            assertEquals(0, (int) other.function("pass").invokeExact(stub, 0));
            assertEquals(-1, (int) other.function("pass").invokeExact(stub, 9));
            assertEquals(0, (int) other.function("pass").invokeExact(stub, -1));
            assertTrue(assertThrows(ArithmeticException.class, Callback::rethrow).getMessage().contains("negative: -1"));
            String message = assertThrows(BindingException.class,
                    () -> Callback.of(arena, "int (*)(const int *p, int width)", Bytes.class, f)).getMessage();
            assertTrue(message.contains("w is no integer parameter"), message);
        }
    }

    @Test
    void whatDoesNotFitAResultIsAnException() throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            Function<Object, Object> none = x -> null;
            assertThrows(NullPointerException.class, () -> call("call", Callback.of(arena, "int (*)(int)", Function.class, none), 1));
            Function<Object, Object> text = x -> "no number";
            assertThrows(ClassCastException.class, () -> call("call", Callback.of(arena, "int (*)(int)", Function.class, text), 1));
            Function<Object, Object> large = x -> 1L << 40;
            assertThrows(IllegalArgumentException.class, () -> call("call", Callback.of(arena, "int (*)(int)", Function.class, large), 1));
            LongSupplier size = () -> 5000000000L;
            assertEquals(1, call("size", Callback.of(arena, "size_t (*)(void)", LongSupplier.class, size)));
            Supplier<Object> boxed = () -> 5000000000L;
            assertEquals(1, call("size", Callback.of(arena, "size_t (*)(void)", Supplier.class, boxed)));

            SegmentToSegment same = p -> p;
            MemorySegment memory = arena.allocate(8);
            assertEquals(memory.address(), ((MemorySegment) call("pointer",
                    Callback.of(arena, "void *(*)(void *)", SegmentToSegment.class, same),
                    memory)).address());
            SegmentToSegment nothing = p -> null;
            assertEquals(MemorySegment.NULL, call("pointer", Callback.of(arena, "void *(*)(void *)", SegmentToSegment.class, nothing),
                    memory));
            SegmentToSegment heap = p -> MemorySegment.ofArray(new int[3]);
            assertThrows(IllegalArgumentException.class,
                    () -> call("pointer", Callback.of(arena, "void *(*)(void *)", SegmentToSegment.class, heap), memory));
        }
    }

    @Test
    void refusesInterfacesThatDoNotFit() {
        try (Arena arena = Arena.ofConfined()) {
            refuses(() -> Callback.of(arena, "int (*)(int, int)", IntUnaryOperator.class, x -> x), "applyAsInt has 1 parameters", "2");
            refuses(() -> Callback.of(arena, "int (*)(double)", IntUnaryOperator.class, x -> x),
                    "parameter 1 is double in C and int in Java");
            refuses(() -> Callback.of(arena, "float (*)(float x)", DoubleUnaryOperator.class, x -> x),
                    "result is float in C and double in Java");
            refuses(() -> Callback.of(arena, "void (*)(int)", IntUnaryOperator.class, x -> x), "returns int", "void");
            refuses(() -> Callback.of(arena, "int (*)(int)", Text.class, x -> 1), "parameter 1 is int in C and java.lang.String in Java");
            refuses(() -> Callback.of(arena, "int (*)(int, ...)", IntUnaryOperator.class, x -> x), "variadic");
            refuses(() -> Callback.of(arena, "int (*)(int)", List.class, List.of()), "a functional interface has one");
            refuses(() -> Callback.of(arena, "int", IntUnaryOperator.class, x -> x), "no function pointer");
            refuses(() -> Callback.of(arena, "char *(*)(void)", StringSupplier.class, () -> ""),
                    "result is char * in C and java.lang.String");
            assertThrows(CSyntaxException.class, () -> Callback.of(arena, "int (*)(", IntUnaryOperator.class, x -> x));
            assertThrows(NullPointerException.class, () -> Callback.of(arena, "int (*)(int)", IntUnaryOperator.class, null));
        }
    }

    interface StringSupplier {
        String get();
    }

    private static void refuses(Runnable code, String... says) {
        String message = assertThrows(BindingException.class, code::run).getMessage();
        for (String part : says) {
            assertTrue(message.contains(part), part + " in " + message);
        }
    }
}

package dev.kernelbridge.bind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kernelbridge.bind.annotation.CFunction;
import dev.kernelbridge.bind.annotation.Critical;
import dev.kernelbridge.bind.annotation.Errno;
import dev.kernelbridge.bind.annotation.Fails;
import dev.kernelbridge.bind.annotation.FreedBy;
import dev.kernelbridge.bind.annotation.Name;
import dev.kernelbridge.bind.annotation.Nullable;
import dev.kernelbridge.bind.annotation.Out;
import dev.kernelbridge.bind.annotation.SizedBy;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What has to be refused, and that nothing native ran before it was. */
@EnabledOnOs(OS.LINUX)
class BadCallTest {

    record Point(int x, double y) {
    }

    interface Functions {
        int first(MemorySegment x);

        @Name("first")
        int first_of(int[] x);

        @Name("first")
        int first_buffer(IntBuffer x);

        @Name("add_ints")
        void add(@SizedBy("n") int[] x, long n, int by);

        @Name("add_ints")
        void add_segment(@SizedBy("n") MemorySegment x, long n, int by);

        long ask(@SizedBy("rows*columns") byte[] bytes, int rows, int columns);

        long length(String text);

        Point point_swap(Point p);

        double point_sum(Point p);

        void point_move(Struct p, int by);

        @Name("point_swap")
        MemorySegment swap(MemorySegment p);

        int sum_of(@SizedBy("n") int[] x, long[] n);

        int swap_pointers(@SizedBy("2") MemorySegment[] two);

        long apply(MemoryCallTest.Body f, long n, @Nullable MemorySegment context);

        @Name("fail_with")
        int asked(int code, int error, @Errno int[] errno);

        @Critical
        @Name("add_ints")
        void add_short(@SizedBy("n") int[] x, long n, int by);
    }

    private static CLibrary library;
    private static Functions c;
    private Object before;

    @BeforeAll
    static void build(@TempDir Path folder) throws Exception {
        library = CalledC.compile(folder);
        c = library.bind(Functions.class);
    }

    @BeforeEach
    void count() {
        before = library.function("ran").call();
    }

    @AfterEach
    void nothingRan() {
        assertEquals(before, library.function("ran").call(), "a function ran");
    }

    @Test
    void nullWhereAPointerMustNotBe() {
        String said = refused(NullPointerException.class, () -> c.first(null));
        assertEquals("argument 1 (x) of first is null; annotate it with @Nullable if NULL is meant", said);
        refused(NullPointerException.class, () -> c.first(MemorySegment.NULL));
        refused(NullPointerException.class, () -> c.first_of(null));
        refused(NullPointerException.class, () -> c.first_buffer(null));
        refused(NullPointerException.class, () -> c.length(null));
        refused(NullPointerException.class, () -> c.point_swap(null));
        refused(NullPointerException.class, () -> c.point_sum(null));
        refused(NullPointerException.class, () -> c.point_move(null, 1));
        refused(NullPointerException.class, () -> c.swap(null));
        refused(NullPointerException.class, () -> c.apply(null, 1, null));
    }

    @Test
    void memoryThatIsShorterThanItsSizeSays() {
        assertEquals("argument 1 (x) of add_ints is too short: @SizedBy(\"n\") says 4, and there are 3",
                refused(IllegalArgumentException.class, () -> c.add(new int[3], 4, 1)));
        refused(IllegalArgumentException.class, () -> c.add(new int[3], -1, 1));
        refused(IllegalArgumentException.class, () -> c.add(new int[3], Long.MAX_VALUE, 1));
        refused(IllegalArgumentException.class, () -> c.add_short(new int[3], 4, 1));
        refused(IllegalArgumentException.class, () -> c.ask(new byte[5], 2, 3));
        refused(IllegalArgumentException.class, () -> c.ask(new byte[5], -1, -1));
        refused(IllegalArgumentException.class, () -> c.ask(new byte[5], 1 << 30, 1 << 30));
        refused(IllegalArgumentException.class, () -> c.sum_of(new int[2], new long[] {3}));
        refused(IllegalArgumentException.class, () -> c.sum_of(new int[2], new long[0]));
        refused(IllegalArgumentException.class, () -> c.swap_pointers(new MemorySegment[1]));
        try (Arena arena = Arena.ofConfined()) {
            refused(IllegalArgumentException.class, () -> c.add_segment(arena.allocate(7), 2, 1));
            assertTrue(refused(IllegalArgumentException.class, () -> c.add_segment(MemorySegment.ofAddress(arena.allocate(8).address()), 2,
                    1))
                    .contains("reinterpret"));
            refused(IllegalArgumentException.class, () -> c.swap(arena.allocate(8)));
        }
        refused(IllegalArgumentException.class, () -> c.asked(1, 2, new int[0]));
        refused(IllegalArgumentException.class, () -> c.asked(1, 2, null));
    }

    @Test
    void memoryThatIsGoneOrNotToBeWritten() {
        Arena closed = Arena.ofConfined();
        MemorySegment gone = closed.allocate(8);
        closed.close();
        refused(IllegalStateException.class, () -> c.first(gone));
        refused(IllegalStateException.class, () -> c.add_segment(gone, 2, 1));
        refused(IllegalStateException.class, () -> c.swap_pointers(new MemorySegment[] {gone, gone}));
        refused(IllegalArgumentException.class, () -> c.add_segment(MemorySegment.ofArray(new int[2]).asReadOnly(), 2, 1));
        refused(IllegalArgumentException.class, () -> c.swap_pointers(new MemorySegment[] {MemorySegment.ofArray(new int[1]), null}));
        ByteBuffer bytes = ByteBuffer.allocateDirect(8);
        ByteOrder other = ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        assertTrue(refused(IllegalArgumentException.class, () -> c.first_buffer(bytes.order(other).asIntBuffer())).contains("nativeOrder"));
        assertTrue(refused(IllegalArgumentException.class, () -> c.length("a\0b")).contains("at 1"));
        Struct other2 = StructType.of(dev.kernelbridge.bind.c.Parser.parse("struct other { int a; };").aggregates().get("other"))
                .allocate(Arena.ofAuto());
        assertTrue(refused(IllegalArgumentException.class, () -> c.point_move(other2, 1)).contains("struct other"));
        Thread[] wrong = new Thread[1];
        List<Throwable> thrown = new ArrayList<>();
        try (Arena confined = Arena.ofConfined()) {
            MemorySegment mine = confined.allocate(8);
            wrong[0] = Thread.ofPlatform().start(() -> {
                try {
                    c.first(mine);
                } catch (RuntimeException e) {
                    thrown.add(e);
                }
            });
            wrong[0].join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        assertEquals(WrongThreadException.class, thrown.getFirst().getClass());
    }

    interface Wrong {
        int first(String x);

        void add_ints(long[] x, long n);

        void half(@SizedBy("m") int[] out, long n);

        String all_bits();

        void where(@Out MemorySegment[] out, @SizedBy("length") int length);

        @Critical
        long apply(MemoryCallTest.Body f, long n, MemorySegment context);

        @Critical
        @FreedBy("free")
        String new_text(String from);

        @FreedBy("free")
        int is_null(MemorySegment p);

        @Fails(Fails.When.NEGATIVE)
        @Name("all_bits")
        int never_negative();

        @Fails(but = "CALL_OKAY")
        int fail_with(int code, int error);

        @Errno
        @Name("fail_with")
        int alone(int code, int error);

        void point_move(Point p, int by);

        double point_sum(@Out Point p);

        long asks(byte[] b, int rows, int columns);

        @CFunction("int first(int *")
        int unparsable();

        @Name("most")
        int most(Object... more);

        @Name("ran")
        Runnable ran();

        @Name("name_of")
        String name_of(@Nullable int i);
    }

    @Test
    void whatDoesNotFitIsFoundWhenItIsBoundAndAllAtOnce() {
        BindingException e = assertThrows(BindingException.class, () -> library.bind(Wrong.class));
        String all = e.getMessage();
        assertEquals(18, e.problems().size(), all);
        for (String part : List.of(
                "argument 1 (x) of first is const int * in C and java.lang.String in Java: it takes MemorySegment, int[]",
                "Wrong.add_ints(long[], long) has 2 parameters for C, and the prototype has 3",
                "no parameter is called \"m\"; there are out, n",
                "the result of all_bits is unsigned int in C and java.lang.String in Java",
                "argument 2 (length) of where is int * in C and int in Java",
                "a @Critical call cannot come back to Java",
                "is freed by another call",
                "@FreedBy is for a pointer",
                "an unsigned value is never negative",
                "\"CALL_OKAY\") is neither a number nor an integer constant of the C text; did you mean 'CALL_OK'?",
                "add @Fails",
                "may be written by C, and a record cannot",
                "is const, and @Out",
                "no function asks; did you mean 'ask'?",
                "line 1, column 16",
                "ends in Object..., and C has no variadic tail",
                "the result of ran is long in C and java.lang.Runnable in Java",
                "@Nullable")) {
            assertTrue(all.contains(part), () -> part + " is not in " + all);
        }
    }

    interface Missing {
        int abs(int x);

        int cbrtt(int x);

        @FreedBy("freee")
        String strdup(String s);
    }

    @Test
    void symbolsThatTheLibraryLacksAreNamedWithTheNearest() {
        NativeLibraryException e = assertThrows(NativeLibraryException.class, () -> NativeLibrary.open("m").bind(Missing.class));
        assertTrue(e.reason().contains("has no function cbrtt; did you mean ") && e.reason().contains("'cbrt'"), e.reason());
        assertTrue(e.reason().contains("has no function freee"), e.reason());
        assertThrows(NativeLibraryException.class, () -> library.library().function("int first_(int)"));
        assertTrue(assertThrows(NoSuchElementException.class, () -> library.function("frist")).getMessage().contains("'first'"));
        assertTrue(assertThrows(NoSuchElementException.class, () -> library.constant("CALL_AGIAN")).getMessage().contains("'CALL_AGAIN'"));
        assertThrows(IllegalArgumentException.class, () -> library.library().function("int first(unknown_t)"));
        assertThrows(BindingException.class, () -> library.library().function("first", int.class, Object.class));
        assertThrows(BindingException.class, () -> library.library().function("int first(const int *)").as(Functions.class));
        assertThrows(BindingException.class, () -> library.bind(String.class));
    }

    @Test
    void readOnlyMemoryMayBeRead() {
        assertEquals(7, c.first(MemorySegment.ofArray(new int[] {7}).asReadOnly()));
        before = library.function("ran").call();
    }

    private static String refused(Class<? extends Throwable> type, Executable call) {
        return assertThrows(type, call).getMessage();
    }
}

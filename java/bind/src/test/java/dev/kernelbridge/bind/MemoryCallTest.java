package dev.kernelbridge.bind;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kernelbridge.bind.annotation.CFunction;
import dev.kernelbridge.bind.annotation.Critical;
import dev.kernelbridge.bind.annotation.Errno;
import dev.kernelbridge.bind.annotation.Fails;
import dev.kernelbridge.bind.annotation.FreedBy;
import dev.kernelbridge.bind.annotation.In;
import dev.kernelbridge.bind.annotation.Name;
import dev.kernelbridge.bind.annotation.Nullable;
import dev.kernelbridge.bind.annotation.Out;
import dev.kernelbridge.bind.annotation.SizedBy;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.LongBinaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Arrays, segments, strings, structs, callbacks: all that goes by a pointer, both ways. */
@EnabledOnOs(OS.LINUX)
class MemoryCallTest {

    record Point(int x, double y) {
    }

    enum Color { RED, GREEN, BLUE }

    enum Number { NONE, FIVE;

        long value() {
            return this == FIVE ? 5 : 0;
        }
    }

    interface Body {
        long apply(long i, MemorySegment context);
    }

    interface Functions {
        void add_bytes(@SizedBy("n") byte[] x, long n, int by);

        void add_shorts(@SizedBy("n") short[] x, long n, int by);

        void add_chars(@SizedBy("n") char[] x, long n, int by);

        void add_ints(@SizedBy("n") int[] x, long n, int by);

        void add_longs(@SizedBy("n") long[] x, long n, int by);

        void add_floats(@SizedBy("n") float[] x, long n, int by);

        void add_doubles(@SizedBy("n") double[] x, long n, int by);

        void negate(@SizedBy("n") boolean[] x, long n);

        @Critical
        @Name("add_doubles")
        void add_in_place(@SizedBy("n") double[] x, long n, int by);

        @Critical
        @Name("negate")
        void negate_in_place(@SizedBy("n") boolean[] x, long n);

        @Name("add_ints")
        void add_to(@SizedBy("n") MemorySegment x, long n, int by);

        @Name("add_ints")
        void add_to_buffer(@SizedBy("n") IntBuffer x, long n, int by);

        @Name("add_ints")
        void add_and_forget(@In @SizedBy("n") int[] x, long n, int by);

        void half(@Out @SizedBy("n") int[] out, long n);

        @Name("half")
        void half_kept(@SizedBy("n") int[] out, long n);

        int is_null(@Nullable MemorySegment p);

        @Name("is_null")
        int array_is_null(@Nullable byte[] p);

        @Name("is_null")
        int buffer_is_null(ByteBuffer p);

        long ask(@SizedBy("rows*columns") byte[] bytes, int rows, int columns);

        void where(MemorySegment[] out, int[] length);

        int swap_pointers(@SizedBy("2") MemorySegment[] two);

        String name_of(int i);

        @FreedBy("free_text")
        String new_text(@Nullable String from);

        @Name("new_memory")
        @FreedBy("free")
        MemorySegment new_memory(long n, Arena arena);

        @Name("new_text")
        @FreedBy("free_text")
        MemorySegment new_segment(String from, Arena arena);

        long freed();

        long length(String text);

        Point point_swap(Point p);

        @Name("point_swap")
        Struct struct_swap(Struct p);

        @Name("point_swap")
        MemorySegment memory_swap(MemorySegment p, Arena arena);

        double point_sum(@Nullable Point p);

        void point_move(Struct p, int by);

        Point point_origin();

        @Name("point_origin")
        Struct origin();

        Color next_color(Color c);

        @Name("next_color")
        int next_color_number(int c);

        @CFunction("int fail_with(int code, int error)")
        @Name("fail_with")
        Number number(Number code, int error);

        long apply(Body f, long n, MemorySegment context);

        @Name("apply")
        long apply_operator(LongBinaryOperatorOfPointer f, long n, @Nullable MemorySegment context);

        long format(@SizedBy("n") byte[] out, long n, String format, Object... more);

        @Name("format")
        long format_typed(byte[] out, long n, String format, float a, short b, char c, boolean d, String e, long f);

        @Fails(Fails.When.NEGATIVE)
        @Errno
        int fail_with(int code, int error);

        @Name("fail_with")
        int asked(int code, int error, @Errno int[] errno);

        @Critical
        @Name("fail_with")
        @Fails(Fails.When.MINUS_ONE)
        @Errno
        int fail_short(int code, int error);

        @Name("fail_with")
        @Fails(but = {"CALL_OK", "CALL_AGAIN", "-3"})
        void checked(int code, int error);

        @Fails(Fails.When.NULL)
        @Errno
        MemorySegment fail_null(int error);

        @Fails(Fails.When.MINUS_ONE)
        long all_bits();

        int sum_of(@SizedBy("n") int[] x, long[] n);
    }

    interface LongBinaryOperatorOfPointer {
        long of(long i, MemorySegment p);
    }

    private static CLibrary library;
    private static Functions c;

    @BeforeAll
    static void build(@TempDir Path folder) throws Exception {
        library = CalledC.compile(folder);
        c = library.bind(Functions.class);
    }

    @Test
    void arraysGoAndComeBack() {
        byte[] bytes = {1, -1, 127};
        c.add_bytes(bytes, 3, 1);
        assertArrayEquals(new byte[] {2, 0, -128}, bytes);
        short[] shorts = {1, -1, 300};
        c.add_shorts(shorts, 2, 5);
        assertArrayEquals(new short[] {6, 4, 300}, shorts);
        char[] chars = {'a', '\uffff'};
        c.add_chars(chars, 2, 1);
        assertArrayEquals(new char[] {'b', '\0'}, chars);
        int[] ints = {1, 2, 3};
        c.add_ints(ints, 3, -1);
        assertArrayEquals(new int[] {0, 1, 2}, ints);
        long[] longs = {1L << 40};
        c.add_longs(longs, 1, 1);
        assertArrayEquals(new long[] {(1L << 40) + 1}, longs);
        float[] floats = {0.5f, 1};
        c.add_floats(floats, 2, 1);
        assertArrayEquals(new float[] {1.5f, 2}, floats);
        double[] doubles = {0.5, 1};
        c.add_doubles(doubles, 2, 1);
        assertArrayEquals(new double[] {1.5, 2}, doubles);
        c.add_in_place(doubles, 1, 1);
        assertArrayEquals(new double[] {2.5, 2}, doubles);
        boolean[] booleans = {true, false, false};
        c.negate(booleans, 2);
        assertArrayEquals(new boolean[] {false, true, false}, booleans);
        c.negate_in_place(booleans, 3);
        assertArrayEquals(new boolean[] {true, false, true}, booleans);
        c.add_ints(new int[0], 0, 1);
        int[] many = new int[1 << 20]; // more than a frame holds
        c.add_ints(many, many.length, 3);
        assertEquals(3L << 20, Arrays.stream(many).asLongStream().sum());
    }

    @Test
    void directionsAreWhatTheySay() {
        int[] x = {1, 2};
        c.add_and_forget(x, 2, 5);
        assertArrayEquals(new int[] {1, 2}, x);
        int[] out = {9, 9, 9, 9};
        c.half(out, 4);
        assertArrayEquals(new int[] {7, 7, 0, 0}, out, "what C does not write becomes 0, whatever was in the frame");
        int[] kept = {9, 9, 9, 9};
        c.half_kept(kept, 4);
        assertArrayEquals(new int[] {7, 7, 9, 9}, kept);
    }

    @Test
    void segmentsGoAsTheyAreAndHeapOnesByACopy() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment nativeOne = arena.allocateFrom(ValueLayout.JAVA_INT, 1, 2, 3);
            c.add_to(nativeOne, 3, 1);
            assertArrayEquals(new int[] {2, 3, 4}, nativeOne.toArray(ValueLayout.JAVA_INT));
        }
        int[] heap = {1, 2, 3};
        c.add_to(MemorySegment.ofArray(heap).asSlice(4), 2, 1);
        assertArrayEquals(new int[] {1, 3, 4}, heap);
        IntBuffer buffer = IntBuffer.wrap(heap).position(2);
        c.add_to_buffer(buffer, 1, 10);
        assertArrayEquals(new int[] {1, 3, 14}, heap);
        IntBuffer direct = ByteBuffer.allocateDirect(8).order(ByteOrder.nativeOrder()).asIntBuffer();
        c.add_to_buffer(direct, 2, 10);
        assertEquals(10, direct.get(1));
        assertEquals(1, c.is_null(null));
        assertEquals(1, c.is_null(MemorySegment.NULL));
        assertEquals(1, c.array_is_null(null));
        assertEquals(0, c.array_is_null(new byte[0]));
        assertEquals(0, c.buffer_is_null(ByteBuffer.allocate(1).asReadOnlyBuffer()));
        assertEquals(6, c.ask(new byte[] {1, 2, 3, 0, 0, 0}, 2, 3));
        assertEquals(5, c.sum_of(new int[] {2, 3, 4}, new long[] {2}));
    }

    @Test
    void pointersToPointersAreOutParameters() {
        MemorySegment[] out = new MemorySegment[1];
        int[] length = new int[1];
        c.where(out, length);
        assertEquals(4, length[0]);
        assertEquals("here", out[0].reinterpret(5).getString(0));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment one = arena.allocate(8);
            MemorySegment[] two = {one, null};
            assertEquals(0, c.swap_pointers(two));
            assertEquals(0, two[0].address());
            assertEquals(one.address(), two[1].address());
            MemorySegment[] same = {one, one};
            assertEquals(1, c.swap_pointers(same));
            assertEquals(8, same[0].byteSize(), "what C left as it was is still the segment that it was");
        }
    }

    @Test
    void stringsAreUtf8AndFreedWhereTheCallerOwnsThem() {
        assertEquals("grüße", c.name_of(1));
        assertNull(c.name_of(2));
        assertEquals(7, c.length("grüße"));
        assertEquals(4, c.length("😀"));
        assertEquals(100_000, c.length("x".repeat(100_000)));
        long before = c.freed();
        assertEquals("a copy", c.new_text("a copy"));
        assertEquals(before + 1, c.freed());
        assertNull(c.new_text(null));
        assertEquals(before + 1, c.freed(), "there is nothing to free at NULL");
        MemorySegment kept;
        try (Arena arena = Arena.ofConfined()) {
            kept = c.new_segment("kept", arena);
            assertEquals("kept", kept.reinterpret(5).getString(0));
            assertEquals(before + 1, c.freed());
            c.new_memory(64, arena);
            assertEquals(MemorySegment.NULL, c.new_memory(0, arena));
        }
        assertEquals(before + 2, c.freed());
        assertThrows(IllegalStateException.class, () -> kept.reinterpret(1).get(ValueLayout.JAVA_BYTE, 0));
    }

    @Test
    void structsGoByValueAndByPointer() {
        assertEquals(new Point(2, 7), c.point_swap(new Point(7, 2.5)));
        assertEquals(9.5, c.point_sum(new Point(7, 2.5)));
        assertEquals(-1, c.point_sum(null));
        assertEquals(new Point(3, 4), c.point_origin());
        assertEquals(4.0, c.origin().getDouble("y"));
        try (Arena arena = Arena.ofConfined()) {
            Struct p = library.struct("point").allocate(arena);
            p.set("x", 7);
            p.set("y", 2.5);
            c.point_move(p, 1);
            assertEquals(8, p.getInt("x"));
            Struct swapped = c.struct_swap(p);
            assertEquals(3, swapped.getInt("x"));
            assertEquals(8.0, swapped.getDouble("y"));
            assertEquals(3, c.memory_swap(p.segment(), arena).get(ValueLayout.JAVA_INT, 0));
        }
    }

    @Test
    void enumsGoByNameOrByValue() {
        assertEquals(Color.GREEN, c.next_color(Color.RED));
        assertEquals(Color.BLUE, c.next_color(Color.GREEN));
        assertEquals(-2, c.next_color_number(5));
        assertThrows(ArithmeticException.class, () -> c.next_color(Color.BLUE), "99 is no Color");
        assertThrows(NullPointerException.class, () -> c.next_color(null));
        assertEquals(Number.FIVE, c.number(Number.FIVE, 0));
    }

    @Test
    void lambdasLiveForTheCallAndTheirExceptionsArrive() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment context = arena.allocateFrom(ValueLayout.JAVA_LONG, 100);
            assertEquals(303, c.apply((i, p) -> i + p.reinterpret(8).get(ValueLayout.JAVA_LONG, 0), 3, context));
            IllegalStateException mine = new IllegalStateException("mine");
            assertEquals(mine, assertThrows(IllegalStateException.class, () -> c.apply((i, p) -> {
                throw mine;
            }, 3, context)));
            // A call within a callback takes another frame.
            assertEquals(3 * 5, c.apply((i, p) -> c.length("fives"), 3, context));
            int[] inner = {0};
            assertEquals(3, c.apply_operator((i, p) -> {
                c.add_ints(inner, 1, 1);
                return c.apply_operator((j, q) -> j, 2, null);
            }, 3, null));
            assertEquals(3, inner[0]);
        }
        LongBinaryOperator plain = NativeLibrary.process().function("long labs(long)").as(NegatingOperator.class);
        assertEquals(7, plain.applyAsLong(-7, 0));
    }

    interface NegatingOperator extends LongBinaryOperator {
        long abs(long x);

        @Override
        default long applyAsLong(long a, long b) {
            return abs(a + b);
        }
    }

    @Test
    void variadicTailsArePromoted() {
        byte[] out = new byte[200];
        long n = c.format(out, 200, "%d %d %d %c %.3f %.2f %s %ld %p", (byte) -1, (short) -2, true, 'x', 1.5f, 2.5, "text", 1L << 40,
                MemorySegment.NULL);
        assertEquals("-1 -2 1 x 1.500 2.50 text 1099511627776 (nil)", new String(out, 0, (int) n, StandardCharsets.UTF_8));
        n = c.format(out, 200, "none");
        assertEquals("none", new String(out, 0, (int) n, StandardCharsets.UTF_8));
        n = c.format(out, 200, "%d", 7);
        assertEquals("7", new String(out, 0, (int) n, StandardCharsets.UTF_8));
        n = c.format_typed(out, 200, "%.1f %d %c %d %s %ld", 0.5f, (short) 3, 'y', false, "tail", -1L);
        assertEquals("0.5 3 y 0 tail -1", new String(out, 0, (int) n, StandardCharsets.UTF_8));
        assertThrows(BindingException.class, () -> c.format(out, 200, "%d", new Object[] {null}));
        assertThrows(BindingException.class, () -> c.format(out, 200, "%d", new Object()));
        assertThrows(IllegalArgumentException.class, () -> c.format(out, 201, "too long"));
    }

    @Test
    void failuresBecomeExceptionsWithTheSystemsWords() {
        assertEquals(5, c.fail_with(5, 2));
        NativeCallException e = assertThrows(NativeCallException.class, () -> c.fail_with(-7, 2));
        assertEquals("fail_with failed: it returned -7, errno 2 (No such file or directory)", e.getMessage());
        assertEquals(-7, e.returned());
        assertEquals(2, e.errno());
        assertEquals("fail_with", e.function());
        int[] errno = {0};
        assertEquals(3, c.asked(3, 11, errno));
        assertEquals(11, errno[0]);
        assertEquals(3, c.fail_short(3, 11));
        assertEquals(11, assertThrows(NativeCallException.class, () -> c.fail_short(-1, 11)).errno());
        c.checked(0, 0);
        c.checked(11, 0);
        c.checked(-3, 0);
        assertEquals(4, assertThrows(NativeCallException.class, () -> c.checked(4, 0)).returned());
        assertNotNull(c.fail_null(0));
        assertEquals(13, assertThrows(NativeCallException.class, () -> c.fail_null(13)).errno());
        assertEquals(4294967295L, assertThrows(NativeCallException.class, c::all_bits).returned());
    }
}

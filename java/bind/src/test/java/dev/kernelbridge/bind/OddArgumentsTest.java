package dev.kernelbridge.bind;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kernelbridge.bind.annotation.CFunction;
import dev.kernelbridge.bind.annotation.Errno;
import dev.kernelbridge.bind.annotation.Name;
import dev.kernelbridge.bind.annotation.Out;
import dev.kernelbridge.bind.annotation.SizedBy;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.IntBuffer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Arguments that share their memory, that nobody keeps, or that C would take for something else. */
@EnabledOnOs(OS.LINUX)
class OddArgumentsTest {

    interface Functions {
        void twice(double[] to, double[] from, int n);

        @Name("twice")
        void twiceInto(@Out double[] to, double[] from, int n);

        @Name("twice")
        void twice(MemorySegment to, MemorySegment from, int n);

        @Name("twice")
        void twice(double[] to, MemorySegment from, int n);

        void turn(boolean[] to, boolean[] from, int n);

        void twice_const(MemorySegment to, MemorySegment from, int n);

        long through(MemorySegment[] all, Runnable before);

        long pointed(Pointing p);

        double ab_sum(Struct s);

        long count(String text);

        int half(char[] text);

        @Name("half")
        int half(CharBuffer text);
    }

    interface Pointing {
        MemorySegment at();
    }

    interface Sizes {
        int fill(@SizedBy("") byte[] to, long n);

        int fill_out(@SizedBy("n") byte[] to, @Out long[] n);

        int same(int x, @Errno int[] one, @Errno int[] two);
    }

    interface Square {
        int fill(@SizedBy("n*n") byte[] to, long n);
    }

    interface Scan {
        @CFunction("int sscanf(const char *text, const char *format, ...)")
        int sscanf(String text, String format, Object... to);

        @Name("sscanf")
        @CFunction("int sscanf(const char *text, const char *format, ...)")
        int one(String text, String format, int[] to);
    }

    interface Left {
        int same(int x);
    }

    interface Right {
        @Name("other")
        int same(int x);
    }

    interface Both extends Left, Right {
    }

    private static CLibrary library;
    private static Functions c;

    @BeforeAll
    static void build() {
        library = C.compile("""
                #include <stdbool.h>
                #include <stdint.h>
                #include <string.h>
                struct ab { int a; float b; };
                void twice(double *to, double *from, int n) { for (int i = 0; i < n; i++) to[i] = 2 * from[i]; }
                void twice_const(double *to, const double *from, int n) { for (int i = 0; i < n; i++) to[i] = 2 * from[i]; }
                void turn(bool *to, bool *from, int n) { for (int i = 0; i < n; i++) to[i] = !from[i]; }
                long through(const void *const *all, void (*before)(void)) { before(); return *(const long *) all[0]; }
                long pointed(const long *(*at)(void)) { const long *p = at(); return p == 0 ? -1 : *p; }
                int fill(char *to, long n) { memset(to, 1, (size_t) n); return 0; }
                int fill_out(char *to, long *n) { return (int) *n; }
                double ab_sum(struct ab *s) { return s->a + s->b; }
                long count(const char *text) { return (long) strlen(text); }
                int half(const uint16_t *text) { return text[0]; }
                int same(int x) { return x; }
                int other(int x) { return -x; }
                """);
        c = library.bind(Functions.class);
    }

    @Test
    void oneArrayGivenTwiceIsOneInC() {
        double[] x = {1, 2, 3};
        c.twice(x, x, 3);
        assertArrayEquals(new double[] {2, 4, 6}, x);
        c.twiceInto(x, x, 3); // what comes out only is blank, and yet C reads it
        assertArrayEquals(new double[] {4, 8, 12}, x);
        boolean[] flags = {true, false};
        c.turn(flags, flags, 2);
        assertArrayEquals(new boolean[] {false, true}, flags);
    }

    @Test
    void slicesOfOneArrayAreOneInC() {
        double[] x = {1, 2, 3, 4};
        MemorySegment all = MemorySegment.ofArray(x);
        c.twice(all, all.asSlice(0, 16), 2); // a part of what came before
        assertArrayEquals(new double[] {2, 4, 3, 4}, x);
        c.twice(x, all.asSlice(8, 24), 3); // an array and a slice of it: C reads what it has not written yet
        assertArrayEquals(new double[] {8, 6, 8, 4}, x);
        c.twice_const(all.asSlice(0, 16), all.asSlice(16), 2); // side by side
        assertArrayEquals(new double[] {16, 8, 8, 4}, x);
        assertTrue(assertThrows(IllegalArgumentException.class, () -> c.twice(all.asSlice(0, 16), all.asSlice(8, 16), 2)).getMessage()
                .contains("argument 2 (from) of twice overlaps"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> c.twice_const(all.asSlice(0, 16), all.asReadOnly(), 2)).getMessage()
                .contains("overlaps"));
        assertArrayEquals(new double[] {16, 8, 8, 4}, x);
    }

    @Test
    void aVariadicTailIsWritten() {
        Scan scan = NativeLibrary.process().bind(Scan.class);
        int[] i = {0};
        double[] d = {0};
        byte[] word = new byte[8];
        assertEquals(3, scan.sscanf("42 1.5 abc", "%d %lf %7s", i, d, word));
        assertEquals("42 1.5 abc", i[0] + " " + d[0] + " " + new String(word, 0, 3));
        assertEquals(1, scan.one("43", "%d", i));
        assertEquals(43, i[0]);
        IntBuffer fixed = ByteBuffer.allocateDirect(4).order(ByteOrder.nativeOrder()).asIntBuffer().asReadOnlyBuffer();
        assertThrows(IllegalArgumentException.class, () -> scan.sscanf("44", "%d", fixed));
        assertEquals(0, fixed.get(0));
        assertEquals(1, NativeLibrary.process().function("int sscanf(const char *text, const char *format, ...)").call("45", "%d", i));
        assertEquals(45, i[0]);
    }

    @Test
    void whatPointersPointToStaysUntilTheCallReturns() {
        WeakReference<?>[] scope = new WeakReference<?>[1];
        boolean[] gone = new boolean[1];
        for (int i = 0; i <= 20_000; i++) { // until it is compiled: an interpreter keeps what nobody needs
            boolean last = i % 10_000 == 0;
            assertEquals(77, c.through(new MemorySegment[] {kept(scope)}, () -> {
                for (int k = 0; last && k < 3; k++) {
                    System.gc();
                }
                gone[0] |= last && scope[0].get() == null;
            }));
        }
        assertFalse(gone[0], "the memory was free while C had its address");
    }

    private static MemorySegment kept(WeakReference<?>[] scope) {
        MemorySegment memory = Arena.ofAuto().allocateFrom(ValueLayout.JAVA_LONG, 77);
        scope[0] = new WeakReference<>(memory.scope());
        return memory;
    }

    @Test
    void pointersToClosedMemoryAreRefused() {
        MemorySegment closed;
        try (Arena arena = Arena.ofConfined()) {
            closed = arena.allocate(8);
        }
        assertThrows(IllegalStateException.class, () -> c.pointed(() -> closed));
        assertEquals(-1, c.pointed(() -> null));
        Struct holder = C.parse("struct holder { long *at; };").struct("holder").allocate(Arena.ofAuto());
        assertThrows(IllegalStateException.class, () -> holder.set("at", closed));
    }

    @Test
    void sizesThatSayNothingAreRefused() {
        String message = assertThrows(BindingException.class, () -> library.bind(Sizes.class)).getMessage();
        assertTrue(message.contains("@SizedBy(\" \")") && message.contains("annotate n with @InOut")
                && message.contains("two parameters with @Errno"), message);
        assertTrue(assertThrows(IllegalArgumentException.class, () -> library.bind(Square.class).fill(new byte[9], Long.MAX_VALUE)).getMessage()
                .contains("beyond 2^63"));
    }

    @Test
    void aStructOfTheSameNameAndOtherMembersIsAnother() {
        Struct same = C.parse("struct ab { int a; float b; };").struct("ab").allocate(Arena.ofAuto()).set("a", 1).set("b", 0.5);
        assertEquals(1.5, c.ab_sum(same));
        Struct other = C.parse("struct ab { float a; int b; };").struct("ab").allocate(Arena.ofAuto()).set("a", 1).set("b", 2);
        assertThrows(IllegalArgumentException.class, () -> c.ab_sum(other));
    }

    @Test
    void halfACharacterIsRefused() {
        assertEquals(4, c.count("\ud83d\ude00"));
        assertEquals(70_003, c.count("a?" + "b".repeat(70_000) + "?"));
        for (String text : new String[] {"a\ud83d", "\ude00b", "\ud83d\ud83d\ude00", "12345678\ud83d0", "1234567\ud83d90", "ü\ud83d",
            "x".repeat(70_000) + "\ude00"}) {
            assertTrue(assertThrows(IllegalArgumentException.class, () -> c.count(text)).getMessage().contains("half of a surrogate pair"));
        }
        Struct word = C.parse("struct word { char text[8]; };").struct("word").allocate(Arena.ofAuto());
        assertThrows(IllegalArgumentException.class, () -> word.set("text", "a\ud83d"));
    }

    @Test
    void buffersOfCharsAreMemoryWhereTheyHaveSome() {
        assertEquals('x', c.half(new char[] {'x'}));
        assertEquals('x', c.half(CharBuffer.wrap(new char[] {'x'}).asReadOnlyBuffer()));
        assertEquals('x', c.half(ByteBuffer.allocate(2).order(ByteOrder.nativeOrder()).putChar(0, 'x').asCharBuffer()));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> c.half(CharBuffer.wrap("x"))).getMessage().contains("view of text"));
    }

    @Test
    void twoInterfacesThatDisagreeOnAMethodAreRefused() {
        assertEquals(3, library.bind(Left.class).same(3));
        assertEquals(-3, library.bind(Right.class).same(3));
        String message = assertThrows(BindingException.class, () -> library.bind(Both.class)).getMessage();
        assertTrue(message.contains("Left") && message.contains("Right") && message.contains("same"), message);
    }
}

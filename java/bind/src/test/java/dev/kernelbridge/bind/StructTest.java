package dev.kernelbridge.bind;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Struct values against the C compiler: it says where members are, what values it sees, and writes values that Java reads. */
class StructTest {

    private static final String DECLARATIONS = """
            enum color { RED = 1, GREEN = 5, BLUE };
            struct point { int x; double y; };
            union number { int32_t i; float f; uint64_t bits; };
            struct all {
                char c; signed char sc; unsigned char uc; bool flag; short s; unsigned short us; int i; unsigned u;
                long l; unsigned long ul; long long ll; unsigned long long ull; float f; double d; size_t n;
                uint8_t bytes[5]; char name[8]; int grid[2][3]; struct point center; struct point points[3]; union number num;
                struct { int left; struct { short deep; }; union { int as_int; float as_float; }; };
                enum color color; enum color colors[2]; const char *title; struct point *next; void *any; int (*fn)(int);
                double *values; bool flags[3]; char words[2][6]; uint32_t wide[2];
            };
            struct tail { int count; double values[]; };
            size_t fact(int which);
            void fill(struct all *a);
            int show(const struct all *a, char *text, size_t room);
            double sum(const struct tail *t);
            double total(const struct point *p, int count);
            """;

    /** Members of struct all whose places the compiler is asked for. */
    private static final List<String> PATHS = List.of("c", "sc", "uc", "flag", "s", "us", "i", "u", "l", "ul", "ll", "ull", "f", "d", "n",
            "bytes", "name", "grid", "grid[1][2]", "center", "center.y", "points[2].y", "num", "num.bits", "left", "deep", "as_int",
            "as_float", "color", "colors[1]", "title", "next", "any", "fn", "values", "flags[2]", "words[1]", "words[1][3]", "wide[1]");

    private static final String DEFINITIONS = """
            static struct point other = {7, 7.5};
            static int twice(int x) { return 2 * x; }
            void fill(struct all *a) {
                static double values[] = {1.5, 2.5};
                memset(a, 0, sizeof *a);
                a->c = 'x'; a->sc = -5; a->uc = 250; a->flag = 1; a->s = -30000; a->us = 60000; a->i = -2000000000; a->u = 4000000000u;
                a->l = -9e17; a->ul = 18e18; a->ll = -8e18; a->ull = 18446744073709551615u; a->f = 0.1f; a->d = 0.1; a->n = 12345678901u;
                memcpy(a->bytes, "\\1\\2\\377\\4\\5", 5); strcpy(a->name, "gr\\303\\274n");
                for (int i = 0; i < 6; i++) a->grid[i / 3][i % 3] = i * i;
                a->center = (struct point) {1, 2.5}; a->points[2] = (struct point) {3, 4.5}; a->num.f = 1.5f;
                a->left = 11; a->deep = 12; a->as_float = 2.0f; a->color = GREEN; a->colors[1] = BLUE; a->title = "title"; a->next = &other;
                a->fn = twice; a->values = values; a->flags[2] = 1; strcpy(a->words[1], "word"); a->wide[0] = 3000000000u;
            }
            int show(const struct all *a, char *t, size_t n) {
                return snprintf(t, n, "%d %d %d %d %d %d %d %u %ld %lu %lld %llu %a %a %zu %d,%d "
                    "%s %d,%d %d,%g %d,%g %d %d %d %d %d,%d %s %d,%g %d %d %s %u",
                    a->c, a->sc, a->uc, a->flag, a->s, a->us, a->i, a->u, a->l, a->ul, a->ll, a->ull, a->f, a->d, a->n,
                    a->bytes[2], a->bytes[4],
                    a->name, a->grid[0][1], a->grid[1][2], a->center.x, a->center.y, a->points[2].x, a->points[2].y, a->num.i, a->left,
                    a->deep, a->as_int, a->color, a->colors[1], a->title, a->next->x, a->next->y, a->fn ? a->fn(21) : 0,
                    a->flags[2], a->words[1],
                    a->wide[1]);
            }
            double sum(const struct tail *t) { double s = 0; for (int i = 0; i < t->count; i++) s += t->values[i]; return s; }
            double total(const struct point *p, int count) { double s = 0; for (int i = 0; i < count; i++) s += p[i].x * p[i].y; return s; }
            """;

    @TempDir
    private static Path folder;

    private static NativeText c;
    private static StructType all;

    @BeforeAll
    static void compile() throws Exception {
        StringBuilder facts = new StringBuilder("size_t fact(int which) { switch (which) { case -1: return sizeof(struct all);\n"
                + "case -2: return sizeof(struct tail); case -3: return offsetof(struct tail, values);\n"
                + "case -4: return _Alignof(struct all);\n");
        for (int i = 0; i < PATHS.size(); i++) {
            facts.append("case ").append(i).append(": return offsetof(struct all, ").append(PATHS.get(i)).append(");\n");
        }
        c = NativeText.compile(folder, "structs", DECLARATIONS, DEFINITIONS + facts + "} return -1; }\n");
        all = c.struct("all");
    }

    private static long fact(int which) throws Throwable {
        return (long) c.function("fact").invokeExact(which);
    }

    private static String show(Struct struct, Arena arena) throws Throwable {
        MemorySegment text = arena.allocate(1000);
        int length = (int) c.function("show").invokeExact(struct.segment(), text, 1000L);
        assertTrue(length < 1000);
        return text.getString(0);
    }

    @Test
    void placesAreTheCompilers() throws Throwable {
        assertEquals(fact(-1), all.size());
        assertEquals(fact(-4), all.layout().byteAlignment());
        for (int i = 0; i < PATHS.size(); i++) {
            assertEquals(fact(i), all.field(PATHS.get(i)).offset(), PATHS.get(i));
        }
        assertEquals(fact(-2), c.struct("tail").size());
        assertEquals(fact(-3), c.struct("tail").field("values").offset());
    }

    @Test
    void readsWhatCWrote() throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            Struct s = all.allocate(arena);
            c.function("fill").invokeExact(s.segment());
            assertEquals('x', s.getInt("c"));
            assertEquals(-5, s.getInt("sc"));
            assertEquals(250, s.getInt("uc"));
            assertTrue(s.getBoolean("flag"));
            assertEquals(-30000, s.getInt("s"));
            assertEquals(60000, s.getInt("us"));
            assertEquals(-2000000000, s.getInt("i"));
            assertEquals(4000000000L, s.getLong("u"));
            assertEquals((int) 4000000000L, s.getInt("u"), "of the same width: the same bits");
            assertEquals(-900000000000000000L, s.getLong("l"));
            assertEquals("18000000000000000000", Long.toUnsignedString(s.getLong("ul")));
            assertEquals(-1, s.getLong("ull"));
            assertEquals(0.1f, s.getFloat("f"));
            assertEquals(0.1f, s.getDouble("f"));
            assertEquals(0.1, s.getDouble("d"));
            assertEquals("grün", s.getString("name"));
            assertEquals("title", s.getString("title"));
            assertEquals(25, s.getInt("grid[1][2]"));
            assertEquals(4.5, s.struct("points[2]").getDouble("y"));
            assertEquals(7.5, s.struct("next").getDouble("y"));
            assertEquals(1.5, s.getDouble("num.f"));
            assertEquals(0x3fc00000, s.getInt("num.i"));
            assertEquals(12, s.getInt("deep"));
            assertEquals(2.0, s.getDouble("as_float"));
            assertEquals(0x40000000, s.getInt("as_int"));
            assertEquals(5, s.getInt("color"));
            assertEquals(MemorySegment.NULL, s.getPointer("any"));
            assertEquals(1.5, s.getPointer("values").get(ValueLayout.JAVA_DOUBLE, 0));
            assertNull(s.set("next", null).struct("next"));
        }
    }

    @Test
    void getChoosesTheTypeThatHoldsAll() throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            Struct s = all.allocate(arena);
            c.function("fill").invokeExact(s.segment());
            assertEquals((byte) 'x', s.get("c"));
            assertEquals(250, s.get("uc"));
            assertEquals(60000, s.get("us"));
            assertEquals(4000000000L, s.get("u"));
            assertEquals(true, s.get("flag"));
            assertEquals("grün", s.get("name"));
            assertArrayEquals(new byte[] {1, 2, -1, 4, 5}, (byte[]) s.get("bytes"));
            assertArrayEquals(new int[][] {{0, 1, 4}, {9, 16, 25}}, (int[][]) s.get("grid"));
            assertArrayEquals(new boolean[] {false, false, true}, (boolean[]) s.get("flags"));
            assertArrayEquals(new String[] {"", "word"}, (String[]) s.get("words"));
            assertEquals(4.5, ((Struct[]) s.get("points"))[2].getDouble("y"));
            assertEquals(2.5, ((Struct) s.get("center")).get("y"));
            assertArrayEquals(new long[] {3000000000L, 0}, s.get("wide", long[].class));
        }
    }

    @Test
    void writesWhatCReads() throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            Struct filled = all.allocate(arena);
            c.function("fill").invokeExact(filled.segment());
            Struct s = all.allocate(arena);
            s.set("c", 'x').set("sc", -5).set("uc", 250).set("flag", true).set("s", -30000).set("us", 60000).set("i", -2000000000)
                    .set("u", 4000000000L).set("l", -900000000000000000L).set("ul", Long.parseUnsignedLong("18000000000000000000"))
                    .set("ll", -8000000000000000000L).set("ull", -1L).set("f", 0.1f).set("d", 0.1).set("n", 12345678901L)
                    .set("bytes", new byte[] {1, 2, -1, 4, 5}).set("name", "grün").set("grid", new int[][] {{0, 1, 4}, {9, 16, 25}})
                    .set("center.x", 1).set("center.y", 2.5).set("points[2].x", 3).set("points[2].y", 4.5).set("num.f", 1.5)
                    .set("left", 11).set("deep", 12).set("as_float", 2).set("color", "GREEN").set("colors[1]", "BLUE")
                    .set("title", arena.allocateFrom("title")).set("next", filled.struct("next")).set("fn", filled.getPointer("fn"))
                    .set("values", filled.getPointer("values")).set("flags", new boolean[] {false, false, true})
                    .set("words", new String[] {"", "word"}).set("wide", new long[] {3000000000L, 0});
            assertEquals(show(filled, arena), show(s, arena));
            s.set("title", filled.getPointer("title"));
            assertEquals(-1, s.segment().mismatch(filled.segment()), "all bytes, padding included");
        }
    }

    @ParameterizedTest
    @CsvSource({"sc, 128", "sc, -129", "uc, 256", "uc, -1", "us, 65536", "s, 32768", "u, 4294967296", "u, -1", "i, 2147483648",
            "color, 4294967296"})
    void refusesWhatCCannotHold(String path, long value) {
        try (Arena arena = Arena.ofConfined()) {
            Struct s = all.allocate(arena);
            String message = assertThrows(IllegalArgumentException.class, () -> s.set(path, value)).getMessage();
            assertTrue(message.contains(path) && message.contains(Long.toString(value)), message);
            assertEquals(0, s.getLong(path));
        }
    }

    @Test
    void refusesWhatJavaCannotHold() {
        try (Arena arena = Arena.ofConfined()) {
            Struct s = all.allocate(arena).set("l", 1L << 40).set("n", -1L).set("ull", -1L);
            assertThrows(ArithmeticException.class, () -> s.getInt("l"));
            assertTrue(assertThrows(ArithmeticException.class, () -> s.getInt("n")).getMessage().contains("18446744073709551615"));
            assertThrows(IllegalArgumentException.class, () -> s.set("n", -1), "an int is a number, not 64 bits");
            assertThrows(IllegalArgumentException.class, () -> s.set("f", 0.1), "not a float");
            assertThrows(IllegalArgumentException.class, () -> s.set("d", Long.MAX_VALUE));
            assertThrows(IllegalArgumentException.class, () -> s.set("f", (1 << 24) + 1));
            assertEquals(Float.NaN, s.set("f", Double.NaN).getFloat("f"));
        }
    }

    @Test
    void refusesTextAndArraysThatDoNotFit() {
        try (Arena arena = Arena.ofConfined()) {
            Struct s = all.allocate(arena).set("name", "1234567");
            assertEquals("1234567", s.getString("name"));
            assertEquals("", s.set("name", "").getString("name"));
            assertTrue(assertThrows(IllegalArgumentException.class, () -> s.set("name", "1234äöü")).getMessage().contains("7 bytes"));
            assertThrows(IllegalArgumentException.class, () -> s.set("name", "a\0b"));
            assertThrows(IllegalArgumentException.class, () -> s.set("grid", new int[2][2]));
            assertThrows(IllegalArgumentException.class, () -> s.set("bytes", new byte[6]));
            assertThrows(IllegalArgumentException.class, () -> s.set("bytes", new int[] {1, 2, 3, 4, 256}));
            assertThrows(IllegalArgumentException.class, () -> s.set("any", MemorySegment.ofArray(new int[2])));
            s.segment().asSlice(all.field("name").offset(), 8).fill((byte) 'z'); // as strncpy leaves it
            assertEquals("zzzzzzzz", s.getString("name"));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nmae           | there are c, sc, uc                        | did you mean 'name'?
            center.z       | struct point has no member z               | there are x, y
            i.x            | i is int, which has no members             | i.x
            i[0]           | i is int, which has no elements            | i[0]
            center..x      | wrong at its character 7                   | points[2].x
            grid[-1]       | wrong at its character 5                   | grid[-1]
            .i             | wrong at its character 1                   | a path
            """)
    void refusesWhatIsNotThere(String path, String says, String too) {
        String message = assertThrows(BindingException.class, () -> all.field(path)).getMessage();
        assertTrue(message.contains(says) && message.contains(too), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"grid[2]", "grid[0][3]", "points[3].x", "bytes[999999999999999999]"})
    void refusesIndexesBeyondTheEnd(String path) {
        assertThrows(IndexOutOfBoundsException.class, () -> all.field(path));
    }

    @Test
    void refusesTheWrongTypeAndSaysWhatItIs() {
        try (Arena arena = Arena.ofConfined()) {
            Struct s = all.allocate(arena);
            for (String path : List.of("d", "name", "center", "title", "flag")) {
                String message = assertThrows(BindingException.class, () -> s.getInt(path)).getMessage();
                assertTrue(message.contains("struct all, " + path + " is ") && message.contains("take "), message);
            }
            assertThrows(BindingException.class, () -> s.getDouble("i"));
            assertThrows(BindingException.class, () -> s.getBoolean("i"));
            assertThrows(BindingException.class, () -> s.getString("i"));
            assertThrows(BindingException.class, () -> s.getString("values"));
            assertThrows(BindingException.class, () -> s.struct("any"));
            assertThrows(BindingException.class, () -> s.set("i", "text"));
            assertThrows(BindingException.class, () -> s.set("i", null));
            assertThrows(BindingException.class, () -> s.set("i", true));
            assertThrows(BindingException.class, () -> s.set("center", 1));
            assertThrows(BindingException.class, () -> s.set("color", "PINK"));
            assertThrows(BindingException.class, () -> s.set("next", s), "a pointer to another struct");
            assertThrows(BindingException.class, () -> s.set("center", s));
            assertThrows(BindingException.class, () -> s.get("i", String.class));
            assertThrows(BindingException.class, () -> s.get("d", float.class));
        }
    }

    @Test
    void flexibleArrays() throws Throwable {
        StructType tail = c.struct("tail");
        try (Arena arena = Arena.ofConfined()) {
            Struct s = tail.allocateFlexible(arena, 3).set("count", 3);
            for (int i = 0; i < 3; i++) {
                s.set("values[" + i + "]", i + 0.5);
            }
            assertEquals(4.5, (double) c.function("sum").invokeExact(s.segment()));
            assertThrows(IndexOutOfBoundsException.class, () -> s.set("values[3]", 1.0));
            assertThrows(IndexOutOfBoundsException.class, () -> tail.allocate(arena).getDouble("values[0]"));
            assertThrows(BindingException.class, () -> all.allocateFlexible(arena, 1));
            assertThrows(BindingException.class, () -> s.get("values", double[].class));
            assertThrows(IllegalArgumentException.class, () -> tail.allocateFlexible(arena, -1));
            assertEquals("(struct tail) {.count = 3, .values = {…}}", s.toString());
        }
    }

    @Test
    void arraysOfStructs() throws Throwable {
        StructType point = c.struct("point");
        StructField x = point.field("x");
        try (Arena arena = Arena.ofConfined()) {
            Struct points = point.allocate(arena, 4);
            for (int i = 0; i < 4; i++) {
                points.element(i).set("x", i).set("y", 10.0);
                assertEquals(i, x.getInt(points.segment(), i));
            }
            assertEquals(60, (double) c.function("total").invokeExact(points.segment(), 4));
            assertThrows(IndexOutOfBoundsException.class, () -> points.element(4));
            assertThrows(IndexOutOfBoundsException.class, () -> points.element(-1));
            assertThrows(IndexOutOfBoundsException.class, () -> x.getInt(points.segment(), 4));
            assertThrows(IndexOutOfBoundsException.class, () -> x.getInt(points.segment(), -1));
            assertThrows(ArithmeticException.class, () -> x.getInt(points.segment(), 1L << 60));
        }
    }

    @Test
    void showsItselfAsCWould() throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            Struct s = all.allocate(arena);
            c.function("fill").invokeExact(s.segment());
            s.set("name", "a\"\n");
            String text = s.toString();
            for (String part : List.of("(struct all) {.c = 120, ", ".u = 4000000000,", ".ull = 18446744073709551615,",
                    ".f = 0.1f, .d = 0.1,", ".name = \"a\\\"\\n\",", ".grid = {{0, 1, 4}, {9, 16, 25}},",
                    ".center = {.x = 1, .y = 2.5},", ".color = GREEN, .colors = {0, BLUE}", ".any = NULL",
                    "{.left = 11, {.deep = 12}, {.as_int = 1073741824, .as_float = 2.0f}}", ".flags = {false, false, true}")) {
                assertTrue(text.contains(part), part + " in " + text);
            }
        }
    }

    @Test
    void isOfNoUseAfterClose() {
        Struct s;
        try (Arena arena = Arena.ofConfined()) {
            s = all.allocate(arena);
        }
        assertThrows(IllegalStateException.class, () -> s.getInt("i"));
        assertThrows(IllegalStateException.class, () -> s.set("i", 1));
        assertThrows(IllegalStateException.class, () -> s.get("name"));
        assertEquals("(struct all) {closed}", s.toString());
    }

    @Test
    void refusesMemoryThatIsTooShort() {
        try (Arena arena = Arena.ofConfined()) {
            assertThrows(IllegalArgumentException.class, () -> all.at(arena.allocate(all.size() - 1)));
            Struct s = all.allocate(arena).set("i", 3);
            MemorySegment address = MemorySegment.ofAddress(s.segment().address());
            assertTrue(assertThrows(IllegalArgumentException.class, () -> all.at(address)).getMessage().contains("atAddress"));
            assertEquals(3, all.atAddress(address).getInt("i"));
            assertThrows(IllegalArgumentException.class, () -> all.atAddress(MemorySegment.NULL));
        }
        byte[] file = new byte[(int) all.size() + 1];
        assertEquals(0, all.at(MemorySegment.ofArray(file).asSlice(1)).getInt("i"), "bytes from a file need no alignment");
        assertFalse(all.equals(c.struct("point")));
        assertEquals(all, c.struct("all"));
    }
}

package dev.kernelbridge.bind;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kernelbridge.bind.c.Parser;
import dev.kernelbridge.bind.data.Records;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Records as struct values, and structs by value in and out of C: small ones in registers of both kinds, large ones in memory. */
class RecordsTest {

    private static final String DECLARATIONS = """
            enum color { RED = 1, GREEN = 5, BLUE };
            struct point { int x; double y; };
            union number { int32_t i; double d; };
            struct shape {
                enum color color; char name[8]; struct point corners[2]; struct point center; bool open; uint32_t id;
                int grid[2][2]; const char *title; union number number; struct { short inner; };
            };
            int show(const struct shape *s, char *text, size_t room);
            void make(struct shape *s);
            struct bits { int a; float b; };
            struct mixed { double d; int i; };
            struct floats { float x, y, z; };
            struct doubles { double a, b, c, d; };
            struct large { long v[5]; char name[16]; };
            struct bits next_bits(struct bits v);
            struct mixed next_mixed(struct mixed v);
            struct floats next_floats(struct floats v);
            struct doubles next_doubles(struct doubles v);
            struct large next_large(struct large v);
            """;

    private static final String DEFINITIONS = """
            int show(const struct shape *s, char *t, size_t n) {
                return snprintf(t, n, "%d %s %d,%g %d,%g %d,%g %d %u %d%d%d%d %s %d %d", s->color, s->name, s->corners[0].x,
                    s->corners[0].y,
                    s->corners[1].x, s->corners[1].y, s->center.x, s->center.y, s->open, s->id, s->grid[0][0], s->grid[0][1], s->grid[1][0],
                    s->grid[1][1], s->title ? s->title : "-", s->number.i, s->inner);
            }
            void make(struct shape *s) {
                memset(s, 0, sizeof *s);
                s->color = BLUE; strcpy(s->name, "kite"); s->corners[1] = (struct point) {3, 4.5}; s->center.x = 9; s->open = 1;
                    s->id = 4000000000u;
                s->grid[1][0] = 6; s->title = "a title"; s->number.i = -7; s->inner = 8;
            }
            struct bits next_bits(struct bits v) { v.a++; v.b *= 2; return v; }
            struct mixed next_mixed(struct mixed v) { v.d *= 2; v.i++; return v; }
            struct floats next_floats(struct floats v) { return (struct floats) {v.y, v.z, v.x + 1}; }
            struct doubles next_doubles(struct doubles v) { return (struct doubles) {v.b, v.c, v.d, v.a + 1}; }
            struct large next_large(struct large v) { v.v[4] = v.v[0] + 1; strcat(v.name, "!"); return v; }
            """;

    enum Color { RED, GREEN, BLUE }

    enum Coded {
        ROT(1), BLAU(6);

        private final int code;

        Coded(int code) {
            this.code = code;
        }

        int value() {
            return code;
        }
    }

    enum Pastel { RED, PINK }

    record Point(int x, double y) {
    }

    record Shape(Color color, String name, Point[] corners, Point center, boolean open, long id, int[][] grid, MemorySegment title,
            short inner) {
    }

    record Number(int i) {
    }

    record Part(short inner, Coded color, Number number, String title) {
    }

    record Bits(int a, float b) {
    }

    record Mixed(double d, int i) {
    }

    record Floats(float x, float y, float z) {
    }

    record Doubles(double a, double b, double c, double d) {
    }

    record Large(long[] v, String name) {
    }

    @TempDir
    private static Path folder;

    private static NativeText c;

    @BeforeAll
    static void compile() throws Exception {
        c = NativeText.compile(folder, "records", DECLARATIONS, DEFINITIONS);
    }

    @Test
    void goesIn() throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(c.struct("shape").layout()).fill((byte) 0x55);
            Point[] corners = {new Point(1, 2.5), new Point(3, 4.5)};
            c.struct("shape").write(new Shape(Color.GREEN, "kite", corners, new Point(-1, -2), true, 4000000000L,
                    new int[][] {{1, 2}, {3, 4}},
                    arena.allocateFrom("title"), (short) 8), memory);
            MemorySegment text = arena.allocate(500);
            int length = (int) c.function("show").invokeExact(memory, text, 500L);
            assertEquals("5 kite 1,2.5 3,4.5 -1,-2 1 4000000000 1234 title 0 8", text.getString(0), "what the record lacks is zero");
            assertEquals(length, text.getString(0).length());
        }
    }

    @Test
    void comesOut() throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            Struct s = c.struct("shape").allocate(arena);
            c.function("make").invokeExact(s.segment());
            Shape shape = s.as(Shape.class);
            assertEquals(Color.BLUE, shape.color());
            assertEquals("kite", shape.name());
            assertArrayEquals(new Point[] {new Point(0, 0), new Point(3, 4.5)}, shape.corners());
            assertEquals(new Point(9, 0), shape.center());
            assertTrue(shape.open());
            assertEquals(4000000000L, shape.id());
            assertArrayEquals(new int[][] {{0, 0}, {6, 0}}, shape.grid());
            assertEquals("a title", shape.title().reinterpret(100).getString(0));
            assertEquals(new Part((short) 8, Coded.BLAU, new Number(-7), "a title"), s.as(Part.class));
            assertEquals(new Point(3, 4.5), s.get("corners[1]", Point.class));
            assertArrayEquals(shape.corners(), s.get("corners", Point[].class));
            assertEquals(Color.BLUE, s.get("color", Color.class));
            s.set("center", new Point(5, 6)).set("color", Coded.ROT).set("corners", new Point[] {new Point(7, 8), new Point(9, 10)});
            assertEquals(new Point(5, 6), s.struct("center").as(Point.class));
            assertEquals(1, s.getInt("color"));
            assertEquals(9, s.getInt("corners[1].x"));
            assertNull(s.set("title", null).as(Part.class).title());
        }
    }

    @Test
    void valuesThatDoNotFitAreExceptions() {
        try (Arena arena = Arena.ofConfined()) {
            Struct s = c.struct("shape").allocate(arena);
            assertTrue(assertThrows(ArithmeticException.class, () -> s.as(Shape.class)).getMessage()
                    .contains("Color has no constant for 0"));
            s.set("color", 1);
            Shape shape = s.as(Shape.class);
            StructType type = s.type();
            for (long id : new long[] {-1, 1L << 32}) {
                assertThrows(IllegalArgumentException.class,
                        () -> type.write(new Shape(Color.RED, "", shape.corners(), shape.center(), false, id,
                        shape.grid(), null, (short) 0), s.segment()));
            }
            assertThrows(IllegalArgumentException.class, () -> type.write(new Shape(Color.RED, "12345678", shape.corners(),
                    shape.center(), false,
                    0, shape.grid(), null, (short) 0), s.segment()));
            assertThrows(NullPointerException.class, () -> type.write(new Shape(null, "", shape.corners(), shape.center(), false, 0,
                    shape.grid(),
                    null, (short) 0), s.segment()));
            assertThrows(NullPointerException.class, () -> type.write(new Shape(Color.RED, "", shape.corners(), null, false, 0,
                    shape.grid(),
                    null, (short) 0), s.segment()));
            assertThrows(NullPointerException.class, () -> type.write(new Shape(Color.RED, "", new Point[2], shape.center(), false, 0,
                    shape.grid(), null, (short) 0), s.segment()));
            assertTrue(assertThrows(UnsupportedOperationException.class,
                    () -> type.write(new Part((short) 0, Coded.ROT, new Number(1), "x"),
                    s.segment())).getMessage().contains("allocateFrom"));
            assertThrows(IndexOutOfBoundsException.class, () -> type.read(Shape.class, s.segment().asSlice(0, 8)));
        }
    }

    record UnknownName(int x, double z) {
    }

    record WrongType(String x) {
    }

    record TooNarrow(float y) {
    }

    record WrongEnum(Pastel color) {
    }

    record NoArray(int grid) {
    }

    record WrongElement(Point[] corners, String[] grid) {
    }

    record Inner(WrongType center) {
    }

    record Both(int i, double d) {
    }

    static Stream<Arguments> wrong() {
        return Stream.of(Arguments.of("point", UnknownName.class,
                List.of("UnknownName, component z", "struct point has no member z", "x, y")),
                Arguments.of("point", WrongType.class, List.of("WrongType, component x is int in C and java.lang.String in Java",
                        "take int")),
                Arguments.of("point", TooNarrow.class, List.of("component y is double in C and float in Java")),
                Arguments.of("shape", WrongEnum.class, List.of("enum color has no constant PINK", "RED, GREEN, BLUE", "value()")),
                Arguments.of("shape", NoArray.class, List.of("component grid", "int[2][2]", "int[][]")),
                Arguments.of("shape", WrongElement.class, List.of("component grid", "elements", "int[2]", "java.lang.String")),
                Arguments.of("shape", Inner.class, List.of("Inner, component center, component x is int")),
                Arguments.of("number", Both.class, List.of("component d", "shares its memory with component i", "union number")));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void refusesWrongRecordsWhenBound(String tag, Class<? extends Record> record, List<String> says) {
        var type = c.declarations().aggregates().get(tag);
        String message = assertThrows(BindingException.class, () -> Records.writer(record, type)).getMessage();
        assertEquals(message, assertThrows(BindingException.class, () -> Records.reader(record, type)).getMessage());
        says.forEach(part -> assertTrue(message.contains(part), part + " in " + message));
    }

    /** As a named module, which does not read the class path by itself, looking into a record and an interface of the class path. */
    @Test
    void fromTheModulePath() throws Exception {
        Path classes = Files.createDirectories(folder.resolve("user"));
        Path source = Files.writeString(classes.resolve("User.java"), """
                import dev.kernelbridge.bind.*;
                import java.lang.foreign.*;
                public class User {
                    record Point(int x, double y) { }
                    private interface Ask { int ask(Point p); }
                    public static void main(String[] args) throws Throwable {
                        String text = "struct point { int x; double y; };";
                        StructType type = StructType.of(dev.kernelbridge.bind.c.Parser.parse(text).aggregates().get("point"));
                        try (Arena arena = Arena.ofConfined()) {
                            Struct s = type.allocate(arena).set(new Point(3, 4.5));
                            MemorySegment f = Callback.of(arena, "int (*)(struct point *)", Ask.class, p -> p.x() + 1, type);
                            var call = Linker.nativeLinker().downcallHandle(f, FunctionDescriptor.of(ValueLayout.JAVA_INT,
                                ValueLayout.ADDRESS));
                            System.out.println(s.as(Point.class) + " " + (int) call.invokeExact(s.segment()));
                        }
                    }
                }
                """);
        String bind = Path.of(StructType.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
        List<String> options = List.of("-p", bind, "--add-modules", "dev.kernelbridge.bind",
                "--add-exports", "dev.kernelbridge.bind/dev.kernelbridge.bind.c=ALL-UNNAMED");
        var javac = Stream.concat(options.stream(), Stream.of("-d", classes.toString(), source.toString())).toArray(String[]::new);
        assertEquals(0, javax.tools.ToolProvider.getSystemJavaCompiler().run(null, null, null, javac));
        List<String> java = new java.util.ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        java.addAll(options);
        java.addAll(List.of("--enable-native-access=dev.kernelbridge.bind,ALL-UNNAMED", "-cp", classes.toString(), "User"));
        Fixtures.Result result = Fixtures.run(java);
        assertEquals("Point[x=3, y=4.5] 4", result.output().strip());
        assertEquals(0, result.exit());
    }

    /** The largest record: more arguments than a method handle can take would fail with words about handles. */
    @Test
    void manyComponents() throws Throwable {
        for (int count : new int[] {80, 81}) {
            String names = IntStream.range(0, count).mapToObj(i -> "long m" + i).collect(Collectors.joining(", "));
            var type = Parser.parse("struct many { " + names.replace(',', ';') + "; };").aggregates().get("many");
            Path classes = Files.createDirectories(folder.resolve("many" + count));
            Path source = Files.writeString(classes.resolve("Many.java"), "public record Many(" + names + ") { }");
            assertEquals(0, javax.tools.ToolProvider.getSystemJavaCompiler()
                    .run(null, null, null, "-d", classes.toString(), source.toString()));
            try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()}); Arena arena = Arena.ofConfined()) {
                Class<? extends Record> many = loader.loadClass("Many").asSubclass(Record.class);
                Struct struct = StructType.of(type).allocate(arena).set("m79", 7);
                if (count == 80) {
                    Record record = struct.as(many);
                    assertTrue(record.toString().endsWith("m79=7]"));
                    assertEquals(7, StructType.of(type).allocate(arena).set(record).getInt("m79"));
                } else {
                    assertTrue(assertThrows(BindingException.class, () -> struct.as(many)).getMessage().contains("more than 80"));
                }
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static <R extends Record> R next(String tag, R value) throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            var type = c.declarations().aggregates().get(tag);
            MemorySegment in = arena.allocate(c.struct(tag).layout());
            Records.writer(value.getClass(), type).invokeExact((Record) value, in);
            MemorySegment out = (MemorySegment) c.function("next_" + tag).invokeExact((SegmentAllocator) arena, in);
            MethodHandle read = Records.reader(value.getClass(), type);
            return (R) (Record) read.invokeExact(out);
        }
    }

    @Test
    void goesByValueInAndOut() throws Throwable {
        assertEquals(new Bits(4, 5f), next("bits", new Bits(3, 2.5f)));
        assertEquals(new Mixed(5, 4), next("mixed", new Mixed(2.5, 3)));
        assertEquals(new Floats(2, 3, 2), next("floats", new Floats(1, 2, 3)));
        assertEquals(new Doubles(2, 3, 4, 2), next("doubles", new Doubles(1, 2, 3, 4)));
        Large large = next("large", new Large(new long[] {41, 2, 3, 4, 5}, "grün"));
        assertArrayEquals(new long[] {41, 2, 3, 4, 42}, large.v());
        assertEquals("grün!", large.name());
    }

    /** A record of a module that opens nothing: refused with what to write, or read with the rights of its own lookup. */
    @Test
    void closedModules() throws Exception {
        Path source = folder.resolve("closed");
        Files.createDirectories(source.resolve("p"));
        Files.createDirectories(source.resolve("q"));
        Files.writeString(source.resolve("module-info.java"), "module closed { exports q; }");
        Files.writeString(source.resolve("p/Point.java"), "package p; public record Point(int x, double y) { }");
        Files.writeString(source.resolve("q/Open.java"), """
                package q;
                public record Open(int x, double y) {
                    public static java.lang.invoke.MethodHandles.Lookup lookup() { return java.lang.invoke.MethodHandles.lookup(); }
                }""");
        Path classes = folder.resolve("closed-classes");
        var compiler = javax.tools.ToolProvider.getSystemJavaCompiler();
        assertEquals(0, compiler.run(null, null, null, "-d", classes.toString(), source.resolve("module-info.java").toString(),
                source.resolve("p/Point.java").toString(), source.resolve("q/Open.java").toString()));
        var finder = java.lang.module.ModuleFinder.of(classes);
        var configuration = ModuleLayer.boot().configuration().resolve(finder, java.lang.module.ModuleFinder.of(), List.of("closed"));
        ModuleLayer layer = ModuleLayer.boot().defineModulesWithOneLoader(configuration, RecordsTest.class.getClassLoader());
        Class<? extends Record> closed = layer.findLoader("closed").loadClass("p.Point").asSubclass(Record.class);
        Class<? extends Record> exported = layer.findLoader("closed").loadClass("q.Open").asSubclass(Record.class);
        try (Arena arena = Arena.ofConfined()) {
            Struct point = c.struct("point").allocate(arena).set("x", 3).set("y", 4.5);
            assertEquals("Open[x=3, y=4.5]", point.as(exported).toString());
            String message = assertThrows(BindingException.class, () -> point.as(closed)).getMessage();
            assertTrue(message.contains("module closed") && message.contains("opens p"), message);
            var rights = (MethodHandles.Lookup) exported.getMethod("lookup").invoke(null);
            assertEquals("Point[x=3, y=4.5]", point.type().with(rights).read(closed, point.segment()).toString());
        }
    }
}

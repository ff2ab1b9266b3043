package dev.kernelbridge.bind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A header of our own, with what real ones seldom have, from its file to calls; and what the face refuses. */
class CHeaderTest {

    private static final String HEADER = """
            #ifndef ODD_H
            #define ODD_H
            #include <stddef.h>
            #include "part.h"
            /** A place. */
            typedef struct point { double x; double y; } point;
            struct box { point low; point high; enum color { red, green = 5 } of; };
            union number { int i; double d; };
            struct list { size_t n; int item[]; };
            enum flags { ONE = 1, TWO = 2, FOUR = 4 };
            point middle(struct box b);
            struct box boxed(point low, point high, enum color of);
            union number number(double d);
            enum color other(enum color c);
            int total(const struct list *l);
            unsigned char low(unsigned short s);
            unsigned flagged(enum flags f);
            double each(const point *all, int n, double (*f)(point p, void *data, enum color c), void *data);
            int new(int class);
            char *text(char *buffer, size_t size);
            static inline int inlined(void) { return 1; }
            int declared_only(half h);
            #endif
            """;

    private static final String SOURCE = """
            #include <stdio.h>
            #include "odd.h"
            point middle(struct box b) { point p = {(b.low.x + b.high.x) / 2, (b.low.y + b.high.y) / 2}; return p; }
            struct box boxed(point low, point high, enum color of) { struct box b = {low, high, of}; return b; }
            union number number(double d) { union number n; n.d = d; return n; }
            enum color other(enum color c) { return c == red ? green : red; }
            int total(const struct list *l) { int sum = 0; for (size_t i = 0; i < l->n; i++) sum += l->item[i]; return sum; }
            unsigned char low(unsigned short s) { return (unsigned char) s; }
            unsigned flagged(enum flags f) { return 0xffffffffu - f; }
            double each(const point *all, int n, double (*f)(point p, void *data, enum color c), void *data) {
                double sum = 0;
                for (int i = 0; i < n; i++) sum += f(all[i], data, green);
                return sum;
            }
            int new(int class) { return class + 1; }
            char *text(char *buffer, size_t size) { snprintf(buffer, size, "%zu", size); return buffer; }
            int theirs(void) { return 7; }
            """;

    @TempDir
    private Path folder;

    private CHeader header() throws Exception {
        Files.writeString(folder.resolve("odd.h"), HEADER);
        Files.writeString(folder.resolve("part.h"), "typedef unsigned short half;\nint theirs(void);\n");
        return CHeader.read(folder.resolve("odd.h").toString());
    }

    @Test
    void everyKindOfValueGoesThroughTheGeneratedInterface() throws Exception {
        CHeader header = header();
        Path library = Fixtures.compile(folder, "odd", SOURCE, "-I" + folder);
        CHeader.JavaSource source = header.also("part.h").lambdas("each").java("made", "Odd", library.toString());
        assertEquals("", source.unchecked());
        assertEquals(List.of("declared_only", "inlined"), source.entries().stream().filter(e -> !e.bound()).map(CHeader.Entry::name).toList());
        Object[] said = (Object[]) GeneratedJava.run(source, folder, """
                Odd odd = Odd.open();
                try (Arena arena = Arena.ofConfined()) {
                    Odd.Box box = odd.boxed(new Odd.Point(1, 2), new Odd.Point(3, 6), Odd.Color.green);
                    Struct list = Odd.list.allocateFlexible(arena, 3).set("n", 3).set("item[0]", 5).set("item[1]", 6).set("item[2]", 7);
                    MemorySegment two = Odd.point.allocate(arena, 2).segment();
                    Odd.point.write(new Odd.Point(1, 10), two);
                    Odd.point.write(new Odd.Point(2, 20), two.asSlice(Odd.point.size()));
                    return new Object[] {box.toString(), odd.middle(box).toString(), odd.number(2.5, arena).get(ValueLayout.JAVA_DOUBLE, 0),
                            odd.other(Odd.Color.red), odd.total(list.segment()), odd.low(0x1ff), odd.flagged(Odd.ONE | Odd.FOUR),
                            odd.new_(41), odd.theirs(),
                            odd.each(two, 2, (p, data, c) -> p.y() + c, null)};
                }
                """);
        assertEquals("Box[low=Point[x=1.0, y=2.0], high=Point[x=3.0, y=6.0], of=green]", said[0]);
        assertEquals("Point[x=2.0, y=4.0]", said[1]);
        assertEquals(2.5, said[2]);
        assertEquals("green", said[3].toString());
        assertEquals(List.of(18, 0xff, -1 - 5, 42, 7), List.of(said).subList(4, 9));
        assertEquals(10.0 + 5 + 20 + 5, said[9]);
    }

    @Test
    void whatIsMissingWhereItRunsIsAnExceptionOfItsCall() throws Exception {
        CHeader.JavaSource source = header().java("made", "Odd", "no-such-library-of-odd");
        assertTrue(source.unchecked().contains("no-such-library-of-odd"), source.unchecked());
        Path library = Fixtures.compile(folder, "odd", "int new(int c) { return c + 1; }");
        Object[] said = (Object[]) GeneratedJava.run(source, folder, """
                Odd odd = Odd.on(NativeLibrary.openPath(java.nio.file.Path.of("%s")));
                try {
                    odd.declared_only(1);
                } catch (NativeLibraryException e) {
                    return new Object[] {odd.new_(1), e.getMessage()};
                }
                return null;
                """.formatted(library));
        assertEquals(2, said[0]);
        assertTrue(said[1].toString().contains("has no function declared_only"), said[1].toString());
    }

    @Test
    void aFileThatAPersonWroteStays() throws Exception {
        CHeader.JavaSource source = header().java("a.b", "Odd", "m");
        Path file = source.writeTo(folder);
        assertEquals(folder.resolve("a/b/Odd.java"), file);
        assertEquals(source.text(), Files.readString(file));
        assertEquals(file, source.writeTo(folder), "one that was made is made again");
        Files.writeString(file, "package a.b; interface Odd { }");
        assertThrows(IllegalArgumentException.class, () -> source.writeTo(folder));
        assertEquals("package a.b; interface Odd { }", Files.readString(file));
    }

    @Test
    void optionsGoToTheCompiler() throws Exception {
        Path file = Files.writeString(folder.resolve("optional.h"), "#ifdef WANTED\nint wanted(void);\n#endif\nint always(void);\n");
        CHeader header = CHeader.read(file.toString());
        assertEquals(List.of("always"), header.check().stream().map(CHeader.Entry::name).toList());
        assertEquals(List.of("wanted", "always"), header.options("-DWANTED").check().stream().map(CHeader.Entry::name).toList());
        Path above = Files.writeString(folder.resolve("above.h"), "#include <optional.h>\n");
        CHeader empty = CHeader.read(above.toString()).options("-I" + folder);
        assertTrue(assertThrows(IllegalArgumentException.class, empty::check).getMessage().contains("optional.h"));
        assertEquals(1, empty.also("opt*.h").check().size());
    }

    @Test
    void whatCannotBeReadIsAnErrorThatSaysWhy() throws Exception {
        assertTrue(assertThrows(CompileException.class, () -> CHeader.read("no_such_header.h").check()).getMessage().contains("no_such_header.h"));
        Path broken = Files.writeString(folder.resolve("broken.h"), "#error not on this machine\n");
        assertTrue(assertThrows(CompileException.class, () -> CHeader.read(broken.toString()).check()).getMessage().contains("not on this machine"));
        CHeader header = header();
        for (String[] bad : new String[][] {{"a..b", "Odd"}, {"a.class", "Odd"}, {"a", "1Odd"}, {"a", "Odd.x"}, {"a", ""}, {"a", "int"}}) {
            assertThrows(IllegalArgumentException.class, () -> header.java(bad[0], bad[1], "m"), bad[0] + " " + bad[1]);
        }
        for (String bad : List.of("", "x\"y.h", "a>b", "a\nb")) {
            assertThrows(IllegalArgumentException.class, () -> CHeader.read(bad).check(), bad);
        }
        assertEquals("Sqlite3", CHeader.read("sqlite3.h").className());
        assertEquals("GslMath", CHeader.read("gsl/gsl-math.h").className());
        assertEquals("C3d", CHeader.read("3d.h").className());
    }
}

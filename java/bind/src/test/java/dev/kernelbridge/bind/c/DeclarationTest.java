package dev.kernelbridge.bind.c;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What declarations mean, read by hand from C's own grammar. */
class DeclarationTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            double cbrt(double)                        | cbrt: function (double) returning double
            double cbrt ( double x ) ;                 | cbrt: function (x: double) returning double
            int f(void)                                | f: function () returning int
            extern int f(void)                         | f: function () returning int
            void f(int, ...)                           | f: function (int, ...) returning void
            int *f(void)                               | f: function () returning pointer to int
            int (*f(void))(char)                       | f: function () returning pointer to function (char) returning int
            int (f)(void)                              | f: function () returning int
            int ((f))(void)                            | f: function () returning int
            void f(int a[])                            | f: function (a: pointer to int) returning void
            void f(int a[3])                           | f: function (a: pointer to int) returning void
            void f(int a[static 3])                    | f: function (a: pointer to int) returning void
            void f(int a[const restrict 3])            | f: function (a: pointer to int) returning void
            void f(int a[*])                           | f: function (a: pointer to int) returning void
            void f(int n, double a[n])                 | f: function (n: int, a: pointer to double) returning void
            void f(int a[2][3])                        | f: function (a: pointer to array 3 of int) returning void
            void f(int (*a)[3])                        | f: function (a: pointer to array 3 of int) returning void
            void f(int *a[3])                          | f: function (a: pointer to pointer to int) returning void
            void f(const char *s)                      | f: function (s: pointer to const char) returning void
            void f(char const *s)                      | f: function (s: pointer to const char) returning void
            void f(char *const s)                      | f: function (s: pointer to char) returning void
            void f(const char *const *s)               | f: function (s: pointer to const pointer to const char) returning void
            void f(const char **s)                     | f: function (s: pointer to pointer to const char) returning void
            void f(char *const *s)                     | f: function (s: pointer to const pointer to char) returning void
            void f(const int a[])                      | f: function (a: pointer to const int) returning void
            void f(const void *, volatile void *)      | f: function (pointer to const void, pointer to void) returning void
            void f(int g(char))                        | f: function (g: pointer to function (char) returning int) returning void
            void f(int (char))                         | f: function (pointer to function (char) returning int) returning void
            void f(int (*)(char))                      | f: function (pointer to function (char) returning int) returning void
            void f(int (*g)(char), void *)             | f: function (g: pointer to function (char) returning int, pointer to void) returning void
            void f(int (*g[])(char))                   | f: function (g: pointer to pointer to function (char) returning int) returning void
            void f(int (*(*g)(int))(char))             | f: function (g: pointer to function (int) returning pointer to function (char) returning int) returning void
            void (*signal(int sig, void (*func)(int)))(int) | signal: function (sig: int, func: pointer to function (int) returning void) returning pointer to function (int) returning void
            char (*(*x(void))[3])(int)                 | x: function () returning pointer to array 3 of pointer to function (int) returning char
            int (*f(void))[5]                          | f: function () returning pointer to array 5 of int
            unsigned f(void)                           | f: function () returning unsigned int
            long unsigned int f(void)                  | f: function () returning unsigned long
            int long f(void)                           | f: function () returning long
            long long unsigned f(void)                 | f: function () returning unsigned long long
            long int unsigned long f(void)             | f: function () returning unsigned long long
            signed f(void)                             | f: function () returning int
            short signed int f(void)                   | f: function () returning short
            char signed f(void)                        | f: function () returning signed char
            char f(signed char, unsigned char)         | f: function (signed char, unsigned char) returning char
            unsigned const volatile char f(void)       | f: function () returning unsigned char
            _Bool f(bool b)                            | f: function (b: _Bool) returning _Bool
            size_t strlen(const char *)                | strlen: function (pointer to const char) returning size_t
            FILE *fopen(const char *restrict name, const char *__restrict mode) | fopen: function (name: pointer to const char, mode: pointer to const char) returning pointer to FILE
            uint8_t f(int64_t, wchar_t, char16_t, intptr_t, ssize_t, off_t, time_t) | f: function (int64_t, wchar_t, char16_t, intptr_t, ssize_t, off_t, time_t) returning uint8_t
            void f(struct s *, union u *)              | f: function (pointer to struct s, pointer to union u) returning void
            struct s *f(struct s **)                   | f: function (pointer to pointer to struct s) returning pointer to struct s
            void f(int class, int template, int new)   | f: function (class: int, template: int, new: int) returning void
            void f(int size_t)                         | f: function (size_t: int) returning void
            void f(register int a)                     | f: function (a: int) returning void
            __extension__ extern int f(void) __attribute__((__nothrow__, __leaf__)) __attribute__((pure)) | f: function () returning int
            __attribute__((visibility("default"))) int f(const char *, ...) __attribute__((format(printf, 1, 2))) | f: function (pointer to const char, ...) returning int
            __declspec(dllimport) int __stdcall f(void) | f: function () returning int
            [[nodiscard]] int f([[maybe_unused]] int a) | f: function (a: int) returning int
            int /* a comment */ f(void) // another      | f: function () returning int
            _Float64 f(_Float32)                       | f: function (float) returning double
            """)
    void readsPrototypes(String text, String meaning) {
        Prototype prototype = Parser.prototype(text);
        assertEquals(meaning, Meaning.of(prototype));
        Prototype again = Parser.prototype(prototype.toString());
        assertEquals(meaning, Meaning.of(again), "printed as " + prototype);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            int                                        | int
            int *                                      | pointer to int
            int (*)(const void *, const void *)        | pointer to function (pointer to const void, pointer to const void) returning int
            int *[3]                                   | array 3 of pointer to int
            int (*)[3]                                 | pointer to array 3 of int
            const int (*)[3]                           | pointer to const array 3 of int
            int *const (*)[3]                          | pointer to const array 3 of pointer to int
            int[2][3]                                  | array 2 of array 3 of int
            void (*(*)(void))(int)                     | pointer to function () returning pointer to function (int) returning void
            void (*(*[2])(void))(int)                  | array 2 of pointer to function () returning pointer to function (int) returning void
            const char *const *                        | pointer to const pointer to const char
            void (*const *)(void)                      | pointer to const pointer to function () returning void
            int (int, char)                            | function (int, char) returning int
            unsigned long long                         | unsigned long long
            """)
    void readsTypes(String text, String meaning) {
        CType type = Parser.type(text);
        assertEquals(meaning, Meaning.of(type));
        assertEquals(meaning, Meaning.of(Parser.type(type.toString())), "printed as " + type);
        assertEquals(text, type.toString());
    }

    @Test
    void keepsTypedefsByName() {
        Declarations all = Parser.parse("""
                typedef int number, *pointer, list[4], (*call)(int);
                typedef const char *text;
                typedef const int fixed;
                number f(pointer p, list l, call c, text t, fixed *x, const text *y);
                typedef int fn(int);
                fn g;
                void h(fn f);
                typedef number number2;
                typedef int number;
                """);
        assertEquals(List.of("number", "pointer", "list", "call", "text", "fixed", "fn", "number2"), List.copyOf(all.typedefs().keySet()));
        assertEquals("pointer to function (int) returning int", Meaning.of(all.typedefs().get("call")));
        assertEquals("array 4 of int", Meaning.of(all.typedefs().get("list")));
        assertEquals("f: function (p: pointer, l: pointer to int, c: call, t: text, x: pointer to const fixed, y: pointer to const text)"
                + " returning number", Meaning.of(all.functions().get("f")));
        assertEquals("g: function (int) returning int", Meaning.of(all.functions().get("g")));
        assertEquals("h: function (f: pointer to fn) returning void", Meaning.of(all.functions().get("h")));
        assertSame(CType.Scalar.INT, all.typedefs().get("number2").strip());
    }

    @Test
    void readsStructs() {
        Declarations all = Parser.parse("""
                struct opaque;
                typedef struct node node;
                struct node { node *next, *const *all; struct opaque *o; int (*call)(node *, int), n; };
                typedef struct { int x, y[2][3]; union { float f; struct { char c; }; }; struct inner { long l; } in; } point;
                union u { struct inner i; double d[]; };
                """.replace(" double d[];", ""));
        CType.Aggregate node = all.aggregates().get("node");
        assertEquals(List.of("next", "all", "o", "call", "n"), node.members().stream().map(CType.Member::name).toList());
        assertEquals("pointer to node", Meaning.of(node.members().get(0).type()));
        assertEquals("pointer to const pointer to node", Meaning.of(node.members().get(1).type()));
        assertEquals("pointer to function (pointer to node, int) returning int", Meaning.of(node.members().get(3).type()));
        assertSame(CType.Scalar.INT, node.members().get(4).type());
        assertTrue(all.aggregates().get("opaque").opaque());
        CType.Aggregate point = assertInstanceOf(CType.Aggregate.class, all.typedefs().get("point"));
        assertEquals("", point.tag());
        assertEquals("array 2 of array 3 of int", Meaning.of(point.members().get(1).type()));
        assertSame(CType.Scalar.CHAR, point.member("c").orElseThrow().type());
        assertSame(CType.Scalar.FLOAT, point.member("f").orElseThrow().type());
        assertTrue(point.member("l").isEmpty());
        assertSame(all.aggregates().get("inner"), point.member("in").orElseThrow().type());
        assertTrue(all.aggregates().get("u").union());
        assertEquals(List.of("opaque", "node", "inner", "u"), List.copyOf(all.aggregates().keySet()));
    }

    @Test
    void readsAFlexibleArrayAtTheEnd() {
        Declarations all = Parser.parse("struct s { int n; double d[]; }; struct z { int n; char c[0]; };");
        assertEquals("array of double", Meaning.of(all.aggregates().get("s").members().get(1).type()));
        assertEquals(8, Layouts.of(all.aggregates().get("s")).byteSize());
        assertEquals(4, Layouts.of(all.aggregates().get("z")).byteSize());
    }

    @Test
    void readsEnums() {
        Declarations all = Parser.parse("""
                enum color { RED, GREEN = 1 << 4, BLUE, };
                typedef enum { LESS = -1, SAME, MORE } order;
                enum wide { BIG = 0x100000000 };
                enum most { ALL = 0xffffffffffffffff };
                enum narrow : uint8_t { TINY = 255 };
                enum color f(order o);
                """);
        assertEquals(List.of(new CType.Constant("RED", 0), new CType.Constant("GREEN", 16), new CType.Constant("BLUE", 17)),
                all.enums().get("color").constants());
        assertEquals(Map.of("RED", 0L, "GREEN", 16L, "BLUE", 17L, "LESS", -1L, "SAME", 0L, "MORE", 1L, "BIG", 0x100000000L, "ALL", -1L,
                "TINY", 255L), all.constants());
        assertSame(CType.Scalar.UINT, all.enums().get("color").carrier());
        assertSame(CType.Scalar.INT, ((CType.Enumeration) all.typedefs().get("order")).carrier());
        assertEquals(8, Layouts.of(all.enums().get("wide").carrier()).byteSize());
        assertFalse(all.enums().get("most").carrier().signed());
        assertSame(CType.Scalar.UCHAR, all.enums().get("narrow").carrier());
        assertEquals("f: function (o: order) returning enum color", Meaning.of(all.functions().get("f")));
    }

    @Test
    void putsItsOwnTypedefBeforeTheStandardOne() {
        Declarations all = Parser.parse("typedef int bool; typedef unsigned char uint8_t; bool f(uint8_t);");
        assertEquals("f: function (uint8_t) returning bool", Meaning.of(all.functions().get("f")));
        assertSame(CType.Scalar.INT, all.functions().get("f").type().result().strip());
    }

    @Test
    void takesTypesOfAnotherText() {
        Declarations known = Parser.parse("typedef struct z_stream_s { int x; } z_stream; enum { N = 3 };");
        assertEquals("deflate: function (strm: pointer to z_stream, a: pointer to array 3 of int) returning int",
                Meaning.of(Parser.prototype("int deflate(z_stream *strm, int a[][N])", known)));
        assertEquals("pointer to struct z_stream_s", Meaning.of(Parser.type("struct z_stream_s *", known)));
    }

    @Test
    void acceptsTheSameDeclarationTwice() {
        Declarations all = Parser.parse("int f(int a); int f(int); extern int f(int b); struct s; struct s; typedef struct s s; typedef struct s s;");
        assertEquals("f: function (a: int) returning int", Meaning.of(all.functions().get("f")));
    }

    @Test
    void checksAssertions() {
        Parser.parse("struct s { int a; double b; }; _Static_assert(sizeof(struct s) == 16 && _Alignof(struct s) == 8, \"layout\");");
    }
}

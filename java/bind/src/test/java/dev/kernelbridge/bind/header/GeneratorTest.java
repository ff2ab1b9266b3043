package dev.kernelbridge.bind.header;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kernelbridge.bind.CHeader;
import dev.kernelbridge.bind.GeneratedJava;
import dev.kernelbridge.bind.c.CType;
import dev.kernelbridge.bind.c.Declarations;
import dev.kernelbridge.bind.c.Parser;
import dev.kernelbridge.bind.c.Prototype;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written for small headers, word by word where that is the point; all of it must compile without a warning. */
class GeneratorTest {

    @TempDir
    private Path classes;

    private static Order order(String... missing) {
        return new Order("small.h", "made", "Small", "small", "small.h"::equals, f -> !List.of(missing).contains(f), "sorted"::equals);
    }

    private Generator.Written write(String header, String... missing) {
        Generator.Written written = Generator.write(Parser.header("# 1 \"small.h\" 1\n" + header), order(missing));
        GeneratedJava.compile(new CHeader.JavaSource("made", "Small", written.source(), written.entries(), ""), classes);
        return written;
    }

    /** What stands in the interface, without the factories. */
    private String body(String header, String... missing) {
        String source = write(header, missing).source();
        String body = source.substring(source.indexOf("{\n", source.indexOf("public interface")) + 2, source.lastIndexOf('}'));
        int from = body.indexOf("    /** {@return the functions of the library");
        String last = "Small.class);\n    }\n";
        return (body.substring(0, from) + body.substring(body.indexOf(last) + last.length())).replaceAll("(?m)^    ", "").replaceAll("\n{3,}", "\n\n").strip();
    }

    private void assertBody(String expected, String header) {
        assertEquals(expected.strip(), body(header));
    }

    @Test
    void theWholeFileIsWhatAPersonWouldWrite() {
        assertEquals("""
                package made;

                import dev.kernelbridge.bind.NativeLibrary;
                import dev.kernelbridge.bind.annotation.CFunction;
                import dev.kernelbridge.bind.annotation.MayLack;
                import java.lang.invoke.MethodHandles;

                /**
                 * What {@code small.h} declares, for Java. Names are C's.
                 *
                 * <p>Made by {@code kernels bind small.h}.
                 *
                 * <p>An int or long stands for an unsigned number of its width by the same bits. Arrays are copied for the call; where C may keep a
                 * pointer longer it takes a MemorySegment, of an Arena that is open as long. A function pointer lives as long as the Arena that it
                 * was made with. What is {@code @Nullable} may be null, which is C's NULL. A function that another version of the library lacks is an
                 * exception when it is called.
                 */
                @MayLack
                public interface Small {
                    /** The best there is */
                    int BEST = 9;

                    /** {@return the functions of the library {@code small}; keep it in a static final field} */
                    static Small open() {
                        return on(NativeLibrary.open("small"));
                    }

                    /** {@return the functions of a library that was opened by other means} */
                    static Small on(NativeLibrary library) {
                        return library.bind(MethodHandles.lookup(), Small.class);
                    }

                    /**
                     * Adds two numbers.
                     *
                     * @param a one
                     * @param b the other
                     * @return the sum
                     */
                    @CFunction("unsigned long add(unsigned int a, short b)")
                    long add(int a, int b);

                    // Not bound:
                    // - the library small has no such function here:
                    //   gone
                    // - a macro with arguments is not supported: make a function of it with C.compile, or write it in Java:
                    //   TWICE, THRICE
                }
                """, write("""
                #define SMALL_H 1
                #define BEST 9 /* The best there is */
                #define TWICE(x) ((x) * 2)
                #define THRICE(x) ((x) * 3)
                typedef unsigned int uInt;
                /**
                 * @brief Adds two numbers.
                 * @param[in] a one
                 * @param[in] b the other
                 * \\return the sum
                 */
                unsigned long add(uInt a, short b);
                void gone(void);
                """, "gone").source());
    }

    @Test
    void commentsCannotEndOrMeanAnythingElse() {
        assertBody("""
                /**
                 * Ends &#47;* not here *&#47; &amp; has &lt;b&gt;, {&#64;code} and C:&#92;users&#92;u0041.
                 * &#64;deprecated is no tag here
                 *
                 * <p>A second paragraph:
                 * <pre>
                 *     int x = f(1 &lt; 2);
                 *         deeper
                 * </pre>
                 */
                @CFunction("void f(void)")
                void f();

                @CFunction("void g(void)")
                void g();
                """, """
                // Ends /* not here */ & has <b>, {@code} and C:\\users\\u0041.
                // @deprecated is no tag here
                //
                // A second paragraph:
                //
                //     int x = f(1 < 2);
                //         deeper
                void f(void);

                /* ====================== */
                void g(void);
                """);
    }

    @Test
    void constantsAreTheNarrowestJavaHas() {
        assertBody("""
                int NEGATIVE = -2147483648;
                long WIDE = 2147483648L;
                long MOST = 9223372036854775807L;
                int ALL_BITS = -1;
                long TOP_BIT = -9223372036854775808L;
                double HALF = 0.5;
                double ENDLESS = Double.POSITIVE_INFINITY;
                String TEXT = "tab\\t quote\\" back\\\\slash \\\\u0041 bell\\u0007\\u00e9";
                int class_ = 3;
                int ANONYMOUS = 4;
                """, """
                #define NEGATIVE (-2147483647 - 1)
                #define WIDE 2147483648u
                #define MOST 0x7fffffffffffffff
                #define ALL_BITS 0xffffffffffffffffULL
                #define TOP_BIT 0x8000000000000000
                #define HALF .5
                #define ENDLESS 1e999
                #define TEXT "tab\\t quote\\" back\\\\slash " "\\\\u0041 bell\\a\\u00e9"
                #define class 3
                enum { ANONYMOUS = 4 };
                """);
    }

    @Test
    void enumsThatAreTypesAreJavaEnumsAndOthersConstants() {
        assertBody("""
                int NOT_USED = 1;
                int BOLD = 1;
                int ITALIC = 2;
                int STRUCK = 4;
                int PLAIN = 0;

                /** Structs and enums as C declares them. */
                CText DECLARATIONS = C.parse(\"""
                        enum CARD_SUIT { HEARTS = 0, SPADES = 10, ACES = 10, default_suit = 0, value = 11 };
                        typedef enum { BOLD = 1, ITALIC = 2, STRUCK = 4, PLAIN = 0 } style;
                        \""");

                /** C's {@code enum CARD_SUIT}. */
                enum CardSuit {
                    HEARTS(0),
                    /** the best */
                    SPADES(10),
                    value(11);

                    /** Another name of {@link #SPADES}. */
                    public static final CardSuit ACES = SPADES;

                    /** Another name of {@link #HEARTS}. */
                    public static final CardSuit default_suit = HEARTS;

                    private final int number;

                    CardSuit(int number) {
                        this.number = number;
                    }

                    /** {@return its number in C} */
                    public int value() {
                        return number;
                    }
                }

                @CFunction("enum CARD_SUIT next(enum CARD_SUIT, style s)")
                CardSuit next(CardSuit arg1, int s);
                """, """
                enum unused { NOT_USED = 1 };
                enum CARD_SUIT { HEARTS, SPADES = 10, /* the best */ ACES = 10, default_suit = 0, value = 11 };
                typedef enum { BOLD = 1, ITALIC = 2, STRUCK = 4, PLAIN = 0 } style;
                enum CARD_SUIT next(enum CARD_SUIT, style s);
                """);
    }

    @Test
    void anEnumOfThousandsIsNumbers() {
        String many = IntStream.range(0, 5000).mapToObj(i -> "WORD_" + i).collect(Collectors.joining(", "));
        String body = body("typedef enum word { " + many + " } word;\nvoid say(word w);\n");
        assertTrue(body.contains("int WORD_4999 = 4999;"));
        assertTrue(body.contains("void say(int w);"));
        assertFalse(body.contains("enum Word {"));
    }

    @Test
    void structsStandAsTextAndAsRecordsWhereTheyCan() {
        assertBody("""
                /** Structs and enums as C declares them. */
                CText DECLARATIONS = C.parse(\"""
                        struct node {
                            struct node *next;  // the one after it
                            struct tree *of;
                        };
                        struct tree {
                            struct node *root;
                        };
                        typedef struct {
                            double x;
                            double y;  // up
                        } point;
                        struct rectangle {
                            point from;
                            point to;
                        };
                        struct odd {
                            int class;
                            union {
                                int whole;
                                struct {
                                    short low;
                                    short high;
                                };
                            };
                            struct {
                                char name[8];
                            } list[2];
                            int (*compare)(const void *, const void *);
                            unsigned char rest[];
                        };
                        union either {
                            int i;
                            float f;
                        };
                        struct text {
                            char *start;
                            size_t length;
                        };
                        \""");

                /** C's {@code struct node}. */
                StructType node = DECLARATIONS.struct("node");

                /** C's {@code struct tree}. */
                StructType tree = DECLARATIONS.struct("tree");

                /** A place. */
                StructType point = DECLARATIONS.struct("point");

                /** C's {@code struct rectangle}. */
                StructType rectangle = DECLARATIONS.struct("rectangle");

                /** C's {@code struct odd}. */
                StructType odd = DECLARATIONS.struct("odd");

                /** C's {@code union either}. */
                StructType either = DECLARATIONS.union("either");

                /** C's {@code struct text}. */
                StructType text = DECLARATIONS.struct("text");

                /**
                 * A {@code point} as a value.
                 *
                 * @param y up
                 */
                record Point(double x, double y) {
                }

                /** A {@code struct rectangle} as a value. */
                record Rectangle(Point from, Point to) {
                }

                /** A {@code struct text} as a value. */
                record Text(MemorySegment start, long length) {
                }

                @CFunction("struct text name(point p, struct rectangle *in)")
                Text name(Point p, @Nullable MemorySegment in);

                @CFunction("union either whole(union either e, FILE *)")
                MemorySegment whole(MemorySegment e, @Nullable MemorySegment FILE, Arena arena);
                """, """
                struct tree;
                struct node { struct node *next; /* the one after it */ struct tree *of; };
                struct tree { struct node *root; };
                /** A place. */
                typedef struct { double x; double y; /* up */ } point;
                struct rectangle { point from, to; };
                struct odd {
                    int class;
                    union { int whole; struct { short low, high; }; };
                    struct { char name[8]; } list[2];
                    int (*compare)(const void *, const void *);
                    unsigned char rest[];
                };
                union either { int i; float f; };
                struct text { char *start; size_t length; };
                typedef struct _IO_FILE FILE;
                struct text name(point p, struct rectangle *in);
                union either whole(union either e, FILE *);
                """);
    }

    @Test
    void namesThatJavaHasAlreadyGetAnUnderscore() {
        String body = body("""
                #define open 1
                enum { C = 1, MethodHandles, DECLARATIONS };
                struct code { int x; };
                void each(int (*f)(struct code c));
                enum { point = 2 };
                struct point { int x; };
                struct POINT { int x; };
                struct String { int x; };
                struct Small { int x; };
                void Run(struct point *p);
                void run(struct POINT *P, int class, int _, int __x, int class_);
                int wait(int *status);
                int hashCode(void);
                int open_(void);
                void on(void);
                int new(int this);
                """);
        for (String line : List.of("int open = 1;", "int C_ = 1;", "int MethodHandles_ = 2;", "CText DECLARATIONS_ = C.parse(", "Small.code)", "int point = 2;", "StructType point_ = DECLARATIONS_.struct(\"point\");",
                "record Point(int x)", "record Point_(int x)", "record String_(int x)", "record Small_(int x)", "void Run(MemorySegment p);",
                "void run(MemorySegment P, int class_, int arg3, int x, int class__);", "int wait_(@Nullable int[] status);", "int hashCode_();",
                "int open_();", "void on_();", "@CFunction(\"int new(int this)\")\nint new_(int this_);")) {
            assertTrue(body.contains(line), () -> line + " is not in\n" + body);
        }
    }

    @Test
    void arraysAreTakenWhereCCannotKeepThem() {
        assertBody("""
                /** C's {@code own}. */
                @FunctionalInterface
                interface OwnDestroy {
                    void call(MemorySegment arg1);

                    /** {@return a function pointer that C may call until the arena is closed} */
                    static MemorySegment of(Arena arena, OwnDestroy code) {
                        return Callback.of(arena, "void (*)(void *)", OwnDestroy.class, code);
                    }
                }

                @CFunction("int sum(const int *numbers, size_t n)")
                int sum(@Nullable int[] numbers, long n);

                @CFunction("int pack(unsigned char *to, unsigned long *toLen, const unsigned char *from, unsigned long fromLen)")
                int pack(@Nullable @SizedBy("toLen") byte[] to, @Nullable long[] toLen, @Nullable @SizedBy("fromLen") byte[] from, long fromLen);

                @CFunction("struct plan *prepare(double *in, const char *name, int *error)")
                MemorySegment prepare(@Nullable MemorySegment in, @Nullable String name, @Nullable int[] error);

                @CFunction("int feed(struct plan *, const float *samples, long long *count)")
                int feed(MemorySegment plan, @Nullable MemorySegment samples, @Nullable long[] count);

                @CFunction("int create(struct plan **out, char *const *names)")
                int create(@Nullable MemorySegment[] out, @Nullable MemorySegment[] names);

                /** {@link OwnDestroy#of} makes {@code destroy}. */
                @CFunction("int own(const char *key, const char *text, int n, void (*destroy)(void *))")
                int own(@Nullable String key, @Nullable MemorySegment text, int n, @Nullable MemorySegment destroy);

                @CFunction("size_t put(const void *memory, size_t size, size_t nmemb, struct plan *to)")
                long put(@Nullable @SizedBy("size*nmemb") MemorySegment memory, long size, long nmemb, @Nullable MemorySegment to);

                @CFunction("const char *version(void)")
                String version();

                @CFunction("char *copy(_Bool, char c)")
                MemorySegment copy(boolean arg1, int c);

                @CFunction("int print(const char *format, ...)")
                int print(@Nullable String format, Object... more);
                """, """
                struct plan;
                int sum(const int *numbers, size_t n);
                int pack(unsigned char *to, unsigned long *toLen, const unsigned char *from, unsigned long fromLen);
                struct plan *prepare(double *in, const char *name, int *error);
                int feed(struct plan *, const float *samples, long long *count);
                int create(struct plan **out, char *const *names);
                int own(const char *key, const char *text, int n, void (*destroy)(void *));
                size_t put(const void *memory, size_t size, size_t nmemb, struct plan *to);
                const char *version(void);
                char *copy(_Bool, char c);
                int print(const char *format, ...);
                """);
    }

    @Test
    void functionPointersAreInterfacesOneForEachType() {
        assertBody("""
                /** C's {@code order}. */
                @FunctionalInterface
                interface Order {
                    int call(MemorySegment arg1, MemorySegment arg2);

                    /** {@return a function pointer that C may call until the arena is closed} */
                    static MemorySegment of(Arena arena, Order code) {
                        return Callback.of(arena, "int (*)(const void *, const void *)", Order.class, code);
                    }
                }

                /** C's {@code watch}. */
                @FunctionalInterface
                interface WatchReport {
                    void call(String what, double part, MemorySegment data);

                    /** {@return a function pointer that C may call until the arena is closed} */
                    static MemorySegment of(Arena arena, WatchReport code) {
                        return Callback.of(arena, "void (*)(const char *what, double part, void *data)", WatchReport.class, code);
                    }
                }

                @CFunction("void sorted(void *base, int (*compare)(const void *, const void *))")
                void sorted(@Nullable MemorySegment base, @Nullable Order compare);

                /** {@link WatchReport#of} makes {@code report}. */
                @CFunction("void watch(void (*report)(const char *what, double part, void *data), void *data)")
                void watch(@Nullable MemorySegment report, @Nullable MemorySegment data);

                /** {@link WatchReport#of} makes {@code r}. */
                @CFunction("void again(void (*r)(const char *, double, void *))")
                void again(@Nullable MemorySegment r);
                """, """
                typedef int (*order)(const void *, const void *);
                void sorted(void *base, int (*compare)(const void *, const void *));
                void watch(void (*report)(const char *what, double part, void *data), void *data);
                void again(void (*r)(const char *, double, void *));
                """);
    }

    @Test
    void whatTheInterfaceCouldNotReadAgainIsLeftOut() {
        CType.Aggregate odd = new CType.Aggregate(false, "not a name");
        odd.complete(List.of(new CType.Member("x", CType.Scalar.INT)));
        CType.Function type = new CType.Function(CType.VOID, List.of(new CType.Parameter("p", new CType.Pointer(odd, false))), false);
        Declarations.Origin here = new Declarations.Origin(new Declarations.Place("small.h", 3, 1), "");
        Generator.Written written = Generator.write(new Declarations(Map.of("f", new Prototype("f", type)), Map.of(), Map.of("not a name", odd), Map.of(),
                Map.of(), List.of(), Map.of("f", here, "struct not a name", here)), order());
        assertEquals(List.of("refused not a name", "refused f"), written.entries().stream().map(e -> e.kind() + " " + e.name()).toList());
        assertTrue(written.entries().getFirst().text().startsWith("line 1, column 12: "), written.entries().getFirst().text());
    }

    @Test
    void onlyTheHeadersOwnDeclarationsAreTaken() {
        assertBody("""
                @CFunction("void mine(unsigned short h)")
                void mine(int h);
                """, """
                # 1 "/usr/include/other.h" 1 3 4
                #define OTHERS 1
                typedef unsigned short half;
                void theirs(half h);
                struct theirs { int x; };
                long double bad(void);
                # 2 "small.h" 2
                void mine(half h);
                """);
    }
}

package dev.kernelbridge.bind.c;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.kernelbridge.bind.CSyntaxException;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Text that nobody meant: the parser answers with declarations or with a {@link CSyntaxException}, in time linear in the text.
 * {@code -Dkernelbridge.test.fuzz=600} fuzzes for that many seconds, {@code -Dkernelbridge.test.seed=…} otherwise, and
 * {@code -Dkernelbridge.test.fuzz.texts=a.i:b.i} cuts up those files too, as {@code cc -E -dD -C} makes of headers.
 */
class FuzzTest {

    private static final double SECONDS = Double.parseDouble(System.getProperty("kernelbridge.test.fuzz", "2"));
    private static final long SEED = Long.getLong("kernelbridge.test.seed", 11);
    private static final boolean LONG = SECONDS > 60;
    private static final int LENGTH = LONG ? 1_000_000 : 50_000;
    private static final int LINKS = LONG ? 100_000 : 5_000;

    /** One of everything, to be cut up. */
    private static final String SEEDS = """
            # 1 "lib.h" 1
            /* A licence. */ #define N 16
            #define M (N * 2 + sizeof(struct point))
            #define TEXT "a" "b\\n\\x41"
            #define F(x) ((x) + 1)
            #pragma pack(push, 1)
            struct packed { char c; int i; };
            #pragma pack(pop)
            typedef unsigned long long u64; typedef struct point { int x, y[N][3]; struct point *next; union { float f; double d; }; } point;
            enum color { RED, GREEN = 1 << 4, BLUE = (RED ? 2 : 'a') | ~0x7fUL, LAST = -1 };
            typedef int (*compare)(const void *, const void *); typedef char text[32];
            void (*signal(int sig, void (*func)(int)))(int); extern int printf(const char *restrict format, ...) __attribute__((format(printf, 1, 2)));
            static __inline int inl(int a) { if (a) { return "}"[0]; } return '\\''; } long double ld(void); int v(va_list);
            union u { u64 a; struct { short s; _Bool b; } in; compare c[2]; }; struct bits { int a : 3, : 2; unsigned b; };
            int f(int n, double a[n], point *const restrict p, enum color c, struct opaque *o); __extension__ typedef long off_t2; // end
            _Static_assert(sizeof(u64) == 8, "u64"); static const int LIMIT = 1'000; extern int errno_like; int g(), h(a, b);
            [[deprecated]] double _Complex z(float _Complex w); char *strdup(const char *) __asm__("__strdup") ; size_t w(wchar_t *, FILE *);
            """;
    private static final String[] SOUP = {"int", "char", "unsigned", "long", "double", "void", "const", "struct", "union", "enum", "typedef", "static",
        "extern", "s", "t", "x", "N", "size_t", "(", ")", "[", "]", "{", "}", "*", ",", ";", "=", ":", "...", "+", "-", "/", "%", "<<", "?", "!",
        "~", "&&", "1", "0x10", "'a'", "\"s\"", "1.5", "sizeof", "_Alignof", "__attribute__((", "packed", "))", "#define ", "\n", "\n#define N ",
        "\n#undef N\n", "\n#pragma pack(1)\n", "/* c */", "// c\n", "/*", "\"", "'", "\\\n", "_Static_assert(", "inline", "asm(", "[[", "]]",
        "99999999999999999999999", "# 5 \"f\"\n", "\u00e9", "\0", "int f(void);\n", "struct t { int x; };\n", "typedef int t;\n"};

    @Test
    void takesAnything() throws IOException {
        Random random = new Random(SEED);
        List<String> texts = new ArrayList<>(List.of(SEEDS, SEEDS, new RandomC(SEED).structs(20)));
        for (String file : System.getProperty("kernelbridge.test.fuzz.texts", "").split(File.pathSeparator)) {
            if (!file.isEmpty()) {
                texts.add(Files.readString(Path.of(file)));
            }
        }
        String[] headers = texts.toArray(String[]::new);
        long end = System.nanoTime() + (long) (SECONDS * 1e9);
        long count = 0;
        do {
            long seed = random.nextLong();
            Random one = new Random(seed);
            String text = switch (one.nextInt(4)) {
                case 0 -> bytes(one);
                case 1 -> soup(one);
                default -> mutated(one, window(one, headers[one.nextInt(headers.length)]), headers);
            };
            survives(text, "seed " + seed);
            count++;
        } while (System.nanoTime() < end);
        assertTrue(count > 10 * SECONDS, "only " + count + " texts in " + SECONDS + " s");
        show(count + " texts");
    }

    private static void show(String line) {
        if (Boolean.getBoolean("kernelbridge.test.show")) {
            System.out.println(line);
        }
    }

    private static String bytes(Random random) {
        StringBuilder all = new StringBuilder();
        int length = random.nextInt(400);
        for (int i = 0; i < length; i++) {
            all.append((char) (random.nextInt(10) == 0 ? random.nextInt(0x10000) : random.nextInt(128)));
        }
        return all.toString();
    }

    private static String soup(Random random) {
        StringBuilder all = new StringBuilder();
        int length = random.nextInt(200);
        for (int i = 0; i < length; i++) {
            all.append(SOUP[random.nextInt(SOUP.length)]).append(random.nextBoolean() ? " " : "");
        }
        return all.toString();
    }

    /** A piece of a long text: what follows a cut is what recovery is tried on. */
    private static String window(Random random, String text) {
        int length = Math.min(text.length(), 1000 << random.nextInt(5));
        int from = random.nextInt(text.length() - length + 1);
        return text.substring(from, from + length);
    }

    /** Pieces cut, doubled, swapped, put in and changed, a few times over. */
    private static String mutated(Random random, String text, String[] others) {
        StringBuilder all = new StringBuilder(text);
        int changes = 1 + random.nextInt(8);
        for (int i = 0; i < changes && !all.isEmpty(); i++) {
            int at = random.nextInt(all.length());
            int to = Math.min(all.length(), at + 1 + random.nextInt(random.nextBoolean() ? 5 : 60));
            switch (random.nextInt(7)) {
                case 0 -> all.setLength(at);
                case 1 -> all.delete(at, to);
                case 2 -> all.insert(at, all.substring(at, to));
                case 3 -> all.insert(random.nextInt(all.length()), all.substring(at, to));
                case 4 -> all.insert(at, SOUP[random.nextInt(SOUP.length)]);
                case 5 -> all.setCharAt(at, (char) random.nextInt(128));
                default -> {
                    String other = others[random.nextInt(others.length)];
                    int from = random.nextInt(other.length());
                    all.insert(at, other, from, Math.min(other.length(), from + random.nextInt(80)));
                }
            }
        }
        return all.toString();
    }

    /** Both modes, the short forms, and whatever walks the result. */
    private static void survives(String text, String which) {
        try {
            try {
                Parser.parse(text);
                Parser.prototype(text);
            } catch (CSyntaxException expected) {
                expected.getMessage().length();
            }
            try {
                Parser.type(text);
            } catch (CSyntaxException expected) {
                expected.getMessage().length();
            }
            walk(Parser.header(text));
        } catch (RuntimeException | StackOverflowError e) {
            fail(which + ": " + e + " on " + text, e);
        }
    }

    private static void walk(Declarations all) {
        all.toString();
        all.functions().values().forEach(p -> {
            p.toString();
            p.hashCode();
            Layouts.of(p.type());
        });
        all.aggregates().values().stream().filter(a -> !a.opaque()).forEach(a -> Layouts.of(a).toString());
        all.typedefs().forEach((name, type) -> {
            type.hashCode();
            CType.Function made = new CType.Function(CType.VOID, List.of(new CType.Parameter("p", type)), false);
            made.toString();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "{", "[", "*", "struct {", "struct s {", "int (*f)(", "enum { A = (", "int x[", "int (", "-", "~", "!", "sizeof ",
        "1 ? ", "1 + ", "#define A ", "#define A(\n", "__attribute__((", "[[", "typedef ", "int f(int (*)", "(int)", "/*", "\"", "'", "9", "a",
        "f(void);\n", "int f(void) {", "union { int a; struct { ", "\\\n", "int x[sizeof(int[", "}", ")", "]", ";", "extern \"C\" {", "# 1 \"f\"\n",
        "int *", "x y; ", "struct s { int a : 3; };\n", "unknown f(void);\n", "int f(int a[sizeof(", "enum e { A }; ", "\n#pragma pack(1)\n",
        "\n#pragma pack(push)\n", "struct s {int a[n };", "// c\n", "/* c */", "/* c\n */ int f(void);\n\n", "\"a\" ", "case ", "A::", "1.", "0x", "1e"})
    void endsOnEndlessRepetition(String piece) {
        StringBuilder many = new StringBuilder();
        while (many.length() < LENGTH) {
            many.append(piece);
        }
        for (String start : LONG ? new String[] {"", "int x = ", "typedef int ", "enum { A = ", "#define A "} : new String[] {"", "enum { A = "}) {
            survivesInTime(start + many);
        }
    }

    @Test
    void endsOnChainsOfNames() {
        chain("int a0;", "typedef int *t%d;\n", "typedef t%2$d *t%1$d;\n");
        chain("", "struct s%d { int x; };\n", "struct s%1$d { struct s%2$d x; };\n");
        chain("", "struct s%d { char x; };\n", "struct s%1$d { struct s%2$d x, y; };\n");
        chain("", "#define A%d 1\n", "#define A%1$d A%2$d\n");
        chain("", "#define A%d 1\n", "#define A%1$d A%2$d + A%2$d\n");
        chain("", "typedef void (*f%d)(int);\n", "typedef void (*f%1$d)(f%2$d, f%2$d, f%2$d);\n");
        chain("", "typedef char a%d[2];\n", "typedef a%2$d a%1$d[2];\n");
        chain("", "enum { E%d };\n", "enum { E%1$d = E%2$d + 1 };\n");
        chain("", "void f%d(int);\n", "void f%1$d(int (*)(int));\n");
        chain("#define M 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1\n", "#define A%d M\n", "#define A%1$d M + M + M + M + M + M\n");
    }

    private static void chain(String before, String first, String more) {
        StringBuilder all = new StringBuilder(before).append(String.format(first, 0));
        for (int i = 1; i < LINKS; i++) {
            all.append(String.format(more, i, i - 1));
        }
        survivesInTime(all.toString());
    }

    /** A million characters take about half a second of processor time; what is quadratic takes minutes even for a tenth of them. */
    private static void survivesInTime(String text) {
        String shown = text.substring(0, Math.min(60, text.length()));
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        try {
            try {
                Parser.parse(text);
            } catch (CSyntaxException expected) {
                assertTrue(expected.getMessage().length() < 2000, expected.getMessage());
            }
            Parser.header(text);
        } catch (RuntimeException | StackOverflowError e) {
            fail(e.getClass() + " on " + shown, e);
        }
        long limit = 1000 + LENGTH / 100; // what comes first is interpreted
        long millis = TimeUnit.NANOSECONDS.toMillis(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before);
        show(millis + " ms " + shown.replace('\n', '~'));
        assertTrue(millis < limit, millis + " ms on " + shown);
    }

    @Test
    void aSmallStackIsEnough() throws Exception {
        Throwable[] thrown = new Throwable[1];
        Thread small = new Thread(null, () -> {
            for (String piece : new String[] {"(", "struct {", "int (*f)(", "-", "int f(int (*)(", "sizeof(struct { int a[", "1 ? "}) {
                String text = piece.repeat(LINKS);
                assertThrows(CSyntaxException.class, () -> Parser.parse(text));
                assertThrows(CSyntaxException.class, () -> Parser.parse("enum { A = " + text));
                Parser.header(text);
            }
        }, "small stack", 256 << 10);
        small.setUncaughtExceptionHandler((thread, e) -> thrown[0] = e);
        small.start();
        small.join();
        if (thrown[0] != null) {
            fail(thrown[0]);
        }
    }
}

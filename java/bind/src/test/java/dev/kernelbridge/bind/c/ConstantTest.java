package dev.kernelbridge.bind.c;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Constants and their values; {@link CompilerTest} asks the compiler about thousands of random ones. */
class ConstantTest {

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
            0                              => 0
            0x1F                           => 31
            0b101                          => 5
            017                            => 15
            1'000'000                      => 1000000
            42UL                           => 42
            0x7fffffff + 1U                => 2147483648
            4294967295                     => 4294967295
            18446744073709551615u          => -1
            -1                             => -1
            (unsigned)-1                   => 4294967295
            (unsigned)-1 >> 1              => 2147483647
            ~0                             => -1
            ~0u                            => 4294967295
            -1 < 0u                        => 0
            -1L < 0u                       => 1
            1 << 31                        => -2147483648
            1 + 2 * 3                      => 7
            (1 + 2) * 3                    => 9
            10 - 4 - 3                     => 3
            -7 / 2                         => -3
            -7 % 3                         => -1
            1 << 2 + 1                     => 8
            1 | 2 ^ 3 & 6                  => 1
            1 == 1 != 0                    => 1
            1 ? 2 : 3                      => 2
            0 ? 2 : 1 ? 4 : 5              => 4
            1 || 1 / 0                     => 1
            0 && 1 / 0                     => 0
            1 ? 2 : 1 / 0                  => 2
            !5 + !0                        => 1
            'a'                            => 97
            '\\n'                          => 10
            '\\0'                          => 0
            '\\x41'                        => 65
            '\\''                          => 39
            L'é'                           => 233
            u'\\u20ac'                     => 8364
            (char)300                      => 44
            (unsigned char)-1              => 255
            (_Bool)5                       => 1
            (int)3.99                      => 3
            (signed char)200               => -56
            sizeof(int)                    => 4
            sizeof(int[3][4])              => 48
            sizeof(char *)                 => 8
            sizeof(struct { char c; double d; }) => 16
            sizeof 1LL                     => 8
            sizeof(int) * 2 - 1            => 7
            _Alignof(double)               => 8
            (sizeof(int) == 4) ? 10 : 20   => 10
            -sizeof(char) > 0              => 1
            INT64_C(5)                     => 5
            ((void *)-1)                   => -1
            __extension__ 3                => 3
            true                           => 1
            1.5                            => 1.5
            .5e1                           => 5.0
            1.                             => 1.0
            1.5f                           => 1.5
            0.1f                           => 0.10000000149011612
            0x1.8p3                        => 12.0
            1.0 / 4                        => 0.25
            (float)1 / 3                   => 0.3333333432674408
            -2.5e-3                        => -0.0025
            1 ? 1 : 2.0                    => 1.0
            1.5 > 1                        => 1
            __builtin_inff()               => Infinity
            "a" "b"                        => ab
            ("x\\ty\\"z")                  => x\ty"z
            "\\303\\251\\u00e9\\0x"        => éé\0x
            """)
    void areCs(String expression, String expected) {
        Object value = Parser.parse("#define X " + expression + "\n").constants().get("X");
        String text = expected.replace("\\t", "\t").replace("\\0", "\0");
        assertEquals(text, value.toString());
        if (value instanceof Long) {
            assertEquals(value, Parser.parse("#define X " + expression + "\nenum { Y = X };").constants().get("Y"));
        }
    }

    @Test
    void nameEarlierOnes() {
        Map<String, Object> all = Parser.parse("""
                #define A 3
                #define B A + 1      /* replaced as text: */
                #define C B * 2
                enum { D = C, E };
                #define F (E * 10)
                #define HELLO "hello, " WORLD
                #define WORLD "world"
                static const int G = F + sizeof(struct s);
                struct s { char text[G2]; };
                static const double H = 0.5;
                static const char *const I = "i", J[] = "j";
                """.replace("static const int G = F + sizeof(struct s);\n", "#define G2 (F / A)\n").replace(", J[] = \"j\"", "")).constants();
        assertEquals(Map.of("A", 3L, "B", 4L, "C", 5L, "D", 5L, "E", 6L, "F", 60L, "HELLO", "hello, world", "WORLD", "world", "G2", 20L,
                "H", 0.5), all.entrySet().stream().filter(e -> !e.getKey().equals("I"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
        assertEquals("i", all.get("I"));
        assertEquals(List.of("A", "B", "C", "D", "E", "F", "HELLO", "WORLD", "G2", "H", "I"), List.copyOf(all.keySet()));
    }

    @Test
    void replaceWordsAsThePreprocessorDoes() {
        Declarations all = Parser.parse("""
                #define API extern
                #define EMPTY
                #define number unsigned long
                #define LENGTH 2 + 1
                #define self self
                API EMPTY number f(int a[][LENGTH * 2], int self);
                #define GONE 1
                #undef GONE
                enum { ONE = 1,
                #define ONE ONE
                TWO };
                """);
        assertEquals("f: function (a: pointer to array 4 of int, self: int) returning unsigned long", Meaning.of(all.functions().get("f")));
        assertEquals(Map.of("LENGTH", 3L, "ONE", 1L, "TWO", 2L), without(all.constants(), "self"));
    }

    private static Map<String, Object> without(Map<String, Object> all, String name) {
        assertFalse(all.containsKey(name));
        return all;
    }
}

package dev.kernelbridge.bind.c;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kernelbridge.bind.CSyntaxException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused, where, and in which words. A {@code ^} stands before the place that the message must name; ~ is a line's end. */
class RefusalTest {

    private static final String UNSUPPORTED = """
            BIT_FIELD            | struct s { int a ^: 3; };
            BIT_FIELD            | struct s { int ^: 3; int b; };
            LONG_DOUBLE          | ^long double f(void);
            LONG_DOUBLE          | #define E ^2.7L
            COMPLEX              | double ^_Complex f(void);
            COMPLEX              | #define I ^1.0i
            BODY                 | int f(int a) ^{ return a; }
            INLINE               | static inline int f(int a) ^{ return a; }
            INLINE               | inline int ^f(int a);
            STATIC               | static int ^f(int a);
            MACRO_WITH_ARGUMENTS | #define ^MAX(a, b) ((a) > (b) ? (a) : (b))
            PACKED               | struct __attribute__((^packed)) s { char c; int i; };
            PACKED               | struct s { char c; int i; } __attribute__((^__packed__));
            PACKED               | struct s { char c; int i __attribute__((^packed)); };
            PACKED               | #pragma pack(push, 1) ~^struct s { char c; int i; };
            ALIGNED              | typedef int wide __attribute__((^aligned(16)));
            ALIGNED              | struct s { ^_Alignas(16) char c; };
            ALIGNED              | struct s { __declspec(^align(16)) char c; };
            EMPTY_PARAMETERS     | int f^();
            NAMES_FOR_PARAMETERS | int f(^a, b) int a; int b; { }
            VARIABLE_LENGTH      | void f(int n, int a[][^n]);
            INT128               | unsigned ^__int128 f(void);
            OTHER_FLOAT          | ^__float128 f(void);
            OTHER_FLOAT          | ^_Float16 f(void);
            OTHER_FLOAT          | #define D ^1.0DF
            BIT_INT              | ^_BitInt(7) f(void);
            VECTOR               | typedef int v4 __attribute__((^vector_size(16)));
            VA_LIST              | int vprintf(const char *, ^va_list);
            VA_LIST              | int f(^__builtin_va_list);
            ATOMIC               | ^_Atomic int f(void);
            ATOMIC               | int * ^_Atomic f(void);
            TYPEOF               | ^typeof(1) f(void);
            CALLING_CONVENTION   | int f(void) __attribute__((^ms_abi));
            CALLING_CONVENTION   | int ^__vectorcall f(void);
            ATTRIBUTE            | int f(void) __attribute__((^frobnicate(1)));
            SYMBOL_LABEL         | int f(void) ^__asm__("g");
            VARIABLE             | extern int ^x;
            VARIABLE             | int ^a[3], b;
            THREAD_LOCAL         | extern ^_Thread_local int x;
            DIRECTIVE            | #^ifdef X
            DIRECTIVE            | #^pragma frobnicate
            INCLUDE              | #^include <stdio.h>
            CPLUSPLUS            | ^class c { };
            CPLUSPLUS            | extern ^"C" { int f(void); }
            CPLUSPLUS            | int f(int ^&x);
            CPLUSPLUS            | int f(int x ^= 3);
            CPLUSPLUS            | struct s ^: base { int x; };
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = UNSUPPORTED)
    void refusesWithTheWayRound(Unsupported reason, String marked) {
        CSyntaxException refusal = refused(marked);
        assertTrue(refusal.getMessage().contains(reason.what()), refusal.getMessage());
        assertTrue(refusal.getMessage().contains(reason.wayRound()), refusal.getMessage());
    }

    @Test
    void everyReasonIsTested() {
        Set<Unsupported> tested = EnumSet.noneOf(Unsupported.class);
        UNSUPPORTED.lines().forEach(line -> tested.add(Unsupported.valueOf(line.substring(0, line.indexOf('|')).strip())));
        assertEquals(EnumSet.allOf(Unsupported.class), tested);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            int f(int a^                                | expected ',' or ')' after the parameter, found the end of the text
            int f(int a) ^int g(void);                  | expected ';' after the declaration, found 'int'
            int f(^usigned int x);                      | unknown type 'usigned'; did you mean 'signed' or 'unsigned'?
            ^sizet f(void);                             | unknown type 'sizet'; did you mean 'size_t'?
            ^uint32 f;                                  | unknown type 'uint32'; did you mean 'uint32_t'
            struct point { int x; }; int f(^point *p);  | there is no type 'point', but 'struct point'
            ^f(int);                                    | expected a type before 'f'
            int ^5(void);                               | expected a name, found '5'
            int f(int ^5);                              | found '5'
            struct s { int x ^}                         | expected ';' after the member, found '}'
            struct s ^{ int x;                          | '{' without its '}'
            struct s { int x; int ^x; };                | a second member 'x'
            struct s { int x; ^struct { int y, x; }; }; | a second member 'x'
            struct s { int x; ^struct { int x; }; };    | a second member 'x'
            struct s { struct s ^x; };                  | struct s cannot hold itself: write a pointer
            struct s { struct t ^x; };                  | the members of struct t are not declared
            struct s { void ^x; };                      | there are no values of type void
            struct s { int ^f(void); };                 | a function is no value: write a pointer
            ^struct s { };                              | has no members
            struct s { int a[]; int ^b; };              | no member may follow an array of unknown length
            struct s { ^struct t { int x; }; };         | declares no member
            struct s { int x; }; struct ^s { int x; };  | struct s is declared twice
            struct s { int x; }; union ^s { int x; };   | 's' is struct s already
            enum e { A, ^A };                           | a second constant 'A'
            enum e { A ^B };                            | expected ',' or '}' after the constant, found 'B'
            enum ^color f(void);                        | enum color is not declared yet
            enum { A = ^B };                            | 'B' is no constant that is known here
            enum { A = 1 ^/ 0 };                        | a division by zero
            enum { A = 1 ^<< 40 };                      | a shift by 40
            enum { A = ^1.5 };                          | must be a whole number
            enum { A = 0xffffffffffffffff, ^B };        | needs more than 64 bits
            enum e : uint8_t { A = ^256 };              | does not fit unsigned char
            typedef int a[^-1];                         | an array's length cannot be -1
            typedef int a^[0x7fffffffffffffff];         | larger than any memory
            typedef int a^[2][];                        | only the first length
            typedef void a^[2];                         | there are no values of type void
            int f^(void)[3];                            | a function cannot
            typedef int f^(void)(int);                  | a function cannot return a function
            int f^(int)[2];                             | a function cannot
            int f(int); int ^f(char);                   | 'f' is declared twice, first as int f(int)
            typedef int t; typedef char ^t;             | 't' is declared twice, first as int
            struct s ^f(void);                          | the members of struct s are not declared
            int f(void ^x, int y);                      | a parameter cannot be void
            int f(^typedef int x);                      | typedef has no place in a parameter
            ^short double f(void);                      | do not go together
            ^unsigned unsigned f(void);                 | do not go together
            ^long long long f(void);                    | do not go together
            ^unsigned float f(void);                    | do not go together
            int ^struct s f(void);                      | a second type in one declaration
            int f(void) ^@;                             | found the character '@'
            int f(void)^                                | end of the text
            int f(void); ^/* never ends                 | a comment without its end
            int f(void); ^"never ends                   | a string without its closing
            #define A ^0x                               | is not a number of C
            #define A ^08                               | is not a number of C
            #define A ^1z                               | means nothing
            #define A ^'ab'                             | is not one character
            #define A ^99999999999999999999             | needs more than 64 bits
            #define A (1 + 2^                           | expected ')'
            #define A 1 ^2                              | expected the end of the constant, found '2'
            #define A 1 ~#define ^A 2                   | 'A' is defined twice, first in line 1
            #define A ^B                                | 'B' is no constant
            ^_Static_assert(sizeof(int) == 3, "no");    | the assertion is false: "no"
            ~~  int g(void); ~     int f(^foo);         | unknown type 'foo'
            ~# 12 "a.h" ~int f(^foo);                   | a.h, line 12, column 7: unknown type 'foo'
            """)
    void namesThePlaceAndWhatWasExpected(String marked, String message) {
        CSyntaxException refusal = refused(marked);
        assertTrue(refusal.getMessage().contains(message), refusal.getMessage());
    }

    private static CSyntaxException refused(String marked) {
        String text = marked.replace("^", "").replace("~", "\n");
        int at = marked.replace("~", "\n").indexOf('^');
        assertTrue(at >= 0, "the row has no ^");
        CSyntaxException refusal = assertThrows(CSyntaxException.class, () -> Parser.parse(text), text);
        String before = text.substring(0, at);
        int line = before.contains("# 12") ? 12 : 1 + (int) before.chars().filter(c -> c == '\n').count();
        String lastLine = before.substring(before.lastIndexOf('\n') + 1);
        String shown = text.lines().toList().get((int) before.chars().filter(c -> c == '\n').count());
        assertAll(refusal.getMessage(),
                () -> assertEquals(line, refusal.line(), "line"),
                () -> assertEquals(lastLine.length() + 1, refusal.column(), "column"),
                () -> assertTrue(refusal.getMessage().endsWith("\n    " + shown + "\n    " + " ".repeat(lastLine.length()) + "^"), "caret"));
        return refusal;
    }

    @Test
    void showsOnlyAPieceOfALongLine() {
        String text = "int f(void); ".repeat(50_000) + "int g(foo);";
        CSyntaxException refusal = assertThrows(CSyntaxException.class, () -> Parser.parse(text));
        assertEquals(text.indexOf("foo") + 1, refusal.column());
        assertTrue(refusal.getMessage().length() < 500);
        String[] shown = refusal.getMessage().split("\n");
        assertEquals("foo", shown[1].substring(shown[2].indexOf('^')).substring(0, 3));
    }

    @Test
    void keepsTabsInFrontOfTheCaret() {
        CSyntaxException refusal = assertThrows(CSyntaxException.class, () -> Parser.parse("\tint\tf(foo);\r\n"));
        assertEquals(8, refusal.column());
        assertTrue(refusal.getMessage().endsWith("\n    \tint\tf(foo);\n    \t   \t  ^"), refusal.getMessage());
    }

    @Test
    void refusesAPrototypeThatIsMoreOrLess() {
        for (String text : new String[] {"", ";", "int", "struct s;", "typedef int t;", "int f(void); int g(void);", "int f(void), g(void);"}) {
            assertThrows(CSyntaxException.class, () -> Parser.prototype(text), text);
        }
        for (String text : new String[] {"", "int x", "int;", "typedef int"}) {
            assertThrows(CSyntaxException.class, () -> Parser.type(text), text);
        }
    }

    @Test
    void everyWayRoundIsASentence() {
        assertTrue(Arrays.stream(Unsupported.values()).allMatch(u -> u.message().length() > 30 && !u.wayRound().endsWith(".")));
    }
}

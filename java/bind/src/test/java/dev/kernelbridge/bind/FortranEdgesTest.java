package dev.kernelbridge.bind;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fortran's arguments at their edges: lengths of strings, memory that is shared or read-only, empty matrices, flags that change types. */
@EnabledOnOs(OS.LINUX)
class FortranEdgesTest {

    private static final String TEXT = """
            subroutine fill10(s)
              character(len=10), intent(out) :: s
              s = 'abcdefghij'
            end subroutine
            subroutine fill_any(s)
              character(len=*), intent(out) :: s
              s = 'abcdefghij'
            end subroutine
            subroutine fill_n(n, s)
              integer, intent(in) :: n
              character(len=n), intent(out) :: s
              s = 'abcdefghij'
            end subroutine
            subroutine fill_old(s)
              character s*4
              s = 'abcdefghij'
            end subroutine
            subroutine lengths(n, s, l)
              integer, intent(in) :: n
              character(len=*), intent(in) :: s(n)
              integer, intent(out) :: l
              l = len(s)
            end subroutine
            subroutine last3(n, s)
              integer, intent(in) :: n
              character(len=3), intent(inout) :: s(n)
              s(n) = 'xyz'
            end subroutine
            integer function code(c)
              character, intent(in) :: c
              code = iachar(c)
            end function
            subroutine twice(x, y, n)
              integer :: n
              real(8) :: x(n), y(n)
              x = 2 * y
            end subroutine
            subroutine corner(a, lda, n)
              integer, intent(in) :: lda, n
              real(8), intent(inout) :: a(lda, n)
              if (n > 0) a(1, n) = 9
            end subroutine
            """;

    private static FortranLibrary compiled() {
        try {
            return Fortran.compile(TEXT);
        } catch (NativeLibraryException e) {
            Fixtures.missing("a Fortran compiler (" + e.reason() + ")");
            throw e;
        }
    }

    @Test
    void stringsHaveTheLengthThatIsDeclared() {
        FortranLibrary f = compiled();
        for (Object[] call : List.<Object[]>of(new Object[] {"fill10", new byte[9]}, new Object[] {"fill_n", 5, new byte[4]},
                new Object[] {"fill_old", new byte[3]}, new Object[] {"fill_old", "abc"}, new Object[] {"last3", 2, new byte[5]},
                new Object[] {"code", ""})) {
            Object[] arguments = java.util.Arrays.copyOfRange(call, 1, call.length);
            String message = assertThrows(IllegalArgumentException.class, () -> f.call((String) call[0], arguments)).getMessage();
            assertTrue(message.contains("elements, and the routine uses"), message);
        }
        byte[] ten = new byte[10];
        f.call("fill10", (Object) ten);
        assertEquals("abcdefghij", new String(ten));
        byte[] five = new byte[6];
        f.call("fill_n", 5, five);
        assertEquals("abcde\0", new String(five));
        f.call("fill_any", (Object) new byte[0]);
        byte[] two = "aaabbb".getBytes();
        f.call("last3", 2, two);
        assertEquals("aaaxyz", new String(two));
        int[] length = {0};
        f.call("lengths", 2, "abcdef".getBytes(), length);
        assertEquals(3, length[0]);
        assertThrows(IllegalArgumentException.class, () -> f.call("lengths", 4, "abcdef".getBytes(), length));
        assertEquals((int) 'x', f.call("code", "x"));
    }

    @Test
    void oneArrayGivenTwiceIsOneInFortran() {
        double[] x = {1, 2};
        compiled().call("twice", x, x, 2);
        assertArrayEquals(new double[] {2, 4}, x);
    }

    @Test
    void readOnlyMemoryStaysAsItIs() {
        MemorySegment memory = Arena.ofAuto().allocateFrom(ValueLayout.JAVA_DOUBLE, 1, 2);
        FortranLibrary f = compiled();
        assertThrows(IllegalArgumentException.class, () -> f.call("corner", memory.asReadOnly(), 1, 2));
        assertThrows(IllegalArgumentException.class,
                () -> f.call("corner", ColumnMajor.of(memory.asReadOnly(), 1, 2, 1), 1, 2));
        assertEquals(2, memory.getAtIndex(ValueLayout.JAVA_DOUBLE, 1));
    }

    @Test
    void aMatrixHasItsColumnsWhereTheRoutineLooks() {
        FortranLibrary f = compiled();
        ColumnMajor m = ColumnMajor.zeros(3, 2);
        String message = assertThrows(IllegalArgumentException.class, () -> f.call("corner", m, 2, 2)).getMessage();
        assertTrue(message.contains("leading dimension is 3"), message);
        f.call("corner", m, 3, 2);
        assertArrayEquals(new double[][] {{0, 9}, {0, 0}, {0, 0}}, m.toRows());
        f.call("corner", ColumnMajor.zeros(0, 0), 1, 0);
    }

    @Test
    void matricesMayBeEmptyAndSaySoIfTheyCannotBe() {
        assertEquals(3, ColumnMajor.zeros(0, 3).columns());
        assertEquals(0, ColumnMajor.ofRows(new double[0], new double[0]).columns());
        assertTrue(assertThrows(IllegalArgumentException.class, () -> ColumnMajor.zeros(-1, 5)).getMessage().contains("-1 rows"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> ColumnMajor.zeros(1 << 16, 1 << 16)).getMessage().contains("4294967296"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-fdefault-integer-8", "-fdefault-real-8", "-freal-4-real-8", "-fno-underscoring", "-ff2c"})
    void flagsThatChangeTypesOrNamesAreRefused(String flag) {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Fortran.compile("subroutine s(n)\ninteger n\nend\n", "-O2", flag))
                .getMessage().contains(flag));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "real f;external f|a procedure", "external f;real f|a procedure", "real, external :: f|a procedure", "real f;allocatable f|say allocatable",
        "real f;pointer :: f|say pointer", "real f;value f|say value", "real f(99999999999999999999)|no whole number below 2^63",
        "character(len=*) f(*)|neither the number of strings"})
    void whatWouldBePassedOtherwiseIsRefused(String declarations, String says) {
        String message = assertThrows(IllegalArgumentException.class,
                () -> Fortran.parse("subroutine s(f)\n" + declarations + "\nend\n")).getMessage();
        assertTrue(message.contains("argument f of s") && message.contains(says), message);
    }

    @Test
    void deepParenthesesAreRefused() {
        assertThrows(IllegalArgumentException.class,
                () -> Fortran.parse("subroutine s(x)\nreal x(" + "(".repeat(20_000) + "1" + ")".repeat(20_000) + ")\nend"));
    }

    @Test
    void aFreeFormMayBeIndentedAsFarAsItLikes() {
        for (int indent = 0; indent < 10; indent++) {
            String blanks = " ".repeat(indent);
            assertThrows(NativeLibraryException.class, () -> Fortran.parse(blanks + "subroutine s(n)\n" + blanks + "integer, intent(in) :: n\n"
                    + blanks + "end subroutine s\n").open("m")); // read, and not in there
        }
    }
}

package dev.kernelbridge.bind;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Fortran routines, LAPACK's and our own, called by their declarations. */
class FortranTest {

    private static final String DGESV = """
            *  LAPACK's, as its documentation has it, with intents
                  SUBROUTINE DGESV( N, NRHS, A, LDA, IPIV, B, LDB, INFO )
            *     .. Scalar Arguments ..
                  INTEGER, INTENT(OUT) :: INFO
                  INTEGER, INTENT(IN) :: LDA, LDB, N, NRHS
            *     .. Array Arguments ..
                  INTEGER            IPIV( N )
                  DOUBLE PRECISION   A( LDA, * ), B( LDB,
                 $                   * )
                  END
            """;

    private static final String OURS = """
            module shapes
              implicit none
              integer, parameter :: dp = kind(1.0d0)
            contains
              ! y <- a x + y, by reference
              subroutine axpy(n, a, x, y)
                integer, intent(in) :: n
                real(dp), intent(in) :: a, x(n)
                real(dp), intent(inout) :: y(n)
                y = y + a * x
              end subroutine axpy

              real(dp) function trace(n, m) result(t)
                integer, intent(in) :: n
                real(dp), intent(in) :: m(n, n)
                integer :: i
                t = 0
                do i = 1, n
                  t = t + m(i, i)
                end do
              end function
            end module

            subroutine describe(name, many, text, length)
              character(len=*), intent(in) :: name
              integer(8), intent(in) :: many
              character(len=*), intent(out) :: text
              integer, intent(out) :: length
              write (text, '(a,a,i0)') name, '=', many
              length = len_trim(text)
            end subroutine

            logical function opposite(flag)
              logical, intent(in) :: flag
              opposite = .not. flag
            end function

            subroutine both(flag, z, small)
              logical, intent(inout) :: flag
              complex(8), intent(inout) :: z
              integer(2), intent(inout) :: small(2)
              flag = .not. flag
              z = z * (0d0, 1d0)
              small(2) = small(1)
            end subroutine

            function twice(x) bind(c, name="twice_of") result(y)
              use iso_c_binding
              real(c_float), value :: x
              real(c_float) :: y
              y = 2 * x
            end function
            """;

    interface Lapack {
        int dgesv(int n, int nrhs, ColumnMajor a, int lda, int[] ipiv, double[] b, int ldb);
    }

    interface Ours {
        void axpy(int n, double a, double[] x, double[] y);

        double trace(int n, ColumnMajor m);

        int describe(String name, long many, byte[] text);

        boolean opposite(boolean flag);

        float twice(float x);

        default double traceOfOne() {
            return trace(1, ColumnMajor.ofRows(new double[] {7}));
        }
    }

    private static FortranLibrary lapack() {
        try {
            return Fortran.parse(DGESV).open("libopenblas.so.0");
        } catch (NativeLibraryException e) {
            Fixtures.missing("OpenBLAS with LAPACK (" + e.reason() + ")");
            throw e;
        }
    }

    private static FortranLibrary ours() {
        try {
            return Fortran.compile(OURS);
        } catch (NativeLibraryException e) {
            Fixtures.missing("a Fortran compiler (" + e.reason() + ")");
            throw e;
        }
    }

    /** OpenBLAS's threaded factorization puts megabytes on the caller's stack, of which Java gives a thread one. */
    @Test
    void solvesALinearSystemWithLapack() throws Exception {
        AtomicReference<Throwable> failed = new AtomicReference<>();
        Thread thread = new Thread(null, this::solve, "lapack", 64 << 20);
        thread.setUncaughtExceptionHandler((t, e) -> failed.set(e));
        thread.start();
        thread.join();
        if (failed.get() != null) {
            throw new AssertionError(failed.get());
        }
    }

    private void solve() {
        Random random = new Random(7);
        int n = 40;
        double[][] rows = new double[n][n];
        double[] solution = new double[n];
        double[] b = new double[n];
        for (int i = 0; i < n; i++) {
            solution[i] = random.nextGaussian();
            for (int j = 0; j < n; j++) {
                rows[i][j] = random.nextGaussian() + (i == j ? n : 0);
            }
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                b[i] += rows[i][j] * solution[j];
            }
        }
        Lapack lapack = lapack().bind(Lapack.class);
        ColumnMajor a = ColumnMajor.ofRows(rows);
        assertEquals(0, lapack.dgesv(n, 1, a, n, new int[n], b, n));
        assertArrayEquals(solution, b, 1e-12);
        assertTrue(a.get(n - 1, 0) != rows[n - 1][0], "its factors come back in a");
    }

    @Test
    void aSingularMatrixIsReportedByInfo() {
        int[] info = {99};
        lapack().call("dgesv", 2, 1, new double[] {1, 2, 2, 4}, 2, new int[2], new double[] {1, 1}, 2, info);
        assertEquals(2, info[0]); // U(2,2) is exactly zero
    }

    @Test
    void nativeMemoryIsUsedAsItIs() {
        try (Arena arena = Arena.ofConfined()) {
            ColumnMajor a = ColumnMajor.zeros(arena, 2, 2);
            a.set(0, 0, 2);
            a.set(1, 1, 4);
            MemorySegment b = arena.allocateFrom(ValueLayout.JAVA_DOUBLE, 2, 2);
            lapack().call("DGESV", 2, 1, a, 2, new int[2], b, 2, new int[1]);
            assertEquals(1, b.getAtIndex(ValueLayout.JAVA_DOUBLE, 0));
            assertEquals(0.5, b.getAtIndex(ValueLayout.JAVA_DOUBLE, 1));
        }
    }

    @Test
    void aShortArrayIsRefusedBeforeAnythingRuns() {
        double[] b = {1, 1};
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class,
                () -> lapack().call("dgesv", 2, 1, new double[4], 2, new int[1], b, 2, new int[1]));
        assertTrue(e.getMessage().contains("ipiv(n) has 1 elements, and the routine uses 2"), e.getMessage());
        e = assertThrows(IllegalArgumentException.class,
                () -> lapack().call("dgesv", 2, 1, new double[1], 2, new int[2], b, 2, new int[1]));
        assertTrue(e.getMessage().contains("a(lda,*) has 1 elements, and the routine uses 2"), e.getMessage());
        assertArrayEquals(new double[] {1, 1}, b);
    }

    @Test
    void everyKindOfArgumentGoesInAndComesBack() {
        FortranLibrary library = ours();
        Ours ours = library.bind(Ours.class);
        double[] y = {1, 2, 3};
        ours.axpy(3, 2, new double[] {10, 20, 30}, y);
        assertArrayEquals(new double[] {21, 42, 63}, y);
        assertEquals(5, ours.trace(2, ColumnMajor.ofRows(new double[] {1, 2}, new double[] {3, 4})));
        assertEquals(7, ours.traceOfOne());
        byte[] text = new byte[30]; // a text that is too short would end the process: Fortran stops, it does not throw
        int length = ours.describe("größe", 1L << 40, text);
        assertEquals("größe=1099511627776", new String(text, 0, length, java.nio.charset.StandardCharsets.UTF_8));
        assertEquals(false, ours.opposite(true));
        assertEquals(true, ours.opposite(false));
        assertEquals(3f, ours.twice(1.5f));
        boolean[] flag = {true};
        double[] z = {3, 4};
        short[] small = {-5, 0};
        library.call("both", flag, z, small);
        assertEquals(false, flag[0]);
        assertArrayEquals(new double[] {-4, 3}, z);
        assertArrayEquals(new short[] {-5, -5}, small);
    }

    @Test
    void whatDoesNotFitIsNamed() {
        FortranLibrary ours = ours();
        for (Object[] wrong : new Object[][] {{"axpy", 3, 2.0, new double[3]}, {"axpy", 3L << 32, 2.0, new double[3], new double[3]},
            {"axpy", 3, 2.0, new float[3], new double[3]}, {"axpy", 3, "2", new double[3], new double[3]}, {"nosuch"},
            {"opposite", 1}, {"both", true, new double[2], new short[2]}}) {
            IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> ours.call((String) wrong[0],
                    java.util.Arrays.copyOfRange(wrong, 1, wrong.length)), java.util.Arrays.toString(wrong));
            assertTrue(e.getMessage().length() > 20, e.getMessage());
        }
        assertThrows(NullPointerException.class, () -> ours.call("axpy", 3, 2.0, null, new double[3]));
    }

    interface Wrong {
        int axpy(int n, double a, double[] x, double[] y);

        double trace(long n, float[] m);

        void opposite();
    }

    @Test
    void anInterfaceThatDoesNotFitIsRefusedAtOnce() {
        BindingException e = assertThrows(BindingException.class, () -> ours().bind(Wrong.class));
        assertEquals(3, e.problems().size(), e.getMessage());
        assertTrue(e.getMessage().contains("Wrong.trace: parameter 2 is float[], and the routine's is real(8), intent(in) :: m(n,n)"),
                e.getMessage());
    }

    @Test
    void aMissingSymbolNamesTheRule() {
        NativeLibraryException e = assertThrows(NativeLibraryException.class,
                () -> Fortran.parse("subroutine nosuch(n)\ninteger, intent(in) :: n\nend").on(ours().library()));
        assertTrue(e.getMessage().contains("nosuch_"), e.getMessage());
    }

    @Test
    void theCompilersMessageHasTheLine() {
        ours();
        CompileException e = assertThrows(CompileException.class, () -> Fortran.compile("""
                subroutine s(n)
                  integer, intent(in) :: n
                  n = 3
                end subroutine
                """));
        assertEquals(3, e.line(), e.getMessage());
        assertTrue(e.getMessage().contains("  n = 3"), e.getMessage());
    }

    @Test
    void refusesWhatHasNoFixedForm() {
        for (String[] pair : new String[][] {
            {"subroutine s(a)\nreal(8), intent(in) :: a(:)\nend", "line 2: argument a of s: an assumed-shape array"},
            {"subroutine s(a)\nreal(8), allocatable :: a(:)\nend", "line 2: argument a of s: an allocatable"},
            {"subroutine s(f)\ntype(thing), intent(in) :: f\nend", "line 2: argument f of s: a derived type"},
            {"subroutine s(a, b)\nreal(8) :: a\nend", "line 1: argument b of s: it is not declared"},
            {"subroutine s(a)\nreal(8) :: a(n)\nend", "line 1: argument a of s: its extent \"n\" needs n"},
            {"complex function s(a)\nreal :: a\nend", "line 1: argument s of s: compilers disagree"},
            {"subroutine s(a)\nreal(16) :: a\nend", "line 2: real of 16"},
            {"program p\nend", "no subroutine"}}) {
            IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> Fortran.parse(pair[0]), pair[0]);
            assertTrue(e.getMessage().contains(pair[1]), e.getMessage());
        }
    }
}

package dev.kernelbridge.bind;

import dev.kernelbridge.bind.fortran.Routine;
import dev.kernelbridge.bind.fortran.RoutineParser;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Fortran from Java, as F2PY gives it to Python: routines by their declarations, which say what C's cannot: which arguments go in and
 * which come out, and how large an array is. Exists because a Fortran routine takes everything by reference, has an underscore behind
 * its name, and wants the lengths of strings that nobody wrote.
 *
 * <p>{@snippet :
 * FortranLibrary lapack = Fortran.parse("""
 *         subroutine dgesv(n, nrhs, a, lda, ipiv, b, ldb, info)
 *           integer, intent(in) :: n, nrhs, lda, ldb
 *           real(8), intent(inout) :: a(lda, n), b(ldb, nrhs)
 *           integer, intent(out) :: ipiv(n), info
 *         end subroutine
 *         """).open("lapack");
 * lapack.call("dgesv", n, 1, a, n, pivots, b, n, info);
 * }
 *
 * <p>The free form and Fortran 77's are read; bodies are passed over. Refused, by name and line: assumed-shape, allocatable and pointer
 * arrays, derived types, procedures as arguments, functions with complex or character results. Names, string lengths and logicals are
 * as gfortran and flang have them. Stateless; every method may be called from any thread.
 */
public final class Fortran {

    private static final Pattern OTHER_RULES = Pattern.compile("-fdefault-.*|-freal-\\d+-real-\\d+|-finteger-4-integer-8|-i8|-r8|-m32|-ff2c"
            + "|-fno-underscoring|-fsecond-underscore|-fleading-underscore");

    private Fortran() {
    }

    /**
     * Declarations of routines that a library has.
     *
     * @param text subroutines and functions with the declarations of their arguments; bodies may be there
     * @return the declarations
     * @throws IllegalArgumentException if a routine cannot be called from Java, with its name, the line and the way round
     */
    public static Declared parse(String text) {
        return new Declared(RoutineParser.parse(Objects.requireNonNull(text, "text")));
    }

    /**
     * Compiles a source with the system's Fortran compiler ({@code FC}, else gfortran or flang) and binds all its subroutines and
     * functions. What was compiled is kept in the user's cache: the same text is compiled once.
     *
     * @param source a source in free form
     * @param flags the compiler's options, as {@code -O3}; those that begin with {@code -l} name libraries
     * @return the routines
     * @throws NativeLibraryException if there is no compiler
     * @throws CompileException if it refuses the source, with the line
     * @throws IllegalArgumentException if a routine cannot be called from Java
     */
    public static FortranLibrary compile(String source, String... flags) {
        Declared declared = parse(source);
        dev.kernelbridge.bind.compile.Compiler compiler = dev.kernelbridge.bind.compile.Compiler.fortran();
        for (String option : Stream.concat(compiler.command().stream(), Stream.of(flags)).toList()) {
            if (OTHER_RULES.matcher(option).matches()) {
                throw new IllegalArgumentException("flags: " + option + " changes types or names behind the declarations; write them there, as"
                        + " integer(8), real(8) or bind(c, name=\"…\")");
            }
        }
        List<String> options = List.of(flags).stream().filter(flag -> !flag.startsWith("-l")).toList();
        List<String> libraries = List.of(flags).stream().filter(flag -> flag.startsWith("-l")).toList();
        CompiledLibraries.Compiled compiled = CompiledLibraries.compile(compiler, source, options, libraries, text -> "");
        return declared.on(NativeLibrary.openPath(compiled.file()));
    }

    /** Declarations that wait for a library. */
    public static final class Declared {
        private final Map<String, Routine> routines;

        private Declared(Map<String, Routine> routines) {
            this.routines = routines;
        }

        /**
         * Binds them to a library.
         *
         * @param library its name, as {@link NativeLibrary#open(String)} takes it
         * @throws NativeLibraryException if it does not load, or lacks one of the routines
         */
        public FortranLibrary open(String library) {
            return on(NativeLibrary.open(library));
        }

        /**
         * Binds them to an open library.
         *
         * @throws NativeLibraryException if it lacks one of the routines
         */
        public FortranLibrary on(NativeLibrary library) {
            return new FortranLibrary(library, routines);
        }
    }
}

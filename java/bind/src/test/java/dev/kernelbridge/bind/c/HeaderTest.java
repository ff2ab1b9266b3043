package dev.kernelbridge.bind.c;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real headers, as the preprocessor leaves them: what must be there, what may be refused, and all layouts and constants as compiled. */
class HeaderTest {

    private static final Set<Unsupported> MAY_BE_REFUSED = Set.of(Unsupported.VA_LIST, Unsupported.LONG_DOUBLE, Unsupported.COMPLEX,
            Unsupported.OTHER_FLOAT, Unsupported.VARIABLE, Unsupported.INLINE, Unsupported.MACRO_WITH_ARGUMENTS, Unsupported.SYMBOL_LABEL,
            Unsupported.ALIGNED, Unsupported.STATIC, Unsupported.INT128, Unsupported.BIT_FIELD);

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            zlib.h      | 80  | int deflateInit2_(z_streamp strm, int level, int method, int windowBits, int memLevel, int strategy, const char *version, int stream_size)
            zlib.h      | 80  | uLong compressBound(uLong sourceLen)
            sqlite3.h   | 250 | int sqlite3_exec(sqlite3 *, const char *sql, int (*callback)(void *, int, char **, char **), void *, char **errmsg)
            sqlite3.h   | 250 | void *sqlite3_rollback_hook(sqlite3 *, void (*)(void *), void *)
            stdio.h     | 60  | size_t fread(void *__ptr, size_t __size, size_t __n, FILE *__stream)
            math.h      | 150 | double frexp(double __x, int *__exponent)
            cblas.h     | 150 | double cblas_ddot(const int n, const double *x, const int incx, const double *y, const int incy)
            primesieve.h | 25 | uint64_t primesieve_nth_prime(int64_t n, uint64_t start)
            primesieve.h | 25 | int primesieve_get_num_threads(void)
            fftw3.h     | 120 | fftw_plan fftw_plan_dft_1d(int n, fftw_complex *in, fftw_complex *out, int sign, unsigned int flags)
            stdlib.h    | 80  | void qsort(void *__base, size_t __nmemb, size_t __size, __compar_fn_t __compar)
            """)
    void areRead(String header, int functions, String prototype) throws Exception {
        Declarations all = read(header);
        assertTrue(all.functions().size() >= functions, all.functions().size() + " functions");
        String name = prototype.replaceAll("^.*?(\\w+)\\(.*$", "$1");
        String found = String.valueOf(all.functions().get(name));
        assertEquals(prototype.replace("const int", "int"), found.replace("blasint", "int").replace("const int", "int"));
        List<Declarations.Refusal> wrong = all.refused().stream().filter(r -> !allowed(r.reason())).toList();
        assertEquals(List.of(), wrong);
    }

    private static boolean allowed(String reason) {
        return MAY_BE_REFUSED.stream().anyMatch(u -> reason.contains(u.wayRound()))
                || reason.contains("is no constant") || reason.startsWith("expected a constant") || reason.startsWith("expected the end of the constant");
    }

    @ParameterizedTest
    @ValueSource(strings = {"zlib.h", "sqlite3.h", "stdio.h", "math.h", "cblas.h", "primesieve.h", "fftw3.h", "time.h", "sys/socket.h", "netinet/in.h",
        "pthread.h", "sys/stat.h"})
    void haveTheCompilersLayoutsAndConstants(String header) throws Exception {
        Declarations all = read(header);
        Compiler compiler = new Compiler(folder);
        all.aggregates().values().stream().filter(a -> !a.opaque()).forEach(a -> compiler.claimLayout(a.toString(), a));
        all.typedefs().forEach((name, type) -> {
            if (type.strip() instanceof CType.Aggregate a) {
                if (!a.opaque()) {
                    compiler.claimLayout(name, a);
                }
            } else if (!(type.strip() instanceof CType.Void) && !(type.strip() instanceof CType.Function)) {
                compiler.claim("sizeof(" + name + ")", Layouts.of(type).byteSize());
            }
        });
        all.constants().forEach((name, value) -> {
            if (value instanceof Long whole) {
                compiler.claim("(" + name + ")", whole);
            }
        });
        assertTrue(compiler.claims() > 300, compiler.claims() + " claims");
        compiler.judge("#include <" + header + ">\n");
    }

    private Declarations read(String header) throws Exception {
        Compiler compiler = new Compiler(folder);
        if (!compiler.has(header)) {
            Compiler.missing("the header " + header);
        }
        return Parser.header(compiler.preprocess(header));
    }

    @Test
    void keepsCommentsAndFiles() throws Exception {
        Declarations all = read("zlib.h");
        Declarations.Origin origin = all.origins().get("compress");
        assertTrue(origin.at().file().endsWith("zlib.h"), origin.toString());
        assertTrue(origin.comment().startsWith("Compresses the source buffer into the destination buffer."), origin.comment());
    }
}

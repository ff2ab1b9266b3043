package dev.kernelbridge.bind;

import dev.kernelbridge.bind.c.Parser;
import dev.kernelbridge.bind.call.Signature;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The C that the tests of calls call. Each of its functions counts that it ran, so that a test can tell that one which had to be
 * refused did not.
 */
final class CalledC {

    /** What a binding by C text sees of it. */
    static final String TEXT = """
            long ran(void);
            typedef struct { int x; double y; } point;
            enum color { RED, GREEN = 5, BLUE = -2 };
            #define CALL_OK 0
            #define CALL_AGAIN 11
            point point_swap(point p);
            double point_sum(const point *p);
            void point_move(point *p, int by);
            const point *point_origin(void);
            enum color next_color(enum color c);
            void add_bytes(signed char *x, long n, int by);
            void add_shorts(short *x, long n, int by);
            void add_chars(uint16_t *x, long n, int by);
            void add_ints(int *x, long n, int by);
            void add_longs(int64_t *x, long n, int by);
            void add_floats(float *x, long n, int by);
            void add_doubles(double *x, long n, int by);
            void negate(_Bool *x, long n);
            int first(const int *x);
            int is_null(const void *p);
            long ask(const unsigned char *bytes, int rows, int columns);
            void half(int *out, long n);
            void where(const char **out, int *length);
            int swap_pointers(void **two);
            const char *name_of(int i);
            char *new_text(const char *from);
            void free_text(void *text);
            long freed(void);
            void *new_memory(size_t n);
            size_t length(const char *text);
            int fail_with(int code, int error);
            void *fail_null(int error);
            unsigned int all_bits(void);
            long apply(long (*f)(long, void *), long n, void *context);
            long format(char *out, size_t n, const char *format, ...);
            uint64_t most(void);
            int sum_of(const int *x, const long *n);
            """;

    static final String SOURCE = """
            #include <errno.h>
            #include <stdarg.h>
            #include <stdbool.h>
            #include <stdint.h>
            #include <stdio.h>
            #include <stdlib.h>
            #include <string.h>

            static long count, frees;
            long ran(void) { return __atomic_load_n(&count, __ATOMIC_SEQ_CST); }
            #define RAN __atomic_add_fetch(&count, 1, __ATOMIC_SEQ_CST)

            #define ROW(name, type, format, wide) \\
              type id_##name(type x) { RAN; return x; } \\
              void say_##name(char *out, type x) { RAN; snprintf(out, 40, format, (wide) x); }
            ROW(bool, bool, "%d", int)
            ROW(i8, int8_t, "%lld", long long) ROW(u8, uint8_t, "%llu", unsigned long long) ROW(char, char, "%d", int)
            ROW(i16, int16_t, "%lld", long long) ROW(u16, uint16_t, "%llu", unsigned long long)
            ROW(i32, int32_t, "%lld", long long) ROW(u32, uint32_t, "%llu", unsigned long long)
            ROW(i64, int64_t, "%lld", long long) ROW(u64, uint64_t, "%llu", unsigned long long)
            ROW(long, long, "%lld", long long) ROW(ulong, unsigned long, "%llu", unsigned long long)
            ROW(size, size_t, "%llu", unsigned long long)
            ROW(f32, float, "%.9g", double) ROW(f64, double, "%.17g", double)

            typedef struct { int x; double y; } point;
            enum color { RED, GREEN = 5, BLUE = -2 };
            point point_swap(point p) { RAN; point q = {(int) p.y, p.x}; return q; }
            double point_sum(const point *p) { RAN; return p == 0 ? -1 : p->x + p->y; }
            void point_move(point *p, int by) { RAN; p->x += by; p->y += by; }
            const point *point_origin(void) { RAN; static const point o = {3, 4}; return &o; }
            enum color next_color(enum color c) { RAN; return c == RED ? GREEN : c == GREEN ? BLUE : c == BLUE ? (enum color) 99 : RED; }
            #define ADD(name, type) void add_##name(type *x, long n, int by) { RAN; for (long i = 0; i < n; i++) x[i] += by; }
            ADD(bytes, signed char) ADD(shorts, short) ADD(chars, uint16_t) ADD(ints, int) ADD(longs, int64_t) 
            ADD(floats, float) ADD(doubles, double)
            void negate(bool *x, long n) { RAN; for (long i = 0; i < n; i++) x[i] = !x[i]; }
            int first(const int *x) { RAN; return x[0]; }
            int is_null(const void *p) { RAN; return p == 0; }
            long ask(const unsigned char *bytes, int rows, int columns) {
              RAN; long s = 0; for (long i = 0; i < (long) rows * columns; i++) s += bytes[i]; return s;
            }
            void half(int *out, long n) { RAN; for (long i = 0; i < n / 2; i++) out[i] = 7; }
            void where(const char **out, int *length) { RAN; *out = "here"; *length = 4; }
            int swap_pointers(void **two) { RAN; void *t = two[0]; two[0] = two[1]; two[1] = t; return two[0] != 0; }
            const char *name_of(int i) { RAN; return i == 0 ? "zero" : i == 1 ? "gr\\xc3\\xbc\\xc3\\x9f" "e" : 0; }
            char *new_text(const char *from) { RAN; return from == 0 ? 0 : strdup(from); }
            void free_text(void *text) { RAN; __atomic_add_fetch(&frees, 1, __ATOMIC_SEQ_CST); free(text); }
            long freed(void) { return __atomic_load_n(&frees, __ATOMIC_SEQ_CST); }
            void *new_memory(size_t n) { RAN; return n == 0 ? 0 : calloc(n, 1); }
            size_t length(const char *text) { RAN; return strlen(text); }
            int fail_with(int code, int error) { RAN; errno = error; return code; }
            void *fail_null(int error) { RAN; errno = error; return error == 0 ? &count : 0; }
            unsigned int all_bits(void) { RAN; return ~0u; }
            long apply(long (*f)(long, void *), long n, void *context) { RAN; long s = 0; for (long i = 0; i < n; i++) 
              s += f(i, context); return s; }
            long format(char *out, size_t n, const char *format, ...) {
              RAN; va_list all; va_start(all, format); long r = vsnprintf(out, n, format, all); va_end(all); return r;
            }
            uint64_t most(void) { RAN; return UINT64_MAX; }
            int sum_of(const int *x, const long *n) { RAN; int s = 0; for (long i = 0; i < *n; i++) s += x[i]; return s; }
            """;

    private CalledC() {
    }

    static CLibrary compile(Path folder) throws Exception {
        return new CLibrary(NativeLibrary.openPath(Fixtures.compile(Files.createDirectories(folder), "called", SOURCE)),
                Parser.parse(TEXT));
    }

    /** A handle for a prototype and any Java types. */
    static MethodHandle handle(CLibrary library, String prototype, Class<?> result, Class<?>... parameters) {
        return library.library().binder().handle(null, Parser.prototype(prototype), Signature.of(prototype, result, parameters));
    }
}

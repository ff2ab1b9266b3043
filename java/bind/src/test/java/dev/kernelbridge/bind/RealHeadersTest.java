package dev.kernelbridge.bind;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Java made from headers of this system, compiled without a warning, and used. */
class RealHeadersTest {

    @TempDir
    private Path classes;

    /** The source for a header, or a skipped test where it or its library is not there. */
    private static CHeader.JavaSource java(CHeader header, String name, String library) {
        try {
            CHeader.JavaSource source = header.java("made", name, library);
            if (!source.unchecked().isEmpty()) {
                Fixtures.missing(source.unchecked());
            }
            return source;
        } catch (CompileException | NativeLibraryException e) {
            Fixtures.missing(header + ": " + e.getMessage());
            throw e;
        }
    }

    private static List<String> names(CHeader.JavaSource source, String kind) {
        return source.entries().stream().filter(e -> e.kind().equals(kind)).map(CHeader.Entry::name).toList();
    }

    @Test
    void zlibDeflatesWhatJavaInflatesAndInflatesItAgain() throws Exception {
        CHeader.JavaSource zlib = java(CHeader.read("zlib.h"), "Zlib", "z");
        assertTrue(names(zlib, "function").containsAll(List.of("deflate", "inflate", "crc32", "compress", "gzopen", "gzprintf")));
        assertTrue(names(zlib, "refused").containsAll(List.of("deflateInit", "gzvprintf")));
        byte[][] made = (byte[][]) GeneratedJava.run(zlib, classes, """
                Zlib z = Zlib.open();
                byte[] text = "the quick brown fox jumps over the lazy dog ".repeat(200).getBytes(StandardCharsets.UTF_8);
                byte[] packed;
                byte[] again = new byte[text.length];
                try (Arena arena = Arena.ofConfined()) {
                    Struct stream = Zlib.z_stream.allocate(arena);
                    if (z.deflateInit_(stream.segment(), Zlib.Z_BEST_COMPRESSION, Zlib.ZLIB_VERSION, (int) Zlib.z_stream.size()) != Zlib.Z_OK) {
                        throw new IllegalStateException(stream.getString("msg"));
                    }
                    MemorySegment out = arena.allocate(z.deflateBound(stream.segment(), text.length));
                    stream.set("next_in", arena.allocateFrom(ValueLayout.JAVA_BYTE, text)).set("avail_in", text.length);
                    stream.set("next_out", out).set("avail_out", (int) out.byteSize());
                    int ended = z.deflate(stream.segment(), Zlib.Z_FINISH);
                    if (ended != Zlib.Z_STREAM_END || z.deflateEnd(stream.segment()) != Zlib.Z_OK) {
                        throw new IllegalStateException("deflate: " + ended + ", " + z.zError(ended));
                    }
                    packed = out.asSlice(0, stream.getLong("total_out")).toArray(ValueLayout.JAVA_BYTE);

                    Struct back = Zlib.z_stream.allocate(arena);
                    z.inflateInit_(back.segment(), Zlib.ZLIB_VERSION, (int) Zlib.z_stream.size());
                    MemorySegment to = arena.allocate(text.length);
                    back.set("next_in", out).set("avail_in", packed.length).set("next_out", to).set("avail_out", text.length);
                    if (z.inflate(back.segment(), Zlib.Z_FINISH) != Zlib.Z_STREAM_END) {
                        throw new IllegalStateException("inflate");
                    }
                    z.inflateEnd(back.segment());
                    MemorySegment.copy(to, ValueLayout.JAVA_BYTE, 0, again, 0, again.length);
                }
                // the same in one call, with a length that goes both ways, and one that is too short
                byte[] once = new byte[(int) z.compressBound(text.length)];
                long[] length = {once.length};
                if (z.compress(once, length, text, text.length) != Zlib.Z_OK || length[0] >= text.length) {
                    throw new IllegalStateException("compress");
                }
                try {
                    z.compress(once, length, text, text.length + 1);
                    throw new IllegalStateException("a length beyond the array went through");
                } catch (IndexOutOfBoundsException | IllegalArgumentException expected) {
                    return new byte[][] {text, packed, again, Arrays.copyOf(once, (int) length[0]), Long.toString(z.crc32(z.crc32(0, null, 0), text,
                            text.length)).getBytes()};
                }
                """);
        for (byte[] packed : new byte[][] {made[1], made[3]}) {
            Inflater inflater = new Inflater();
            inflater.setInput(packed);
            byte[] text = new byte[made[0].length + 1];
            assertEquals(made[0].length, inflater.inflate(text));
            assertArrayEquals(made[0], java.util.Arrays.copyOf(text, made[0].length));
        }
        assertArrayEquals(made[0], made[2]);
        java.util.zip.CRC32 crc = new java.util.zip.CRC32();
        crc.update(made[0]);
        assertEquals(Long.toString(crc.getValue()), new String(made[4], StandardCharsets.UTF_8));
    }

    @Test
    void sqliteAnswersQueriesThroughCallbacksAndStatements() throws Exception {
        CHeader.JavaSource sqlite = java(CHeader.read("sqlite3.h"), "Sqlite3", "sqlite3");
        assertTrue(names(sqlite, "function").size() > 250, "functions: " + names(sqlite, "function").size());
        Object rows = GeneratedJava.run(sqlite, classes, """
                Sqlite3 s = Sqlite3.open();
                List<String> rows = new ArrayList<>();
                MemorySegment[] out = new MemorySegment[1];
                if (s.sqlite3_open(":memory:", out) != Sqlite3.SQLITE_OK) {
                    throw new IllegalStateException("open");
                }
                MemorySegment db = out[0];
                try (Arena arena = Arena.ofConfined()) {
                    s.sqlite3_exec(db, "create table t(id integer, name text); insert into t values (1, 'eins'), (2, 'zwei')", null, null, null);
                    MemorySegment collect = Sqlite3.Sqlite3Callback.of(arena, (data, count, values, names) -> {
                        StringBuilder row = new StringBuilder();
                        for (int i = 0; i < count; i++) {
                            MemorySegment text = values.reinterpret(8L * count).getAtIndex(ValueLayout.ADDRESS, i);
                            row.append(i == 0 ? "" : "|").append(text.reinterpret(Long.MAX_VALUE).getString(0));
                        }
                        rows.add(row.toString());
                        return 0;
                    });
                    s.sqlite3_exec(db, "select id, upper(name) from t order by id", collect, null, null);

                    // a function of SQL that is Java, which sqlite keeps until the database is closed
                    MemorySegment twice = Sqlite3.Sqlite3CreateFunctionXFunc.of(arena, (context, count, values) ->
                            s.sqlite3_result_int64(context, 2 * s.sqlite3_value_int64(values.getAtIndex(ValueLayout.ADDRESS, 0))));
                    s.sqlite3_create_function(db, "twice", 1, Sqlite3.SQLITE_UTF8, null, twice, null, null);

                    if (s.sqlite3_prepare_v2(db, "select twice(id), name from t where name = ?", -1, out, null) != Sqlite3.SQLITE_OK) {
                        throw new IllegalStateException(s.sqlite3_errmsg(db));
                    }
                    MemorySegment statement = out[0];
                    s.sqlite3_bind_text(statement, 1, arena.allocateFrom("zwei"), -1, null);
                    while (s.sqlite3_step(statement) == Sqlite3.SQLITE_ROW) {
                        rows.add(s.sqlite3_column_int64(statement, 0) + " " + s.sqlite3_column_text(statement, 1));
                    }
                    s.sqlite3_finalize(statement);

                    // errors: sqlite's text, which is its own to free
                    MemorySegment[] message = new MemorySegment[1];
                    s.sqlite3_exec(db, "select * from absent", null, null, message);
                    rows.add(message[0].reinterpret(Long.MAX_VALUE).getString(0));
                    s.sqlite3_free(message[0]);
                    rows.add(s.sqlite3_errmsg(db));

                    // an exception in a callback waits for the call's end
                    MemorySegment angry = Sqlite3.Sqlite3Callback.of(arena, (data, count, values, names) -> {
                        throw new IllegalArgumentException("from the callback");
                    });
                    try {
                        s.sqlite3_exec(db, "select 1", angry, null, null);
                        rows.add("nothing was thrown");
                    } catch (IllegalArgumentException e) {
                        rows.add(e.getMessage());
                    }
                    rows.add(Integer.toString(s.sqlite3_close(db)));
                }
                return rows;
                """);
        assertEquals(List.of("1|EINS", "2|ZWEI", "4 zwei", "no such table: absent", "no such table: absent", "from the callback", "0"), rows);
    }

    @Test
    void aLambdaGoesStraightToAFunctionThatWasSaidToCallBackOnlyWhileItRuns() throws Exception {
        Object rows = GeneratedJava.run(java(CHeader.read("sqlite3.h").lambdas("sqlite3_exec"), "Sqlite3", "sqlite3"), classes, """
                Sqlite3 s = Sqlite3.open();
                MemorySegment[] db = new MemorySegment[1];
                s.sqlite3_open(":memory:", db);
                List<Integer> counts = new ArrayList<>();
                s.sqlite3_exec(db[0], "select 1, 2, 3", (data, count, values, names) -> {
                    counts.add(count);
                    return 0;
                }, null, null);
                s.sqlite3_close(db[0]);
                return counts;
                """);
        assertEquals(List.of(3), rows);
    }

    @Test
    void blasMultipliesMatrices() throws Exception {
        CHeader.JavaSource cblas = java(CHeader.read("cblas.h"), "Cblas", "openblas");
        assertTrue(names(cblas, "enum").containsAll(List.of("CBLAS_ORDER", "CBLAS_TRANSPOSE")));
        assertArrayEquals(new double[] {1 * 7 + 2 * 9 + 100, 1 * 8 + 2 * 10, 3 * 7 + 4 * 9, 3 * 8 + 4 * 10 + 100}, (double[]) GeneratedJava.run(cblas,
                classes, """
                double[] c = {10, 0, 0, 10};
                Cblas.open().cblas_dgemm(Cblas.CblasOrder.CblasRowMajor, Cblas.CblasTranspose.CblasNoTrans, Cblas.CblasTranspose.CblasNoTrans,
                        2, 2, 2, 1, new double[] {1, 2, 3, 4}, 2, new double[] {7, 8, 9, 10}, 2, 10, c, 2);
                return c;
                """), 0);
    }

    @Test
    void primesieveIteratesOverPrimes() throws Exception {
        CHeader.JavaSource sieve = java(CHeader.read("primesieve.h").also("primesieve/*.h"), "Primesieve", "primesieve");
        assertEquals(List.of("primesieve_next_prime", "primesieve_prev_prime"), names(sieve, "refused").stream().filter(n -> n.endsWith("_prime"))
                .toList(), "inline functions are no symbols");
        Object primes = GeneratedJava.run(sieve, classes, """
                Primesieve p = Primesieve.open();
                List<Long> primes = new ArrayList<>();
                long[] size = new long[1];
                MemorySegment all = p.primesieve_generate_primes(0, 30, size, Primesieve.INT64_PRIMES);
                for (long i = 0; i < size[0]; i++) {
                    primes.add(all.reinterpret(8 * size[0]).getAtIndex(ValueLayout.JAVA_LONG, i));
                }
                p.primesieve_free(all);
                try (Arena arena = Arena.ofConfined()) {
                    Struct it = Primesieve.primesieve_iterator.allocate(arena);
                    p.primesieve_init(it.segment());
                    p.primesieve_jump_to(it.segment(), 1_000_000_000_000L, 1_000_000_100_000L);
                    p.primesieve_generate_next_primes(it.segment()); // what the inline primesieve_next_prime does when its block is used up
                    MemorySegment block = it.getPointer("primes").reinterpret(8 * it.getLong("size"));
                    for (int i = 0; i < 5; i++) {
                        primes.add(block.getAtIndex(ValueLayout.JAVA_LONG, i));
                    }
                    p.primesieve_free_iterator(it.segment());
                }
                primes.add(p.primesieve_nth_prime(1_000_000, 0));
                return primes;
                """);
        List<Long> expected = new ArrayList<>();
        for (BigInteger q = BigInteger.TWO; q.longValue() < 30; q = q.nextProbablePrime()) {
            expected.add(q.longValue());
        }
        BigInteger large = BigInteger.valueOf(1_000_000_000_000L);
        for (int i = 0; i < 5; i++) {
            large = large.nextProbablePrime();
            expected.add(large.longValue());
        }
        expected.add(15_485_863L); // the millionth prime
        assertEquals(expected, primes);
    }

    @Test
    void fftwTransformsAsTheDefinitionSays() throws Exception {
        CHeader.JavaSource fftw = java(CHeader.read("fftw3.h"), "Fftw3", "fftw3");
        assertTrue(names(fftw, "missing").contains("fftwf_execute"), "what is in libfftw3f is not in libfftw3");
        assertTrue(names(fftw, "refused").contains("fftwl_plan_r2r_1d"), "long double");
        int n = 12;
        double[] input = new double[2 * n];
        for (int i = 0; i < input.length; i++) {
            input[i] = Math.sin(1 + 3.7 * i);
        }
        double[] output = (double[]) GeneratedJava.run(fftw, classes, """
                int n = 12;
                Fftw3 f = Fftw3.open();
                try (Arena arena = Arena.ofConfined()) {
                    MemorySegment in = arena.allocate(ValueLayout.JAVA_DOUBLE, 2 * n);
                    MemorySegment out = arena.allocate(ValueLayout.JAVA_DOUBLE, 2 * n);
                    MemorySegment plan = f.fftw_plan_dft_1d(n, in, out, Fftw3.FFTW_FORWARD, Fftw3.FFTW_ESTIMATE);
                    for (int i = 0; i < 2 * n; i++) {
                        in.setAtIndex(ValueLayout.JAVA_DOUBLE, i, Math.sin(1 + 3.7 * i));
                    }
                    f.fftw_execute(plan);
                    f.fftw_destroy_plan(plan);
                    return out.toArray(ValueLayout.JAVA_DOUBLE);
                }
                """);
        for (int k = 0; k < n; k++) {
            double re = 0;
            double im = 0;
            for (int j = 0; j < n; j++) {
                double angle = -2 * Math.PI * j * k / n;
                re += input[2 * j] * Math.cos(angle) - input[2 * j + 1] * Math.sin(angle);
                im += input[2 * j] * Math.sin(angle) + input[2 * j + 1] * Math.cos(angle);
            }
            assertEquals(re, output[2 * k], 1e-12);
            assertEquals(im, output[2 * k + 1], 1e-12);
        }
    }

    @Test
    void theSameHeaderGivesTheSameText() {
        CHeader header = CHeader.read("zlib.h");
        assertEquals(java(header, "Zlib", "z").text(), java(header, "Zlib", "z").text());
    }
}

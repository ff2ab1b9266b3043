package dev.kernelbridge.bench.peers;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.kernelbridge.bench.Refused;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * FLINT as a C program uses it: {@code n_factor} for machine words, {@code fmpz_factor} for the rest. While its quadratic sieve runs
 * it keeps a file siqs.dat in the working directory, so two of them at once need two directories.
 */
public final class Flint implements FactorPeer, PrimeProver {
    private static final int PROVED = 1;
    private static final int MOST_PRIMES = 15;             // FLINT_MAX_FACTORS_IN_LIMB
    private static final long EXPONENTS = 4;               // n_factor_t: int num, int exp[15], ulong p[15]
    private static final long PRIMES = 4 + 4 * MOST_PRIMES;
    private static final long N_FACTOR_BYTES = PRIMES + 8 * MOST_PRIMES;
    private static final long STRUCT_BYTES = 40;           // fmpz_factor_struct: int sign, fmpz *p, ulong *exp, slong alloc, slong num
    private static final int DECIMAL = 10;

    private final PeerLibrary library = new PeerLibrary("flint", "apt-get install libflint17 (Debian 12; libflint-dev elsewhere)");
    private MethodHandle word;
    private MethodHandle factor;
    private MethodHandle prime;
    private MethodHandle initFactors;
    private MethodHandle clearFactors;
    private MethodHandle initNumber;
    private MethodHandle clearNumber;
    private MethodHandle parse;
    private MethodHandle print;

    @Override
    public String id() {
        return "flint";
    }

    @Override
    public String name() {
        return missing().isPresent() ? "FLINT" : "FLINT " + library.data("flint_version", 16).getString(0);
    }

    @Override
    public String computes() {
        return "n_factor (64 bits, primes proved) and fmpz_factor: trial division, ECM, quadratic sieve; C, in process through FFM";
    }

    @Override
    public Optional<String> missing() {
        return library.missing();
    }

    @Override
    public int mostDigits() {
        return 65; // 25 s on an EPYC core with FLINT 2.9
    }

    @Override
    public long[][] factorizeAll(long[] numbers) {
        bind();
        long[][] result = new long[numbers.length][];
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment found = arena.allocate(N_FACTOR_BYTES, 8);
            for (int i = 0; i < numbers.length; i++) {
                NumberCalls.requireAboveOne(id(), Long.compareUnsigned(numbers[i], 1) > 0, numbers[i]);
                found.set(JAVA_INT, 0, 0); // n_factor_init
                word.invokeExact(found, numbers[i], PROVED);
                result[i] = words(found);
            }
            return result;
        } catch (Throwable e) {
            throw NumberCalls.refused(id(), e);
        }
    }

    @Override
    public List<BigInteger> factorize(BigInteger number) {
        bind();
        NumberCalls.requireAboveOne(id(), number.compareTo(BigInteger.ONE) > 0, number);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment digits = arena.allocateFrom(number.toString());
            MemorySegment n = arena.allocate(JAVA_LONG);
            MemorySegment found = arena.allocate(STRUCT_BYTES, 8);
            initNumber.invokeExact(n);
            initFactors.invokeExact(found);
            if ((int) parse.invokeExact(n, digits, DECIMAL) != 0) {
                throw new Refused("flint: fmpz_set_str does not read " + number);
            }
            factor.invokeExact(found, n);
            int distinct = (int) found.get(JAVA_LONG, 32);
            MemorySegment primes = found.get(ADDRESS, 8).reinterpret(8L * distinct);
            MemorySegment exponents = found.get(ADDRESS, 16).reinterpret(8L * distinct);
            List<BigInteger> result = new ArrayList<>();
            MemorySegment text = arena.allocate(digits.byteSize() + 1);
            for (int i = 0; i < distinct; i++) {
                MemorySegment written = (MemorySegment) print.invokeExact(text, DECIMAL, primes.asSlice(8L * i, 8));
                result.addAll(Collections.nCopies((int) exponents.getAtIndex(JAVA_LONG, i),
                        new BigInteger(written.reinterpret(text.byteSize()).getString(0))));
            }
            clearFactors.invokeExact(found);
            clearNumber.invokeExact(n);
            Collections.sort(result);
            return result;
        } catch (Throwable e) {
            throw NumberCalls.refused(id(), e);
        }
    }

    /** {@code n_is_prime}, proved below 2^64. */
    @Override
    public boolean[] isPrime(long[] numbers) {
        bind();
        return NumberCalls.prove(id(), prime, numbers);
    }

    private static long[] words(MemorySegment found) {
        int distinct = found.get(JAVA_INT, 0);
        int total = 0;
        for (int i = 0; i < distinct; i++) {
            total += found.get(JAVA_INT, EXPONENTS + 4L * i);
        }
        long[] result = new long[total];
        for (int i = 0, to = 0; i < distinct; i++) {
            int end = to + found.get(JAVA_INT, EXPONENTS + 4L * i);
            Arrays.fill(result, to, end, found.get(JAVA_LONG, PRIMES + 8L * i));
            to = end;
        }
        Arrays.sort(result); // n_factor returns them as it finds them
        return result;
    }

    private void bind() {
        if (print == null) {
            word = library.function("n_factor", FunctionDescriptor.ofVoid(ADDRESS, JAVA_LONG, JAVA_INT));
            prime = library.function("n_is_prime", FunctionDescriptor.of(JAVA_INT, JAVA_LONG));
            factor = library.function("fmpz_factor", FunctionDescriptor.ofVoid(ADDRESS, ADDRESS));
            initFactors = library.function("fmpz_factor_init", FunctionDescriptor.ofVoid(ADDRESS));
            clearFactors = library.function("fmpz_factor_clear", FunctionDescriptor.ofVoid(ADDRESS));
            initNumber = library.function("fmpz_init", FunctionDescriptor.ofVoid(ADDRESS));
            clearNumber = library.function("fmpz_clear", FunctionDescriptor.ofVoid(ADDRESS));
            parse = library.function("fmpz_set_str", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
            print = library.function("fmpz_get_str", FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT, ADDRESS));
        }
    }
}

package dev.kernelbridge.plan;

import dev.kernelbridge.spi.BasePrimes;
import dev.kernelbridge.spi.ElementType;
import dev.kernelbridge.spi.Engine;
import dev.kernelbridge.spi.FactorEngine;
import dev.kernelbridge.spi.MapOp;
import dev.kernelbridge.spi.ReduceOp;
import dev.kernelbridge.spi.SieveUnit;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * What an engine must get right before anybody relies on it: a few known cases per kernel, in milliseconds. The expected values are
 * published ones (OEIS A006880, the factors of Fermat and Mersenne numbers) or exact by construction. Matrix products have their own,
 * later: {@link TrustedProducts}.
 */
final class SelfTest {
    /** The primes from 7 to 1000: enough for the numbers below a million. */
    private static final BasePrimes BASE = base();

    private SelfTest() {
    }

    /** The first wrong answer in words, or null. */
    static String firstError(Engine engine) {
        String error = primes(engine);
        error = error != null ? error : factors(engine);
        return error != null ? error : vectors(engine);
    }

    private static String primes(Engine engine) {
        // Bytes 0 to 33,333 less the bits of 1 and of numbers above a million: its 78,498 primes less 2, 3 and 5.
        long count = engine.primes().countSieve(new SieveUnit(0, 33_334, 0xFE, 0x03), BASE);
        if (count != 78_495) {
            return "counted " + (count + 3) + " primes below 10^6 instead of 78498";
        }
        byte[] bits = new byte[4];
        engine.primes().sieve(3, bits, BASE); // 90 to 209
        if (!sieved(bits)) {
            return "sieved 90 to 209 wrongly: " + Arrays.toString(bits);
        }
        // The largest primes below 2^32, 2^63 and 2^64; a Carmichael number; the least strong pseudoprime to bases 2, 3, 5, 7; squares.
        long[] n = {2, 4_294_967_291L, Long.MAX_VALUE - 24, -59L, 561, 3_215_031_751L, 4_294_967_291L * 4_294_967_291L, 1, 0};
        boolean[] prime = new boolean[n.length];
        engine.primes().isPrime(n, 0, n.length, prime);
        boolean[] expected = {true, true, true, true, false, false, false, false, false};
        for (int i = 0; i < n.length; i++) {
            if (prime[i] != expected[i]) {
                return "took " + Long.toUnsignedString(n[i]) + " for " + (prime[i] ? "prime" : "composite");
            }
        }
        if (engine.primes().rough() != null) {
            long rough = engine.primes().rough().count(1_000_000);
            if (rough != 78_498) {
                return "counted " + rough + " primes below 10^6 by rough numbers instead of 78498";
            }
        }
        return engine.primes().leaves() == null ? null : LeafCase.firstError(engine.primes().leaves(), BASE);
    }

    /** Compares four bytes of the sieve from 90 with trial division. */
    private static boolean sieved(byte[] bits) {
        int[] residues = {1, 7, 11, 13, 17, 19, 23, 29};
        for (int i = 0; i < 8 * bits.length; i++) {
            int n = 30 * (3 + i / 8) + residues[i % 8];
            boolean prime = n % 7 != 0 && n % 11 != 0 && n % 13 != 0;
            if (prime != ((bits[i / 8] >> i % 8 & 1) == 1)) {
                return false;
            }
        }
        return true;
    }

    private static String factors(Engine engine) {
        // 2^63 - 1, the Fermat number 2^32 + 1, 2^64 - 1, a prime's square, 47 primorial, 1.
        long[] n = {Long.MAX_VALUE, 4_294_967_297L, -1L, 1_000_003L * 1_000_003L, 614_889_782_588_491_410L, 1};
        long[][] expected = {{7, 73, 127, 337, 92_737, 649_657}, {641, 6_700_417}, {3, 5, 17, 257, 641, 65_537, 6_700_417},
            {1_000_003}, {2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47}, {}};
        long[] primes = new long[FactorEngine.SLOTS * n.length];
        engine.factors().factorize(n, 0, n.length, primes);
        for (int i = 0; i < n.length; i++) {
            long[] found = Arrays.stream(primes, FactorEngine.SLOTS * i, FactorEngine.SLOTS * (i + 1)).takeWhile(p -> p != 0).sorted()
                    .toArray();
            if (!Arrays.equals(found, expected[i])) {
                return "factored " + Long.toUnsignedString(n[i]) + " into " + Arrays.toString(found);
            }
        }
        return null;
    }

    /** The first wrong answer of the vector kernels alone, or null. */
    static String vectors(Engine engine) {
        int n = 10_000;
        float[] x = new float[n];
        float[] y = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = i % 17;
            y[i] = i % 5;
        }
        float[] out = new float[n];
        engine.vectors().map(ElementType.F32, MapOp.AXPY, 3, 0, MemorySegment.ofArray(x), MemorySegment.ofArray(y), null,
                MemorySegment.ofArray(out), n);
        for (int i = 0; i < n; i++) {
            if (out[i] != 3 * x[i] + y[i]) {
                return "axpy: 3 * " + x[i] + " + " + y[i] + " = " + out[i];
            }
        }
        double[] partials = new double[2];
        engine.vectors().reduce(ElementType.F32, ReduceOp.DOT, 0, MemorySegment.ofArray(x), MemorySegment.ofArray(y), n, partials, 0);
        long dot = 0;
        for (int i = 0; i < n; i++) {
            dot += (long) (i % 17) * (i % 5);
        }
        if (partials[0] + partials[1] != dot) { // small integers: every order of addition is exact
            return "dot: " + (partials[0] + partials[1]) + " instead of " + dot;
        }
        float[] one = {0, 1, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY};
        engine.vectors().map(ElementType.F32, MapOp.EXP, 0, 0, MemorySegment.ofArray(one), null, null, MemorySegment.ofArray(one), 4);
        boolean right = one[0] == 1 && Math.abs(one[1] - Math.E) < 3e-7 && one[2] == 0 && one[3] == Float.POSITIVE_INFINITY;
        return right ? null : "exp of 0, 1, -infinity, infinity: " + Arrays.toString(one);
    }

    private static BasePrimes base() {
        int[] primes = new int[168];
        int count = 0;
        for (int n = 7; n < 1000; n++) {
            int d = 2;
            while (d * d <= n && n % d != 0) {
                d++;
            }
            if (d * d > n) {
                primes[count++] = n;
            }
        }
        return new BasePrimes(primes, count, 999);
    }
}

package dev.kernelbridge.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kernelbridge.Factorization;
import dev.kernelbridge.Kernels;
import java.math.BigInteger;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** What holds for every input, tried on random ones and on the edges of their ranges. */
public final class PropertyContract {
    private static final int TRIES = 150;

    private final Kernels k = UnderTest.kernels();

    @Property(tries = TRIES)
    void primesOfAFactorizationMultiplyToTheNumber(@ForAll @LongRange(min = Long.MIN_VALUE) long n) {
        if (n != 0) {
            Factorization f = k.factorize(n);
            assertEquals(BigInteger.valueOf(n), f.number());
            for (BigInteger p : f.primes()) {
                assertTrue(p.isProbablePrime(80), p + " is not prime");
            }
        }
    }

    @Property(tries = TRIES)
    void aBatchEqualsItsElements(@ForAll @Size(max = 20) List<@LongRange(min = 1, max = 1L << 40) Long> numbers) {
        long[] n = numbers.stream().mapToLong(Long::longValue).toArray();
        List<Factorization> batch = k.factorizeAll(n);
        boolean[] prime = k.isPrime(n);
        for (int i = 0; i < n.length; i++) {
            assertEquals(k.factorize(n[i]), batch.get(i));
            assertEquals(BigInteger.valueOf(n[i]).isProbablePrime(80), prime[i]);
        }
    }

    @Property(tries = 60)
    void countsOfASplitRangeAddUp(@ForAll @LongRange(min = -100, max = 2_000_000) long a, @ForAll @LongRange(min = -100, max = 2_000_000) long b,
            @ForAll @LongRange(min = -100, max = 2_000_000) long c) {
        long from = Math.min(a, Math.min(b, c));
        long to = Math.max(a, Math.max(b, c));
        long middle = a + b + c - from - to;
        long whole = k.countPrimes(from, to);
        assertEquals(whole, k.countPrimes(from, middle) + (middle < to ? k.countPrimes(middle + 1, to) : 0));
        assertEquals(whole, k.countPrimes(to) - k.countPrimes(from - 1));
    }

    @Property(tries = 60)
    void theNthPrimeHasRankN(@ForAll @LongRange(min = 1, max = 60_000) long i) {
        long p = k.nthPrime(i);
        assertTrue(k.isPrime(p));
        assertEquals(i, k.countPrimes(p));
    }

    @Property(tries = TRIES)
    void normsAreNeverNegativeAndScaleByPowersOfTwo(@ForAll @Size(max = 200) List<@DoubleRange(min = -1e100, max = 1e100) Double> values) {
        double[] x = values.stream().mapToDouble(Double::doubleValue).toArray();
        double norm = k.vectors().nrm2(x);
        assertTrue(norm >= 0);
        double[] scaled = new double[x.length];
        k.vectors().scale(0x1p-20, x, scaled);
        double expected = norm * 0x1p-20;
        assertEquals(expected, k.vectors().nrm2(scaled), 4 * Math.ulp(expected));
    }
}

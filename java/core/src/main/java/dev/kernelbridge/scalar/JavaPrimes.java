package dev.kernelbridge.scalar;

import dev.kernelbridge.scalar.factor.BailliePsw;
import dev.kernelbridge.scalar.factor.PrimesSideBySide;
import dev.kernelbridge.spi.BasePrimes;
import dev.kernelbridge.spi.LeafEngine;
import dev.kernelbridge.spi.PrimeEngine;
import dev.kernelbridge.spi.SieveUnit;

/** The prime kernels in plain Java. */
final class JavaPrimes implements PrimeEngine {
    /** Units of 15 ms, since a sieve sets itself up for each of them. */
    private static final int LEAST_UNIT = 4 << 20;
    private static final int LARGEST_UNIT = 16 << 20;

    private final LeafEngine leaves = new JavaLeaves();

    @Override
    public int unitBytes(long to) {
        // Each unit walks over all primes to sqrt(to): beyond 10^13 longer units keep that below the striking itself.
        return (int) Math.clamp((long) Math.sqrt(to) / 2, LEAST_UNIT, LARGEST_UNIT);
    }

    @Override
    public long countSieve(SieveUnit unit, BasePrimes base) {
        return new UnitSieve(unit.firstByte(), unit.bytes(), base).count(unit.firstMask(), unit.lastMask());
    }

    @Override
    public void sieve(long firstByte, byte[] bits, BasePrimes base) {
        new UnitSieve(firstByte, bits.length, base).sieve(bits);
    }

    @Override
    public void isPrime(long[] n, int off, int len, boolean[] out) {
        if (len == 1) {
            out[off] = BailliePsw.isPrime(n[off]);
        } else {
            PrimesSideBySide.isPrime(n, off, len, out);
        }
    }

    @Override
    public LeafEngine leaves() {
        return leaves;
    }
}

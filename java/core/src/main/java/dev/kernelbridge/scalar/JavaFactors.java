package dev.kernelbridge.scalar;

import dev.kernelbridge.scalar.factor.Batch;
import dev.kernelbridge.scalar.factor.Chain;
import dev.kernelbridge.spi.FactorEngine;
import dev.kernelbridge.spi.RelationEngine;
import java.util.Arrays;

/** The factorization kernels in plain Java: few numbers one after the other, many in lockstep. */
final class JavaFactors implements FactorEngine {
    /** Below this, numbers of one size that could go side by side are rare. */
    private static final int FEW = 4;

    private final RelationEngine relations = new JavaRelations();

    @Override
    public RelationEngine relations() {
        return relations;
    }

    @Override
    public int batch() {
        return 2048; // 63-bit semiprimes take 35 microseconds each, random numbers a tenth of it; half as many leave lanes idle
    }

    @Override
    public boolean proves() {
        return true;
    }

    @Override
    public void factorize(long[] n, int off, int len, long[] primes) {
        if (len >= FEW) {
            new Batch(len, primes, SLOTS).run(n, off);
            return;
        }
        Chain chain = new Chain();
        for (int i = 0; i < len; i++) {
            int count = chain.distinctPrimes(n[off + i], primes, SLOTS * i);
            Arrays.fill(primes, SLOTS * i + count, SLOTS * (i + 1), 0);
        }
    }
}

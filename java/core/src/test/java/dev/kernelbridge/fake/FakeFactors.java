package dev.kernelbridge.fake;

import dev.kernelbridge.spi.FactorEngine;
import dev.kernelbridge.spi.RelationEngine;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/** A device's factorization by Java's: it proves nothing, takes its time, and may have a sieve that lies. */
public record FakeFactors(FactorEngine java, long millis, UnaryOperator<RelationEngine> sieve) implements FactorEngine {

    @Override
    public int batch() {
        return 500;
    }

    @Override
    public void factorize(long[] n, int off, int len, long[] primes) {
        LockSupport.parkNanos(1_000_000 * millis);
        java.factorize(n, off, len, primes);
    }

    @Override
    public RelationEngine relations() {
        return sieve.apply(java.relations());
    }
}

package dev.kernelbridge.factor.siqs;

import dev.kernelbridge.spi.SieveTables;
import java.math.BigInteger;

/** One number's sieve: its tables, its polynomials, and what was found so far. */
final class Job {
    final BigInteger n;
    final int multiplier;
    final Parameters parameters;
    final SieveTables tables;
    final Coefficients coefficients;
    final Relations relations = new Relations();
    /** A divisor that was met before anything was sieved, or null. */
    final BigInteger divisor;
    private int needed;

    Job(BigInteger n, int multiplier, Parameters parameters) {
        this.n = n;
        this.multiplier = multiplier;
        this.parameters = parameters;
        BigInteger common = n.gcd(BigInteger.valueOf(multiplier));
        FactorBase.Found base = common.equals(BigInteger.ONE) ? FactorBase.of(n, multiplier, parameters)
                : new FactorBase.Found(null, common);
        divisor = base.divisor();
        tables = base.tables();
        coefficients = divisor != null ? null
                : new Coefficients(n.multiply(BigInteger.valueOf(multiplier)), tables, parameters.factor());
        needed = divisor != null ? 0 : tables.size() + 1 + parameters.excess();
    }

    static Job of(BigInteger n) {
        return new Job(n, Multiplier.of(n), Parameters.of(n));
    }

    /** How many sets of relations are enough to try. */
    int needed() {
        return needed;
    }

    boolean enough() {
        return relations.sets() >= needed;
    }

    /** A proper divisor by linear algebra; null if there is none in what was found, and then more is needed. */
    BigInteger solve(Runnable check) {
        BigInteger found = new SquareRoot(n, tables, coefficients, relations).divisor(check);
        needed = relations.sets() + 16;
        return found;
    }
}

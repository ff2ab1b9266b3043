package dev.kernelbridge.factor.siqs;

import dev.kernelbridge.plan.Session;
import dev.kernelbridge.scalar.JavaRelations;
import dev.kernelbridge.spi.RelationEngine;
import dev.kernelbridge.spi.RelationList;
import dev.kernelbridge.spi.SieveCoefficient;
import dev.kernelbridge.spi.SieveTables;
import java.math.BigInteger;

/** Splits an odd number that is neither prime nor a power. */
public final class QuadraticSieve {
    private static final RelationEngine JAVA = new JavaRelations();

    private QuadraticSieve() {
    }

    /** A proper divisor of the odd composite n, which is no perfect power. */
    public static BigInteger factor(Session session, BigInteger n) {
        return factor(n, Parameters.of(n));
    }

    static boolean trace;

    static BigInteger factor(BigInteger n, Parameters parameters) {
        int multiplier = Multiplier.of(n);
        BigInteger common = n.gcd(BigInteger.valueOf(multiplier));
        if (!common.equals(BigInteger.ONE)) {
            return common;
        }
        long t0 = System.nanoTime();
        FactorBase.Found base = FactorBase.of(n, multiplier, parameters);
        if (base.divisor() != null) {
            return base.divisor();
        }
        SieveTables tables = base.tables();
        Coefficients coefficients = new Coefficients(n.multiply(BigInteger.valueOf(multiplier)), tables, parameters.factor());
        Relations relations = new Relations(tables);
        RelationList list = new RelationList();
        long t1 = System.nanoTime();
        int needed = tables.size() + 1 + parameters.excess();
        for (int i = 0; ; i++) {
            SieveCoefficient c = coefficients.get(i);
            list.clear();
            JAVA.sieve(tables, c, 0, c.polynomials(), list);
            take(tables, relations, c, list);
            if (relations.sets() >= needed) {
                long t2 = System.nanoTime();
                BigInteger divisor = new SquareRoot(n, tables, coefficients, relations).divisor();
                if (trace) {
                    System.out.printf("  base %d start %.3f sieve %.3f (%d a of %d) linear %.3f ms; %d relations, %d full, %d sets; k=%d words %d start %d tight %d scale %.2f%n",
                            tables.size(), (t1 - t0) / 1e6, (t2 - t1) / 1e6, i + 1, c.polynomials(), (System.nanoTime() - t2) / 1e6,
                            relations.count(), relations.full(), relations.sets(), multiplier, tables.words(), tables.start(), tables.tight(), tables.scale());
                }
                if (divisor != null) {
                    return divisor;
                }
                needed += 16;
            }
        }
    }

    private static void take(SieveTables tables, Relations relations, SieveCoefficient c, RelationList list) {
        int[] data = list.data();
        for (int at = 0; at < list.size(); at += RelationList.HEAD + data[at + 4]) {
            if (!relations.right(c, data, at)) {
                throw new IllegalStateException("wrong relation");
            }
            long left = Relations.left(data, at);
            if (Long.compareUnsigned(left, tables.single()) <= 0) {
                relations.add(c, data, at, 1, (int) left);
            }
        }
    }
}

package dev.kernelbridge.scalar;

import dev.kernelbridge.spi.RelationEngine;
import dev.kernelbridge.spi.RelationList;
import dev.kernelbridge.spi.SieveCoefficient;
import dev.kernelbridge.spi.SieveTables;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The quadratic sieve in plain Java. Keeps the working memory of the last calls, a piece for each of the threads that ran at once. */
final class JavaRelations implements RelationEngine {
    private final ConcurrentLinkedQueue<PolynomialSieve> free = new ConcurrentLinkedQueue<>();

    @Override
    public void sieve(SieveTables tables, SieveCoefficient coefficient, int from, int to, RelationList found) {
        PolynomialSieve mine = take(tables, coefficient);
        mine.sieve(coefficient, from, to, found);
        free.add(mine);
    }

    /** One that has begun with this coefficient, else any of these tables; others are left to the garbage collector. */
    private PolynomialSieve take(SieveTables tables, SieveCoefficient coefficient) {
        PolynomialSieve other = null;
        for (PolynomialSieve one : free) {
            if (one.tables != tables) {
                free.remove(one);
            } else if (one.coefficient == coefficient && free.remove(one)) {
                return one;
            } else {
                other = one;
            }
        }
        return other != null && free.remove(other) ? other : new PolynomialSieve(tables);
    }
}

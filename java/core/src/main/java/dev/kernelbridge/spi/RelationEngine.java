package dev.kernelbridge.spi;

/** Finds the places where the quadratic sieve's polynomials split into small primes. */
public interface RelationEngine {

    /**
     * Sieves the polynomials {@code from <= g < to} of a coefficient and adds what it finds. It may miss some, but what it adds is
     * right: Q(x) = +- product of the listed primes, of primes of a, and of what is left. The conductor checks that.
     */
    void sieve(SieveTables tables, SieveCoefficient coefficient, int from, int to, RelationList found);

    /** Nobody will sieve with these tables any more, or not soon: what the engine keeps for them may go. */
    default void release(SieveTables tables) {
        // most keep little
    }
}

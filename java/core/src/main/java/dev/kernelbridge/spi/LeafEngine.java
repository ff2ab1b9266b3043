package dev.kernelbridge.spi;

/** The inner loops of combinatorial prime counting on a device. */
public interface LeafEngine {
    /** Longs per job of {@link #sumPi}. */
    int JOB = 4;

    /**
     * The sum over jobs (value, from, to, weight) of weight times the sum of pi(value / primes[i]) for from &lt; i &lt;= to, modulo 2^64.
     * Every value / primes[i] is from 2 to the table's limit.
     */
    long sumPi(LeafTables tables, long[] jobs, int count);

    /**
     * The hard leaves (p_b, m) whose x / (p_b m) lies in [low, high), both multiples of 240: for each b from k + 1 to {@code stages} the
     * leaves z / p_b &lt; m &lt;= min(z, x / p_b^3) with lpf(m) > p_b and no square or prime above y dividing m. Returns the sum of
     * -mu(m) times the count of the numbers from {@code low} to x / (p_b m) that none of the first b - 1 primes divides, modulo 2^64. Adds
     * to {@code phi[b]} the count of such numbers in all of [low, high) and to {@code mu[b]} the sum of -mu(m), so that the caller can
     * add what lies below {@code low} afterwards. {@code phi[b]} need not count where p_b^2 > x / v, as no leaf of b is above that v.
     */
    long hardLeaves(LeafTables tables, long low, long high, int stages, long[] phi, long[] mu);

    /** Whether {@link #hardLeaves} takes an x of 2^63 and more; {@link #sumPi} is the same for any, since its values are longs. */
    default boolean wide() {
        return true;
    }

    /** The count is over: no call with these tables runs, and none will. What the engine keeps of them may go. */
    default void release(LeafTables tables) {
    }

    /** Longs of {@link #askSieve}'s answer: the sum, how many primes asked, and how many numbers are left. */
    int ASKED = 3;

    /**
     * Sieves [low, high), both multiples of 240, and asks it for pi(x / p): for every prime p with y &lt; p &lt;= the table's limit and
     * low &lt;= x / p &lt; high how many numbers from {@code low} to x / p no prime of {@code base} divides, nor 2, 3 and 5. {@code base}
     * reaches at least to the root of {@code high}.
     *
     * @return {@link #ASKED} numbers; or null where the engine has no such loop, and the caller sieves and asks by itself
     */
    default long[] askSieve(LeafTables tables, BasePrimes base, long low, long high) {
        return null;
    }

    /**
     * How many CPU cores' work suits one call: 1 for a core, as many as it takes to fill a device. Units of about 50 ms of a core become
     * that much larger, and there are that much fewer.
     */
    default int breadth() {
        return 1;
    }
}

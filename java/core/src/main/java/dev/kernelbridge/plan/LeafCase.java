package dev.kernelbridge.plan;

import dev.kernelbridge.spi.BasePrimes;
import dev.kernelbridge.spi.LeafEngine;
import dev.kernelbridge.spi.LeafTables;
import dev.kernelbridge.spi.PiTable;
import dev.kernelbridge.spi.Wide;
import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * The self-test of combinatorial prime counting: all hard leaves of x = 10^7, y = z = 400, a few sums of pi, and where the engine asks a
 * sieve itself all of B's questions. The expected values are from a program of a few lines that follows the definitions, number by
 * number.
 */
final class LeafCase {
    private static final long X = 10_000_000;
    private static final int Z = 400;
    private static final int K = 4;
    private static final int STAGES = 18; // the primes up to x / y^2 = 62
    private static final int HIGH = 25_200; // the first multiple of 240 above x / z
    private static final long LEAVES = 431_781;
    private static final long[] SIGNS = {61, 66, 69, 70, 69, 68, 56, 33, 21, 16, 9, 3, 0, 0};
    /** The sums of pi(212765 / p) for 67 &lt; p &lt;= 397, pi(6324 / p) for p &lt;= 29, pi(103092 / p) for 173 &lt; p &lt;= 397, times 3, -1, 2. */
    private static final long[] JOBS = {212_765, 19, 78, 3, 6_324, 0, 10, -1, 103_092, 40, 78, 2};
    private static final long SUM = 38_184;
    /** The sum of pi(10^7 / p) - pi(2879) for 400 &lt; p &lt;= 3162, the number of those p, the primes from 2880 to 25,199 (PARI). */
    private static final long[] ASKED = {207_449, 368, 2364};
    private static final long LOW = 2880;
    private static final LeafTables TABLES = tables();
    /** Lookups of a job, and stages, when it is measured. */
    private static final int PER_JOB = 59;
    static final int STAGED = STAGES - K;

    private LeafCase() {
    }

    /** The first wrong answer in words, or null. */
    static String firstError(LeafEngine leaves, BasePrimes base) {
        long sum = leaves.sumPi(TABLES, JOBS, JOBS.length / LeafEngine.JOB);
        if (sum != SUM) {
            return "added up pi(v) to " + sum + " instead of " + SUM;
        }
        long[] phi = new long[STAGES + 1];
        long[] signs = new long[STAGES + 1];
        long hard = leaves.hardLeaves(TABLES, 0, HIGH, STAGES, phi, signs);
        if (hard != LEAVES) {
            return "added up the hard leaves of 10^7 to " + hard + " instead of " + LEAVES;
        }
        if (phi[K + 1] != HIGH / 210 * 48 || !Arrays.equals(signs, K + 1, STAGES + 1, SIGNS, 0, SIGNS.length)) {
            return "counted " + phi[K + 1] + " numbers coprime to 210 up to " + HIGH + ", and leaves of the signs " + Arrays.toString(signs);
        }
        long[] asked = leaves.askSieve(TABLES, base, LOW, HIGH);
        if (asked != null && !Arrays.equals(asked, ASKED)) {
            return "asked the sieve from " + LOW + " to " + HIGH + ", and got " + Arrays.toString(asked) + " instead of "
                    + Arrays.toString(ASKED);
        }
        return null;
    }

    /** How many lookups {@link #lookups(LeafEngine, int)} asks for. */
    static long lookups(int jobs) {
        return Math.max(1, (long) jobs * PER_JOB);
    }

    /** A job of equal sums, for measuring: so many jobs of {@link #PER_JOB} lookups; one lookup if there are none. */
    static long lookups(LeafEngine leaves, int jobs) {
        long[] all = new long[LeafEngine.JOB * Math.max(1, jobs)];
        for (int j = 0; j < all.length; j += LeafEngine.JOB) {
            all[j] = 212_765;
            all[j + 1] = 19;
            all[j + 2] = jobs == 0 ? 20 : 19 + PER_JOB;
            all[j + 3] = 1;
        }
        return leaves.sumPi(TABLES, all, all.length / LeafEngine.JOB);
    }

    /** The hard leaves of one short segment, for measuring: {@link #STAGED} stages. */
    static long stages(LeafEngine leaves) {
        return leaves.hardLeaves(TABLES, 0, 240 * 8, STAGES, new long[STAGES + 1], new long[STAGES + 1]);
    }

    /** All by trial division. */
    private static LeafTables tables() {
        int limit = (int) Math.sqrt(X);
        long[] pairs = new long[2 * (limit / 128 + 2)];
        for (int n = 1; n <= limit; n += 2) {
            if (n == 1 || least(n) == n) { // 1 stands for 2
                pairs[n / 128 * 2] |= 1L << n / 2 % 64;
            }
        }
        for (int i = 2; i < pairs.length; i += 2) {
            pairs[i + 1] = pairs[i - 1] + Long.bitCount(pairs[i - 2]);
        }
        int[] primes = LongStream.rangeClosed(0, Z).mapToInt(n -> (int) n).filter(n -> n == 0 || n > 1 && least(n) == n).toArray();
        int top = LeafTables.indexAbove(Z);
        char[] factor = new char[top];
        int[] leaf = new int[top];
        for (int m = 1, i = 0; i < top; m += 2) {
            if (m % 3 != 0 && m % 5 != 0 && m % 7 != 0) {
                factor[i] = (char) (m == 1 || !squareFree(m) ? 0 : least(m) == m ? 0xFFFF : least(m));
                leaf[i++] = m - (m > 1 && even(m) ? 0 : 1);
            }
        }
        return new LeafTables(Wide.of(X), Z, Z, K, primes, new PiTable(pairs, limit), factor, leaf, new byte[] {
            (byte) 0b1111_1101, (byte) 0b1101_1111, (byte) 0b1110_1111, (byte) 0b0111_1110, (byte) 0b1111_0111, (byte) 0b1111_1011,
            (byte) 0b1011_1111});
    }

    private static int least(int n) {
        int d = 2;
        while (d * d <= n && n % d != 0) {
            d++;
        }
        return n % d == 0 ? d : n;
    }

    private static boolean squareFree(int n) {
        return n == 1 || n / least(n) % least(n) != 0 && squareFree(n / least(n));
    }

    /** Whether n has an even number of primes. */
    private static boolean even(int n) {
        return n == 1 || !even(n / least(n));
    }
}

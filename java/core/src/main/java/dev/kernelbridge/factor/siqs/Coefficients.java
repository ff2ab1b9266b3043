package dev.kernelbridge.factor.siqs;

import dev.kernelbridge.scalar.Arithmetic;
import dev.kernelbridge.spi.SieveCoefficient;
import dev.kernelbridge.spi.SieveTables;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The leading coefficients a, one after another: all but one of their primes are drawn from a stretch of the factor base, the last one
 * brings a close to sqrt(N / 2) / (places / 2), which keeps |Q(x)| smallest over all places. The draws are those of a generator that N
 * seeds, so a number always has the same sequence; no a comes twice.
 */
final class Coefficients {
    private static final int DRAWS = 12;
    /** There are billions for a number of 80 bits, and some hundred for one of 48, which needs a few. */
    private static final int DRAWS_IN_VAIN = 100_000;
    private static final int MOST_FACTORS = 20;

    private final SieveTables tables;
    private final double target; // log2 a
    private final int count; // s
    private final int from; // the stretch
    private final int to;
    private final double[] logs;
    private final Set<String> taken = new HashSet<>();
    private final List<BigInteger> values = new ArrayList<>();
    private final List<BigInteger[]> parts = new ArrayList<>(); // the B_l
    private final List<SieveCoefficient> all = new ArrayList<>();
    private long state;

    Coefficients(BigInteger n, SieveTables tables, double factorBits) {
        this.tables = tables;
        state = n.longValue() ^ n.shiftRight(64).longValue();
        target = (FactorBase.log2(n) - 1) / 2 - Math.log(tables.places() / 2.0) / Math.log(2);
        int size = tables.size();
        logs = new double[size];
        for (int i = 0; i < size; i++) {
            logs[i] = Math.log(tables.primes()[i]) / Math.log(2);
        }
        count = Math.clamp(Math.round(target / factorBits), 2, MOST_FACTORS);
        double ideal = target / count;
        int middle = Arrays.binarySearch(logs, ideal);
        middle = middle < 0 ? -middle - 1 : middle;
        int half = Math.max(8 + count, Math.min(size / 12, 60));
        int begin = Math.clamp(middle - half, 2, Math.max(2, size - 2 * half));
        from = begin;
        to = Math.min(size, begin + 2 * half);
    }

    /** The coefficient of that index; earlier ones are kept. */
    SieveCoefficient get(int index) {
        while (all.size() <= index) {
            draw();
        }
        return all.get(index);
    }

    /** Its a. */
    BigInteger value(int index) {
        get(index);
        return values.get(index);
    }

    private void draw() {
        int[] best = null;
        double bestMiss = Double.MAX_VALUE;
        for (int draws = 0; draws < DRAWS || best == null; draws++) {
            if (draws > DRAWS_IN_VAIN) {
                throw new IllegalStateException("no polynomial is left after " + all.size() + " coefficients");
            }
            int[] chosen = new int[count];
            double log = 0;
            for (int l = 0; l < count - 1; l++) {
                int i;
                do {
                    i = from + (int) Long.remainderUnsigned(random() >>> 1, to - from);
                } while (tables.roots()[i] == 0 || contains(chosen, l, i));
                chosen[l] = i;
                log += logs[i];
            }
            int last = closest(target - log, chosen);
            chosen[count - 1] = last;
            double miss = Math.abs(target - log - logs[last]) + draws / 1000.0;
            if (miss < bestMiss || best == null) {
                Arrays.sort(chosen);
                if (!taken.contains(Arrays.toString(chosen))) {
                    best = chosen;
                    bestMiss = miss;
                    if (miss < 0.05) {
                        break;
                    }
                }
            }
        }
        taken.add(Arrays.toString(best));
        add(best);
    }

    /** The unused prime whose logarithm is closest. */
    private int closest(double log, int[] chosen) {
        int high = Arrays.binarySearch(logs, log);
        high = Math.clamp(high < 0 ? -high - 1 : high, 2, logs.length - 1);
        int low = high - 1;
        while (high < logs.length && unfit(high, chosen)) {
            high++;
        }
        while (low > 1 && unfit(low, chosen)) {
            low--;
        }
        if (low <= 1) {
            return high;
        }
        return high >= logs.length || log - logs[low] < logs[high] - log ? low : high;
    }

    private boolean unfit(int i, int[] chosen) {
        return tables.roots()[i] == 0 || contains(chosen, count - 1, i);
    }

    private static boolean contains(int[] chosen, int length, int i) {
        for (int l = 0; l < length; l++) {
            if (chosen[l] == i) {
                return true;
            }
        }
        return false;
    }

    private void add(int[] factors) {
        int[] primes = tables.primes();
        BigInteger a = BigInteger.ONE;
        for (int f : factors) {
            a = a.multiply(BigInteger.valueOf(primes[f]));
        }
        int s = factors.length;
        int words = tables.words();
        int[] gammas = new int[s];
        long[] low = new long[s * words];
        BigInteger[] exact = new BigInteger[s];
        long parity = 0;
        for (int l = 0; l < s; l++) {
            int q = primes[factors[l]];
            long reciprocal = tables.reciprocals()[factors[l]];
            int cofactor = 1;
            for (int f : factors) {
                if (f != factors[l]) {
                    cofactor = Residues.modulo((long) cofactor * (primes[f] % q), q, reciprocal);
                }
            }
            int gamma = Residues.modulo((long) tables.roots()[factors[l]] * Arithmetic.inverse(cofactor, q), q, reciprocal);
            gammas[l] = Math.min(gamma, q - gamma);
            exact[l] = a.divide(BigInteger.valueOf(q)).multiply(BigInteger.valueOf(gammas[l]));
            Words.low(exact[l], low, l * words, words);
            parity ^= exact[l].longValue();
        }
        values.add(a);
        parts.add(exact);
        all.add(new SieveCoefficient(all.size(), factors, gammas, 1 - (int) (parity & 1), Words.low(a, words), Words.inverse(a, words),
                low));
    }

    /** b of polynomial g, exactly. */
    BigInteger b(int index, int g) {
        SieveCoefficient c = get(index);
        BigInteger[] exact = parts.get(index);
        int minus = g ^ g >>> 1;
        BigInteger b = c.odd() != 0 ? values.get(index) : BigInteger.ZERO;
        for (int l = 0; l < exact.length; l++) {
            b = (minus >>> l & 1) != 0 ? b.subtract(exact[l]) : b.add(exact[l]);
        }
        return b;
    }

    /** SplitMix64 (G. L. Steele, D. Lea, C. H. Flood 2014). */
    private long random() {
        state += 0x9E37_79B9_7F4A_7C15L;
        long z = (state ^ state >>> 30) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ z >>> 27) * 0x94D0_49BB_1331_11EBL;
        return z ^ z >>> 31;
    }
}

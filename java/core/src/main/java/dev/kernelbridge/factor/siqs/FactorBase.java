package dev.kernelbridge.factor.siqs;

import dev.kernelbridge.spi.SieveTables;
import java.math.BigInteger;

/** The primes that can divide a Q(x), and all else that an engine needs to know of N. */
final class FactorBase {
    /** Half of what a byte holds from its start to the mark at 128, with room above it for what exceeds the mark. */
    private static final double MOST_LOG = 110;

    private FactorBase() {
    }

    /** The tables, or a divisor of n where one was met on the way. */
    record Found(SieveTables tables, BigInteger divisor) {
    }

    static Found of(BigInteger n, int multiplier, Parameters parameters) {
        BigInteger product = n.multiply(BigInteger.valueOf(multiplier));
        int[] words = Residues.words(n);
        int size = parameters.base();
        int[] primes = new int[size];
        int[] roots = new int[size];
        int[] inverses = new int[size];
        long[] reciprocals = new long[size];
        primes[0] = 2;
        roots[0] = 1;
        reciprocals[0] = Long.MIN_VALUE;
        int count = 1;
        int[] candidates = Primes.atLeast(1 << 14);
        for (int i = 0; count < size; i++) {
            if (i == candidates.length) {
                candidates = Primes.atLeast(2 * candidates[i - 1]);
            }
            int p = candidates[i];
            long reciprocal = Residues.reciprocal(p);
            int r = Residues.of(words, p, reciprocal);
            if (r == 0) {
                return new Found(null, BigInteger.valueOf(p));
            }
            r = Residues.modulo((long) r * (multiplier % p), p, reciprocal);
            if (r == 0 || Residues.jacobi(r, p) == 1) {
                primes[count] = p;
                roots[count] = r == 0 ? 0 : Residues.root(r, p, reciprocal);
                reciprocals[count] = reciprocal;
                int inverse = 3 * p ^ 2;
                inverse *= 2 - p * inverse;
                inverse *= 2 - p * inverse;
                inverse *= 2 - p * inverse;
                inverses[count++] = inverse;
            }
        }
        return new Found(tables(product, parameters, primes, roots, inverses, reciprocals), null);
    }

    private static SieveTables tables(BigInteger n, Parameters parameters, int[] primes, int[] roots, int[] inverses, long[] reciprocals) {
        int size = primes.length;
        int places = parameters.blocks() << parameters.blockBits();
        double largest = primes[size - 1];
        double bits = log2(n) / 2 - 1.5 + Math.log(places / 2.0) / Math.log(2); // of the largest Q(x), sqrt(N / 8) places / 2
        long single = (long) Math.min(largest * parameters.multiple(), Integer.MAX_VALUE);
        double pairMost = parameters.pairs() == 0 ? 0 : Math.pow(single, Math.min(2, parameters.pairs()));
        double left = parameters.left() + Math.log(pairMost == 0 ? single : pairMost) / Math.log(2);
        int sieved = 1;
        double missing = 1.5; // the twos, and what small primes take on average
        while (sieved < size && primes[sieved] < parameters.small()) {
            missing += (roots[sieved] == 0 ? 1.0 : 2.0) / (primes[sieved] - 1) * Math.log(primes[sieved]) / Math.log(2);
            sieved++;
        }
        double mark = Math.max(bits - left - missing, 1);
        double scale = Math.min(MOST_LOG / mark, Math.min(4, 120 / (bits - mark)));
        byte[] logs = new byte[size];
        for (int i = 0; i < size; i++) {
            double log = scale * Math.log(primes[i]) / Math.log(2);
            logs[i] = (byte) Math.round(roots[i] == 0 ? log / 2 : log);
        }
        int large = size;
        while (large > sieved && primes[large - 1] > 1 << parameters.blockBits()) {
            large--;
        }
        int words = (int) Math.ceil((bits + 8) / 64);
        return new SieveTables(primes, roots, inverses, reciprocals, logs, sieved, large, parameters.blocks(), parameters.blockBits(),
                128 - (int) Math.round(scale * mark), (int) Math.round(scale * left), scale, words, Words.low(n, words), single,
                pairMost == 0 ? 1 : (long) (largest * largest), (long) pairMost);
    }

    /** The logarithm to base 2. */
    static double log2(BigInteger n) {
        int cut = Math.max(0, n.bitLength() - 60);
        return cut + Math.log(n.shiftRight(cut).doubleValue()) / Math.log(2);
    }
}

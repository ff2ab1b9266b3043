package dev.kernelbridge.factor.siqs;

import java.math.BigInteger;

/**
 * The multiplier k for which k n is a square modulo the most small primes (D. E. Knuth and R. Schroeppel; R. D. Silverman 1987, section
 * 5), among those that make k n = 1 modulo 8: then every Q(x) is even.
 */
final class Multiplier {
    private static final int MOST = 256;
    private static final int TRIED = 40;
    private static final int[] CANDIDATES = candidates();
    /** Per odd prime which residues are squares. */
    private static final boolean[][] SQUARE = squares();

    private Multiplier() {
    }

    static int of(BigInteger n) {
        int eight = n.intValue() & 7;
        int[] residues = new int[TRIED];
        int[] primes = Primes.atLeast(3);
        for (int i = 0; i < TRIED; i++) {
            residues[i] = Residues.of(n, primes[i]);
        }
        int best = eight;
        double bestScore = Double.NEGATIVE_INFINITY;
        for (int k : CANDIDATES) {
            if ((k & 7) == eight) { // the square of an odd number is 1 modulo 8
                double score = -0.5 * Math.log(k);
                for (int i = 0; i < TRIED; i++) {
                    int p = primes[i];
                    int r = k % p * residues[i] % p;
                    if (r == 0) {
                        score += WEIGHT[i] * (p - 1) / (2.0 * p);
                    } else if (SQUARE[i][r]) {
                        score += WEIGHT[i];
                    }
                }
                if (score > bestScore) {
                    bestScore = score;
                    best = k;
                }
            }
        }
        return best;
    }

    /** How much of ln Q(x) a prime takes on average: at two places of p, and at those of its powers. */
    private static final double[] WEIGHT = weights();

    private static double[] weights() {
        double[] weights = new double[TRIED];
        for (int i = 0; i < TRIED; i++) {
            int p = Primes.atLeast(3)[i];
            weights[i] = 2 * Math.log(p) / (p - 1);
        }
        return weights;
    }

    private static boolean[][] squares() {
        boolean[][] squares = new boolean[TRIED][];
        for (int i = 0; i < TRIED; i++) {
            int p = Primes.atLeast(3)[i];
            squares[i] = new boolean[p];
            for (int r = 1; r < p; r++) {
                squares[i][r * r % p] = true;
            }
        }
        return squares;
    }

    private static int[] candidates() {
        int[] all = new int[MOST / 2];
        int count = 0;
        for (int k = 1; k < MOST; k += 2) {
            boolean squareFree = true;
            for (int d = 3; d * d <= k; d += 2) {
                squareFree &= k % (d * d) != 0;
            }
            if (squareFree) {
                all[count++] = k;
            }
        }
        return java.util.Arrays.copyOf(all, count);
    }
}

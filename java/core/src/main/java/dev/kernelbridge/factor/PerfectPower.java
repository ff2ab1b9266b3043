package dev.kernelbridge.factor;

import java.math.BigInteger;

/** Finds roots of perfect powers, on which no method by gcds ever ends. */
final class PerfectPower {
    /** Residues that a true power must have; of other numbers one in k^3 gets so far. */
    private static final int SIEVES = 3;

    private PerfectPower() {
    }

    /** A number r = root^exponent. */
    record Power(BigInteger root, int exponent) {
    }

    /** n as a power with a prime exponent, or null if it is none; no prime below 2^{@code trialBits} divides n. */
    static Power of(BigInteger n, int trialBits, Runnable stop) {
        int[] words = TrialDivision.words(n);
        for (int k = 2; k <= n.bitLength() / trialBits; k++) {
            if (isPrime(k) && mayBePower(words, k)) {
                stop.run();
                BigInteger root = root(n, k);
                if (root.pow(k).equals(n)) {
                    return new Power(root, k);
                }
            }
        }
        return null;
    }

    /** For primes q = 1 mod k the k-th powers are 0 and the numbers whose (q - 1) / k-th power is 1. */
    private static boolean mayBePower(int[] words, int k) {
        int q = 1;
        for (int i = 0; i < SIEVES; i++) {
            do {
                q += k;
            } while (!isPrime(q));
            long x = TrialDivision.remainder(words, q);
            if (x != 0 && power(x, (q - 1) / k, q) != 1) {
                return false;
            }
        }
        return true;
    }

    private static long power(long x, int e, int q) {
        long result = 1;
        long square = x;
        for (int rest = e; rest > 0; rest >>= 1) {
            result = (rest & 1) != 0 ? result * square % q : result;
            square = square * square % q;
        }
        return result;
    }

    private static boolean isPrime(int n) {
        for (int d = 2; d * d <= n; d++) {
            if (n % d == 0) {
                return false;
            }
        }
        return n > 1;
    }

    /** A little more than n^(1/k), to 9 digits: from the next power of two Newton's method takes about k steps. */
    private static BigInteger rootFromAbove(BigInteger n, int k) {
        int cut = Math.max(0, n.bitLength() - 60);
        double log = (cut + Math.log(n.shiftRight(cut).doubleValue()) / Math.log(2)) / k;
        int shift = Math.max(0, (int) log - 50);
        return BigInteger.valueOf((long) (Math.pow(2, log - shift) * (1 + 1e-9)) + 1).shiftLeft(shift);
    }

    /** floor(n^(1/k)) by Newton's method from above. */
    static BigInteger root(BigInteger n, int k) {
        if (k == 2) {
            return n.sqrt();
        }
        BigInteger x = rootFromAbove(n, k);
        while (true) {
            BigInteger y = x.multiply(BigInteger.valueOf(k - 1L)).add(n.divide(x.pow(k - 1))).divide(BigInteger.valueOf(k));
            if (y.compareTo(x) >= 0) {
                return x;
            }
            x = y;
        }
    }
}

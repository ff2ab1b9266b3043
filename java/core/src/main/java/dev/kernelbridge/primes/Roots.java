package dev.kernelbridge.primes;

/** Integer roots of non-negative numbers below 2^63: the double's root is off by one at most, so each is put right by counting. */
public final class Roots {

    private Roots() {
    }

    /** floor(sqrt(n)). */
    public static long square(long n) {
        return BasePrimeTable.squareRoot(n);
    }

    /** floor(n^(1/3)). */
    public static long cube(long n) {
        long root = (long) Math.cbrt((double) n);
        while (root > 0 && n / root / root < root) {
            root--;
        }
        while (n / (root + 1) / (root + 1) >= root + 1) {
            root++;
        }
        return root;
    }

    /** floor(n^(1/4)). */
    public static long fourth(long n) {
        return square(square(n));
    }
}

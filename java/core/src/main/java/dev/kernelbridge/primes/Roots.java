package dev.kernelbridge.primes;

import dev.kernelbridge.spi.Wide;

/** Integer roots of non-negative numbers: the double's root is off by one at most, so each is put right by counting. */
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

    /** floor(sqrt(n)), n < 2^70. */
    public static long square(Wide n) {
        if (n.isLong()) {
            return square(n.low());
        }
        long root = (long) Math.sqrt(n.value());
        while (n.over(root) < root) {
            root--;
        }
        while (n.over(root + 1) > root) {
            root++;
        }
        return root;
    }

    /** floor(n^(1/3)), n < 2^84. */
    public static long cube(Wide n) {
        if (n.isLong()) {
            return cube(n.low());
        }
        long root = (long) Math.cbrt(n.value());
        while (n.over(root) / root < root) {
            root--;
        }
        while (n.over(root + 1) / (root + 1) > root) {
            root++;
        }
        return root;
    }

    /** floor(n^(1/4)), n < 2^70. */
    public static long fourth(Wide n) {
        return square(square(n));
    }

    /** floor(n^(1/4)). */
    public static long fourth(long n) {
        return square(square(n));
    }
}

package dev.kernelbridge.scalar.factor;

import dev.kernelbridge.scalar.Arithmetic;

/**
 * Primality below 2^64, a proof: the strong test to base 2 and a strong Lucas test (R. Baillie, S. Wagstaff, "Lucas pseudoprimes", Math.
 * Comp. 35, 1980) with Q = 1 and the smallest odd P >= 3 for which P^2 - 4 is no square mod n, the form that PARI uses. J. Feitsma's list
 * of all base-2 pseudoprimes below 2^64 (2013, recomputed by W. Galway) holds no number that passes such a Lucas test; D. Jacobsen's
 * Math::Prime::Util documents that for this very form ("almost extra strong, increment 2").
 *
 * <p>The two tests are three chains of multiplications that do not wait for each other, so both take little longer than one; bases
 * alone would need a table of hashes, or seven of them. For n >= 2^63 the seven bases of {@link Arithmetic#isPrime} do.
 */
public final class BailliePsw {
    /** Tries for P after which n is looked at as a square, which never has one; PARI's figure. */
    private static final int SQUARE_AFTER = 64;
    /** NON_RESIDUE[i][n mod c]: whether (c / n) = -1 for c = P^2 - 4, P = 2 i + 3; half of all primes stop at each. */
    private static final boolean[][] NON_RESIDUE = new boolean[8][];

    static {
        for (int i = 0; i < NON_RESIDUE.length; i++) {
            int c = discriminant(i);
            NON_RESIDUE[i] = new boolean[c];
            for (int r = 0; r < c; r++) {
                NON_RESIDUE[i][r] = jacobi(r, c) < 0;
            }
        }
    }

    private BailliePsw() {
    }

    /** Whether the unsigned number n is prime. */
    public static boolean isPrime(long n) {
        if (n >= 0 && n < TrialDivision.NEXT_SQUARED) {
            return n > 1 && TrialDivision.leastPrime((int) n) == n;
        }
        return (n & 1) != 0 && !TrialDivision.dividedByFew(n) && both(n);
    }

    /** Whether n, odd and most probably prime, is: both tests at once. */
    static boolean both(long n) {
        if (n < 0 || (n & n + 1) == 0) { // 2^k - 1: n + 1 would be a bit longer than n - 1
            return Arithmetic.isPrime(n);
        }
        int p = lucasP(n);
        if (p == 0) {
            return false;
        }
        long inverse = Arithmetic.inverse(n);
        long one = Arithmetic.one(n);
        long two = Arithmetic.add(one, one, n);
        long pm = inForm(p, one, two, n);
        int twos = Long.numberOfTrailingZeros(n - 1);
        int lucasTwos = Long.numberOfTrailingZeros(n + 1);
        long x = two;      // 2^k for the leading bits k of n - 1
        long v = pm;       // V_k for those of n + 1
        long w = Signed.minus(Signed.multiply(pm, pm, n, inverse), two, n); // V_(k+1)
        int bit = 62 - Long.numberOfLeadingZeros(n - 1);
        for (int end = Math.max(twos, lucasTwos); bit >= end; bit--) {
            x = Signed.multiply(x, x, n, inverse);
            x = (n - 1 >>> bit & 1) != 0 ? Signed.twice(x, n) : x;
            boolean up = (n + 1 >>> bit & 1) != 0;
            long other = Signed.minus(Signed.multiply(v, w, n, inverse), pm, n);
            long same = up ? w : v;
            same = Signed.minus(Signed.multiply(same, same, n, inverse), two, n);
            v = up ? other : same;
            w = up ? same : other;
        }
        return strongEnd(n, inverse, one, x, bit, twos) && lucasEnd(n, inverse, two, pm, v, w, bit, lucasTwos);
    }

    /** The strong test to base 2 of odd n from {@link TrialDivision#NEXT_SQUARED} on alone: false says composite. */
    static boolean strong(long n) {
        int twos = Long.numberOfTrailingZeros(n - 1);
        int next = 58 - Long.numberOfLeadingZeros(n);
        if (n < 0 || next < twos) {
            return Arithmetic.strongTest(n);
        }
        long inverse = Arithmetic.inverse(n);
        // The inverse of 2^((n - 1) / 2^twos) tells the same. The first six bits of its exponent 1 - n are from -64 to -32, so this power of
        // 2 is a shift in Montgomery's form, and neither 2^64 mod n is needed nor the squarings that lead there.
        long x = 1L << (1 - n >> next);
        x = n < Signed.SUMS_BELOW ? squaresAndSums(x, n, inverse, next, twos) : squares(x, n, inverse, next, twos);
        long c = Signed.canonical(Signed.multiply(x, 1, n, inverse), n);
        boolean passes = c == 1 || c == n - 1;
        for (int i = 1; i < twos && !passes; i++) {
            x = Signed.multiply(x, x, n, inverse);
            passes = Signed.canonical(Signed.multiply(x, 1, n, inverse), n) == n - 1;
        }
        return passes;
    }

    /** Goes on from x = 2^e for the leading bits e of 1 - n, down to bit {@code end}. */
    private static long squares(long start, long n, long inverse, int bits, int end) {
        long x = start;
        for (int bit = bits - 1; bit >= end; bit--) {
            x = Signed.multiply(x, x, n, inverse);
            x = (1 - n >>> bit & 1) != 0 ? Signed.twice(x, n) : x;
        }
        return x;
    }

    /** The same where a sum of two residues may be squared as it is; what comes out may be one. */
    private static long squaresAndSums(long start, long n, long inverse, int bits, int end) {
        long x = start;
        for (int bit = bits - 1; bit >= end; bit--) {
            x = Signed.multiply(x, x, n, inverse) << (1 - n >>> bit & 1);
        }
        return x;
    }

    /** The strong Lucas test of odd n alone: false says composite. */
    static boolean lucas(long n) {
        if (n < 0 || (n & n + 1) == 0) {
            return Arithmetic.isPrime(n);
        }
        int p = lucasP(n);
        if (p == 0) {
            return false;
        }
        long inverse = Arithmetic.inverse(n);
        long one = Arithmetic.one(n);
        long two = Arithmetic.add(one, one, n);
        long pm = inForm(p, one, two, n);
        return lucasEnd(n, inverse, two, pm, pm, Signed.minus(Signed.multiply(pm, pm, n, inverse), two, n),
                62 - Long.numberOfLeadingZeros(n + 1), Long.numberOfTrailingZeros(n + 1));
    }

    /** Goes on from x = 2^k for the bits of n - 1 above {@code next}. */
    static boolean strongEnd(long n, long inverse, long one, long x, int next, int twos) {
        int bit = next;
        for (; bit >= twos; bit--) {
            x = Signed.multiply(x, x, n, inverse);
            x = (n - 1 >>> bit & 1) != 0 ? Signed.twice(x, n) : x;
        }
        long c = Signed.canonical(x, n);
        if (c == one || c == n - one) {
            return true;
        }
        for (; bit > 0; bit--) {
            x = Signed.multiply(x, x, n, inverse);
            if (Signed.canonical(x, n) == n - one) {
                return true;
            }
        }
        return false;
    }

    /** Goes on from v = V_k, w = V_(k+1) for the bits of n + 1 above {@code next}. */
    static boolean lucasEnd(long n, long inverse, long two, long pm, long v, long w, int next, int twos) {
        int bit = next;
        for (; bit >= twos; bit--) {
            boolean up = (n + 1 >>> bit & 1) != 0;
            long other = Signed.minus(Signed.multiply(v, w, n, inverse), pm, n);
            long same = up ? w : v;
            same = Signed.minus(Signed.multiply(same, same, n, inverse), two, n);
            v = up ? other : same;
            w = up ? same : other;
        }
        long c = Signed.canonical(v, n);
        if (c == two || c == n - two) {
            return true;
        }
        for (; bit > 0; bit--) {
            if (c == 0) {
                return true;
            }
            v = Signed.minus(Signed.multiply(v, v, n, inverse), two, n);
            c = Signed.canonical(v, n);
        }
        return false;
    }

    /** The smallest odd P >= 3 with (P^2 - 4 / n) = -1; 0 if n is a square. */
    static int lucasP(long n) {
        if (n % 5 == 2 || n % 5 == 3) {
            return 3;
        }
        for (int i = 1;; i++) {
            int c = discriminant(i);
            int r = (int) (n % c);
            if (i < NON_RESIDUE.length ? NON_RESIDUE[i][r] : jacobi(r, c) < 0) {
                return 2 * i + 3;
            }
            if (i == SQUARE_AFTER && PerfectPower.root(n, 2) != 0) {
                return 0;
            }
        }
    }

    /** c = P^2 - 4 is 1 mod 4, so (c / n) = (n / c). */
    private static int discriminant(int i) {
        return (2 * i + 3) * (2 * i + 3) - 4;
    }

    private static int jacobi(int number, int odd) {
        int a = number;
        int b = odd;
        int sign = 1;
        while (a != 0) {
            int twos = Integer.numberOfTrailingZeros(a);
            a >>= twos;
            if ((twos & 1) != 0 && ((b & 7) == 3 || (b & 7) == 5)) {
                sign = -sign;
            }
            if ((a & b & 3) == 3) {
                sign = -sign;
            }
            int t = b % a;
            b = a;
            a = t;
        }
        return b == 1 ? sign : 0;
    }

    /** A small odd number >= 3 in Montgomery form. */
    static long inForm(int p, long one, long two, long n) {
        long x = one;
        for (int i = 1; i < p; i += 2) {
            x = Arithmetic.add(x, two, n);
        }
        return x;
    }
}

package dev.kernelbridge.primes;

import java.util.Arrays;

/**
 * Counts primes by Legendre's recursion on rough numbers: O(n^(3/4)) steps, O(sqrt n) memory. Let phi(v, a) be the number of integers
 * from 1 to v that no one of the first a primes divides; then phi(v, a) = phi(v, a - 1) - phi(v / p_a, a - 1). It is kept for the
 * values v that the recursion visits: in {@code small} for every odd v up to sqrt n, in {@code large} for v = n / r where r is
 * itself rough (not divisible by the first a primes), so that both lists shrink with a. ("Lucy_Hedgehog", Project Euler 10, is the
 * same without the roughness.)
 *
 * <p>It stops at a = pi(n^(1/4)). A number that is left has at most three prime factors, and those r_1 &lt; r_2 &lt; ... up to sqrt n are
 * the primes p_(a+1), p_(a+2), ... Writing pi(n) = phi(n, a) + a - 1 - P2 - P3 and pi(n / r_k) = phi(n / r_k, a) + a - 1 - P2(n / r_k),
 * the sums over l >= k in P2 and P3 cancel, and
 *
 * <pre>pi(n) = phi(n, a) + a - 1 - sum_k (phi(n / r_k, a) - k) + sum_(l &lt; k, r_l^2 r_k &lt;= n) (phi(n / (r_l r_k), a) - l)</pre>
 */
final class RoughLucy {
    private static final long EXACT_DOUBLES = 1L << 53;

    private RoughLucy() {
    }

    /** The primes up to n; n below 10^15 or so, or the memory of 8 sqrt(n) bytes and the time get out of hand. */
    static long count(long n) {
        if (n < 16) {
            return SmallTable.count(n);
        }
        int root = (int) BasePrimeTable.squareRoot(n);
        int odds = (root + 1) / 2;
        int[] small = new int[odds]; // small[i] = phi(2 i + 1, a)
        int[] rough = new int[odds];
        long[] large = new long[odds]; // large[k] = phi(n / rough[k], a)
        for (int i = 0; i < odds; i++) {
            small[i] = i + 1;
            rough[i] = 2 * i + 1;
            large[i] = (n / rough[i] + 1) / 2;
        }
        boolean[] gone = new boolean[odds]; // whether the odd number 2 i + 1 is divisible by a prime that was taken
        int roughs = odds;
        int a = 1;
        for (int p = 3; (long) p * p <= root; p += 2) {
            if (gone[p >> 1]) {
                continue;
            }
            for (int i = p >> 1; i < odds; i += p) {
                gone[i] = true;
            }
            roughs = take(n, root, p, gone, small, rough, large, roughs);
            a++;
        }
        return large[0] + a - 1 - sumOverOne(large, roughs) + sumOverTwo(n, small, rough, roughs);
    }

    /** Goes from a - 1 to a with the prime p; returns how many rough numbers are left. */
    private static int take(long n, int root, int p, boolean[] gone, int[] small, int[] rough, long[] large, int roughs) {
        int left = 0;
        double over = (double) (n / p);
        for (int k = 0; k < roughs; k++) {
            int r = rough[k];
            if (gone[r >> 1]) {
                continue;
            }
            long d = (long) r * p; // rough as well, so its place in the list is phi(d, a - 1) - 1
            long part = d <= root ? large[small[(int) (d >> 1)] - 1] : small[(int) (divide(n, over, d, r) - 1 >> 1)];
            large[left] = large[k] - part;
            rough[left++] = r;
        }
        // From the top down: what is subtracted lies p times lower. All v in [j p, j p + 2 p) have the same largest odd j in v / p.
        int end = small.length;
        for (int j = root / p - 1 | 1; j >= 1; j -= 2) {
            int from = (int) ((long) j * p >> 1);
            int part = small[j >> 1];
            for (int i = from; i < end; i++) {
                small[i] -= part;
            }
            end = from;
        }
        return left;
    }

    /** n / d, where over = n / p and d = r p: in doubles where they are exact, which is several times as fast. */
    private static long divide(long n, double over, long d, int r) {
        return n < EXACT_DOUBLES ? (long) (over / r) : n / d;
    }

    private static long sumOverOne(long[] large, int roughs) {
        long sum = 0;
        for (int k = 1; k < roughs; k++) {
            sum += large[k] - k;
        }
        return sum;
    }

    private static long sumOverTwo(long n, int[] small, int[] rough, int roughs) {
        long sum = 0;
        for (int l = 1; l < roughs; l++) {
            long part = n / rough[l];
            int last = lastUpTo(part / rough[l], rough, roughs);
            if (last <= l) {
                break;
            }
            if (part < EXACT_DOUBLES) {
                double over = (double) part;
                for (int k = l + 1; k <= last; k++) {
                    sum += small[(int) (over / rough[k]) - 1 >> 1];
                }
            } else {
                for (int k = l + 1; k <= last; k++) {
                    sum += small[(int) (part / rough[k]) - 1 >> 1];
                }
            }
            sum -= (long) (last - l) * l;
        }
        return sum;
    }

    private static int lastUpTo(long bound, int[] rough, int roughs) {
        int found = Arrays.binarySearch(rough, 0, roughs, (int) Math.min(bound, Integer.MAX_VALUE));
        return found >= 0 ? found : -found - 2;
    }
}

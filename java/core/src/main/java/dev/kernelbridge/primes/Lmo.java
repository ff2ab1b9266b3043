package dev.kernelbridge.primes;

/**
 * Counts primes as Lagarias, Miller and Odlyzko do ("Computing pi(x): the Meissel-Lehmer method", Math. Comp. 44, 1985), single-threaded
 * and as simple as it can be: O(n^(2/3)) numbers sieved, O(n^(1/3)) memory. It is what Gourdon's form is tested against.
 *
 * <p>With n^(1/3) &lt; y &lt; n^(1/2) and a = pi(y), pi(n) = phi(n, a) + a - 1 - P2, where P2 = sum over primes y &lt; p &lt;= sqrt n of
 * (pi(n / p) - pi(p) + 1). Expanding phi(v, b) = phi(v, b - 1) - phi(v / p_b, b - 1) and stopping as soon as the divisor exceeds y,
 *
 * <pre>phi(n, a) = sum_(m &lt;= y) mu(m) floor(n / m) - sum_b sum_(y / p_b &lt; m &lt;= y, lpf(m) > p_b) mu(m) phi(n / (m p_b), b -
 * 1)</pre>
 *
 * The second sum's phi are counted in a sieve of [1, n / y] from which the first b - 1 primes have been struck, segment by segment.
 */
final class Lmo {
    private static final int LONGEST_SEGMENT = 1 << 16;

    private final long n;
    private final int y;
    private final int segment; // numbers at a time; a power of two
    private final int[] primes; // from index 1 on
    private final int count;
    private final int[] least; // least prime factor
    private final byte[] moebius;

    private Lmo(long n) {
        this.n = n;
        this.y = (int) Math.clamp((long) (2.5 * Roots.cube(n)), Roots.cube(n) + 1, BasePrimeTable.squareRoot(n));
        this.segment = (int) Math.clamp(2 * Long.highestOneBit(n / y), 64, LONGEST_SEGMENT);
        this.primes = new int[y + 2];
        this.least = new int[y + 1];
        this.moebius = new byte[y + 1];
        int found = 0;
        moebius[1] = 1;
        least[1] = Integer.MAX_VALUE;
        for (int i = 2; i <= y; i++) {
            if (least[i] == 0) {
                least[i] = i;
                moebius[i] = -1;
                primes[++found] = i;
            }
            for (int j = 1; j <= found && primes[j] <= least[i] && (long) i * primes[j] <= y; j++) {
                least[i * primes[j]] = primes[j];
                moebius[i * primes[j]] = (byte) (primes[j] == least[i] ? 0 : -moebius[i]);
            }
        }
        this.count = found;
    }

    /** The primes up to n. */
    static long count(long n) {
        if (n < 1000) {
            return SmallTable.count(n);
        }
        Lmo lmo = new Lmo(n);
        return lmo.ordinaryLeaves() + lmo.specialLeaves() + lmo.count - 1 - lmo.p2();
    }

    private long ordinaryLeaves() {
        long sum = 0;
        for (int m = 1; m <= y; m++) {
            sum += moebius[m] * (n / m);
        }
        return sum;
    }

    private long specialLeaves() {
        long sum = 0;
        long[] before = new long[count + 1]; // before[b] = phi(low - 1, b - 1)
        long[] next = new long[count + 1]; // the next multiple of p_b
        for (int b = 1; b <= count; b++) {
            next[b] = primes[b];
        }
        boolean[] struck = new boolean[segment];
        int[] tree = new int[segment + 1]; // a Fenwick tree: log segment steps for a strike and for a question
        for (long low = 1; low <= n / y; low += segment) {
            long high = low + segment;
            java.util.Arrays.fill(struck, false);
            for (int i = 1; i <= segment; i++) {
                tree[i] = i & -i;
            }
            int total = segment;
            for (int b = 1; b <= count && (long) primes[b] * primes[b] <= n / low; b++) {
                int p = primes[b];
                long over = n / p;
                int least = (int) Math.max(y / p, over / high);
                for (int m = (int) Math.min(y, over / low); m > least; m--) {
                    if (moebius[m] != 0 && this.least[m] > p) {
                        sum -= moebius[m] * (before[b] + upTo(tree, (int) (over / m - low) + 1));
                    }
                }
                before[b] += total;
                long multiple = next[b];
                for (; multiple < high; multiple += p) {
                    int at = (int) (multiple - low);
                    if (!struck[at]) {
                        struck[at] = true;
                        total--;
                        for (int i = at + 1; i <= segment; i += i & -i) {
                            tree[i]--;
                        }
                    }
                }
                next[b] = multiple;
            }
        }
        return sum;
    }

    private static int upTo(int[] tree, int end) {
        int sum = 0;
        for (int i = end; i > 0; i &= i - 1) {
            sum += tree[i];
        }
        return sum;
    }

    /** One sieve over [2, n / y], which passes the primes between y and sqrt n first and then, downwards again, their n / p. */
    private long p2() {
        long root = BasePrimeTable.squareRoot(n);
        int[] middle = new int[(int) (root / 2) + 2];
        int middles = 0;
        for (long low = y + 1L; low <= root; low += segment) {
            boolean[] composite = sieved(low);
            for (int i = 0; i < segment && low + i <= root; i++) {
                if (!composite[i]) {
                    middle[middles++] = (int) (low + i);
                }
            }
        }
        long sum = 0;
        long pi = count; // pi(low - 1)
        int k = middles - 1;
        for (long low = y + 1L; k >= 0; low += segment) {
            boolean[] composite = sieved(low);
            long counted = low;
            for (; k >= 0 && n / middle[k] < low + segment; k--) {
                for (; counted <= n / middle[k]; counted++) {
                    pi += composite[(int) (counted - low)] ? 0 : 1;
                }
                sum += pi - (count + k + 1) + 1;
            }
            for (; counted < low + segment; counted++) {
                pi += composite[(int) (counted - low)] ? 0 : 1;
            }
        }
        return sum;
    }

    /** The numbers from {@code low > y}: sqrt(n / y) &lt; y, so the primes to y do. */
    private boolean[] sieved(long low) {
        boolean[] composite = new boolean[segment];
        for (int b = 1; b <= count && (long) primes[b] * primes[b] < low + segment; b++) {
            long p = primes[b];
            for (long m = Math.max(p * p, (low + p - 1) / p * p) - low; m < segment; m += p) {
                composite[(int) m] = true;
            }
        }
        return composite;
    }
}

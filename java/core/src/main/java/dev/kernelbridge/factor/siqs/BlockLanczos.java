package dev.kernelbridge.factor.siqs;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Dependencies of many sparse columns over GF(2), 64 vectors at once: P. L. Montgomery, "A block Lanczos algorithm for finding
 * dependencies over GF(2)" (Eurocrypt 1995), with its names. A = M^T M is symmetric; vectors are n times 64 bits, a word each.
 */
final class BlockLanczos {
    private final int rows;
    private final int[][] columns;
    private final int n;
    private final long[] image; // M v
    private final long[] table = new long[8 * 256];

    // what choose() found
    private long selected;
    private final long[] inverse = new long[64];

    private final Runnable check;

    private BlockLanczos(int rows, int[][] columns, Runnable check) {
        this.check = check;
        this.rows = rows;
        this.columns = columns;
        this.n = columns.length;
        this.image = new long[rows];
    }

    /**
     * Up to 64 solutions of M x = 0, bit j of entry c for column c in solution j; null if this start led to a dead end. {@code check} is
     * called after each of some n / 64 steps, and may throw.
     */
    static long[] nullSpace(int rows, int[][] columns, long seed, Runnable check) {
        return new BlockLanczos(rows, columns, check).run(new SplittableRandom(seed));
    }

    private long[] run(SplittableRandom random) {
        long[] y = new long[n];
        for (int i = 0; i < n; i++) {
            y[i] = random.nextLong();
        }
        long[] v = new long[n];
        apply(y, v);
        long[] v0 = v.clone();
        long[] x = new long[n];
        long[] before = new long[n]; // V_{i-1}
        long[] before2 = new long[n];
        long[] av = new long[n];
        long[] inverse1 = new long[64]; // W_{i-1}^inv
        long[] inverse2 = new long[64];
        long[] oldVav = new long[64];
        long[] oldVaav = new long[64];
        long oldSelected = -1;
        for (int limit = n / 50 + 200; limit > 0; limit--) {
            check.run();
            apply(v, av);
            long[] vav = inner(v, av);
            if (isZero(vav)) {
                return combine(xor(x, y), v);
            }
            long[] vaav = inner(av, av);
            if (!choose(vav, oldSelected)) {
                return null;
            }
            long[] winv = inverse.clone();
            long mask = selected;
            long[] d = new long[64];
            long[] e = new long[64];
            long[] f = new long[64];
            for (int i = 0; i < 64; i++) {
                d[i] = vaav[i] & mask ^ vav[i];
                f[i] = oldVaav[i] & oldSelected ^ oldVav[i];
                e[i] = vav[i] & mask;
            }
            d = times(winv, d);
            long[] g = times(oldVav, inverse1);
            for (int i = 0; i < 64; i++) {
                d[i] ^= 1L << i;
                g[i] ^= 1L << i;
            }
            e = times(inverse1, e);
            f = times(inverse2, times(g, f));
            for (int i = 0; i < 64; i++) {
                f[i] &= mask;
            }
            addTimes(x, v, times(winv, inner(v, v0)));
            long[] following = new long[n];
            for (int i = 0; i < n; i++) {
                following[i] = av[i] & mask;
            }
            addTimes(following, v, d);
            addTimes(following, before, e);
            addTimes(following, before2, f);
            before2 = before;
            before = v;
            v = following;
            inverse2 = inverse1;
            inverse1 = winv;
            oldVav = vav;
            oldVaav = vaav;
            oldSelected = mask;
        }
        return null;
    }

    /** out = M^T M v. */
    private void apply(long[] v, long[] out) {
        multiply(v, image);
        for (int c = 0; c < n; c++) {
            long sum = 0;
            for (int r : columns[c]) {
                sum ^= image[r];
            }
            out[c] = sum;
        }
    }

    private void multiply(long[] v, long[] out) {
        Arrays.fill(out, 0);
        for (int c = 0; c < n; c++) {
            long word = v[c];
            for (int r : columns[c]) {
                out[r] ^= word;
            }
        }
    }

    /** u^T w: 64 times 64 bits; sums per byte of u first. */
    private long[] inner(long[] u, long[] w) {
        Arrays.fill(table, 0);
        for (int i = 0; i < u.length; i++) {
            long a = u[i];
            long b = w[i];
            for (int k = 0; k < 8; k++) {
                table[k << 8 | (int) (a >>> 8 * k) & 0xFF] ^= b;
            }
        }
        long[] product = new long[64];
        for (int i = 0; i < 64; i++) {
            int base = (i >> 3) << 8;
            long sum = 0;
            for (int t = 0; t < 256; t++) {
                if ((t >> (i & 7) & 1) != 0) {
                    sum ^= table[base | t];
                }
            }
            product[i] = sum;
        }
        return product;
    }

    /** to += v m. */
    private void addTimes(long[] to, long[] v, long[] m) {
        for (int k = 0; k < 8; k++) {
            table[k << 8] = 0;
            for (int t = 1; t < 256; t++) {
                table[k << 8 | t] = table[k << 8 | t & t - 1] ^ m[8 * k + Integer.numberOfTrailingZeros(t)];
            }
        }
        for (int i = 0; i < to.length; i++) {
            long a = v[i];
            to[i] ^= table[(int) a & 0xFF] ^ table[0x100 | (int) (a >>> 8) & 0xFF] ^ table[0x200 | (int) (a >>> 16) & 0xFF]
                    ^ table[0x300 | (int) (a >>> 24) & 0xFF] ^ table[0x400 | (int) (a >>> 32) & 0xFF]
                    ^ table[0x500 | (int) (a >>> 40) & 0xFF] ^ table[0x600 | (int) (a >>> 48) & 0xFF]
                    ^ table[0x700 | (int) (a >>> 56)];
        }
    }

    /** u w for 64 times 64 bits. */
    private static long[] times(long[] u, long[] w) {
        long[] product = new long[64];
        for (int i = 0; i < 64; i++) {
            long sum = 0;
            for (long a = u[i]; a != 0; a &= a - 1) {
                sum ^= w[Long.numberOfTrailingZeros(a)];
            }
            product[i] = sum;
        }
        return product;
    }

    /**
     * The paper's section 8: the columns S_i of t = V^T A V on which it can be inverted, those first that the last step left out, and
     * W^inv = S (S^T t S)^-1 S^T. False if a column is left out twice.
     */
    private boolean choose(long[] t, long before) {
        int[] order = new int[64];
        int count = 0;
        for (int i = 0; i < 64; i++) {
            if ((before >>> i & 1) == 0) {
                order[count++] = i;
            }
        }
        for (int i = 0; i < 64; i++) {
            if ((before >>> i & 1) != 0) {
                order[count++] = i;
            }
        }
        long[] left = t.clone();
        for (int i = 0; i < 64; i++) {
            inverse[i] = 1L << i;
        }
        selected = 0;
        for (int j = 0; j < 64; j++) {
            int c = order[j];
            long bit = 1L << c;
            if (bring(left, inverse, left, order, j, bit)) {
                selected |= bit;
                for (int i = 0; i < 64; i++) {
                    if (i != c && (left[i] & bit) != 0) {
                        left[i] ^= left[c];
                        inverse[i] ^= inverse[c];
                    }
                }
            } else {
                if (!bring(left, inverse, inverse, order, j, bit)) {
                    return false;
                }
                for (int i = 0; i < 64; i++) {
                    if (i != c && (inverse[i] & bit) != 0) {
                        left[i] ^= left[c];
                        inverse[i] ^= inverse[c];
                    }
                }
                left[c] = 0;
                inverse[c] = 0;
            }
        }
        return (selected | before) == -1;
    }

    /** Swaps a row, from the j-th in order on, that has the bit in {@code where} into the j-th's place. */
    private static boolean bring(long[] left, long[] right, long[] where, int[] order, int j, long bit) {
        int c = order[j];
        for (int k = j; k < 64; k++) {
            int r = order[k];
            if ((where[r] & bit) != 0) {
                long t = left[r];
                left[r] = left[c];
                left[c] = t;
                t = right[r];
                right[r] = right[c];
                right[c] = t;
                return true;
            }
        }
        return false;
    }

    /** The combinations of the 128 columns of [x, v] that M maps to 0: elimination on M [x, v] by columns. */
    private long[] combine(long[] x, long[] v) {
        long[] mx = new long[rows];
        long[] mv = new long[rows];
        multiply(x, mx);
        multiply(v, mv);
        long freeX = -1;
        long freeV = -1;
        for (int r = 0; r < rows; r++) {
            long hitX = mx[r] & freeX;
            long hitV = mv[r] & freeV;
            if (hitX != 0) {
                long bit = Long.lowestOneBit(hitX);
                freeX &= ~bit;
                spread(mx, mx, mv, bit, hitX ^ bit, hitV);
                spread(x, x, v, bit, hitX ^ bit, hitV);
            } else if (hitV != 0) {
                long bit = Long.lowestOneBit(hitV);
                freeV &= ~bit;
                spread(mv, mx, mv, bit, 0, hitV ^ bit);
                spread(v, x, v, bit, 0, hitV ^ bit);
            }
        }
        return pack(x, freeX, v, freeV);
    }

    /** Adds the column {@code bit} of {@code of} to the others that the masks name. */
    private static void spread(long[] of, long[] x, long[] v, long bit, long maskX, long maskV) {
        for (int i = 0; i < of.length; i++) {
            if ((of[i] & bit) != 0) {
                x[i] ^= maskX;
                v[i] ^= maskV;
            }
        }
    }

    /** The free columns that are independent of each other, 64 at most. */
    private static long[] pack(long[] x, long freeX, long[] v, long freeV) {
        long[] packed = new long[x.length];
        long lowX = freeX;
        long lowV = freeV;
        int found = 0;
        for (int i = 0; i < x.length && found < 64; i++) { // a column with an entry that no other one has any more
            long hitX = x[i] & lowX;
            long hitV = v[i] & lowV;
            if (hitX == 0 && hitV == 0) {
                continue;
            }
            boolean fromX = hitX != 0;
            long bit = Long.lowestOneBit(fromX ? hitX : hitV);
            long[] from = fromX ? x : v;
            for (int k = 0; k < x.length; k++) {
                packed[k] |= (from[k] & bit) != 0 ? 1L << found : 0;
            }
            found++;
            if (fromX) {
                lowX &= ~bit;
                spread(x, x, v, bit, hitX ^ bit, hitV);
            } else {
                lowV &= ~bit;
                spread(v, x, v, bit, 0, hitV ^ bit);
            }
        }
        return packed;
    }

    private static long[] xor(long[] a, long[] b) {
        long[] sum = new long[a.length];
        for (int i = 0; i < a.length; i++) {
            sum[i] = a[i] ^ b[i];
        }
        return sum;
    }

    private static boolean isZero(long[] a) {
        for (long word : a) {
            if (word != 0) {
                return false;
            }
        }
        return true;
    }
}

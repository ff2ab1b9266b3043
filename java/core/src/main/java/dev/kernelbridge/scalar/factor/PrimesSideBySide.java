package dev.kernelbridge.scalar.factor;

import dev.kernelbridge.scalar.Arithmetic;

/**
 * The two halves of {@link BailliePsw} for many numbers, four at a time: their chains of multiplications overlap, so a number takes half of
 * the time that it takes alone. The strong test goes first and the Lucas test sees only what passed it.
 */
public final class PrimesSideBySide {
    private static final int LANES = 4;

    private final long[] n = new long[LANES];
    private final long[] inverse = new long[LANES];
    private final long[] one = new long[LANES];
    private final long[] two = new long[LANES];
    private final long[] bits = new long[LANES]; // of the exponent, those to come leftmost
    private final long[] x = new long[LANES];
    private final long[] v = new long[LANES];
    private final long[] w = new long[LANES];
    private final long[] p = new long[LANES];

    /** {@code out[off + i]} = whether the unsigned number {@code n[off + i]} is prime. */
    public static void isPrime(long[] n, int off, int len, boolean[] out) {
        long[] odd = new long[len];
        int[] index = new int[len];
        int count = 0;
        for (int i = 0; i < len; i++) {
            long m = n[off + i];
            if (m < 0 || m < TrialDivision.NEXT_SQUARED || (m & 1) == 0 || TrialDivision.dividedByFew(m)) {
                out[off + i] = BailliePsw.isPrime(m);
            } else {
                odd[count] = m;
                index[count++] = off + i;
            }
        }
        boolean[] prime = new boolean[count];
        new PrimesSideBySide().test(odd, count, prime);
        for (int i = 0; i < count; i++) {
            out[index[i]] = prime[i];
        }
    }

    /** Whether each of the odd unsigned numbers from {@link TrialDivision#NEXT_SQUARED} on is prime. */
    void test(long[] numbers, int count, boolean[] prime) {
        int[] left = new int[count];
        int passed = 0;
        for (int from = 0; from < count; from += LANES) {
            int lanes = Math.min(LANES, count - from);
            strong(numbers, from, lanes, prime);
            for (int i = from; i < from + lanes; i++) {
                left[passed] = i;
                passed += prime[i] ? 1 : 0;
            }
        }
        for (int from = 0; from < passed; from += LANES) {
            lucas(numbers, left, from, Math.min(LANES, passed - from), prime);
        }
    }

    private void put(int lane, long m) {
        n[lane] = m;
        inverse[lane] = Arithmetic.inverse(m);
        one[lane] = Arithmetic.one(m);
        two[lane] = Arithmetic.add(one[lane], one[lane], m);
    }

    private void strong(long[] numbers, int from, int lanes, boolean[] passes) {
        int common = Long.SIZE;
        for (int lane = 0; lane < lanes; lane++) {
            long m = numbers[from + lane];
            put(lane, m);
            x[lane] = two[lane];
            int above = Long.numberOfLeadingZeros(m) + 1;
            bits[lane] = m - 1 << above;
            common = Math.min(common, m < 0 ? 0 : Long.SIZE - above - Long.numberOfTrailingZeros(m - 1));
        }
        for (int step = 0; step < common; step++) {
            for (int lane = 0; lane < lanes; lane++) {
                long m = n[lane];
                long square = Signed.multiply(x[lane], x[lane], m, inverse[lane]);
                x[lane] = square + (Signed.twice(square, m) - square & bits[lane] >> 63);
                bits[lane] <<= 1;
            }
        }
        for (int lane = 0; lane < lanes; lane++) {
            long m = n[lane];
            passes[from + lane] = m < 0 ? Arithmetic.isPrime(m) : BailliePsw.strongEnd(m, inverse[lane], one[lane], x[lane],
                    62 - Long.numberOfLeadingZeros(m) - common, Long.numberOfTrailingZeros(m - 1));
        }
    }

    private void lucas(long[] numbers, int[] which, int from, int lanes, boolean[] passes) {
        int common = Long.SIZE;
        for (int lane = 0; lane < lanes; lane++) {
            long m = numbers[which[from + lane]];
            int parameter = m < 0 ? 0 : BailliePsw.lucasP(m);
            put(lane, m);
            p[lane] = parameter == 0 ? 0 : BailliePsw.inForm(parameter, one[lane], two[lane], m);
            v[lane] = p[lane];
            w[lane] = p[lane] == 0 ? 0 : Signed.minus(Signed.multiply(p[lane], p[lane], m, inverse[lane]), two[lane], m);
            int above = Long.numberOfLeadingZeros(m + 1) + 1;
            bits[lane] = m + 1 << above;
            common = Math.min(common, p[lane] == 0 ? 0 : Long.SIZE - above - Long.numberOfTrailingZeros(m + 1));
        }
        for (int step = 0; step < common; step++) {
            for (int lane = 0; lane < lanes; lane++) {
                long m = n[lane];
                long i = inverse[lane];
                long up = bits[lane] >> 63;
                long a = v[lane];
                long b = w[lane];
                long other = Signed.minus(Signed.multiply(a, b, m, i), p[lane], m);
                long same = a ^ (a ^ b) & up;
                same = Signed.minus(Signed.multiply(same, same, m, i), two[lane], m);
                long turn = (same ^ other) & up;
                v[lane] = same ^ turn;
                w[lane] = other ^ turn;
                bits[lane] <<= 1;
            }
        }
        for (int lane = 0; lane < lanes; lane++) {
            long m = n[lane];
            if (m >= 0) { // what is longer was proved by the other bases
                passes[which[from + lane]] = p[lane] != 0 && (common == 0 ? BailliePsw.lucas(m)
                        : BailliePsw.lucasEnd(m, inverse[lane], two[lane], p[lane], v[lane], w[lane],
                                62 - Long.numberOfLeadingZeros(m + 1) - common, Long.numberOfTrailingZeros(m + 1)));
            }
        }
    }
}

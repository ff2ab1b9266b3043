package dev.kernelbridge.scalar.factor;

/**
 * One-line factoring (W. Hart, "A one line factoring algorithm", J. Austral. Math. Soc. 92, 2012): for some k, a^2 - 4 k n is tried for
 * a square, a the least that fits; k = u v finds p q where p / q is near u / v. First come 256 k whose ratios cover each other least, then
 * the multiples of 315. A step takes two multiplications and a square root of doubles. About n^(1/3) steps; from 2^42 on curves are faster.
 *
 * <p>Numbers whose factors are far apart can take many more steps, so there is a limit, and {@link Ecm} goes on.
 */
final class Hart {
    /** 4 k n stays below 2^63, since k <= 315 * 2048 < 2^19.4, and a below 2^31. */
    static final int MOST_BITS = 41;
    /**
     * Chosen greedily: each splits the most of 20,000 products of 40 bits that those before it have left (3 of 5 with factors of 20 bits,
     * the others with a smaller one of 9 to 20 bits). On average 90 steps for the 32-bit numbers that this
     * list splits, some 130 for all of them, where the multiples of 315 alone take 160.
     */
    private static final int[] BEST = {
        9, 63, 99, 42, 90, 195, 72, 1155, 12, 675, 143, 2205, 1260, 56, 35, 6237, 165, 3135, 182, 210, 420, 117, 20, 5775, 3465, 132, 4290,
        2499, 2793, 1980, 110, 8925, 240, 12870, 462, 10710, 5005, 154, 525, 4095, 14625, 16065, 156, 30, 3705, 15, 19035, 19305, 3591,
        25245, 11970, 6006, 6930, 35910, 6, 21879, 1716, 2695, 7917, 10920, 6825, 2970, 43890, 36465, 945, 9009, 34965, 35343, 2295, 9207,
        11385, 25704, 800, 6699, 7140, 18360, 540, 14490, 14883, 7695, 21450, 1560, 12276, 5265, 2448, 130, 1122, 70, 49329, 25740, 34776,
        1989, 28860, 15500, 17850, 1365, 32340, 33660, 26082, 12987, 42075, 7315, 21546, 24570, 58275, 2340, 26235, 33495, 1120, 6525,
        43470, 1326, 45675, 52185, 6545, 7650, 1911, 6900, 546, 24150, 15125, 825, 88, 30450, 38367, 11988, 8415, 21735, 14157, 5175, 4950,
        30690, 34515, 2652, 18513, 53130, 7980, 19140, 16758, 6975, 1530, 21465, 7533, 3675, 3795, 11466, 4275, 31395, 8613, 21168, 9396,
        700, 176, 28728, 24453, 24705, 27405, 2310, 8190, 36900, 1395, 16905, 57057, 31941, 9300, 30195, 30429, 14250, 47817, 10989, 425,
        77, 9828, 4350, 4050, 38745, 48675, 21315, 54810, 23265, 55575, 805, 17955, 4650, 58695, 12915, 42315, 18375, 45150, 600, 12375,
        13090, 13959, 14805, 5796, 16830, 7161, 15120, 10101, 4617, 1794, 25110, 23490, 30051, 23562, 11655, 6831, 5100, 23100, 4347,
        29106, 14355, 40260, 5670, 56430, 41769, 17550, 3450, 126, 1764, 650, 26565, 10010, 47124, 3510, 4620, 21700, 13923, 17640, 22950,
        7371, 13545, 37800, 57330, 39975, 46431, 104, 53040, 13965, 2520, 11193, 46872, 3850, 26334, 35145, 12376, 15540, 1305, 19635,
        4788, 29205, 23895, 32550, 24975, 38850, 975
    };
    private static final int MULTIPLIER = 315;
    /** A few steps cost less than a curve: 1024 leave 9 of 100 products of two primes of 20 bits to the curves, 2048 leave 3. */
    private static final int STEPS = 2048;
    private static final int[] K = new int[BEST.length + STEPS];
    private static final double[] ROOT = new double[K.length];
    /** Lifts a product of two rounded roots above the integer that it may have fallen below. */
    private static final double UP = 1 - 1e-9;
    /** Nibble kn & 3: which bits of a must be those of kn + 1, else a^2 - 4 kn is no square mod 32. */
    private static final int FIXED_BITS = 0x7131;
    /** That nibble for each k, for n = 1 and for n = 3 mod 4. */
    private static final int[] FIXED_FOR_1 = new int[K.length];
    private static final int[] FIXED_FOR_3 = new int[K.length];
    /** Added and subtracted, it leaves the nearest integer. */
    private static final double ROUND = 0x1p52;

    static {
        for (int i = 0; i < K.length; i++) {
            K[i] = i < BEST.length ? BEST[i] : MULTIPLIER * (i - BEST.length + 1);
            ROOT[i] = Math.sqrt(K[i]);
            FIXED_FOR_1[i] = fixedBits(K[i]);
            FIXED_FOR_3[i] = fixedBits(3 * K[i]);
        }
    }

    private Hart() {
    }

    /** Whether n is short enough. */
    static boolean takes(long n) {
        return n >>> MOST_BITS == 0;
    }

    private static int fixedBits(int kn) {
        return FIXED_BITS >> (kn << 2 & 12) & 15;
    }

    /** A proper divisor of the odd composite n that {@link #takes} lets in, or 0 if the limit of steps was reached. */
    static long divisor(long n) {
        double root = 2 * Math.sqrt(n);
        int[] fixed = (n & 2) == 0 ? FIXED_FOR_1 : FIXED_FOR_3;
        for (int i = 0; i < K.length; i++) {
            long kn = K[i] * n;
            long a = (long) (root * ROOT[i] + UP);
            a += kn + 1 - a & fixed[i];
            double b = Math.sqrt(a * a - 4 * kn); // of less than 2^38, so a root that is no integer is not rounded to one
            if (b + ROUND - ROUND == b) {
                long d = Binary.gcd(n, a + (long) b);
                if (d != 1 && d != n) {
                    return d;
                }
            }
        }
        return 0;
    }
}

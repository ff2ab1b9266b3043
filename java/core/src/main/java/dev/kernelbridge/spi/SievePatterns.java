package dev.kernelbridge.spi;

import java.util.Arrays;

/**
 * The bits that the smallest primes leave, laid out for native/arith/sieve.h: a pattern is the sieve of a few primes over as many 32-bit
 * words as their product, after which it repeats. A word of a segment then costs one load a pattern, however many strikes that saves.
 */
public final class SievePatterns {
    /** Up to 61 strikes are many: eight loads instead of 3.1 strikes a word. The products keep the table at 30 KB, which L1 holds. */
    private static final int[][] FEW = {{7, 11, 13}, {17, 19}, {23, 29}, {31, 37}, {41, 43}, {47, 53}, {59}, {61}};
    /** Where a strike is an atomic, a load is cheaper than what a prime up to 163 strikes of a word: 32 / p atomics. */
    private static final int[] MORE = {67, 71, 73, 79, 83, 89, 97, 101, 103, 107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163};
    private static final int HEAD = 4;
    private static final int[] RESIDUES = {1, 7, 11, 13, 17, 19, 23, 29};

    private SievePatterns() {
    }

    /**
     * How many patterns there are and how many primes they have, two unused words, for each its period in words, its place, a quarter
     * modulo the period and an unused word; then the words.
     *
     * @param atomics whether a strike is an atomic operation
     */
    public static int[] table(boolean atomics) {
        int[][] groups = Arrays.copyOf(FEW, FEW.length + (atomics ? MORE.length : 0));
        for (int i = FEW.length; i < groups.length; i++) {
            groups[i] = new int[] {MORE[i - FEW.length]};
        }
        int size = HEAD * (1 + groups.length);
        int primes = 0;
        for (int[] group : groups) {
            size += period(group);
            primes += group.length;
        }
        int[] table = new int[size];
        table[0] = groups.length;
        table[1] = primes;
        int at = HEAD * (1 + groups.length);
        for (int g = 0; g < groups.length; g++) {
            int period = period(groups[g]);
            table[HEAD * (g + 1)] = period;
            table[HEAD * (g + 1) + 1] = at;
            table[HEAD * (g + 1) + 2] = (period % 4 == 3 ? period + 1 : 3 * period + 1) / 4;
            for (int word = 0; word < period; word++) {
                table[at++] = word(groups[g], word);
            }
        }
        return table;
    }

    /** The base primes that strike a segment so often that several threads share each: 16 strikes a thread at least. */
    public static int shared(BasePrimes base, int segmentBytes) {
        return base.countUpTo(segmentBytes / 64);
    }

    private static int period(int[] group) {
        return Arrays.stream(group).reduce(1, (a, b) -> a * b);
    }

    private static int word(int[] group, int word) {
        int bits = 0;
        for (int i = 0; i < Integer.SIZE; i++) {
            int n = 30 * (4 * word + i / 8) + RESIDUES[i % 8];
            if (Arrays.stream(group).allMatch(p -> n % p != 0)) {
                bits |= 1 << i;
            }
        }
        return bits;
    }
}

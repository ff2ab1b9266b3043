package dev.kernelbridge.scalar;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The multiples of the primes from 7 to 157, a third of all strikes, laid over a sieve eight bytes at a time and more: those of a few
 * primes repeat after their product. Loops go through a view as longs, since C2 does not vectorise loops over bytes whose arrays
 * are not aligned alike (54 times as slow).
 */
final class Patterns {
    static final int[] RESIDUE = {1, 7, 11, 13, 17, 19, 23, 29};
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    /** Small with large, so that no product is much longer than the others; 98 KB in all. */
    private static final int[][] OF = {
        {7, 11, 13}, {17, 19, 23}, {29, 157}, {31, 151}, {37, 149}, {41, 139}, {43, 137}, {47, 131},
        {53, 127}, {59, 113}, {61, 109}, {67, 107}, {71, 103}, {73, 101}, {79, 97}, {83, 89}};
    /** How many base primes, from 7 on, they take care of. */
    static final int PRIMES = 34;
    private static final int TOGETHER = 4;
    private static final byte[][] PATTERN = Arrays.stream(OF).map(Patterns::pattern).toArray(byte[][]::new);

    private Patterns() {
    }

    private static byte[] pattern(int[] primes) {
        byte[] pattern = new byte[Arrays.stream(primes).reduce(1, (a, b) -> a * b)];
        Arrays.fill(pattern, (byte) 0xFF);
        for (int p : primes) {
            for (int q = 0; q < pattern.length; q += p) {
                for (int w : RESIDUE) {
                    pattern[(q + p * w / 30) % pattern.length] &= (byte) ~(1 << p * w % 30 * 8 / 30);
                }
            }
        }
        return pattern;
    }

    /** Fills {@code s[begin .. end)}, where {@code s[begin]} is byte {@code first} of the wheel. */
    static void lay(long first, byte[] s, int begin, int end) {
        int[] phase = new int[TOGETHER];
        for (int i = 0; i < PATTERN.length; i += TOGETHER) {
            for (int j = 0; j < TOGETHER; j++) {
                phase[j] = (int) (first % PATTERN[i + j].length);
            }
            for (int at = begin; at < end;) {
                int run = end - at;
                for (int j = 0; j < TOGETHER; j++) {
                    run = Math.min(run, PATTERN[i + j].length - phase[j]);
                }
                if (i == 0) {
                    Arrays.fill(s, at, at + run, (byte) 0xFF);
                }
                and(s, at, run, PATTERN[i], phase[0], PATTERN[i + 1], phase[1], PATTERN[i + 2], phase[2], PATTERN[i + 3], phase[3]);
                for (int j = 0; j < TOGETHER; j++) {
                    phase[j] = phase[j] + run == PATTERN[i + j].length ? 0 : phase[j] + run;
                }
                at += run;
            }
        }
    }

    private static void and(byte[] s, int at, int n, byte[] a, int atA, byte[] b, int atB, byte[] c, int atC, byte[] d, int atD) {
        int i = 0;
        for (; i < n - 7; i += 8) {
            LONGS.set(s, at + i, (long) LONGS.get(s, at + i) & (long) LONGS.get(a, atA + i) & (long) LONGS.get(b, atB + i)
                    & (long) LONGS.get(c, atC + i) & (long) LONGS.get(d, atD + i));
        }
        for (; i < n; i++) {
            s[at + i] &= (byte) (a[atA + i] & b[atB + i] & c[atC + i] & d[atD + i]);
        }
    }

    static long countBits(byte[] bits, int bytes) {
        long count = 0;
        int i = 0;
        for (; i < bytes - 7; i += 8) {
            count += Long.bitCount((long) LONGS.get(bits, i));
        }
        for (; i < bytes; i++) {
            count += Integer.bitCount(bits[i] & 0xFF);
        }
        return count;
    }
}

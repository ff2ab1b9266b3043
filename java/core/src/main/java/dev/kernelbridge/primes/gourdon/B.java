package dev.kernelbridge.primes.gourdon;

import dev.kernelbridge.spi.LeafTables;
import dev.kernelbridge.spi.PiTable;
import dev.kernelbridge.spi.Wide;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * B = sum over primes y &lt; p &lt;= sqrt x of pi(x / p). The x / p lie between sqrt x and x / y; stretches of that are sieved on their
 * own, and
 * each p asks the stretch that its x / p lies in. A stretch counts from its own beginning and tells how many asked; what lies below
 * it is added afterwards. O(x / y log log x) steps, most of them in the sieve. A device that has {@link
 * dev.kernelbridge.spi.LeafEngine#askSieve} does both itself.
 */
final class B {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long[] UP_TO = new long[240];

    static {
        int[] residue = {1, 7, 11, 13, 17, 19, 23, 29};
        for (int r = 0; r < 240; r++) {
            for (int bit = 0; bit < 64; bit++) {
                UP_TO[r] |= 30 * (bit / 8) + residue[bit % 8] <= r ? 1L << bit : 0;
            }
        }
    }

    private B() {
    }

    /** Asks a sieved stretch whose length is a multiple of 8; [low, high) are its numbers. Returns sum, questions, count. */
    static Part ask(LeafTables t, long low, long high, byte[] bits) {
        double value = t.x().value();
        long lower = t.x().low();
        boolean isLong = t.x().isLong(); // its division takes 7 % less of all of B
        PiTable pi = t.pi();
        long[] pairs = pi.pairs();
        long top = low == 0 ? pi.limit() : Math.min(pi.limit(), t.x().over(low)); // p > x / high, p <= x / low
        long bottom = Math.max(t.y(), t.x().over(high));
        long sum = 0;
        long asked = 0;
        int word = 0;
        long count = 0;
        long odd = top - 1 >>> 1;
        int i = (int) (odd >> 6);
        long set = top > bottom ? pairs[i << 1] << ~odd >>> ~odd : 0;
        for (; top > bottom; set = pairs[--i << 1]) {
            for (; set != 0; set ^= Long.highestOneBit(set)) {
                long p = 128L * i + 2 * (63 - Long.numberOfLeadingZeros(set)) + 1;
                if (p <= bottom) {
                    top = 0;
                    break;
                }
                long v = (isLong ? lower / p : Wide.quotient(value, lower, p)) - low; // at most x / y < x^(2/3)
                int w = (int) (v / 240);
                for (; word < w; word++) {
                    count += Long.bitCount((long) LONGS.get(bits, word << 3));
                }
                sum += count + Long.bitCount((long) LONGS.get(bits, word << 3) & UP_TO[(int) (v - 240L * w)]);
                asked++;
            }
            if (128L * i <= bottom) {
                break;
            }
        }
        for (; word < bits.length >> 3; word++) {
            count += Long.bitCount((long) LONGS.get(bits, word << 3));
        }
        return new Part(sum, asked, count);
    }

    /** The answers of a stretch, counted from its beginning. */
    record Part(long sum, long asked, long count) {
    }
}

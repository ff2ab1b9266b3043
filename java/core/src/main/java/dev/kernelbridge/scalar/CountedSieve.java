package dev.kernelbridge.scalar;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A segment of the wheel sieve that answers "how many are left up to here" between the strikes of one prime and the next. Blocks of
 * 128 bytes keep their counts up to date while larger primes strike; after small primes, which strike nearly everywhere, counting anew is
 * cheaper. Where many questions come, the count before every word is written down first, and a question costs two loads. (A Fenwick
 * tree, as the textbooks have it, costs log(size) steps for each strike and each question.)
 */
final class CountedSieve {
    static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    /** Words of a block, as a shift. */
    private static final int BLOCK_WORDS = 4;
    private static final int BLOCK_BYTES = BLOCK_WORDS + 3;
    private static final int[] COFACTOR = {1, 7, 11, 13, 17, 19, 23, 29};
    /** For a prime's residue class modulo 30 and a cofactor's: the bit of their product. */
    private static final byte[][] BIT = new byte[30][8];
    /** The bits of a word's 240 numbers up to the r-th. */
    static final long[] UP_TO = new long[240];

    static {
        for (int residue = 1; residue < 30; residue++) {
            for (int w = 0; w < 8; w++) {
                BIT[residue][w] = (byte) (residue * COFACTOR[w] % 30 * 8 / 30);
            }
        }
        for (int r = 0; r < 240; r++) {
            for (int bit = 0; bit < 64; bit++) {
                UP_TO[r] |= 30 * (bit / 8) + COFACTOR[bit % 8] <= r ? 1L << bit : 0;
            }
        }
    }

    final byte[] bits;
    final int[] before; // the count before each word, as of the last countWords()
    final int[] blocks;
    int bytes;

    CountedSieve(int most) {
        bits = new byte[most];
        before = new int[most >> 3];
        blocks = new int[(most >> BLOCK_BYTES) + 1];
    }

    /** Starts a segment without multiples of the wheel's primes. */
    void start(long firstByte, int length, byte[] wheel) {
        bytes = length;
        int phase = (int) (firstByte % wheel.length);
        for (int filled = 0; filled < length; phase = 0) {
            int now = Math.min(wheel.length - phase, length - filled);
            System.arraycopy(wheel, phase, bits, filled, now);
            filled += now;
        }
    }

    /** Writes down the count before every word, and the blocks' counts; returns the count of all. */
    int countWords() {
        byte[] b = bits;
        int[] before = this.before;
        int words = bytes >> 3;
        int count = 0;
        for (int w = 0; w < words; w++) {
            before[w] = count;
            count += Long.bitCount((long) LONGS.get(b, w << 3));
        }
        int last = words - 1 >> BLOCK_WORDS;
        for (int i = 0; i < last; i++) {
            blocks[i] = before[i + 1 << BLOCK_WORDS] - before[i << BLOCK_WORDS];
        }
        blocks[last] = count - before[last << BLOCK_WORDS];
        return count;
    }

    /** Counts the blocks anew; returns the count of all. */
    int countBlocks() {
        byte[] b = bits;
        int total = 0;
        for (int block = 0; block << BLOCK_BYTES < bytes; block++) {
            int end = Math.min(block + 1 << BLOCK_BYTES, bytes);
            int count = 0;
            for (int i = block << BLOCK_BYTES; i < end; i += 8) {
                count += Long.bitCount((long) LONGS.get(b, i));
            }
            blocks[block] = count;
            total += count;
        }
        return total;
    }

    /** The word's part of a question. */
    int inWord(int word, int r) {
        return Long.bitCount((long) LONGS.get(bits, word << 3) & UP_TO[r]);
    }

    /** The count of the words [from, to), over whole blocks where there are any. */
    int between(int from, int to) {
        int count = 0;
        int w = from;
        if (to >> BLOCK_WORDS > from >> BLOCK_WORDS) {
            for (; (w & (1 << BLOCK_WORDS) - 1) != 0; w++) {
                count += Long.bitCount((long) LONGS.get(bits, w << 3));
            }
            for (; w >> BLOCK_WORDS < to >> BLOCK_WORDS; w += 1 << BLOCK_WORDS) {
                count += blocks[w >> BLOCK_WORDS];
            }
        }
        for (; w < to; w++) {
            count += Long.bitCount((long) LONGS.get(bits, w << 3));
        }
        return count;
    }

    /**
     * Strikes the multiples of p. A turn of 30 p numbers has eight of them, at the bytes p w / 30; {@code turn} is where the first turn
     * that reaches into this segment begins (it may be negative). Returns the same for the next segment.
     */
    int strike(int p, int turn) {
        byte[] b = bits;
        byte[] bit = BIT[p % 30];
        int t = turn;
        int o1 = p * 7 / 30;
        int o2 = p * 11 / 30;
        int o3 = p * 13 / 30;
        int o4 = p * 17 / 30;
        int o5 = p * 19 / 30;
        int o6 = p * 23 / 30;
        int o7 = p * 29 / 30;
        if (t < 0) {
            edge(p, t, bit);
            if (t + o7 >= bytes) {
                return t - bytes;
            }
            t += p;
        }
        int o0 = p / 30;
        int m0 = ~(1 << bit[0]);
        int m1 = ~(1 << bit[1]);
        int m2 = ~(1 << bit[2]);
        int m3 = ~(1 << bit[3]);
        int m4 = ~(1 << bit[4]);
        int m5 = ~(1 << bit[5]);
        int m6 = ~(1 << bit[6]);
        int m7 = ~(1 << bit[7]);
        for (int end = bytes - o7; t < end; t += p) {
            b[t + o0] &= (byte) m0;
            b[t + o1] &= (byte) m1;
            b[t + o2] &= (byte) m2;
            b[t + o3] &= (byte) m3;
            b[t + o4] &= (byte) m4;
            b[t + o5] &= (byte) m5;
            b[t + o6] &= (byte) m6;
            b[t + o7] &= (byte) m7;
        }
        edge(p, t, bit);
        return t - bytes;
    }

    /** The part of a turn that lies in the segment. */
    private void edge(int p, int t, byte[] bit) {
        for (int w = 0; w < 8; w++) {
            int i = t + (int) ((long) p * COFACTOR[w] / 30);
            if (i >= 0 && i < bytes) {
                bits[i] &= (byte) ~(1 << bit[w]);
            }
        }
    }

    /** What {@link #strikeCounting} struck. */
    int struck;

    /** As {@link #strike}, and the blocks stay right. */
    int strikeCounting(int p, int turn) {
        byte[] b = bits;
        int[] blocks = this.blocks;
        byte[] bit = BIT[p % 30];
        int t = turn;
        int o7 = (int) (29L * p / 30);
        struck = 0;
        if (t < 0) {
            edgeCounting(p, t, bit);
            if (t + o7 >= bytes) {
                return t - bytes;
            }
            t += p;
        }
        int o0 = p / 30;
        int o1 = (int) (7L * p / 30);
        int o2 = (int) (11L * p / 30);
        int o3 = (int) (13L * p / 30);
        int o4 = (int) (17L * p / 30);
        int o5 = (int) (19L * p / 30);
        int o6 = (int) (23L * p / 30);
        int s0 = bit[0];
        int s1 = bit[1];
        int s2 = bit[2];
        int s3 = bit[3];
        int s4 = bit[4];
        int s5 = bit[5];
        int s6 = bit[6];
        int s7 = bit[7];
        int hits = 0;
        for (int end = bytes - o7; t < end; t += p) {
            hits += hit(b, blocks, t + o0, s0);
            hits += hit(b, blocks, t + o1, s1);
            hits += hit(b, blocks, t + o2, s2);
            hits += hit(b, blocks, t + o3, s3);
            hits += hit(b, blocks, t + o4, s4);
            hits += hit(b, blocks, t + o5, s5);
            hits += hit(b, blocks, t + o6, s6);
            hits += hit(b, blocks, t + o7, s7);
        }
        struck += hits;
        edgeCounting(p, t, bit);
        return t - bytes;
    }

    private static int hit(byte[] b, int[] blocks, int i, int bit) {
        int was = b[i];
        int hit = was >> bit & 1;
        b[i] = (byte) (was ^ hit << bit);
        blocks[i >> BLOCK_BYTES] -= hit;
        return hit;
    }

    private void edgeCounting(int p, int t, byte[] bit) {
        for (int w = 0; w < 8; w++) {
            int i = t + (int) ((long) p * COFACTOR[w] / 30);
            if (i >= 0 && i < bytes) {
                struck += hit(bits, blocks, i, bit[w]);
            }
        }
    }
}

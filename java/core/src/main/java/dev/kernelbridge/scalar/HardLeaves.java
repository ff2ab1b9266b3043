package dev.kernelbridge.scalar;

import dev.kernelbridge.spi.LeafTables;
import dev.kernelbridge.spi.Wide;

/**
 * The hard leaves of a stretch of the sieve, segment by segment. In stage b the primes below p_b have been struck; the leaves of p_b are
 * answered, then p_b strikes. Leaves m up to sqrt z come from the factor table, packed without branches first; above, m is a prime.
 */
final class HardLeaves {
    /** Bytes; 64 and 256 KB are within 5 %, 32 KB is 10 % slower. */
    private static final int SEGMENT = 128 << 10;
    /** Up to here a prime strikes so often that counting anew is cheaper than counting along. */
    private static final int COUNT_ALONG = 150;
    /** A stage is dense if it has one m to look at for so many words or fewer: then the count before each word is written down first. */
    private static final int DENSE_SHARE = 16;
    private static final int BATCH = 2048;

    private final LeafLoops loops;
    private final LeafTables tables;
    private final double exactDoubles;
    private final long low;
    private final long high;
    private final int stages;
    private final long[] phi;
    private final long[] mu;
    private final int[] batch = new int[BATCH + LeafLoops.ROOM];
    private final CountedSieve sieve;
    // per stage
    private final double[] value; // x / p_b
    private final long[] over; // its low bits
    private final int[] turn;
    private final int[] upper; // the largest m whose leaf is not below the segment
    private final int[] least;
    private final int[] most;
    // of the stage that is being answered
    private long sum;
    private long signs;
    private int word;
    private int beforeWord;

    HardLeaves(LeafLoops loops, LeafTables tables, double exactDoubles, long low, long high, int stages, long[] phi, long[] mu) {
        this.loops = loops;
        this.tables = tables;
        this.exactDoubles = exactDoubles;
        this.low = low;
        this.high = high;
        this.stages = stages;
        this.phi = phi;
        this.mu = mu;
        this.sieve = new CountedSieve((int) Math.min(SEGMENT, (high - low) / 30));
        value = new double[stages + 1];
        over = new long[stages + 1];
        turn = new int[stages + 1];
        upper = new int[stages + 1];
        least = new int[stages + 1];
        most = new int[stages + 1];
        for (int b = tables.k() + 1; b <= stages; b++) {
            int p = tables.primes()[b];
            Wide quotient = tables.x().dividedBy(p);
            value[b] = quotient.value();
            over[b] = quotient.low();
            turn[b] = (int) -(low / 30 % p);
            boolean composite = (long) p * p <= tables.z();
            most[b] = (int) Math.min(composite ? tables.z() : tables.y(), over(b, (long) p * p));
            least[b] = (int) (composite ? tables.z() / p : Math.max(tables.z() / p, p));
            upper[b] = low == 0 ? most[b] : (int) Math.min(most[b], over(b, low));
        }
    }

    long sum() {
        int top = stages;
        int span = SEGMENT * 30;
        for (long from = low; from < high; from += span) {
            long to = Math.min(from + span, high);
            while (top > tables.k() && from > 0 && over(top, tables.primes()[top]) < from) {
                top--;
            }
            segment(from, to, top);
        }
        return sum;
    }

    /** floor(x / (p_b d)); from 2^50 on nearly, which is enough to tell that it is larger than any m and any place in the sieve. */
    private long over(int b, long d) {
        return value[b] < exactDoubles ? (long) (value[b] / d) : Wide.quotient(value[b], over[b], d);
    }

    private void segment(long from, long to, int top) {
        int[] primes = tables.primes();
        sieve.start(from / 30, (int) ((to - from) / 30), tables.wheel());
        int words = sieve.bytes >> 3;
        boolean counted = false;
        int total = 0;
        for (int b = tables.k() + 1; b <= top; b++) {
            int p = primes[b];
            int last = upper[b];
            int first = (int) Math.min(last, over(b, to));
            upper[b] = first;
            first = Math.max(first, least[b]);
            boolean dense = false;
            if (first < last) {
                boolean composite = (long) p * p <= tables.z();
                int begin = composite ? LeafTables.indexAbove(first) : tables.pi().pi(first);
                int end = composite ? LeafTables.indexAbove(last) : tables.pi().pi(last);
                dense = (end - begin) * DENSE_SHARE > words;
                if (begin < end) {
                    if (dense) {
                        total = sieve.countWords();
                        counted = true;
                    } else if (!counted) {
                        total = sieve.countBlocks();
                        counted = true;
                    }
                    signs = 0;
                    word = 0;
                    beforeWord = 0;
                    if (composite) {
                        composites(b, begin, end, from, dense);
                    } else {
                        primes(b, begin, end, from, dense);
                    }
                    sum += signs * phi[b];
                    mu[b] += signs;
                }
            }
            if (!counted) {
                total = sieve.countBlocks();
                counted = true;
            }
            phi[b] += total;
            if (p <= (dense ? 4 * COUNT_ALONG : COUNT_ALONG)) {
                turn[b] = sieve.strike(p, turn[b]);
                counted = false;
            } else {
                turn[b] = sieve.strikeCounting(p, turn[b]);
                total -= sieve.struck;
            }
        }
    }

    /** The leaves among the numbers coprime to 210 with indices [begin, end), from the largest m, which asks lowest, on. */
    private void composites(int b, int begin, int end, long from, boolean dense) {
        char[] factor = tables.factor();
        int[] leaf = tables.leaf();
        int[] batch = this.batch;
        int p = tables.primes()[b];
        for (int hi = end; hi > begin; hi -= BATCH) {
            int lo = Math.max(begin, hi - BATCH);
            int n = loops.pack(factor, leaf, lo, hi, p, batch);
            if (dense) {
                answerDense(b, from, n);
            } else {
                answerSparse(b, from, n);
            }
        }
    }

    private void answerDense(int b, long from, int n) {
        int[] before = sieve.before;
        byte[] bits = sieve.bits;
        int[] batch = this.batch;
        long local = 0;
        long plus = 0;
        double value = this.value[b];
        long over = this.over[b];
        boolean exact = value < exactDoubles;
        for (int i = 0; i < n; i++) {
            int m = batch[i];
            int odd = m & 1; // 1 for an even number of primes
            m |= 1;
            long u = (exact ? (long) (value / m) : Wide.quotient(value, over, m)) - from;
            int w = (int) (u * 0x8888_8889L >>> 39);
            int count = before[w] + Long.bitCount((long) CountedSieve.LONGS.get(bits, w << 3) & CountedSieve.UP_TO[(int) u - 240 * w]);
            local += (count ^ -odd) + odd;
            plus += odd;
        }
        sum += local;
        signs += n - 2 * plus;
    }

    private void answerSparse(int b, long from, int n) {
        long local = 0;
        long plus = 0;
        double value = this.value[b];
        long over = this.over[b];
        boolean exact = value < exactDoubles;
        for (int i = 0; i < n; i++) {
            int m = batch[i];
            int odd = m & 1;
            m |= 1;
            long u = (exact ? (long) (value / m) : Wide.quotient(value, over, m)) - from;
            int count = question((int) u);
            local += (count ^ -odd) + odd;
            plus += odd;
        }
        sum += local;
        signs += n - 2 * plus;
    }

    /** The count up to u, which is not smaller than the last one's. */
    private int question(int u) {
        int w = (int) (u * 0x8888_8889L >>> 39);
        if (w > word) {
            beforeWord += sieve.between(word, w);
            word = w;
        }
        return beforeWord + sieve.inWord(w, u - 240 * w);
    }

    /** The leaves whose m is a prime, with indices (begin, end]. */
    private void primes(int b, int begin, int end, long from, boolean dense) {
        int[] primes = tables.primes();
        double value = this.value[b];
        long over = this.over[b];
        boolean exact = value < exactDoubles;
        long local = 0;
        for (int i = end; i > begin; i--) {
            long u = (exact ? (long) (value / primes[i]) : Wide.quotient(value, over, primes[i])) - from;
            if (dense) {
                int w = (int) (u * 0x8888_8889L >>> 39);
                local += sieve.before[w] + sieve.inWord(w, (int) u - 240 * w);
            } else {
                local += question((int) u);
            }
        }
        sum += local;
        signs += end - begin;
    }
}

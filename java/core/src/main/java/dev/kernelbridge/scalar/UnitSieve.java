package dev.kernelbridge.scalar;

import dev.kernelbridge.spi.BasePrimes;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * One unit of the wheel sieve in plain Java, in the manner of native/primes/sieve.c: patterns for the smallest primes, then blocks
 * that fit into L1, then pieces that fit into L2, then the few strikes of primes that are larger than a piece.
 *
 * <p>A prime's multiples p (30 q + w) come in groups of eight, one group every p bytes. A group that begins in a block is struck
 * to its end, although it reaches beyond: what follows has been laid before. So a prime's only state is the distance of its next group.
 * Primes are sorted by residue, and each residue has its method, in which all masks are constants.
 *
 * <p>All of that happens in a window of a constant length, which slides over the unit: only so can C2 prove that a strike lies inside,
 * see {@link #wholeGroups}.
 */
final class UnitSieve {
    /** The part that stays in L2. */
    private static final int PIECE = 512 << 10;
    /** Room for a piece and for what its groups reach beyond it. */
    private static final int WINDOW = 2 * PIECE;
    /** The part that stays in L1. */
    private static final int BLOCK = 40 << 10;
    /** Primes below are struck block by block. */
    private static final int SMALL = 24 << 10;
    /** Primes from here on are larger than a piece, and struck one by one. */
    private static final int LARGE = 1 << 19;
    /** Shorter units are done sooner without patterns. */
    private static final int PATTERNS_WORTH = 1 << 10;
    /** Windows are kept for the next call, never more than calls that ran at once. */
    private static final ConcurrentLinkedQueue<byte[]> WINDOWS = new ConcurrentLinkedQueue<>();

    private final long first;
    private final int bytes;
    private final int[] base;
    private final int count;
    private final long last;
    private final int patterned;
    /** Where each residue's primes begin, where those from SMALL on begin, and where they end. */
    private final int[] from = new int[8];
    private final int[] small = new int[8];
    private final int[] to = new int[8];
    private final int[] prime;
    /** The distance of each prime's next group from the present piece. */
    private final int[] next;
    /** How far a group may reach beyond the piece in which it begins. */
    private final int ahead;
    /** The first base prime that is not below LARGE or has no multiple here. */
    private final int grouped;

    UnitSieve(long first, int bytes, BasePrimes primes) {
        this.first = first;
        this.bytes = bytes;
        this.base = primes.array();
        this.count = primes.count();
        long lastByte = first + bytes - 1;
        long end = 30 * lastByte + 29; // unsigned
        this.last = Long.compareUnsigned(end, 30 * lastByte) < 0 ? -1 : end; // the wheel's last byte reaches beyond 2^64
        this.patterned = bytes >= PATTERNS_WORTH && count >= Patterns.PRIMES ? Patterns.PRIMES : 0;
        int i = patterned;
        for (; i < count && Integer.compareUnsigned(base[i], LARGE) < 0 && has(base[i]); i++) {
            to[residue(base[i])]++;
        }
        grouped = i;
        prime = new int[grouped - patterned];
        next = new int[grouped - patterned];
        for (int j = 0, at = 0; j < 8; j++) {
            int size = to[j];
            from[j] = at;
            small[j] = at;
            to[j] = at;
            at += size;
        }
        for (i = patterned; i < grouped; i++) {
            int j = residue(base[i]);
            prime[to[j]] = base[i];
            next[to[j]++] = firstGroup(first, base[i]);
            if (base[i] < SMALL) {
                small[j]++;
            }
        }
        ahead = grouped > patterned ? base[grouped - 1] : 0;
    }

    /** Whether p^2, and so any number that p strikes first, is not beyond the unit. */
    private boolean has(long p) {
        return Long.compareUnsigned(p * p, last) <= 0;
    }

    private boolean hasLarge() {
        return grouped < count && has(Integer.toUnsignedLong(base[grouped]));
    }

    private static int residue(int p) {
        return Integer.remainderUnsigned(p, 30) * 8 / 30;
    }

    /**
     * The distance from byte {@code first} to p's first group that is not wholly below p^2 or wholly before it. Its members below p^2 are
     * multiples of smaller primes too, except p itself for p < 30, which byte 0 takes back.
     */
    private static int firstGroup(long first, int p) {
        long q = first / p;
        return (int) (q < p / 30 ? (long) (p / 30) * p - first : q * p - first);
    }

    /** Sieves into {@code bits}, which has room for the unit. */
    void sieve(byte[] bits) {
        slide((window, at, n) -> System.arraycopy(window, 0, bits, at, n));
        if (hasLarge()) {
            LargePrimes.strike(first, bytes, base, grouped, count, last, bits);
        }
    }

    /** Counts what is left under the masks. */
    long count(int firstMask, int lastMask) {
        if (hasLarge()) {
            byte[] bits = new byte[bytes];
            sieve(bits);
            return masked(bits, bytes, firstMask, lastMask);
        }
        long[] sum = new long[1];
        slide((window, at, n) -> sum[0] += masked(window, n, at == 0 ? firstMask : 0xFF, at + n == bytes ? lastMask : 0xFF));
        return sum[0];
    }

    /** What becomes of the piece of n bytes from the unit's byte {@code at} on, once it is sieved and lies at the window's beginning. */
    private interface Piece {
        void take(byte[] window, int at, int n);
    }

    /** Slides the window over the unit. */
    private void slide(Piece sieved) {
        byte[] kept = WINDOWS.poll();
        byte[] window = kept != null ? kept : new byte[WINDOW];
        int laid = 0;
        for (int at = 0; at < bytes; at += PIECE) {
            int n = Math.min(PIECE, bytes - at);
            laid = piece(window, at, n, laid);
            sieved.take(window, at, n);
            System.arraycopy(window, n, window, 0, laid);
        }
        WINDOWS.add(window);
    }

    private static long masked(byte[] bits, int n, int firstMask, int lastMask) {
        bits[0] &= (byte) firstMask;
        bits[n - 1] &= (byte) lastMask;
        return Patterns.countBits(bits, n);
    }

    /**
     * Sieves the unit's piece of n bytes from byte {@code at} on at the beginning of the window, for all but the large primes. The first
     * {@code laid} bytes were laid and partly struck with the piece before; returns that for the next.
     */
    private int piece(byte[] s, int at, int n, int laid) {
        int limit = Math.min(n + ahead, bytes - at);
        int begin = Math.min(laid, limit);
        if (patterned > 0) {
            Patterns.lay(first + at + begin, s, begin, limit);
        } else {
            Arrays.fill(s, begin, limit, (byte) 0xFF);
        }
        if (at == 0) {
            strikeCutGroups(s);
        }
        for (int block = 0; block < n; block += BLOCK) {
            int stop = Math.min(block + BLOCK, n);
            int shift = stop == n ? n : 0;
            for (int j = 0; j < 8; j++) {
                strike(j, s, stop, shift, from[j], small[j]);
            }
        }
        for (int j = 0; j < 8; j++) {
            strike(j, s, n, n, small[j], to[j]);
        }
        restorePatternPrimes(first + at, s, n);
        return limit - n;
    }

    /** The groups that begin before the unit. */
    private void strikeCutGroups(byte[] s) {
        for (int i = 0; i < next.length; i++) {
            int p = prime[i];
            if (next[i] < 0) {
                for (int w : Patterns.RESIDUE) {
                    int at = next[i] + offset(p / 30, p % 30, w);
                    if (at >= 0) {
                        s[at] &= mask(p % 30, w);
                    }
                }
                next[i] += p;
            }
        }
    }

    /** The patterns clear their own primes too; and byte 0 holds 1 and primes that strike themselves. */
    private void restorePatternPrimes(long firstByte, byte[] s, int n) {
        for (int i = 0; i < patterned; i++) {
            long offset = base[i] / 30 - firstByte;
            if (offset >= 0 && offset < n) {
                s[(int) offset] |= (byte) (1 << residue(base[i]));
            }
        }
        if (firstByte == 0) {
            s[0] = (byte) 0xFF;
        }
    }

    private void strike(int residue, byte[] s, int stop, int shift, int a, int b) {
        switch (residue) {
            case 0 -> strike1(s, stop, shift, a, b);
            case 1 -> strike7(s, stop, shift, a, b);
            case 2 -> strike11(s, stop, shift, a, b);
            case 3 -> strike13(s, stop, shift, a, b);
            case 4 -> strike17(s, stop, shift, a, b);
            case 5 -> strike19(s, stop, shift, a, b);
            case 6 -> strike23(s, stop, shift, a, b);
            default -> strike29(s, stop, shift, a, b);
        }
    }

    // Eight times the same loop, because the residue must be a constant: C2 does not inline a method that holds the loop, since it has
    // compiled that alone by then, into too much code. Strikes with the i-th primes, a <= i < b, where groups begin before s[stop].

    private void strike1(byte[] s, int stop, int shift, int a, int b) {
        MemorySegment window = window(s);
        for (int i = a; i < b; i++) {
            int p = prime[i];
            long k = k(p);
            int d = next[i];
            for (; d < stop; d += p) {
                strike(window, d, k, 1, 1, 7);
                strike(window, d, k, 1, 11, 13);
                strike(window, d, k, 1, 17, 19);
                strike(window, d, k, 1, 23, 29);
            }
            next[i] = d - shift;
        }
    }

    private void strike7(byte[] s, int stop, int shift, int a, int b) {
        MemorySegment window = window(s);
        for (int i = a; i < b; i++) {
            int p = prime[i];
            long k = k(p);
            int d = next[i];
            for (; d < stop; d += p) {
                strike(window, d, k, 7, 1, 7);
                strike(window, d, k, 7, 11, 13);
                strike(window, d, k, 7, 17, 19);
                strike(window, d, k, 7, 23, 29);
            }
            next[i] = d - shift;
        }
    }

    private void strike11(byte[] s, int stop, int shift, int a, int b) {
        MemorySegment window = window(s);
        for (int i = a; i < b; i++) {
            int p = prime[i];
            long k = k(p);
            int d = next[i];
            for (; d < stop; d += p) {
                strike(window, d, k, 11, 1, 7);
                strike(window, d, k, 11, 11, 13);
                strike(window, d, k, 11, 17, 19);
                strike(window, d, k, 11, 23, 29);
            }
            next[i] = d - shift;
        }
    }

    private void strike13(byte[] s, int stop, int shift, int a, int b) {
        MemorySegment window = window(s);
        for (int i = a; i < b; i++) {
            int p = prime[i];
            long k = k(p);
            int d = next[i];
            for (; d < stop; d += p) {
                strike(window, d, k, 13, 1, 7);
                strike(window, d, k, 13, 11, 13);
                strike(window, d, k, 13, 17, 19);
                strike(window, d, k, 13, 23, 29);
            }
            next[i] = d - shift;
        }
    }

    private void strike17(byte[] s, int stop, int shift, int a, int b) {
        MemorySegment window = window(s);
        for (int i = a; i < b; i++) {
            int p = prime[i];
            long k = k(p);
            int d = next[i];
            for (; d < stop; d += p) {
                strike(window, d, k, 17, 1, 7);
                strike(window, d, k, 17, 11, 13);
                strike(window, d, k, 17, 17, 19);
                strike(window, d, k, 17, 23, 29);
            }
            next[i] = d - shift;
        }
    }

    private void strike19(byte[] s, int stop, int shift, int a, int b) {
        MemorySegment window = window(s);
        for (int i = a; i < b; i++) {
            int p = prime[i];
            long k = k(p);
            int d = next[i];
            for (; d < stop; d += p) {
                strike(window, d, k, 19, 1, 7);
                strike(window, d, k, 19, 11, 13);
                strike(window, d, k, 19, 17, 19);
                strike(window, d, k, 19, 23, 29);
            }
            next[i] = d - shift;
        }
    }

    private void strike23(byte[] s, int stop, int shift, int a, int b) {
        MemorySegment window = window(s);
        for (int i = a; i < b; i++) {
            int p = prime[i];
            long k = k(p);
            int d = next[i];
            for (; d < stop; d += p) {
                strike(window, d, k, 23, 1, 7);
                strike(window, d, k, 23, 11, 13);
                strike(window, d, k, 23, 17, 19);
                strike(window, d, k, 23, 23, 29);
            }
            next[i] = d - shift;
        }
    }

    private void strike29(byte[] s, int stop, int shift, int a, int b) {
        MemorySegment window = window(s);
        for (int i = a; i < b; i++) {
            int p = prime[i];
            long k = k(p);
            int d = next[i];
            for (; d < stop; d += p) {
                strike(window, d, k, 29, 1, 7);
                strike(window, d, k, 29, 11, 13);
                strike(window, d, k, 29, 17, 19);
                strike(window, d, k, 29, 23, 29);
            }
            next[i] = d - shift;
        }
    }

    /**
     * A strike on an array is a load of its length, a comparison and a jump besides, 1.45 times as long. C2 can drop them only if it
     * knows the length as a constant, as it does of this slice (and not of an array), and the ranges of d and k, which the mask and
     * the minimum below tell it and which they never change: d + 29 k + 28 &lt; PIECE + LARGE = WINDOW.
     */
    private static MemorySegment window(byte[] s) {
        return MemorySegment.ofArray(s).asSlice(0, WINDOW);
    }

    private static long k(int p) {
        return Math.clamp(p / 30, 0, LARGE / 30);
    }

    /** Two strikes of the group at d of p = 30 k + r: those with the cofactors 30 q + v and 30 q + w. */
    private static void strike(MemorySegment window, int d, long k, int r, int v, int w) {
        long group = d & PIECE - 1;
        long at = group + v * k + r * v / 30;
        window.set(ValueLayout.JAVA_BYTE, at, (byte) (window.get(ValueLayout.JAVA_BYTE, at) & mask(r, v)));
        at = group + w * k + r * w / 30;
        window.set(ValueLayout.JAVA_BYTE, at, (byte) (window.get(ValueLayout.JAVA_BYTE, at) & mask(r, w)));
    }

    private static int offset(int k, int r, int w) {
        return w * k + r * w / 30;
    }

    private static byte mask(int r, int w) {
        return (byte) ~(1 << r * w % 30 * 8 / 30);
    }
}

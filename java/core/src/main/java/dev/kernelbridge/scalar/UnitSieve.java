package dev.kernelbridge.scalar;

import dev.kernelbridge.spi.BasePrimes;
import java.util.Arrays;

/**
 * One unit of the wheel sieve in plain Java, in the manner of native/primes/sieve.c: patterns for the smallest primes, then blocks
 * that fit into L1, then pieces that fit into L2, then the few strikes of primes that are larger than a piece.
 *
 * <p>A prime's multiples p (30 q + w) come in groups of eight, one group every p bytes. A group that begins in a block is struck
 * to its end, although it reaches beyond: what follows has been laid before. So a prime's only state is the distance of its next group.
 * Primes are sorted by residue, and each residue has its method, in which all masks and all distances but two are constants.
 */
final class UnitSieve {
    /** The part that stays in L2. */
    private static final int PIECE = 512 << 10;
    /** The part that stays in L1. */
    private static final int BLOCK = 32 << 10;
    /** Primes below are struck block by block. */
    private static final int SMALL = 8 << 10;
    /** Primes from here on are larger than a piece, and struck one by one. */
    private static final int LARGE = 1 << 19;
    /** Shorter units are done sooner without patterns. */
    private static final int PATTERNS_WORTH = 1 << 10;

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
        int laid = 0;
        for (int at = 0; at < bytes; at += PIECE) {
            laid = piece(bits, at, at, Math.min(PIECE, bytes - at), laid);
        }
        if (hasLarge()) {
            LargePrimes.strike(first, bytes, base, grouped, count, last, bits);
        }
    }

    /** Counts what is left under the masks. Unless there are large primes, a window slides over the unit and stays in the cache. */
    long count(int firstMask, int lastMask) {
        if (hasLarge()) {
            byte[] bits = new byte[bytes];
            sieve(bits);
            return masked(bits, bytes, firstMask, lastMask);
        }
        byte[] window = new byte[Math.min(bytes, PIECE + ahead)];
        long sum = 0;
        int laid = 0;
        for (int at = 0; at < bytes; at += PIECE) {
            int n = Math.min(PIECE, bytes - at);
            laid = piece(window, 0, at, n, laid);
            sum += masked(window, n, at == 0 ? firstMask : 0xFF, at + n == bytes ? lastMask : 0xFF);
            System.arraycopy(window, n, window, 0, laid);
        }
        return sum;
    }

    private static long masked(byte[] bits, int n, int firstMask, int lastMask) {
        bits[0] &= (byte) firstMask;
        bits[n - 1] &= (byte) lastMask;
        return Patterns.countBits(bits, n);
    }

    /**
     * Sieves the unit's piece of n bytes from byte {@code at} on, which lies at {@code s[origin]}, for all but the large primes. The first
     * {@code laid} bytes were laid and partly struck with the piece before; returns that for the next.
     */
    private int piece(byte[] s, int origin, int at, int n, int laid) {
        int limit = origin + Math.min(n + ahead, bytes - at);
        int begin = origin + Math.min(laid, limit - origin);
        if (patterned > 0) {
            Patterns.lay(first + at + (begin - origin), s, begin, limit);
        } else {
            Arrays.fill(s, begin, limit, (byte) 0xFF);
        }
        for (int block = origin; block < origin + n; block += BLOCK) {
            int stop = Math.min(block + BLOCK, origin + n);
            int shift = stop == origin + n ? n : 0;
            for (int j = 0; j < 8; j++) {
                strike(j, s, origin, stop, limit, shift, from[j], small[j]);
            }
        }
        for (int j = 0; j < 8; j++) {
            strike(j, s, origin, origin + n, limit, n, small[j], to[j]);
        }
        restorePatternPrimes(first + at, s, origin, n);
        return limit - origin - n;
    }

    /** The patterns clear their own primes too; and byte 0 holds 1 and primes that strike themselves. */
    private void restorePatternPrimes(long firstByte, byte[] s, int origin, int n) {
        for (int i = 0; i < patterned; i++) {
            long offset = base[i] / 30 - firstByte;
            if (offset >= 0 && offset < n) {
                s[origin + (int) offset] |= (byte) (1 << residue(base[i]));
            }
        }
        if (firstByte == 0) {
            s[origin] = (byte) 0xFF;
        }
    }

    private void strike(int residue, byte[] s, int origin, int stop, int limit, int shift, int a, int b) {
        switch (residue) {
            case 0 -> strike1(s, origin, stop, limit, shift, a, b);
            case 1 -> strike7(s, origin, stop, limit, shift, a, b);
            case 2 -> strike11(s, origin, stop, limit, shift, a, b);
            case 3 -> strike13(s, origin, stop, limit, shift, a, b);
            case 4 -> strike17(s, origin, stop, limit, shift, a, b);
            case 5 -> strike19(s, origin, stop, limit, shift, a, b);
            case 6 -> strike23(s, origin, stop, limit, shift, a, b);
            default -> strike29(s, origin, stop, limit, shift, a, b);
        }
    }

    private void strike1(byte[] s, int origin, int stop, int limit, int shift, int a, int b) {
        for (int i = a; i < b; i++) {
            next[i] = groups(s, stop, limit, next[i] + origin, prime[i], 1) - origin - shift;
        }
    }

    private void strike7(byte[] s, int origin, int stop, int limit, int shift, int a, int b) {
        for (int i = a; i < b; i++) {
            next[i] = groups(s, stop, limit, next[i] + origin, prime[i], 7) - origin - shift;
        }
    }

    private void strike11(byte[] s, int origin, int stop, int limit, int shift, int a, int b) {
        for (int i = a; i < b; i++) {
            next[i] = groups(s, stop, limit, next[i] + origin, prime[i], 11) - origin - shift;
        }
    }

    private void strike13(byte[] s, int origin, int stop, int limit, int shift, int a, int b) {
        for (int i = a; i < b; i++) {
            next[i] = groups(s, stop, limit, next[i] + origin, prime[i], 13) - origin - shift;
        }
    }

    private void strike17(byte[] s, int origin, int stop, int limit, int shift, int a, int b) {
        for (int i = a; i < b; i++) {
            next[i] = groups(s, stop, limit, next[i] + origin, prime[i], 17) - origin - shift;
        }
    }

    private void strike19(byte[] s, int origin, int stop, int limit, int shift, int a, int b) {
        for (int i = a; i < b; i++) {
            next[i] = groups(s, stop, limit, next[i] + origin, prime[i], 19) - origin - shift;
        }
    }

    private void strike23(byte[] s, int origin, int stop, int limit, int shift, int a, int b) {
        for (int i = a; i < b; i++) {
            next[i] = groups(s, stop, limit, next[i] + origin, prime[i], 23) - origin - shift;
        }
    }

    private void strike29(byte[] s, int origin, int stop, int limit, int shift, int a, int b) {
        for (int i = a; i < b; i++) {
            next[i] = groups(s, stop, limit, next[i] + origin, prime[i], 29) - origin - shift;
        }
    }

    /**
     * Strikes the groups of p = 30 k + r that begin before {@code s[stop]}, the first at d, touching nothing beyond {@code s[limit)};
     * returns where the next one begins.
     */
    private static int groups(byte[] s, int stop, int limit, int start, int p, int r) {
        int d = start < 0 ? cutGroup(s, limit, start, p, r) : start;
        d = wholeGroups(s, Math.min(stop, limit - offset(p / 30, r, 29)), d, p, r);
        while (d < stop) {
            d = cutGroup(s, limit, d, p, r);
        }
        return d;
    }

    /** r is a constant where this is inlined: it must stay below 325 bytes of bytecode, or everything took 1.25 times as long. */
    private static int wholeGroups(byte[] s, int stop, int start, int p, int r) {
        int k = p / 30;
        int o1 = offset(k, r, 1);
        int o7 = offset(k, r, 7);
        int o11 = offset(k, r, 11);
        int o13 = offset(k, r, 13);
        int o17 = offset(k, r, 17);
        int o19 = offset(k, r, 19);
        int o23 = offset(k, r, 23);
        int o29 = offset(k, r, 29);
        int d = start;
        for (; d < stop; d += p) {
            s[d + o1] &= mask(r, 1);
            s[d + o7] &= mask(r, 7);
            s[d + o11] &= mask(r, 11);
            s[d + o13] &= mask(r, 13);
            s[d + o17] &= mask(r, 17);
            s[d + o19] &= mask(r, 19);
            s[d + o23] &= mask(r, 23);
            s[d + o29] &= mask(r, 29);
        }
        return d;
    }

    private static int offset(int k, int r, int w) {
        return w * k + r * w / 30;
    }

    private static byte mask(int r, int w) {
        return (byte) ~(1 << r * w % 30 * 8 / 30);
    }

    /** The part of a group at d that lies in {@code s[0 .. limit)}; returns where the next group begins. */
    private static int cutGroup(byte[] s, int limit, int d, int p, int r) {
        for (int w : Patterns.RESIDUE) {
            int at = d + offset(p / 30, r, w);
            if (at >= 0 && at < limit) {
                s[at] &= mask(r, w);
            }
        }
        return d + p;
    }
}

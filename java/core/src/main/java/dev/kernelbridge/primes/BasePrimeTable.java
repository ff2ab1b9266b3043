package dev.kernelbridge.primes;

import dev.kernelbridge.plan.Session;
import dev.kernelbridge.spi.BasePrimes;
import java.lang.ref.SoftReference;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The primes that sieves strike with, made once and shared as long as they suffice. An odd sieve in blocks of 256 KB (L2): a sieve
 * to 10^16 needs the primes to 10^8, which takes 0.3 s; the largest window, at 2^63, needs 146 million primes, 584 MB and 10 s.
 */
public final class BasePrimeTable {
    private static final int BLOCK = 1 << 18;
    private static final long SMALLEST = 1 << 16;
    private static final ReentrantLock MAKING = new ReentrantLock();
    private static volatile SoftReference<BasePrimes> last = new SoftReference<>(null);

    private BasePrimeTable() {
    }

    /**
     * The primes from 7 to at least the square root of the unsigned number {@code to}; an interrupt or the deadline ends this too, which counts
     * from {@code start} on, when the call began as {@link System#nanoTime()} told.
     */
    public static BasePrimes forNumbersUpTo(Session session, long to, long start) {
        long limit = Math.max(SMALLEST, squareRoot(to));
        BasePrimes known = last.get();
        if (known != null && known.limit() >= limit) {
            return known; // whoever needs few primes does not wait for somebody who makes many
        }
        if (limit == SMALLEST) {
            return keep(sieve(limit, () -> { }));
        }
        Runnable stop = () -> session.checkStop(start, () -> "the primes to " + limit + ", which the sieve strikes with, are not ready");
        while (!tryLock()) {
            stop.run();
        }
        try {
            known = last.get();
            return known != null && known.limit() >= limit ? known : keep(sieve(limit, stop));
        } finally {
            MAKING.unlock();
        }
    }

    /** For tests: the next call makes its primes anew. */
    static void forget() {
        last = new SoftReference<>(null);
    }

    /** For tests: up to where the primes are known now. */
    static long known() {
        BasePrimes known = last.get();
        return known == null ? 0 : known.limit();
    }

    private static boolean tryLock() {
        try {
            return MAKING.tryLock(10, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static synchronized BasePrimes keep(BasePrimes made) {
        BasePrimes known = last.get();
        if (known == null || known.limit() < made.limit()) {
            last = new SoftReference<>(made);
            return made;
        }
        return known;
    }

    /** floor(sqrt(n)) of an unsigned number: the double's root is off by one at most. */
    static long squareRoot(long n) {
        double value = (n >>> 1) * 2.0 + (n & 1);
        long root = Math.min((long) Math.sqrt(value), 0xFFFF_FFFFL);
        while (Long.compareUnsigned(root * root, n) > 0) {
            root--;
        }
        while (root < 0xFFFF_FFFFL && Long.compareUnsigned((root + 1) * (root + 1), n) <= 0) {
            root++;
        }
        return root;
    }

    private static BasePrimes sieve(long limit, Runnable stop) {
        int small = (int) squareRoot(limit) | 1;
        boolean[] smallComposite = new boolean[small + 1];
        int[] strikers = new int[small];
        int strikerCount = 0;
        for (int p = 3; p <= small; p += 2) {
            if (!smallComposite[p]) {
                strikers[strikerCount++] = p;
                for (long m = (long) p * p; m <= small; m += 2L * p) {
                    smallComposite[(int) m] = true;
                }
            }
        }
        int[] primes = new int[estimate(limit)];
        int count = 0;
        boolean[] composite = new boolean[BLOCK]; // composite[i] tells of low + 2 i
        for (long low = 7; low <= limit; low += 2L * BLOCK) {
            stop.run();
            Arrays.fill(composite, false);
            long high = Math.min(limit, low + 2L * BLOCK - 2);
            for (int s = 0; s < strikerCount && (long) strikers[s] * strikers[s] <= high; s++) {
                long p = strikers[s];
                long multiple = Math.max(p * p, (low + p - 1) / p * p);
                multiple += (multiple & 1) == 0 ? p : 0;
                for (long i = (multiple - low) >> 1; i <= (high - low) >> 1; i += p) {
                    composite[(int) i] = true;
                }
            }
            for (int i = 0; low + 2L * i <= high; i++) {
                if (!composite[i]) {
                    primes[count++] = (int) (low + 2L * i);
                }
            }
        }
        return new BasePrimes(primes, count, limit);
    }

    /** An upper bound of the number of primes: x / ln x * (1 + 1.2762 / ln x) (Dusart 1999). */
    private static int estimate(long limit) {
        double log = Math.log(limit);
        return (int) (limit / log * (1 + 1.2762 / log)) + 16;
    }
}

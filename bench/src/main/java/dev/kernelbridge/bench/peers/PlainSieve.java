package dev.kernelbridge.bench.peers;

import java.util.Optional;

/** What a Java programmer writes in ten lines: the sieve of Eratosthenes over the odd numbers, one bit each, not segmented. */
public final class PlainSieve implements PrimePeer {
    @Override
    public String id() {
        return "plain";
    }

    @Override
    public String name() {
        return "plain Java loops";
    }

    @Override
    public String computes() {
        return "Eratosthenes over odd numbers in one long[], one thread";
    }

    @Override
    public Optional<String> missing() {
        return Optional.empty();
    }

    @Override
    public long most() {
        return 1_000_000_000; // 60 MB, and about as long as anybody waits
    }

    @Override
    public boolean sieves() {
        return false;
    }

    @Override
    public boolean threaded() {
        return false;
    }

    @Override
    public long count(long from, long n, int threads) {
        if (n < 2) {
            return 0;
        }
        long odds = (n - 1) / 2; // bit i is 2 i + 3
        long[] composite = new long[Math.toIntExact((odds + 63) / 64)];
        for (long i = 0, p = 3; p * p <= n; p = 2 * ++i + 3) {
            if ((composite[(int) (i >> 6)] >>> i & 1) == 0) {
                for (long k = (p * p - 3) / 2; k < odds; k += p) {
                    composite[(int) (k >> 6)] |= 1L << k;
                }
            }
        }
        long count = 1 + odds;
        for (long word : composite) {
            count -= Long.bitCount(word);
        }
        return count;
    }
}

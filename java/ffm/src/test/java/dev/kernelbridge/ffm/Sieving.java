package dev.kernelbridge.ffm;

import dev.kernelbridge.spi.BasePrimes;
import dev.kernelbridge.spi.SieveUnit;
import java.util.BitSet;

/** Units and base primes for the tests. */
final class Sieving {

    private Sieving() {
    }

    /** All numbers from 7 to n, a multiple of 30 with 10 added at most. */
    static SieveUnit to(int n) {
        int bytes = n / 30 + 1;
        int lastMask = 0;
        int[] residues = {1, 7, 11, 13, 17, 19, 23, 29};
        for (int bit = 0; bit < 8; bit++) {
            lastMask |= residues[bit] <= n % 30 ? 1 << bit : 0;
        }
        return new SieveUnit(0, bytes, 0xFE, lastMask);
    }

    /** The primes from 7 to the limit. */
    static BasePrimes base(int limit) {
        BitSet composite = new BitSet(limit + 1);
        for (int i = 2; (long) i * i <= limit; i++) {
            for (int j = i * i; j <= limit && !composite.get(i); j += i) {
                composite.set(j);
            }
        }
        int[] primes = java.util.stream.IntStream.rangeClosed(7, limit).filter(i -> !composite.get(i)).toArray();
        return new BasePrimes(primes, primes.length, limit);
    }
}

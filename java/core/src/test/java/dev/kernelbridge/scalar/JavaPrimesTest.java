package dev.kernelbridge.scalar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kernelbridge.spi.BasePrimes;
import dev.kernelbridge.spi.SieveUnit;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The sieve's ends: its pieces, the groups that units and pieces cut, and the last byte of the wheel. */
class JavaPrimesTest {
    private static final int PIECE = 512 << 10;
    private static final int[] RESIDUE = {1, 7, 11, 13, 17, 19, 23, 29};

    /** Each prime strikes all numbers, one multiple after the other: nothing of the sieve's structure is here. */
    private static byte[] plain(long first, int bytes, BasePrimes base) {
        boolean[] composite = new boolean[30 * bytes];
        for (int i = 0; i < base.count(); i++) {
            long p = base.array()[i];
            for (long m = Math.max(p * p, (30 * first + p - 1) / p * p); m < 30 * (first + bytes); m += p) {
                composite[(int) (m - 30 * first)] = true;
            }
        }
        byte[] bits = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            for (int bit = 0; bit < 8; bit++) {
                bits[i] |= (byte) (composite[30 * i + RESIDUE[bit]] ? 0 : 1 << bit);
            }
        }
        return bits;
    }

    private static BasePrimes primesTo(int limit) {
        BitSet composite = new BitSet(limit + 1);
        for (int p = 2; (long) p * p <= limit; p++) {
            for (int m = p * p; m <= limit; m += p) {
                composite.set(m);
            }
        }
        int[] primes = IntStream.rangeClosed(7, limit).filter(n -> !composite.get(n)).toArray();
        return new BasePrimes(primes, primes.length, limit);
    }

    @Test
    void sievesWhateverItsEndsCut() {
        BasePrimes base = primesTo(1_200_000); // LARGE is 524,288: the last start has primes of all four methods
        for (long first : new long[] {0, 34_567, 47_000_000_000L}) {
            for (int bytes : new int[] {1, 1023, 1024, 40_961, PIECE, 2 * PIECE + 7}) {
                byte[] expected = plain(first, bytes, base);
                byte[] bits = new byte[bytes];
                new JavaPrimes().sieve(first, bits, base);
                assertArrayEquals(expected, bits, bytes + " bytes from " + first);
                expected[0] &= 0x3C;
                expected[bytes - 1] &= 0x0F;
                long count = IntStream.range(0, bytes).map(i -> Integer.bitCount(expected[i] & 0xFF)).asLongStream().sum();
                SieveUnit unit = new SieveUnit(first, bytes, 0x3C, 0x0F);
                assertEquals(count, new JavaPrimes().countSieve(unit, base), unit.toString());
            }
        }
    }

    /** Part of that byte lies beyond 2^64: no request reaches it yet, but a unit is unsigned. */
    @Test
    void sievesUpToTheLastNumberOf64Bits() {
        BasePrimes base = new BasePrimes(new int[] {7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43}, 11, 46);
        long lastByte = Long.divideUnsigned(-1, 30);
        for (int bytes = 1; bytes <= 4000; bytes += 1333) {
            long first = lastByte - bytes + 1;
            long expected = 0;
            for (long n = 30 * first; n != 0; n++) { // ends beyond 2^64 - 1
                boolean survives = n % 2 != 0 && Long.remainderUnsigned(n, 3) != 0 && Long.remainderUnsigned(n, 5) != 0;
                for (int i = 0; i < base.count(); i++) {
                    survives &= Long.remainderUnsigned(n, base.array()[i]) != 0;
                }
                expected += survives ? 1 : 0;
            }
            // 2^64 - 16 is a multiple of 30, so of the last byte the residues 1, 7, 11 and 13 are below 2^64.
            assertEquals(expected, new JavaPrimes().countSieve(new SieveUnit(first, bytes, 0xFF, 0x0F), base), bytes + " bytes");
        }
    }
}

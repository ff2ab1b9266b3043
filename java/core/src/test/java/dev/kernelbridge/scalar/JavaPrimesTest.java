package dev.kernelbridge.scalar;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kernelbridge.spi.BasePrimes;
import dev.kernelbridge.spi.SieveUnit;
import org.junit.jupiter.api.Test;

/** The last byte of the wheel, part of which lies beyond 2^64: no request reaches it yet, but a unit is unsigned. */
class JavaPrimesTest {

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

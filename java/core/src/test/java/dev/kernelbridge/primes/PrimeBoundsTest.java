package dev.kernelbridge.primes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kernelbridge.Backend;
import dev.kernelbridge.Kernels;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The bounds admit every true count and refuse false ones. Values of li and pi: OEIS A057754, A006880. */
final class PrimeBoundsTest {
    private static final long[] LI = {6, 30, 178, 1246, 9630, 78_628, 664_918, 5_762_209, 50_849_235, 455_055_615L};
    private static final long[] PI = {4, 25, 168, 1229, 9592, 78_498, 664_579, 5_761_455, 50_847_534, 455_052_511L, 4_118_054_813L, 37_607_912_018L,
        346_065_536_839L, 3_204_941_750_802L, 29_844_570_422_669L, 279_238_341_033_925L, 2_623_557_157_654_233L, 24_739_954_287_740_860L};

    @Test
    void theLogarithmicIntegralIsRight() {
        for (int k = 1; k <= LI.length; k++) {
            assertEquals(LI[k - 1], PrimeBounds.li(Math.pow(10, k)), 0.51, "li(10^" + k + ")");
        }
    }

    @Test
    void publishedCountsArePlausibleAndOthersAreNot() {
        for (int k = 1; k <= PI.length; k++) {
            long x = Math.round(Math.pow(10, k));
            long count = PI[k - 1] - 3; // 2, 3 and 5 are not sieved
            assertTrue(PrimeBounds.plausible(7, x, count), "pi(10^" + k + ")");
            long off = (long) (2 * PrimeBounds.tolerance(x)) + 20 + count / 1_000_000_000_000L;
            assertFalse(PrimeBounds.plausible(7, x, count + off), "pi(10^" + k + ") + " + off);
            assertFalse(PrimeBounds.plausible(7, x, count - off), "pi(10^" + k + ") - " + off);
        }
        assertTrue(PrimeBounds.plausible(7, Long.MAX_VALUE, PrimeCounter.PRIMES_BELOW_2_63 - 3));
    }

    /** From the count modulo 2^64 to the count, and no other one, for numbers of more than 63 bits. */
    @Test
    void countsAreKnownByTheirLowBits() {
        int rows = 0;
        for (String[] row : Oracle.rows("pi-known.csv")) {
            String[] power = row[0].split("\\^");
            BigInteger n = new BigInteger(power[0]).pow(Integer.parseInt(power[1]));
            BigInteger count = new BigInteger(row[1]);
            if (n.bitLength() >= 64 && n.compareTo(PrimeCounter.MOST) <= 0) {
                rows++;
                assertEquals(count, PrimeBounds.nearest(n, count.longValue()), row[0]);
                assertTrue(PrimeBounds.plausible(n, count), row[0]);
                BigInteger off = BigInteger.valueOf((long) (2 * PrimeBounds.tolerance(n.doubleValue())) + 50_000);
                assertFalse(PrimeBounds.plausible(n, count.add(off)), row[0]);
                assertFalse(PrimeBounds.plausible(n, count.subtract(off)), row[0]);
            }
        }
        assertEquals(10, rows, "2^63 to 2^69, 10^19 to 10^21");
    }

    @Test
    void everySmallRangeIsPlausible() {
        Kernels java = Kernels.on(Backend.JAVA);
        Random random = new Random(7);
        for (int i = 0; i < 2000; i++) {
            long from = 7 + random.nextInt(1 << (3 + i % 24));
            long to = from + random.nextInt(1 << (1 + i % 20));
            assertTrue(PrimeBounds.plausible(from, to, java.countPrimes(from, to)), from + " to " + to);
        }
    }
}

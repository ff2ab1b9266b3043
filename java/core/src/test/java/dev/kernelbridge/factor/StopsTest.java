package dev.kernelbridge.factor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Steps between two looks at the deadline are counted, not timed: each part that can take long looks often, and ends when it is told to. */
final class StopsTest {
    private static final BigInteger LONG = new BigInteger(6_000, new Random(9)).setBit(0).setBit(5_999);
    /** Products of 60-bit limbs between two looks, at most: 100 ms. */
    private static final double MOST = 2e7;

    @Test
    void divisionLooksOftenAndStops() {
        int primes = 82_025; // below 2^20 (OEIS A007053); one product holds two of them or more, but the last ones
        looks(primes / 2 / 100, stop -> TrialDivision.divide(LONG, 1, new TreeMap<>(), stop));
    }

    @Test
    void theTestForPrimesLooksOftenAndStops() {
        double limbs = LONG.bitLength() / 60.0;
        double products = 2 * limbs * limbs * LONG.bitLength(); // of the squarings of the first of its tests, which LONG fails
        looks((int) (products / MOST), stop -> ProbablePrime.test(LONG, stop));
    }

    @Test
    void rootsLookOftenAndStop() {
        BigInteger power = BigInteger.probablePrime(60, new Random(2)).pow(31);
        looks(1, stop -> PerfectPower.of(power, 20, stop));
    }

    /** At least {@code least} looks when nobody stops it; and none after the one that does. */
    private static void looks(int least, Consumer<Runnable> work) {
        int[] all = {0};
        work.accept(() -> all[0]++);
        assertTrue(all[0] >= least, all[0] + " looks, not " + least);
        for (int last : new int[] {1, (all[0] + 1) / 2}) {
            int[] looks = {0};
            assertThrows(CancellationException.class, () -> work.accept(() -> {
                if (++looks[0] == last) {
                    throw new CancellationException();
                }
            }));
            assertEquals(last, looks[0], "it went on");
        }
    }
}

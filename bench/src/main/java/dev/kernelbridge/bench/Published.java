package dev.kernelbridge.bench;

import java.math.BigDecimal;
import java.util.Map;

/** Counts of primes that others published or computed: a benchmark whose result differs is not timed. */
public final class Published {
    /** pi(10^k) for k from 0 on: OEIS A006880. */
    private static final long[] PI = {0, 4, 25, 168, 1229, 9592, 78_498, 664_579, 5_761_455, 50_847_534, 455_052_511, 4_118_054_813L,
        37_607_912_018L, 346_065_536_839L, 3_204_941_750_802L, 29_844_570_422_669L, 279_238_341_033_925L, 2_623_557_157_654_233L,
        24_739_954_287_740_860L};

    /** The primes in [10^15, 10^15 + width]: primesieve 11.0; those of 10^9 also as a difference of two values of primecount 7.6. */
    private static final Map<Long, Long> ABOVE_1E15 = Map.of(1_000_000L, 28845L, 100_000_000L, 2_893_937L, 1_000_000_000L, 28_946_421L);

    private Published() {
    }

    /** pi(n) for a power of ten. */
    static long pi(long n) {
        long power = 1;
        for (long count : PI) {
            if (power == n) {
                return count;
            }
            power *= 10;
        }
        throw new Refused("n: no published count is kept for " + n + "; take a power of ten from 1 to 1e18");
    }

    /** The number of primes from 10^15 to 10^15 + width. */
    static long above1e15(long width) {
        Long count = ABOVE_1E15.get(width);
        if (count == null) {
            throw new Refused("width: no count is kept for " + width + "; known are " + ABOVE_1E15.keySet());
        }
        return count;
    }

    /** {@code 1e10} as a number. */
    public static long number(String text) {
        try {
            return new BigDecimal(text.replace("_", "")).longValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            throw new Refused("\"" + text + "\" is no whole number below 2^63; write 1e10 or 10000000000");
        }
    }
}

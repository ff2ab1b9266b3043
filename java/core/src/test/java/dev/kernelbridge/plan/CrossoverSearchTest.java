package dev.kernelbridge.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kernelbridge.plan.CrossoverSearch.Found;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.LongToDoubleFunction;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

/** Where one of two invented costs becomes the smaller one, by a clock that only they move. */
final class CrossoverSearchTest {
    private static final long FOREVER = Long.MAX_VALUE / 2;
    private static final int PAIRS = 5;

    private final List<Long> tried = new ArrayList<>();
    private long now;

    /** A call and something each, against more each. */
    private static double device(long size) {
        return 10_000 + 0.5 * size;
    }

    private static double processor(long size) {
        return size;
    }

    private CrossoverSearch search(LongToDoubleFunction device, LongToDoubleFunction processor, LongUnaryOperator possible, long end) {
        return new CrossoverSearch(size -> {
            tried.add(size);
            double[] ratios = new double[PAIRS];
            for (int i = 0; i < PAIRS; i++) {
                double one = device.applyAsDouble(size);
                double other = processor.applyAsDouble(size);
                ratios[i] = one / other;
                now += (long) (one + other);
            }
            return ratios;
        }, possible, () -> now, end);
    }

    private Found find(LongToDoubleFunction device, long end) {
        return search(device, CrossoverSearchTest::processor, LongUnaryOperator.identity(), end).find(16, 1 << 24).orElseThrow();
    }

    @Test
    void theLeastSizeLiesBetweenALossAndAWin() {
        Found found = find(CrossoverSearchTest::device, FOREVER);
        assertTrue(found.least() > 20_000 && found.least() <= 1.15 * 20_000, found + ""); // where 10,000 + n / 2 = n
        assertTrue(found.low() <= 20_000 && found.low() >= found.least() / 1.15, found + "");
        assertEquals(found.least(), found.high());
        assertTrue(tried.size() < 15, tried + "");
    }

    @Test
    void itIsInfiniteWhereTheDeviceLosesAlways() {
        assertEquals(new Found(Double.POSITIVE_INFINITY, 1 << 24, Double.POSITIVE_INFINITY), find(n -> 2.0 * n, FOREVER));
    }

    @Test
    void itIsTheSmallestWhereTheDeviceWinsAlways() {
        assertEquals(new Found(16, 16, 16), find(n -> 0.5 * n, FOREVER));
        assertEquals(List.of(16L, 64L), tried, "a second win settles it");
    }

    @Test
    void aLoneWinIsChance() {
        Found found = find(n -> n == 64 ? 1 : device(n), FOREVER);
        assertTrue(found.least() > 20_000 && found.least() <= 1.15 * 20_000, found + "");
    }

    /** A fifth of the measurements is twice as long: what was found moves little, and the bounds go to where each time says the same. */
    @Test
    void outliersWidenTheBoundsAndMoveNoMedian() {
        int[] calls = {0};
        Found found = find(n -> device(n) * (calls[0]++ % PAIRS == 3 ? 2 : 1), FOREVER);
        assertTrue(found.least() > 20_000 && found.least() <= 1.15 * 20_000, found + "");
        assertEquals(Collections.max(tried).doubleValue(), found.high(), "at no size the device wins each time, so the largest");
        assertTrue(found.low() < found.least());
    }

    @Test
    void whatWouldTakeTooLongIsNotBegun() {
        Found found = find(n -> 2.0 * n, 1_000_000);
        assertTrue(now < 1_000_000, now + "");
        assertTrue(Double.isInfinite(found.least()) && found.low() >= 4096 && found.low() < 1 << 16, found + "");
        long spent = now;
        CrossoverSearch late = search(CrossoverSearchTest::device, CrossoverSearchTest::processor, LongUnaryOperator.identity(), now);
        assertEquals(Optional.empty(), late.find(16, 1 << 24), "no time at all");
        assertEquals(spent, now);
    }

    @Test
    void onlyPossibleSizesAreTried() {
        LongUnaryOperator cubes = n -> Math.round(Math.pow(8 * Math.round(Math.cbrt(n) / 8), 3));
        Found found = search(n -> 1e6 + 0.5 * n, CrossoverSearchTest::processor, cubes, FOREVER).find(1 << 12, 1L << 30).orElseThrow();
        assertTrue(found.least() > 2e6 && found.least() < 3e6, found + "");
        for (long size : tried) {
            assertEquals(size, cubes.applyAsLong(size));
        }
    }
}

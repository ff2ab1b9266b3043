package dev.kernelbridge.bench.results;

import java.util.Arrays;
import java.util.Optional;

/**
 * Two rows of one task, pair by pair: on a shared machine the minutes differ more than the programs do, so the ratio is taken
 * within each round, where both had the same minute, and not of the medians.
 *
 * @param median the median over the pairs of their time over ours: above 1, ours was faster
 * @param low    the smallest of the pairs
 * @param high   the largest of the pairs
 * @param pairs  how many there are
 */
public record Ratio(double median, double low, double high, int pairs) {
    /** Slowest over fastest round of one row; beyond it the machine was noisy. */
    private static final double NOISY = 1.5;

    /** Their time over ours; empty unless both have times for the same task. */
    public static Optional<Ratio> of(Row ours, Row theirs) {
        if (!ours.measured() || !theirs.measured() || !ours.task().equals(theirs.task())) {
            return Optional.empty();
        }
        double[] a = ours.roundMedians();
        double[] b = theirs.roundMedians();
        double[] ratios = new double[Math.min(a.length, b.length)];
        Arrays.setAll(ratios, i -> b[i] / a[i]);
        Arrays.sort(ratios);
        return Optional.of(new Ratio(Statistics.median(ratios), ratios[0], ratios[ratios.length - 1], ratios.length));
    }

    /** What can be said: {@code faster} or {@code slower} (ours, in every pair), or why nothing can. */
    public String verdict() {
        if (pairs < 2) {
            return "one pair only";
        }
        String wide = high / low > NOISY ? ", noisy" : "";
        return low > 1 ? "faster" + wide : high < 1 ? "slower" + wide : "too close or too noisy to tell";
    }
}

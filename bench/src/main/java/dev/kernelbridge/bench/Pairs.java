package dev.kernelbridge.bench;

import java.util.Arrays;
import java.util.Locale;

/**
 * Times of two that ran in turn. On a shared machine the minutes differ more than the programs do, so the ratio is taken pair by
 * pair, where both had the same minute, and not of the medians.
 */
record Pairs(double[] ours, double[] theirs) {
    /** Slowest over fastest; beyond it a row says that the machine was noisy. */
    private static final double NOISY = 1.5;

    /** Runs both in turn, the first one alternating, and returns the seconds. */
    static Pairs time(int rounds, Runnable ours, Runnable theirs) {
        Pairs pairs = new Pairs(new double[rounds], new double[rounds]);
        for (int i = 0; i < rounds; i++) {
            if (i % 2 == 0) {
                pairs.ours[i] = seconds(ours);
                pairs.theirs[i] = seconds(theirs);
            } else {
                pairs.theirs[i] = seconds(theirs);
                pairs.ours[i] = seconds(ours);
            }
        }
        return pairs;
    }

    private static double seconds(Runnable call) {
        long start = System.nanoTime();
        call.run();
        return (System.nanoTime() - start) / 1e9;
    }

    /** Their time over ours, pair by pair, ascending: above 1, ours was faster. */
    double[] ratios() {
        double[] ratios = new double[ours.length];
        Arrays.setAll(ratios, i -> theirs[i] / ours[i]);
        Arrays.sort(ratios);
        return ratios;
    }

    /** What can be said: who was faster in every pair, or that the pairs disagree, and whether the machine was noisy. */
    String verdict() {
        double[] ratios = ratios();
        String who = ratios[0] > 1 ? "ours faster in every pair" : ratios[ratios.length - 1] < 1 ? "theirs faster in every pair"
                : "too close or too noisy to tell";
        return who + (spread(ours) > NOISY || spread(theirs) > NOISY ? "; noisy machine" : "");
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[sorted.length / 2] + sorted[(sorted.length - 1) / 2]) / 2;
    }

    private static double spread(double[] values) {
        return Arrays.stream(values).max().orElseThrow() / Arrays.stream(values).min().orElseThrow();
    }

    /** {@code 12.3 ms (12.1 to 13.0)}. */
    static String times(double[] seconds) {
        return String.format(Locale.ROOT, "%.2f ms (%.2f to %.2f)", 1e3 * median(seconds),
                1e3 * Arrays.stream(seconds).min().orElseThrow(), 1e3 * Arrays.stream(seconds).max().orElseThrow());
    }
}

package dev.kernelbridge.bench.gate;

import dev.kernelbridge.bench.results.Row;
import dev.kernelbridge.bench.results.Statistics;
import java.util.Arrays;
import java.util.Collection;

/**
 * When a row has moved, given that it has only three or five rounds. All of this must hold:
 *
 * <ul>
 * <li>every round of the one run is beyond every round of the other;</li>
 * <li>the medians differ by more than 5 %, since less is what a new JDK or another heap layout gives;</li>
 * <li>the medians differ by more than chance would move them in one of a hundred comparisons (Student's t, on logarithms, since
 * noise multiplies).</li>
 * </ul>
 *
 * <p>The sample is the round (a fresh JVM) and not the iteration: iterations of one JVM share its compiled code and its heap, so that
 * taking them for independent finds differences everywhere. A round counts with its median, which one burst of a neighbour does not
 * touch.
 *
 * <p>Three rounds say little about their own noise: by accident they agree within 0.1 %, and any difference would be significant. So
 * a row's variance is averaged with the typical one of all rows of these two runs, which counts as four samples (a moderated t, after
 * G. K. Smyth, "Linear models and empirical Bayes methods", 2004), and is never taken as lower than its own: a row that is noisier
 * than the others stays so. A median is up to 1.25 times as uncertain as a mean.
 *
 * <p>{@code NoiseTest} simulates what this gives: with three rounds under 1 % false alarms a row, and a change by 1.3 found in over 95 % at
 * 5 % noise.
 */
final class Noise {
    /** A smaller change is never reported. */
    static final double FLOOR = 1.05;

    /** How much rounds differ where no row has two of them. */
    static final double ASSUMED = 0.05;

    private static final int PRIOR = 4;
    private static final double MEDIAN = Math.sqrt(Math.PI / 2);

    /** Quantiles of Student's t for 4, 5, … degrees of freedom, two-sided 1 %; the last one also stands for more. */
    private static final double[] STUDENT = {4.604, 4.032, 3.707, 3.499, 3.355, 3.250, 3.169, 3.106, 3.055, 3.012, 2.977, 2.947, 2.921,
        2.898, 2.878, 2.861, 2.845};

    private final double typical;
    private final boolean assumed;

    private Noise(double variance) {
        assumed = Double.isNaN(variance);
        typical = assumed ? ASSUMED * ASSUMED : variance;
    }

    /** The noise of these pairs of an old and a new row, all measured. */
    static Noise of(Collection<Row[]> pairs) {
        return new Noise(Statistics.median(pairs.stream().filter(p -> freedom(p[0], p[1]) > 0)
                .mapToDouble(p -> variance(p[0], p[1]) / medianOfVariance(freedom(p[0], p[1]))).toArray()));
    }

    /** Whether no row had two rounds, so that the noise is a guess. */
    boolean assumed() {
        return assumed;
    }

    /** The typical standard deviation of a round, as a part of the time: 0.05 is 5 %. */
    double typical() {
        return Math.sqrt(typical);
    }

    /** The median new time over the median old one, as rounds have it. */
    static double shift(Row old, Row now) {
        return Statistics.median(now.roundMedians()) / Statistics.median(old.roundMedians());
    }

    /** The factor by which the medians must differ for it not to be chance, at least {@link #FLOOR}. */
    double needed(Row old, Row now) {
        int freedom = freedom(old, now);
        double own = variance(old, now);
        double variance = Math.max(own, (freedom * own + PRIOR * typical) / (freedom + PRIOR));
        double error = MEDIAN * Math.sqrt(variance * (1.0 / old.rounds().size() + 1.0 / now.rounds().size()));
        return Math.max(FLOOR, Math.exp(STUDENT[Math.min(freedom, STUDENT.length - 1)] * error));
    }

    /** Whether the row moved, after the new times are divided by the machine's drift. */
    boolean moved(Row old, Row now, double drift) {
        double[] before = sorted(old);
        double[] after = sorted(now);
        boolean apart = after[0] / drift > before[before.length - 1] || after[after.length - 1] / drift < before[0];
        double shift = shift(old, now) / drift;
        return apart && Math.max(shift, 1 / shift) > needed(old, now);
    }

    private static double[] sorted(Row row) {
        return Arrays.stream(row.roundMedians()).sorted().toArray();
    }

    private static int freedom(Row old, Row now) {
        return old.rounds().size() + now.rounds().size() - 2;
    }

    /** Of the logarithm of a round, from the rounds of both; 0 where neither has two. */
    private static double variance(Row old, Row now) {
        return (squares(old) + squares(now)) / Math.max(1, freedom(old, now));
    }

    private static double squares(Row row) {
        double[] logs = Arrays.stream(row.roundMedians()).map(Math::log).toArray();
        double mean = Arrays.stream(logs).average().orElseThrow();
        return Arrays.stream(logs).map(x -> (x - mean) * (x - mean)).sum();
    }

    /** The median of an estimated variance lies below the true one (Wilson and Hilferty's approximation). */
    private static double medianOfVariance(int freedom) {
        return Math.pow(1 - 2 / (9.0 * freedom), 3);
    }
}

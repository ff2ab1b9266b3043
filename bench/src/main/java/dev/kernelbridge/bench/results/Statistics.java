package dev.kernelbridge.bench.results;

import java.util.Arrays;

/** The few figures that are taken from a list of times. */
public final class Statistics {
    private Statistics() {
    }

    /** The middle value, or the mean of the two middle ones; NaN of nothing. */
    public static double median(double... values) {
        if (values.length == 0) {
            return Double.NaN;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[sorted.length / 2] + sorted[(sorted.length - 1) / 2]) / 2;
    }

    /** For Jackson: what {@code equals} says is left out of the file, since JSON has no NaN. */
    static final class NotANumber {
        @Override
        public boolean equals(Object value) {
            return value == null || value instanceof Double number && number.isNaN();
        }

        @Override
        public int hashCode() {
            return 0;
        }
    }
}

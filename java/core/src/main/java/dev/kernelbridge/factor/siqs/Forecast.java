package dev.kernelbridge.factor.siqs;

/**
 * How many polynomials it will take. Relations without large primes come evenly; cycles of the others grow as a power of the time, two
 * at first and more where pairs of large primes are kept, which is measured over the last part of the way.
 */
final class Forecast {
    private static final int MARKS = 64;

    private final double[] doneAt = new double[MARKS];
    private final int[] cyclesAt = new int[MARKS];
    private int marks;
    private double done;

    /** So many polynomials more were sieved. */
    void add(double polynomials, Relations relations) {
        done += polynomials;
        if (marks == 0 || done > 1.2 * doneAt[(marks - 1) % MARKS]) {
            doneAt[marks % MARKS] = done;
            cyclesAt[marks++ % MARKS] = relations.sets() - relations.full();
        }
    }

    /** Polynomials in all until there are {@code needed} sets. */
    double total(Relations relations, int needed) {
        if (done == 0) {
            return Double.MAX_VALUE;
        }
        double full = relations.full();
        double cycles = relations.sets() - relations.full();
        double power = power(cycles);
        double low = 1;
        double high = 1e6;
        for (int i = 0; i < 60; i++) { // times what is done
            double middle = Math.sqrt(low * high);
            if (full * middle + cycles * Math.pow(middle, power) < needed) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return done * high;
    }

    private double power(double cycles) {
        int mark = marks - 3;
        if (mark < 0 || cyclesAt[mark % MARKS] < 20 || doneAt[mark % MARKS] >= done) {
            return 2;
        }
        return Math.clamp(Math.log(cycles / cyclesAt[mark % MARKS]) / Math.log(done / doneAt[mark % MARKS]), 1.5, 8.0);
    }
}

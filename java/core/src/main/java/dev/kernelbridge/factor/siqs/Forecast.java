package dev.kernelbridge.factor.siqs;

/**
 * How many polynomials it will take. Relations without large primes come evenly; cycles of the others grow as a power of the time, two
 * at first and more where pairs of large primes are kept, which is measured over the last part of the way. While there are few cycles,
 * their power says little, and how many relations had no large primes in the end with other numbers says more.
 */
final class Forecast {
    private static final int MARKS = 64;
    /** The part of all sets that needs no large primes at the end: 57 % at 75 digits without pairs; with them 41 % at 80 digits. */
    private static final double FULL_WITHOUT_PAIRS = 0.55;
    private static final double FULL_WITH_PAIRS = 0.40;
    /** From this part on there are cycles enough to go by. */
    private static final double CYCLES_TELL = 0.1;

    private final double fullAtEnd;
    private final double[] doneAt = new double[MARKS];
    private final int[] cyclesAt = new int[MARKS];
    private int marks;
    private double done;

    Forecast(boolean pairs) {
        fullAtEnd = pairs ? FULL_WITH_PAIRS : FULL_WITHOUT_PAIRS;
    }

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
        double most = full == 0 || cycles > CYCLES_TELL * needed ? Double.MAX_VALUE : Math.max(1, fullAtEnd * needed / full) * done;
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
        return Math.min(done * high, most);
    }

    private double power(double cycles) {
        int mark = marks - 3;
        if (mark < 0 || cyclesAt[mark % MARKS] < 20 || doneAt[mark % MARKS] >= done) {
            return 2;
        }
        return Math.clamp(Math.log(cycles / cyclesAt[mark % MARKS]) / Math.log(done / doneAt[mark % MARKS]), 1.5, 8.0);
    }
}

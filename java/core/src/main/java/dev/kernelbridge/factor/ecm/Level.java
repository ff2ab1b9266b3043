package dev.kernelbridge.factor.ecm;

import java.util.List;

/**
 * How much work the method takes for factors of a size. The number of curves is the one at which a factor of that size has been found with
 * probability 1 - 1/e, by Dickman's function over both stages with B2 = 100 B1 and the gain of Suyama's curves, as in Zimmermann and
 * Dodson ("20 Years of ECM", ANTS-VII, 2006), whose B1 these are.
 *
 * @param digits  the factor's size
 * @param b1      the bound of the first stage
 * @param curves  how many curves
 */
public record Level(int digits, long b1, int curves) {
    /** All levels, five digits apart; nobody has gone beyond the last. */
    public static final List<Level> ALL = List.of(new Level(10, 250, 5), new Level(15, 2_000, 20), new Level(20, 11_000, 76),
            new Level(25, 50_000, 251), new Level(30, 250_000, 605), new Level(35, 1_000_000, 1_519), new Level(40, 3_000_000, 4_412),
            new Level(45, 11_000_000, 9_389), new Level(50, 43_000_000, 17_101), new Level(55, 110_000_000, 43_527),
            new Level(60, 260_000_000, 112_964), new Level(65, 850_000_000, 199_515));

    /** The bound of the second stage: its products are about half as many as the first stage's. */
    public long b2() {
        return 100 * b1;
    }

    /** How many of this level's curves are worth it for factors of so many digits, if all levels before were done. */
    int curvesFor(double wanted) {
        if (wanted >= digits) {
            return curves;
        }
        double share = (wanted - (digits - 5)) / 5;
        return share <= 0 ? 0 : (int) Math.ceil(curves * (Math.pow(6, share) - 1) / 5); // a level takes 6 times as long as the one before
    }
}

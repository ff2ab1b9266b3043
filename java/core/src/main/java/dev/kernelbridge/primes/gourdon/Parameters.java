package dev.kernelbridge.primes.gourdon;

import dev.kernelbridge.primes.Roots;
import dev.kernelbridge.spi.Wide;

/**
 * Where the formula is cut. Any values within the bounds give the same result; these decide the time only.
 *
 * @param x    the argument, at least {@link #LEAST}
 * @param y    x^(1/3) &lt; y &lt;= x^(1/2): larger makes B and D shorter, A and C longer
 * @param z    y &lt;= z &lt;= x^(1/2), below 2^31
 * @param star max(x^(1/4), x / y^2): larger primes' leaves are all easy
 * @param k    the first k primes are dealt with in closed form
 */
record Parameters(Wide x, long y, long z, long star, int k) {
    /** The smallest x for which x^(1/4) reaches the fourth prime and y has room. */
    static final long LEAST = 3000;

    /** The largest y and z: their tables are arrays of ints. */
    private static final long MOST = Integer.MAX_VALUE - 1024;

    private static final int[] WHEEL = {2, 3, 5, 7, 11, 13, 17, 19};
    /** Measured up to 10^16: log10 x and the best y / x^(1/3), linear in between; above, kept down for the memory of the tables. */
    private static final double[][] ALPHA = {{8, 3}, {10, 5}, {12, 8.5}, {14, 17}, {16, 32}, {18, 45}, {19, 45}};

    /** The parameters that run fastest. */
    static Parameters of(Wide x) {
        double digits = Math.log10(x.value());
        int i = 1;
        while (i < ALPHA.length - 1 && ALPHA[i][0] < digits) {
            i++;
        }
        double t = (digits - ALPHA[i - 1][0]) / (ALPHA[i][0] - ALPHA[i - 1][0]);
        return of(x, ALPHA[i - 1][1] + t * (ALPHA[i][1] - ALPHA[i - 1][1]), 1);
    }

    /** y = alphaY x^(1/3) and z = alphaZ y, as far as the bounds allow. */
    static Parameters of(Wide x, double alphaY, double alphaZ) {
        long third = Roots.cube(x);
        long half = Math.min(Roots.square(x), MOST);
        long y = Math.clamp((long) (alphaY * third), third + 1, half);
        long z = Math.clamp((long) (alphaZ * y), y, half);
        long star = Math.max(Roots.fourth(x), x.over(y) / y);
        int k = WHEEL.length;
        while (WHEEL[k - 1] > Roots.fourth(x)) {
            k--;
        }
        return new Parameters(x, y, z, star, k);
    }
}

package dev.kernelbridge.scalar.factor;

import dev.kernelbridge.scalar.Arithmetic;

/**
 * Some curves at once, each with its own number, all at the same step of one plan: a step of one lane does not wait for that of another, so a
 * processor overlaps them, and multiplications come twice as fast as in one chain. Coordinate {@code slot * lanes + lane} of each array.
 */
abstract class Lanes {
    final int lanes;
    CurvePlan plan;
    final long[] n;
    final long[] inverse;
    final long[] a24; // (A + 2) / 4
    final long[] x;
    final long[] z;
    /** For {@link #finish}: of each compared point, the product of the z before it, and its x over the common z. */
    final long[] before;
    final long[] scaled;
    private final long[] squareOfR;

    /** With room for that plan and every smaller one. */
    Lanes(int lanes, CurvePlan plan) {
        this(lanes, plan, plan.slots);
    }

    /** With room for so many points; the others are elsewhere. */
    Lanes(int lanes, CurvePlan plan, int points) {
        this.lanes = lanes;
        this.plan = plan;
        n = new long[lanes];
        inverse = new long[lanes];
        a24 = new long[lanes];
        squareOfR = new long[lanes];
        x = new long[lanes * points];
        z = new long[lanes * points];
        before = new long[plan.points.length + 1];
        scaled = new long[plan.points.length];
    }

    /** Goes on with another plan, not larger than the first one. */
    final void plan(CurvePlan next) {
        plan = next;
    }

    /** Puts an odd number without small primes into a lane. */
    final void number(int lane, long number) {
        n[lane] = number;
        inverse[lane] = Arithmetic.inverse(number);
        squareOfR[lane] = Arithmetic.squareOfR(number, inverse[lane], Arithmetic.one(number));
    }

    /** Gives a lane the number that another one has. */
    final void sameNumber(int lane, int other) {
        n[lane] = n[other];
        inverse[lane] = inverse[other];
        squareOfR[lane] = squareOfR[other];
    }

    /** Puts a curve's point into a lane. */
    final void curve(int lane, Curve curve) {
        x[CurveProgram.START * lanes + lane] = form(curve.x(), lane);
        z[CurveProgram.START * lanes + lane] = form(curve.z(), lane);
        long u = form(Curve.inverse(curve.uOdd(), n[lane], inverse[lane]), lane);
        long denominator = multiply(multiply(u, u, lane), multiply(u, form(Curve.inverse(curve.sigmaOdd(), n[lane], inverse[lane]), lane),
                lane), lane);
        long a = curve.numerator();
        a24[lane] = multiply(multiply(form(a < 0 ? a + n[lane] : a, lane), denominator, lane), 1L << 64 - curve.twos(), lane);
    }

    private long form(long value, int lane) {
        return multiply(value, squareOfR[lane], lane);
    }

    /** a b / 2^64 in that lane. */
    abstract long multiply(long a, long b, int lane);

    /** Runs the plan's program on all lanes. */
    abstract void run();

    /** A divisor of a lane's number after the program; 1 or the number itself say that this curve found none. */
    abstract long finish(int lane);
}

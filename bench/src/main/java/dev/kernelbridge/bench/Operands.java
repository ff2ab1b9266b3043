package dev.kernelbridge.bench;

import dev.kernelbridge.VectorMath;

/**
 * The operands of vector operations, in one type and place each, so that a benchmark's call has no branch on either. x and y hold
 * small multiples of 1/16: sums of them are known from whole numbers, and {@link #A} times one is exact in both types. What somebody
 * does not have throws UnsupportedOperationException.
 */
public interface Operands extends AutoCloseable {
    double A = 1.0 / 1024;

    default double dot() {
        throw new UnsupportedOperationException("dot");
    }

    /** Adds A x to y: y grows by at most 1/960 a call, far from any limit in the time that a benchmark has. */
    default void axpy() {
        throw new UnsupportedOperationException("axpy");
    }

    default double sum() {
        throw new UnsupportedOperationException("sum");
    }

    default void exp() {
        throw new UnsupportedOperationException("exp");
    }

    default double nrm2() {
        throw new UnsupportedOperationException("nrm2");
    }

    /** y as it is now. */
    double[] y();

    /** What {@link #exp} wrote. */
    double[] out();

    /** The distance of 1 in the last place of that value in this type. */
    double ulp(double value);

    @Override
    void close();

    /** Element i of x: 1/16 to 17/16. */
    static double x(int i) {
        return (i % 17 + 1) / 16.0;
    }

    /** Element i of y: 1/16 to 13/16. */
    static double y(int i) {
        return (i % 13 + 1) / 16.0;
    }

    /**
     * @param type  f64 or f32
     * @param place heap or resident
     * @param waits whether an operation on resident vectors returns before it is done
     */
    static Operands of(VectorMath v, String type, String place, int length, boolean waits) {
        return switch (type + " " + place) {
            case "f64 heap" -> new Doubles(v, length);
            case "f32 heap" -> new Floats(v, length);
            case "f64 resident" -> new ResidentDoubles(v, length, waits);
            case "f32 resident" -> new ResidentFloats(v, length, waits);
            default -> throw new Refused("type and place: " + type + " and " + place + "; known are f64, f32 and heap, resident");
        };
    }
}

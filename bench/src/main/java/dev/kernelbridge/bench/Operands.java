package dev.kernelbridge.bench;

import dev.kernelbridge.VectorMath;

/**
 * The operands of vector operations, in one type and place each, so that a benchmark's call has no branch on either. x and y hold
 * small multiples of 1/16: sums of them are known from whole numbers, and {@link #A} times one is exact in both types. out, where the
 * maps write, begins as x with every other sign changed, for who adds absolute values. What somebody does not have throws
 * UnsupportedOperationException.
 */
public interface Operands extends AutoCloseable {
    double A = 1.0 / 1024;
    /** Where native memory begins: a multiple of so many bytes. */
    int CACHE_LINE = 64;

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

    /** The sum of out's absolute values, before a map writes there. */
    default double asum() {
        throw new UnsupportedOperationException("asum");
    }

    default void log() {
        throw new UnsupportedOperationException("log");
    }

    default void sin() {
        throw new UnsupportedOperationException("sin");
    }

    default void cos() {
        throw new UnsupportedOperationException("cos");
    }

    default void tanh() {
        throw new UnsupportedOperationException("tanh");
    }

    /** out = x + y. */
    default void add() {
        throw new UnsupportedOperationException("add");
    }

    /** out = x. */
    default void copy() {
        throw new UnsupportedOperationException("copy");
    }

    /** y as it is now. */
    double[] y();

    /** What the last map wrote. */
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

    /** Element i of out before a map writes there: x's, negative where i is odd. */
    static double signed(int i) {
        return i % 2 == 0 ? x(i) : -x(i);
    }

    /**
     * @param type  f64 or f32
     * @param place heap, off-heap (native memory, on a cache line's boundary) or resident
     * @param waits whether an operation on resident vectors returns before it is done
     */
    static Operands of(VectorMath v, String type, String place, int length, boolean waits) {
        return switch (type + " " + place) {
            case "f64 heap" -> new Doubles(v, length);
            case "f32 heap" -> new Floats(v, length);
            case "f64 off-heap" -> DoubleVecs.offHeap(v, length);
            case "f32 off-heap" -> FloatVecs.offHeap(v, length);
            case "f64 resident" -> DoubleVecs.resident(v, length, waits);
            case "f32 resident" -> FloatVecs.resident(v, length, waits);
            default -> throw new Refused("type and place: " + type + " and " + place + "; known are f64, f32 and heap, off-heap, resident");
        };
    }
}

package dev.kernelbridge;

import dev.kernelbridge.plan.Session;
import dev.kernelbridge.spi.ElementType;
import dev.kernelbridge.spi.MapOp;
import dev.kernelbridge.spi.ReduceOp;
import dev.kernelbridge.vector.Folds;
import dev.kernelbridge.vector.Moments;
import dev.kernelbridge.vector.Norm;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/** {@link VectorMath} on doubles. */
abstract sealed class DoubleVectorMath extends FloatVectorMath permits MatrixMath {
    private static final ElementType F64 = ElementType.F64;

    DoubleVectorMath(Session session) {
        super(session);
    }

    /** {@code out[i] = x[i] + y[i]} */
    public void add(double[] x, double[] y, double[] out) {
        int n = length("x", x);
        map(MapOp.ADD, 0, 0, of("x", x, n), of("y", y, n), null, of("out", out, n), n);
    }

    /** {@code out[i] = x[i] + y[i]} */
    public void add(DoubleVec x, DoubleVec y, DoubleVec out) {
        map(F64, MapOp.ADD, 0, 0, x, y, null, out);
    }

    /** {@code out[i] = x[i] - y[i]} */
    public void sub(double[] x, double[] y, double[] out) {
        int n = length("x", x);
        map(MapOp.SUB, 0, 0, of("x", x, n), of("y", y, n), null, of("out", out, n), n);
    }

    /** {@code out[i] = x[i] - y[i]} */
    public void sub(DoubleVec x, DoubleVec y, DoubleVec out) {
        map(F64, MapOp.SUB, 0, 0, x, y, null, out);
    }

    /** {@code out[i] = x[i] * y[i]} */
    public void mul(double[] x, double[] y, double[] out) {
        int n = length("x", x);
        map(MapOp.MUL, 0, 0, of("x", x, n), of("y", y, n), null, of("out", out, n), n);
    }

    /** {@code out[i] = x[i] * y[i]} */
    public void mul(DoubleVec x, DoubleVec y, DoubleVec out) {
        map(F64, MapOp.MUL, 0, 0, x, y, null, out);
    }

    /** {@code out[i] = x[i] / y[i]} */
    public void div(double[] x, double[] y, double[] out) {
        int n = length("x", x);
        map(MapOp.DIV, 0, 0, of("x", x, n), of("y", y, n), null, of("out", out, n), n);
    }

    /** {@code out[i] = x[i] / y[i]} */
    public void div(DoubleVec x, DoubleVec y, DoubleVec out) {
        map(F64, MapOp.DIV, 0, 0, x, y, null, out);
    }

    /** {@code out[i] = fma(x[i], y[i], z[i])}: one rounding. */
    public void fma(double[] x, double[] y, double[] z, double[] out) {
        int n = length("x", x);
        map(MapOp.FMA, 0, 0, of("x", x, n), of("y", y, n), of("z", z, n), of("out", out, n), n);
    }

    /** {@code out[i] = fma(x[i], y[i], z[i])}: one rounding. */
    public void fma(DoubleVec x, DoubleVec y, DoubleVec z, DoubleVec out) {
        map(F64, MapOp.FMA, 0, 0, x, y, z, out);
    }

    /** {@code out[i] = a * x[i]} */
    public void scale(double a, double[] x, double[] out) {
        int n = length("x", x);
        map(MapOp.SCALE, a, 0, of("x", x, n), null, null, of("out", out, n), n);
    }

    /** {@code out[i] = a * x[i]} */
    public void scale(double a, DoubleVec x, DoubleVec out) {
        map(F64, MapOp.SCALE, a, 0, x, null, null, out);
    }

    /** {@code y[i] = fma(a, x[i], y[i])}: a x plus y. */
    public void axpy(double a, double[] x, double[] y) {
        int n = length("x", x);
        map(MapOp.AXPY, a, 0, of("x", x, n), of("y", y, n), null, of("y", y, n), n);
    }

    /** {@code y[i] = fma(a, x[i], y[i])}: a x plus y. */
    public void axpy(double a, DoubleVec x, DoubleVec y) {
        map(F64, MapOp.AXPY, a, 0, x, y, null, y);
    }

    /** {@code y[i] = fma(a, x[i], b * y[i])}: a x plus b y; the product b y is rounded. */
    public void axpby(double a, double[] x, double b, double[] y) {
        int n = length("x", x);
        map(MapOp.AXPBY, a, b, of("x", x, n), of("y", y, n), null, of("y", y, n), n);
    }

    /** {@code y[i] = fma(a, x[i], b * y[i])}: a x plus b y; the product b y is rounded. */
    public void axpby(double a, DoubleVec x, double b, DoubleVec y) {
        map(F64, MapOp.AXPBY, a, b, x, y, null, y);
    }

    /** {@code out[i] = |x[i]|} */
    public void abs(double[] x, double[] out) {
        int n = length("x", x);
        map(MapOp.ABS, 0, 0, of("x", x, n), null, null, of("out", out, n), n);
    }

    /** {@code out[i] = |x[i]|} */
    public void abs(DoubleVec x, DoubleVec out) {
        map(F64, MapOp.ABS, 0, 0, x, null, null, out);
    }

    /** {@code out[i] = -x[i]} */
    public void neg(double[] x, double[] out) {
        int n = length("x", x);
        map(MapOp.NEG, 0, 0, of("x", x, n), null, null, of("out", out, n), n);
    }

    /** {@code out[i] = -x[i]} */
    public void neg(DoubleVec x, DoubleVec out) {
        map(F64, MapOp.NEG, 0, 0, x, null, null, out);
    }

    /** {@code out[i]} is the square root of {@code x[i]}, correctly rounded; NaN below 0. */
    public void sqrt(double[] x, double[] out) {
        int n = length("x", x);
        map(MapOp.SQRT, 0, 0, of("x", x, n), null, null, of("out", out, n), n);
    }

    /** {@code out[i]} is the square root of {@code x[i]}, correctly rounded; NaN below 0. */
    public void sqrt(DoubleVec x, DoubleVec out) {
        map(F64, MapOp.SQRT, 0, 0, x, null, null, out);
    }

    /** {@code out[i] = Math.min(x[i], y[i])}: NaN if either is, and -0 below +0. */
    public void min(double[] x, double[] y, double[] out) {
        int n = length("x", x);
        map(MapOp.MIN, 0, 0, of("x", x, n), of("y", y, n), null, of("out", out, n), n);
    }

    /** {@code out[i] = Math.min(x[i], y[i])}: NaN if either is, and -0 below +0. */
    public void min(DoubleVec x, DoubleVec y, DoubleVec out) {
        map(F64, MapOp.MIN, 0, 0, x, y, null, out);
    }

    /** {@code out[i] = Math.max(x[i], y[i])}: NaN if either is, and -0 below +0. */
    public void max(double[] x, double[] y, double[] out) {
        int n = length("x", x);
        map(MapOp.MAX, 0, 0, of("x", x, n), of("y", y, n), null, of("out", out, n), n);
    }

    /** {@code out[i] = Math.max(x[i], y[i])}: NaN if either is, and -0 below +0. */
    public void max(DoubleVec x, DoubleVec y, DoubleVec out) {
        map(F64, MapOp.MAX, 0, 0, x, y, null, out);
    }

    /** {@code out[i] = min(max(x[i], low), high)}; NaN stays NaN. IllegalArgumentException unless {@code low <= high}. */
    public void clamp(double[] x, double low, double high, double[] out) {
        checkBounds(low, high);
        int n = length("x", x);
        map(MapOp.CLAMP, low, high, of("x", x, n), null, null, of("out", out, n), n);
    }

    /** {@code out[i] = min(max(x[i], low), high)}; NaN stays NaN. IllegalArgumentException unless {@code low <= high}. */
    public void clamp(DoubleVec x, double low, double high, DoubleVec out) {
        checkBounds(low, high);
        map(F64, MapOp.CLAMP, low, high, x, null, null, out);
    }

    /** {@code out[i] = e^x[i]} within 1 ulp; 0 and infinity where it leaves the range, subnormal results included. */
    public void exp(double[] x, double[] out) {
        int n = length("x", x);
        map(MapOp.EXP, 0, 0, of("x", x, n), null, null, of("out", out, n), n);
    }

    /** {@code out[i] = e^x[i]} within 1 ulp; 0 and infinity where it leaves the range, subnormal results included. */
    public void exp(DoubleVec x, DoubleVec out) {
        map(F64, MapOp.EXP, 0, 0, x, null, null, out);
    }

    /** {@code out[i]} is the natural logarithm of {@code x[i]} within 1 ulp; NaN below 0, negative infinity at 0. */
    public void log(double[] x, double[] out) {
        int n = length("x", x);
        map(MapOp.LOG, 0, 0, of("x", x, n), null, null, of("out", out, n), n);
    }

    /** {@code out[i]} is the natural logarithm of {@code x[i]} within 1 ulp; NaN below 0, negative infinity at 0. */
    public void log(DoubleVec x, DoubleVec out) {
        map(F64, MapOp.LOG, 0, 0, x, null, null, out);
    }

    /** {@code out[i]} is the sine of {@code x[i]} radians within 1 ulp, however large {@code x[i]} is; NaN for infinities. */
    public void sin(double[] x, double[] out) {
        int n = length("x", x);
        map(MapOp.SIN, 0, 0, of("x", x, n), null, null, of("out", out, n), n);
    }

    /** {@code out[i]} is the sine of {@code x[i]} radians within 1 ulp, however large {@code x[i]} is; NaN for infinities. */
    public void sin(DoubleVec x, DoubleVec out) {
        map(F64, MapOp.SIN, 0, 0, x, null, null, out);
    }

    /** {@code out[i]} is the cosine of {@code x[i]} radians within 1 ulp, however large {@code x[i]} is; NaN for infinities. */
    public void cos(double[] x, double[] out) {
        int n = length("x", x);
        map(MapOp.COS, 0, 0, of("x", x, n), null, null, of("out", out, n), n);
    }

    /** {@code out[i]} is the cosine of {@code x[i]} radians within 1 ulp, however large {@code x[i]} is; NaN for infinities. */
    public void cos(DoubleVec x, DoubleVec out) {
        map(F64, MapOp.COS, 0, 0, x, null, null, out);
    }

    /** {@code out[i]} is the hyperbolic tangent of {@code x[i]} within 1 ulp. */
    public void tanh(double[] x, double[] out) {
        int n = length("x", x);
        map(MapOp.TANH, 0, 0, of("x", x, n), null, null, of("out", out, n), n);
    }

    /** {@code out[i]} is the hyperbolic tangent of {@code x[i]} within 1 ulp. */
    public void tanh(DoubleVec x, DoubleVec out) {
        map(F64, MapOp.TANH, 0, 0, x, null, null, out);
    }

    /** {@code out[i] = x[i]^y[i]} within 1 ulp; special cases as {@link Math#pow} has them. */
    public void pow(double[] x, double[] y, double[] out) {
        int n = length("x", x);
        map(MapOp.POW, 0, 0, of("x", x, n), of("y", y, n), null, of("out", out, n), n);
    }

    /** {@code out[i] = x[i]^y[i]} within 1 ulp; special cases as {@link Math#pow} has them. */
    public void pow(DoubleVec x, DoubleVec y, DoubleVec out) {
        map(F64, MapOp.POW, 0, 0, x, y, null, out);
    }

    /** {@code out[i] = a} */
    public void fill(double a, double[] out) {
        int n = length("out", out);
        map(MapOp.FILL, a, 0, of("out", out, n), null, null, of("out", out, n), n);
    }

    /** {@code out[i] = a} */
    public void fill(double a, DoubleVec out) {
        map(F64, MapOp.FILL, a, 0, out, null, null, out);
    }

    /** {@code out[i] = x[i]} */
    public void copy(double[] x, double[] out) {
        int n = length("x", x);
        map(MapOp.COPY, 0, 0, of("x", x, n), null, null, of("out", out, n), n);
    }

    /** {@code out[i] = x[i]} */
    public void copy(DoubleVec x, DoubleVec out) {
        map(F64, MapOp.COPY, 0, 0, x, null, null, out);
    }

    /** The sum of x; 0 for an empty vector. */
    public double sum(double[] x) {
        int n = length("x", x);
        return reduce(ReduceOp.SUM, 0, of("x", x, n), null, n);
    }

    /** The sum of x; 0 for an empty vector. */
    public double sum(DoubleVec x) {
        return Folds.value(ReduceOp.SUM, 0, reduction(F64, x, null));
    }

    /** The sum of x as if in twice the precision, rounded once (Ogita, Rump and Oishi 2005, Sum2); 0 for an empty vector. */
    public double sumCompensated(double[] x) {
        int n = length("x", x);
        return Folds.compensated(ReduceOp.SUM2, reduction(of("x", x, n), null, n));
    }

    /** The sum of x as if in twice the precision, rounded once (Ogita, Rump and Oishi 2005, Sum2); 0 for an empty vector. */
    public double sumCompensated(DoubleVec x) {
        return Folds.compensated(ReduceOp.SUM2, reduction(F64, x, null));
    }

    /** The sum of x[i] * y[i]; 0 for empty vectors. */
    public double dot(double[] x, double[] y) {
        int n = length("x", x);
        return reduce(ReduceOp.DOT, 0, of("x", x, n), of("y", y, n), n);
    }

    /** The sum of x[i] * y[i]; 0 for empty vectors. */
    public double dot(DoubleVec x, DoubleVec y) {
        return Folds.value(ReduceOp.DOT, 0, reduction(F64, x, y));
    }

    /** The sum of x[i] * y[i] as if in twice the precision, rounded once (the same, Dot2); 0 for empty vectors. */
    public double dotCompensated(double[] x, double[] y) {
        int n = length("x", x);
        return Folds.compensated(ReduceOp.DOT2, reduction(of("x", x, n), of("y", y, n), n));
    }

    /** The sum of x[i] * y[i] as if in twice the precision, rounded once (the same, Dot2); 0 for empty vectors. */
    public double dotCompensated(DoubleVec x, DoubleVec y) {
        return Folds.compensated(ReduceOp.DOT2, reduction(F64, x, y));
    }

    /** The sum of |x[i]|; 0 for an empty vector. */
    public double asum(double[] x) {
        int n = length("x", x);
        return reduce(ReduceOp.ASUM, 0, of("x", x, n), null, n);
    }

    /** The sum of |x[i]|; 0 for an empty vector. */
    public double asum(DoubleVec x) {
        return Folds.value(ReduceOp.ASUM, 0, reduction(F64, x, null));
    }

    /** The Euclidean norm of x, without overflow or underflow on the way; NaN if an element is, else infinite if one is. */
    public double nrm2(double[] x) {
        int n = length("x", x);
        double squares = reduce(ReduceOp.SUMSQ, 1, of("x", x, n), null, n);
        return Norm.isSafe(F64, squares) ? Math.sqrt(squares) : Norm.scaled(F64, reduction(x, null, n));
    }

    /** The Euclidean norm of x, without overflow or underflow on the way; NaN if an element is, else infinite if one is. */
    public double nrm2(DoubleVec x) {
        return Norm.nrm2(F64, reduction(F64, x, null));
    }

    /** The smallest element as Math.min has it: NaN if one is, and -0 below +0. IllegalArgumentException for an empty vector. */
    public double min(double[] x) {
        int n = length("x", x);
        checkLeast(n, 1);
        return reduce(ReduceOp.LEAST, 0, of("x", x, n), null, n);
    }

    /** The smallest element as Math.min has it: NaN if one is, and -0 below +0. IllegalArgumentException for an empty vector. */
    public double min(DoubleVec x) {
        checkLeast(length("x", x), 1);
        return Folds.value(ReduceOp.LEAST, 0, reduction(F64, x, null));
    }

    /** The largest element as Math.max has it: NaN if one is, and -0 below +0. IllegalArgumentException for an empty vector. */
    public double max(double[] x) {
        int n = length("x", x);
        checkLeast(n, 1);
        return reduce(ReduceOp.MOST, 0, of("x", x, n), null, n);
    }

    /** The largest element as Math.max has it: NaN if one is, and -0 below +0. IllegalArgumentException for an empty vector. */
    public double max(DoubleVec x) {
        checkLeast(length("x", x), 1);
        return Folds.value(ReduceOp.MOST, 0, reduction(F64, x, null));
    }

    /** The index of the first element that is {@link #min}, the first NaN if there is one. IllegalArgumentException for an empty vector. */
    public int argMin(double[] x) {
        int n = length("x", x);
        checkLeast(n, 1);
        return (int) Folds.place(ReduceOp.ARGMIN, reduction(of("x", x, n), null, n));
    }

    /** The index of the first element that is {@link #min}, the first NaN if there is one. IllegalArgumentException for an empty vector. */
    public long argMin(DoubleVec x) {
        checkLeast(length("x", x), 1);
        return Folds.place(ReduceOp.ARGMIN, reduction(F64, x, null));
    }

    /** The index of the first element that is {@link #max}, the first NaN if there is one. IllegalArgumentException for an empty vector. */
    public int argMax(double[] x) {
        int n = length("x", x);
        checkLeast(n, 1);
        return (int) Folds.place(ReduceOp.ARGMAX, reduction(of("x", x, n), null, n));
    }

    /** The index of the first element that is {@link #max}, the first NaN if there is one. IllegalArgumentException for an empty vector. */
    public long argMax(DoubleVec x) {
        checkLeast(length("x", x), 1);
        return Folds.place(ReduceOp.ARGMAX, reduction(F64, x, null));
    }

    /**
     * The index of the first element whose absolute value is largest, the first NaN if there is one. IllegalArgumentException for
     * an empty vector.
     */
    public int argMaxAbs(double[] x) {
        int n = length("x", x);
        checkLeast(n, 1);
        return (int) Folds.place(ReduceOp.ARGAMAX, reduction(of("x", x, n), null, n));
    }

    /**
     * The index of the first element whose absolute value is largest, the first NaN if there is one. IllegalArgumentException for
     * an empty vector.
     */
    public long argMaxAbs(DoubleVec x) {
        checkLeast(length("x", x), 1);
        return Folds.place(ReduceOp.ARGAMAX, reduction(F64, x, null));
    }

    /** The sum of x by its length. IllegalArgumentException for an empty vector. */
    public double mean(double[] x) {
        int n = length("x", x);
        checkLeast(n, 1);
        return Moments.mean(reduction(of("x", x, n), null, n), n);
    }

    /** The sum of x by its length. IllegalArgumentException for an empty vector. */
    public double mean(DoubleVec x) {
        checkLeast(length("x", x), 1);
        return Moments.mean(reduction(F64, x, null), x.length());
    }

    /** The sample variance of x, by n - 1, in two passes: the mean first. IllegalArgumentException for fewer than two elements. */
    public double variance(double[] x) {
        int n = length("x", x);
        checkLeast(n, 2);
        return Moments.variance(F64, reduction(of("x", x, n), null, n), n);
    }

    /** The sample variance of x, by n - 1, in two passes: the mean first. IllegalArgumentException for fewer than two elements. */
    public double variance(DoubleVec x) {
        checkLeast(length("x", x), 2);
        return Moments.variance(F64, reduction(F64, x, null), x.length());
    }

    /**
     * {@code out[i] = x[0] + ... + x[i]}, in the fixed order of {@link dev.kernelbridge.spi.VectorEngine#scan}.
     */
    public void cumulativeSum(double[] x, double[] out) {
        int n = length("x", x);
        scan(F64, MemorySegment.ofArray(of("x", x, n)), MemorySegment.ofArray(of("out", out, n)), n);
    }

    /** {@code out[i] = x[0] + ... + x[i]}, in the same order. */
    public void cumulativeSum(DoubleVec x, DoubleVec out) {
        scan(F64, x, out);
    }

    /**
     * A copy of x that lives where the backend computes.
     *
     * @throws DeviceFailedException if the device has no room for it; the message says what was asked and what was free
     */
    public DoubleVec upload(double[] x) {
        int n = length("x", x);
        MemorySegment from = MemorySegment.ofArray(of("x", x, n));
        return resident(n, F64, resident -> resident.write(from, 0), (engine, resident) -> new DoubleVec(n, null, resident, engine));
    }

    /** A vector of {@code length} zeros that lives where the backend computes. */
    public DoubleVec residentDoubles(long length) {
        return resident(length, F64, VectorOperands::clear, (engine, resident) -> new DoubleVec(length, null, resident, engine));
    }

    static int length(String name, double[] array) {
        return Objects.requireNonNull(array, name + ": null; an array is needed").length;
    }

    private static double[] of(String name, double[] array, int n) {
        checkLength(name, length(name, array), n);
        return array;
    }

    private static void checkBounds(double low, double high) {
        if (!(low <= high)) {
            throw new IllegalArgumentException("low: " + low + " is not at most high, which is " + high);
        }
    }
}

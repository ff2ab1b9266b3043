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

/** {@link VectorMath} on floats. */
abstract sealed class FloatVectorMath extends VectorOperands permits DoubleVectorMath {
    private static final ElementType F32 = ElementType.F32;

    FloatVectorMath(Session session) {
        super(session);
    }

    /** {@code out[i] = x[i] + y[i]} */
    public void add(float[] x, float[] y, float[] out) {
        int n = length("x", x);
        map(MapOp.ADD, 0, 0, of("x", x, n), of("y", y, n), null, of("out", out, n), n);
    }

    /** {@code out[i] = x[i] + y[i]} */
    public void add(FloatVec x, FloatVec y, FloatVec out) {
        map(F32, MapOp.ADD, 0, 0, x, y, null, out);
    }

    /** {@code out[i] = x[i] - y[i]} */
    public void sub(float[] x, float[] y, float[] out) {
        int n = length("x", x);
        map(MapOp.SUB, 0, 0, of("x", x, n), of("y", y, n), null, of("out", out, n), n);
    }

    /** {@code out[i] = x[i] - y[i]} */
    public void sub(FloatVec x, FloatVec y, FloatVec out) {
        map(F32, MapOp.SUB, 0, 0, x, y, null, out);
    }

    /** {@code out[i] = x[i] * y[i]} */
    public void mul(float[] x, float[] y, float[] out) {
        int n = length("x", x);
        map(MapOp.MUL, 0, 0, of("x", x, n), of("y", y, n), null, of("out", out, n), n);
    }

    /** {@code out[i] = x[i] * y[i]} */
    public void mul(FloatVec x, FloatVec y, FloatVec out) {
        map(F32, MapOp.MUL, 0, 0, x, y, null, out);
    }

    /** {@code out[i] = x[i] / y[i]} */
    public void div(float[] x, float[] y, float[] out) {
        int n = length("x", x);
        map(MapOp.DIV, 0, 0, of("x", x, n), of("y", y, n), null, of("out", out, n), n);
    }

    /** {@code out[i] = x[i] / y[i]} */
    public void div(FloatVec x, FloatVec y, FloatVec out) {
        map(F32, MapOp.DIV, 0, 0, x, y, null, out);
    }

    /** {@code out[i] = fma(x[i], y[i], z[i])}: one rounding. */
    public void fma(float[] x, float[] y, float[] z, float[] out) {
        int n = length("x", x);
        map(MapOp.FMA, 0, 0, of("x", x, n), of("y", y, n), of("z", z, n), of("out", out, n), n);
    }

    /** {@code out[i] = fma(x[i], y[i], z[i])}: one rounding. */
    public void fma(FloatVec x, FloatVec y, FloatVec z, FloatVec out) {
        map(F32, MapOp.FMA, 0, 0, x, y, z, out);
    }

    /** {@code out[i] = a * x[i]} */
    public void scale(float a, float[] x, float[] out) {
        int n = length("x", x);
        map(MapOp.SCALE, a, 0, of("x", x, n), null, null, of("out", out, n), n);
    }

    /** {@code out[i] = a * x[i]} */
    public void scale(float a, FloatVec x, FloatVec out) {
        map(F32, MapOp.SCALE, a, 0, x, null, null, out);
    }

    /** {@code y[i] = fma(a, x[i], y[i])}: a x plus y. */
    public void axpy(float a, float[] x, float[] y) {
        int n = length("x", x);
        map(MapOp.AXPY, a, 0, of("x", x, n), of("y", y, n), null, of("y", y, n), n);
    }

    /** {@code y[i] = fma(a, x[i], y[i])}: a x plus y. */
    public void axpy(float a, FloatVec x, FloatVec y) {
        map(F32, MapOp.AXPY, a, 0, x, y, null, y);
    }

    /** {@code y[i] = fma(a, x[i], b * y[i])}: a x plus b y; the product b y is rounded. */
    public void axpby(float a, float[] x, float b, float[] y) {
        int n = length("x", x);
        map(MapOp.AXPBY, a, b, of("x", x, n), of("y", y, n), null, of("y", y, n), n);
    }

    /** {@code y[i] = fma(a, x[i], b * y[i])}: a x plus b y; the product b y is rounded. */
    public void axpby(float a, FloatVec x, float b, FloatVec y) {
        map(F32, MapOp.AXPBY, a, b, x, y, null, y);
    }

    /** {@code out[i] = |x[i]|} */
    public void abs(float[] x, float[] out) {
        int n = length("x", x);
        map(MapOp.ABS, 0, 0, of("x", x, n), null, null, of("out", out, n), n);
    }

    /** {@code out[i] = |x[i]|} */
    public void abs(FloatVec x, FloatVec out) {
        map(F32, MapOp.ABS, 0, 0, x, null, null, out);
    }

    /** {@code out[i] = -x[i]} */
    public void neg(float[] x, float[] out) {
        int n = length("x", x);
        map(MapOp.NEG, 0, 0, of("x", x, n), null, null, of("out", out, n), n);
    }

    /** {@code out[i] = -x[i]} */
    public void neg(FloatVec x, FloatVec out) {
        map(F32, MapOp.NEG, 0, 0, x, null, null, out);
    }

    /** {@code out[i]} is the square root of {@code x[i]}, correctly rounded; NaN below 0. */
    public void sqrt(float[] x, float[] out) {
        int n = length("x", x);
        map(MapOp.SQRT, 0, 0, of("x", x, n), null, null, of("out", out, n), n);
    }

    /** {@code out[i]} is the square root of {@code x[i]}, correctly rounded; NaN below 0. */
    public void sqrt(FloatVec x, FloatVec out) {
        map(F32, MapOp.SQRT, 0, 0, x, null, null, out);
    }

    /** {@code out[i] = Math.min(x[i], y[i])}: NaN if either is, and -0 below +0. */
    public void min(float[] x, float[] y, float[] out) {
        int n = length("x", x);
        map(MapOp.MIN, 0, 0, of("x", x, n), of("y", y, n), null, of("out", out, n), n);
    }

    /** {@code out[i] = Math.min(x[i], y[i])}: NaN if either is, and -0 below +0. */
    public void min(FloatVec x, FloatVec y, FloatVec out) {
        map(F32, MapOp.MIN, 0, 0, x, y, null, out);
    }

    /** {@code out[i] = Math.max(x[i], y[i])}: NaN if either is, and -0 below +0. */
    public void max(float[] x, float[] y, float[] out) {
        int n = length("x", x);
        map(MapOp.MAX, 0, 0, of("x", x, n), of("y", y, n), null, of("out", out, n), n);
    }

    /** {@code out[i] = Math.max(x[i], y[i])}: NaN if either is, and -0 below +0. */
    public void max(FloatVec x, FloatVec y, FloatVec out) {
        map(F32, MapOp.MAX, 0, 0, x, y, null, out);
    }

    /** {@code out[i] = min(max(x[i], low), high)}; NaN stays NaN. IllegalArgumentException unless {@code low <= high}. */
    public void clamp(float[] x, float low, float high, float[] out) {
        checkBounds(low, high);
        int n = length("x", x);
        map(MapOp.CLAMP, low, high, of("x", x, n), null, null, of("out", out, n), n);
    }

    /** {@code out[i] = min(max(x[i], low), high)}; NaN stays NaN. IllegalArgumentException unless {@code low <= high}. */
    public void clamp(FloatVec x, float low, float high, FloatVec out) {
        checkBounds(low, high);
        map(F32, MapOp.CLAMP, low, high, x, null, null, out);
    }

    /** {@code out[i] = e^x[i]} within 1 ulp; 0 and infinity where it leaves the range, subnormal results included. */
    public void exp(float[] x, float[] out) {
        int n = length("x", x);
        map(MapOp.EXP, 0, 0, of("x", x, n), null, null, of("out", out, n), n);
    }

    /** {@code out[i] = e^x[i]} within 1 ulp; 0 and infinity where it leaves the range, subnormal results included. */
    public void exp(FloatVec x, FloatVec out) {
        map(F32, MapOp.EXP, 0, 0, x, null, null, out);
    }

    /** {@code out[i]} is the natural logarithm of {@code x[i]} within 1 ulp; NaN below 0, negative infinity at 0. */
    public void log(float[] x, float[] out) {
        int n = length("x", x);
        map(MapOp.LOG, 0, 0, of("x", x, n), null, null, of("out", out, n), n);
    }

    /** {@code out[i]} is the natural logarithm of {@code x[i]} within 1 ulp; NaN below 0, negative infinity at 0. */
    public void log(FloatVec x, FloatVec out) {
        map(F32, MapOp.LOG, 0, 0, x, null, null, out);
    }

    /** {@code out[i]} is the sine of {@code x[i]} radians within 1 ulp, however large {@code x[i]} is; NaN for infinities. */
    public void sin(float[] x, float[] out) {
        int n = length("x", x);
        map(MapOp.SIN, 0, 0, of("x", x, n), null, null, of("out", out, n), n);
    }

    /** {@code out[i]} is the sine of {@code x[i]} radians within 1 ulp, however large {@code x[i]} is; NaN for infinities. */
    public void sin(FloatVec x, FloatVec out) {
        map(F32, MapOp.SIN, 0, 0, x, null, null, out);
    }

    /** {@code out[i]} is the cosine of {@code x[i]} radians within 1 ulp, however large {@code x[i]} is; NaN for infinities. */
    public void cos(float[] x, float[] out) {
        int n = length("x", x);
        map(MapOp.COS, 0, 0, of("x", x, n), null, null, of("out", out, n), n);
    }

    /** {@code out[i]} is the cosine of {@code x[i]} radians within 1 ulp, however large {@code x[i]} is; NaN for infinities. */
    public void cos(FloatVec x, FloatVec out) {
        map(F32, MapOp.COS, 0, 0, x, null, null, out);
    }

    /** {@code out[i]} is the hyperbolic tangent of {@code x[i]} within 1 ulp. */
    public void tanh(float[] x, float[] out) {
        int n = length("x", x);
        map(MapOp.TANH, 0, 0, of("x", x, n), null, null, of("out", out, n), n);
    }

    /** {@code out[i]} is the hyperbolic tangent of {@code x[i]} within 1 ulp. */
    public void tanh(FloatVec x, FloatVec out) {
        map(F32, MapOp.TANH, 0, 0, x, null, null, out);
    }

    /** {@code out[i] = x[i]^y[i]} within 1 ulp; special cases as {@link Math#pow} has them. */
    public void pow(float[] x, float[] y, float[] out) {
        int n = length("x", x);
        map(MapOp.POW, 0, 0, of("x", x, n), of("y", y, n), null, of("out", out, n), n);
    }

    /** {@code out[i] = x[i]^y[i]} within 1 ulp; special cases as {@link Math#pow} has them. */
    public void pow(FloatVec x, FloatVec y, FloatVec out) {
        map(F32, MapOp.POW, 0, 0, x, y, null, out);
    }

    /** {@code out[i] = a} */
    public void fill(float a, float[] out) {
        int n = length("out", out);
        map(MapOp.FILL, a, 0, of("out", out, n), null, null, of("out", out, n), n);
    }

    /** {@code out[i] = a} */
    public void fill(float a, FloatVec out) {
        map(F32, MapOp.FILL, a, 0, out, null, null, out);
    }

    /** {@code out[i] = x[i]} */
    public void copy(float[] x, float[] out) {
        int n = length("x", x);
        map(MapOp.COPY, 0, 0, of("x", x, n), null, null, of("out", out, n), n);
    }

    /** {@code out[i] = x[i]} */
    public void copy(FloatVec x, FloatVec out) {
        map(F32, MapOp.COPY, 0, 0, x, null, null, out);
    }

    /** The sum of x; 0 for an empty vector. */
    public float sum(float[] x) {
        int n = length("x", x);
        return (float) reduce(ReduceOp.SUM, 0, of("x", x, n), null, n);
    }

    /** The sum of x; 0 for an empty vector. */
    public float sum(FloatVec x) {
        return (float) Folds.value(ReduceOp.SUM, 0, reduction(F32, x, null));
    }

    /** The sum of x as if in twice the precision, rounded once (Ogita, Rump and Oishi 2005, Sum2); 0 for an empty vector. */
    public float sumCompensated(float[] x) {
        int n = length("x", x);
        return (float) Folds.compensated(ReduceOp.SUM2, reduction(of("x", x, n), null, n));
    }

    /** The sum of x as if in twice the precision, rounded once (Ogita, Rump and Oishi 2005, Sum2); 0 for an empty vector. */
    public float sumCompensated(FloatVec x) {
        return (float) Folds.compensated(ReduceOp.SUM2, reduction(F32, x, null));
    }

    /** The sum of x[i] * y[i]; 0 for empty vectors. */
    public float dot(float[] x, float[] y) {
        int n = length("x", x);
        return (float) reduce(ReduceOp.DOT, 0, of("x", x, n), of("y", y, n), n);
    }

    /** The sum of x[i] * y[i]; 0 for empty vectors. */
    public float dot(FloatVec x, FloatVec y) {
        return (float) Folds.value(ReduceOp.DOT, 0, reduction(F32, x, y));
    }

    /** The sum of x[i] * y[i] as if in twice the precision, rounded once (the same, Dot2); 0 for empty vectors. */
    public float dotCompensated(float[] x, float[] y) {
        int n = length("x", x);
        return (float) Folds.compensated(ReduceOp.DOT2, reduction(of("x", x, n), of("y", y, n), n));
    }

    /** The sum of x[i] * y[i] as if in twice the precision, rounded once (the same, Dot2); 0 for empty vectors. */
    public float dotCompensated(FloatVec x, FloatVec y) {
        return (float) Folds.compensated(ReduceOp.DOT2, reduction(F32, x, y));
    }

    /** The sum of |x[i]|; 0 for an empty vector. */
    public float asum(float[] x) {
        int n = length("x", x);
        return (float) reduce(ReduceOp.ASUM, 0, of("x", x, n), null, n);
    }

    /** The sum of |x[i]|; 0 for an empty vector. */
    public float asum(FloatVec x) {
        return (float) Folds.value(ReduceOp.ASUM, 0, reduction(F32, x, null));
    }

    /** The Euclidean norm of x, without overflow or underflow on the way; NaN if an element is, else infinite if one is. */
    public float nrm2(float[] x) {
        int n = length("x", x);
        double squares = reduce(ReduceOp.SUMSQ, 1, of("x", x, n), null, n);
        return (float) (Norm.isSafe(F32, squares) ? Math.sqrt(squares) : Norm.scaled(F32, reduction(x, null, n)));
    }

    /** The Euclidean norm of x, without overflow or underflow on the way; NaN if an element is, else infinite if one is. */
    public float nrm2(FloatVec x) {
        return (float) Norm.nrm2(F32, reduction(F32, x, null));
    }

    /** The smallest element as Math.min has it: NaN if one is, and -0 below +0. IllegalArgumentException for an empty vector. */
    public float min(float[] x) {
        int n = length("x", x);
        checkLeast(n, 1);
        return (float) reduce(ReduceOp.LEAST, 0, of("x", x, n), null, n);
    }

    /** The smallest element as Math.min has it: NaN if one is, and -0 below +0. IllegalArgumentException for an empty vector. */
    public float min(FloatVec x) {
        checkLeast(length("x", x), 1);
        return (float) Folds.value(ReduceOp.LEAST, 0, reduction(F32, x, null));
    }

    /** The largest element as Math.max has it: NaN if one is, and -0 below +0. IllegalArgumentException for an empty vector. */
    public float max(float[] x) {
        int n = length("x", x);
        checkLeast(n, 1);
        return (float) reduce(ReduceOp.MOST, 0, of("x", x, n), null, n);
    }

    /** The largest element as Math.max has it: NaN if one is, and -0 below +0. IllegalArgumentException for an empty vector. */
    public float max(FloatVec x) {
        checkLeast(length("x", x), 1);
        return (float) Folds.value(ReduceOp.MOST, 0, reduction(F32, x, null));
    }

    /** The index of the first element that is {@link #min}, the first NaN if there is one. IllegalArgumentException for an empty vector. */
    public int argMin(float[] x) {
        int n = length("x", x);
        checkLeast(n, 1);
        return (int) Folds.place(ReduceOp.ARGMIN, reduction(of("x", x, n), null, n));
    }

    /** The index of the first element that is {@link #min}, the first NaN if there is one. IllegalArgumentException for an empty vector. */
    public long argMin(FloatVec x) {
        checkLeast(length("x", x), 1);
        return Folds.place(ReduceOp.ARGMIN, reduction(F32, x, null));
    }

    /** The index of the first element that is {@link #max}, the first NaN if there is one. IllegalArgumentException for an empty vector. */
    public int argMax(float[] x) {
        int n = length("x", x);
        checkLeast(n, 1);
        return (int) Folds.place(ReduceOp.ARGMAX, reduction(of("x", x, n), null, n));
    }

    /** The index of the first element that is {@link #max}, the first NaN if there is one. IllegalArgumentException for an empty vector. */
    public long argMax(FloatVec x) {
        checkLeast(length("x", x), 1);
        return Folds.place(ReduceOp.ARGMAX, reduction(F32, x, null));
    }

    /**
     * The index of the first element whose absolute value is largest, the first NaN if there is one. IllegalArgumentException for
     * an empty vector.
     */
    public int argMaxAbs(float[] x) {
        int n = length("x", x);
        checkLeast(n, 1);
        return (int) Folds.place(ReduceOp.ARGAMAX, reduction(of("x", x, n), null, n));
    }

    /**
     * The index of the first element whose absolute value is largest, the first NaN if there is one. IllegalArgumentException for
     * an empty vector.
     */
    public long argMaxAbs(FloatVec x) {
        checkLeast(length("x", x), 1);
        return Folds.place(ReduceOp.ARGAMAX, reduction(F32, x, null));
    }

    /** The sum of x by its length. IllegalArgumentException for an empty vector. */
    public float mean(float[] x) {
        int n = length("x", x);
        checkLeast(n, 1);
        return (float) Moments.mean(reduction(of("x", x, n), null, n), n);
    }

    /** The sum of x by its length. IllegalArgumentException for an empty vector. */
    public float mean(FloatVec x) {
        checkLeast(length("x", x), 1);
        return (float) Moments.mean(reduction(F32, x, null), x.length());
    }

    /** The sample variance of x, by n - 1, in two passes: the mean first. IllegalArgumentException for fewer than two elements. */
    public float variance(float[] x) {
        int n = length("x", x);
        checkLeast(n, 2);
        return (float) Moments.variance(F32, reduction(of("x", x, n), null, n), n);
    }

    /** The sample variance of x, by n - 1, in two passes: the mean first. IllegalArgumentException for fewer than two elements. */
    public float variance(FloatVec x) {
        checkLeast(length("x", x), 2);
        return (float) Moments.variance(F32, reduction(F32, x, null), x.length());
    }

    /**
     * {@code out[i] = x[0] + ... + x[i]}, in the fixed order of {@link dev.kernelbridge.spi.VectorEngine#scan}.
     */
    public void cumulativeSum(float[] x, float[] out) {
        int n = length("x", x);
        scan(F32, MemorySegment.ofArray(of("x", x, n)), MemorySegment.ofArray(of("out", out, n)), n);
    }

    /** {@code out[i] = x[0] + ... + x[i]}, in the same order. */
    public void cumulativeSum(FloatVec x, FloatVec out) {
        scan(F32, x, out);
    }

    /**
     * A copy of x that lives where the backend computes.
     *
     * @throws DeviceFailedException if the device has no room for it; the message says what was asked and what was free
     */
    public FloatVec upload(float[] x) {
        int n = length("x", x);
        MemorySegment from = MemorySegment.ofArray(of("x", x, n));
        return resident(n, F32, resident -> resident.write(from, 0), (engine, resident) -> new FloatVec(n, null, resident, engine));
    }

    /** A vector of {@code length} zeros that lives where the backend computes. */
    public FloatVec residentFloats(long length) {
        return resident(length, F32, VectorOperands::clear, (engine, resident) -> new FloatVec(length, null, resident, engine));
    }

    static int length(String name, float[] array) {
        return Objects.requireNonNull(array, name + ": null; an array is needed").length;
    }

    private static float[] of(String name, float[] array, int n) {
        checkLength(name, length(name, array), n);
        return array;
    }

    private static void checkBounds(float low, float high) {
        if (!(low <= high)) {
            throw new IllegalArgumentException("low: " + low + " is not at most high, which is " + high);
        }
    }
}

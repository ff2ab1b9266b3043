package dev.kernelbridge;

import dev.kernelbridge.plan.Session;
import dev.kernelbridge.spi.ElementType;
import dev.kernelbridge.spi.Engine;
import dev.kernelbridge.spi.MapOp;
import dev.kernelbridge.spi.ReduceOp;
import dev.kernelbridge.spi.Resident;
import dev.kernelbridge.vector.Chunks;
import dev.kernelbridge.vector.Norm;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Vector math on arrays, and on {@link DoubleVec} and {@link FloatVec}: views of array ranges and memory segments, or vectors that live
 * where the backend computes ({@link #upload}), on which chained calls copy nothing.
 *
 * <p>The same input gives the same bits on every backend and every SIMD tier: {@code fma} stands for one rounding, and reductions add in
 * one fixed order (64 lanes within blocks of 8192 elements, then pairwise), whose error grows with the logarithm of the length.
 * NaN and infinities behave as IEEE 754 has them. Operations take O(n) time. An {@code out} may be one of the operands; otherwise
 * nothing may overlap.
 *
 * <p>Wrong lengths, overlaps and an {@code out} that is read-only throw IllegalArgumentException before anything is computed. Safe for
 * use by many threads, as long as they do not write the same elements. A failing device's call is repeated by the next backend, except
 * on resident vectors, whose memory is lost: {@link DeviceFailedException}; new ones then live where the next backend computes.
 */
public final class VectorMath {
    private static final ElementType F64 = ElementType.F64;
    private static final ElementType F32 = ElementType.F32;

    /** Bytes written at a time to clear resident memory. */
    private static final long ZEROS = 1 << 20;

    private final Session session;

    VectorMath(Session session) {
        this.session = session;
    }

    /** {@code out[i] = x[i] + y[i]} */
    public void add(double[] x, double[] y, double[] out) {
        int n = length("x", x);
        Chunks.map(session, F64, MapOp.ADD, 0, of("x", x, n), of("y", y, n), null, of("out", out, n), n);
    }

    /** {@code out[i] = x[i] + y[i]} */
    public void add(DoubleVec x, DoubleVec y, DoubleVec out) {
        map(F64, MapOp.ADD, 0, x, y, null, out);
    }

    /** {@code out[i] = x[i] * y[i]} */
    public void mul(double[] x, double[] y, double[] out) {
        int n = length("x", x);
        Chunks.map(session, F64, MapOp.MUL, 0, of("x", x, n), of("y", y, n), null, of("out", out, n), n);
    }

    /** {@code out[i] = x[i] * y[i]} */
    public void mul(DoubleVec x, DoubleVec y, DoubleVec out) {
        map(F64, MapOp.MUL, 0, x, y, null, out);
    }

    /** {@code out[i] = fma(x[i], y[i], z[i])}: one rounding. */
    public void fma(double[] x, double[] y, double[] z, double[] out) {
        int n = length("x", x);
        Chunks.map(session, F64, MapOp.FMA, 0, of("x", x, n), of("y", y, n), of("z", z, n), of("out", out, n), n);
    }

    /** {@code out[i] = fma(x[i], y[i], z[i])}: one rounding. */
    public void fma(DoubleVec x, DoubleVec y, DoubleVec z, DoubleVec out) {
        map(F64, MapOp.FMA, 0, x, y, z, out);
    }

    /** {@code out[i] = a * x[i]} */
    public void scale(double a, double[] x, double[] out) {
        int n = length("x", x);
        Chunks.map(session, F64, MapOp.SCALE, a, of("x", x, n), null, null, of("out", out, n), n);
    }

    /** {@code out[i] = a * x[i]} */
    public void scale(double a, DoubleVec x, DoubleVec out) {
        map(F64, MapOp.SCALE, a, x, null, null, out);
    }

    /** {@code y[i] = fma(a, x[i], y[i])}: a x plus y. */
    public void axpy(double a, double[] x, double[] y) {
        int n = length("x", x);
        Chunks.map(session, F64, MapOp.AXPY, a, of("x", x, n), of("y", y, n), null, of("y", y, n), n);
    }

    /** {@code y[i] = fma(a, x[i], y[i])}: a x plus y. */
    public void axpy(double a, DoubleVec x, DoubleVec y) {
        map(F64, MapOp.AXPY, a, x, y, null, y);
    }

    /** {@code out[i] = e^x[i]} within 1 ulp; 0 and infinity where it leaves the range, subnormal results included. */
    public void exp(double[] x, double[] out) {
        int n = length("x", x);
        Chunks.map(session, F64, MapOp.EXP, 0, of("x", x, n), null, null, of("out", out, n), n);
    }

    /** {@code out[i] = e^x[i]} within 1 ulp; 0 and infinity where it leaves the range, subnormal results included. */
    public void exp(DoubleVec x, DoubleVec out) {
        map(F64, MapOp.EXP, 0, x, null, null, out);
    }

    /** The sum of x; 0 for an empty vector. */
    public double sum(double[] x) {
        int n = length("x", x);
        return Chunks.reduce(session, F64, ReduceOp.SUM, 0, of("x", x, n), null, n);
    }

    /** The sum of x; 0 for an empty vector. */
    public double sum(DoubleVec x) {
        return reduce(F64, ReduceOp.SUM, 0, x, null);
    }

    /** The sum of x[i] * y[i]; 0 for empty vectors. */
    public double dot(double[] x, double[] y) {
        int n = length("x", x);
        return Chunks.reduce(session, F64, ReduceOp.DOT, 0, of("x", x, n), of("y", y, n), n);
    }

    /** The sum of x[i] * y[i]; 0 for empty vectors. */
    public double dot(DoubleVec x, DoubleVec y) {
        return reduce(F64, ReduceOp.DOT, 0, x, y);
    }

    /** The Euclidean norm of x, without overflow or underflow on the way; NaN if an element is, else infinite if one is. */
    public double nrm2(double[] x) {
        int n = length("x", x);
        return Norm.nrm2(F64, (op, scale) -> Chunks.reduce(session, F64, op, scale, of("x", x, n), null, n));
    }

    /** The Euclidean norm of x, without overflow or underflow on the way; NaN if an element is, else infinite if one is. */
    public double nrm2(DoubleVec x) {
        return Norm.nrm2(F64, (op, scale) -> reduce(F64, op, scale, x, null));
    }

    /**
     * A copy of x that lives where the backend computes.
     *
     * @throws DeviceFailedException if the device has no room for it; the message says what was asked and what was free
     */
    public DoubleVec upload(double[] x) {
        int n = length("x", x);
        MemorySegment from = of("x", x, n);
        return fill(n, F64, resident -> resident.write(from, 0), (engine, resident) -> new DoubleVec(n, null, resident, engine));
    }

    /** A vector of {@code length} zeros that lives where the backend computes. */
    public DoubleVec residentDoubles(long length) {
        return fill(length, F64, VectorMath::clear, (engine, resident) -> new DoubleVec(length, null, resident, engine));
    }

    /** {@code out[i] = x[i] + y[i]} */
    public void add(float[] x, float[] y, float[] out) {
        int n = length("x", x);
        Chunks.map(session, F32, MapOp.ADD, 0, of("x", x, n), of("y", y, n), null, of("out", out, n), n);
    }

    /** {@code out[i] = x[i] + y[i]} */
    public void add(FloatVec x, FloatVec y, FloatVec out) {
        map(F32, MapOp.ADD, 0, x, y, null, out);
    }

    /** {@code out[i] = x[i] * y[i]} */
    public void mul(float[] x, float[] y, float[] out) {
        int n = length("x", x);
        Chunks.map(session, F32, MapOp.MUL, 0, of("x", x, n), of("y", y, n), null, of("out", out, n), n);
    }

    /** {@code out[i] = x[i] * y[i]} */
    public void mul(FloatVec x, FloatVec y, FloatVec out) {
        map(F32, MapOp.MUL, 0, x, y, null, out);
    }

    /** {@code out[i] = fma(x[i], y[i], z[i])}: one rounding. */
    public void fma(float[] x, float[] y, float[] z, float[] out) {
        int n = length("x", x);
        Chunks.map(session, F32, MapOp.FMA, 0, of("x", x, n), of("y", y, n), of("z", z, n), of("out", out, n), n);
    }

    /** {@code out[i] = fma(x[i], y[i], z[i])}: one rounding. */
    public void fma(FloatVec x, FloatVec y, FloatVec z, FloatVec out) {
        map(F32, MapOp.FMA, 0, x, y, z, out);
    }

    /** {@code out[i] = a * x[i]} */
    public void scale(float a, float[] x, float[] out) {
        int n = length("x", x);
        Chunks.map(session, F32, MapOp.SCALE, a, of("x", x, n), null, null, of("out", out, n), n);
    }

    /** {@code out[i] = a * x[i]} */
    public void scale(float a, FloatVec x, FloatVec out) {
        map(F32, MapOp.SCALE, a, x, null, null, out);
    }

    /** {@code y[i] = fma(a, x[i], y[i])}: a x plus y. */
    public void axpy(float a, float[] x, float[] y) {
        int n = length("x", x);
        Chunks.map(session, F32, MapOp.AXPY, a, of("x", x, n), of("y", y, n), null, of("y", y, n), n);
    }

    /** {@code y[i] = fma(a, x[i], y[i])}: a x plus y. */
    public void axpy(float a, FloatVec x, FloatVec y) {
        map(F32, MapOp.AXPY, a, x, y, null, y);
    }

    /** {@code out[i] = e^x[i]} within 1 ulp; 0 and infinity where it leaves the range, subnormal results included. */
    public void exp(float[] x, float[] out) {
        int n = length("x", x);
        Chunks.map(session, F32, MapOp.EXP, 0, of("x", x, n), null, null, of("out", out, n), n);
    }

    /** {@code out[i] = e^x[i]} within 1 ulp; 0 and infinity where it leaves the range, subnormal results included. */
    public void exp(FloatVec x, FloatVec out) {
        map(F32, MapOp.EXP, 0, x, null, null, out);
    }

    /** The sum of x; 0 for an empty vector. */
    public float sum(float[] x) {
        int n = length("x", x);
        return (float) Chunks.reduce(session, F32, ReduceOp.SUM, 0, of("x", x, n), null, n);
    }

    /** The sum of x; 0 for an empty vector. */
    public float sum(FloatVec x) {
        return (float) reduce(F32, ReduceOp.SUM, 0, x, null);
    }

    /** The sum of x[i] * y[i]; 0 for empty vectors. */
    public float dot(float[] x, float[] y) {
        int n = length("x", x);
        return (float) Chunks.reduce(session, F32, ReduceOp.DOT, 0, of("x", x, n), of("y", y, n), n);
    }

    /** The sum of x[i] * y[i]; 0 for empty vectors. */
    public float dot(FloatVec x, FloatVec y) {
        return (float) reduce(F32, ReduceOp.DOT, 0, x, y);
    }

    /** The Euclidean norm of x, without overflow or underflow on the way; NaN if an element is, else infinite if one is. */
    public float nrm2(float[] x) {
        int n = length("x", x);
        return (float) Norm.nrm2(F32, (op, scale) -> Chunks.reduce(session, F32, op, scale, of("x", x, n), null, n));
    }

    /** The Euclidean norm of x, without overflow or underflow on the way; NaN if an element is, else infinite if one is. */
    public float nrm2(FloatVec x) {
        return (float) Norm.nrm2(F32, (op, scale) -> reduce(F32, op, scale, x, null));
    }

    /**
     * A copy of x that lives where the backend computes.
     *
     * @throws DeviceFailedException if the device has no room for it; the message says what was asked and what was free
     */
    public FloatVec upload(float[] x) {
        int n = length("x", x);
        MemorySegment from = of("x", x, n);
        return fill(n, F32, resident -> resident.write(from, 0), (engine, resident) -> new FloatVec(n, null, resident, engine));
    }

    /** A vector of {@code length} zeros that lives where the backend computes. */
    public FloatVec residentFloats(long length) {
        return fill(length, F32, VectorMath::clear, (engine, resident) -> new FloatVec(length, null, resident, engine));
    }

    /** A new resident vector with its content. A device that is lost is replaced; one that is full is not, for it may be emptied. */
    private <V> V fill(long length, ElementType type, Consumer<Resident> content, BiFunction<Engine, Resident, V> vector) {
        long most = Long.MAX_VALUE / type.bytes();
        if (length < 0 || length > most) {
            throw new IllegalArgumentException("length: " + length + " is not in 0 to " + most);
        }
        while (true) {
            Engine engine = session.engine();
            try {
                Resident resident = engine.vectors().allocate(length * type.bytes());
                try {
                    content.accept(resident);
                    return vector.apply(engine, resident);
                } catch (RuntimeException | Error e) {
                    resident.close();
                    throw e;
                }
            } catch (DeviceFailedException e) {
                if (e.kind() == DeviceFailedException.Kind.OUT_OF_MEMORY) {
                    throw e;
                }
                session.failed(engine, e);
            }
        }
    }

    /** An operation on memory of the engine: if it fails, what was there is lost, and only the next calls have a replacement. */
    private <R> R onResident(Engine engine, Supplier<R> operation) {
        try {
            return operation.get();
        } catch (DeviceFailedException e) {
            if (e.kind() != DeviceFailedException.Kind.OUT_OF_MEMORY) {
                session.failed(engine, e);
            }
            throw e;
        }
    }

    private static void clear(Resident resident) {
        byte[] zeros = new byte[(int) Math.min(resident.bytes(), ZEROS)];
        for (long at = 0; at < resident.bytes(); at += zeros.length) {
            resident.write(MemorySegment.ofArray(zeros).asSlice(0, Math.min(zeros.length, resident.bytes() - at)), at);
        }
    }

    private void map(ElementType type, MapOp op, double a, Vec x, Vec y, Vec z, Vec out) {
        long n = x.length();
        for (Vec vec : new Vec[] {y, z, out}) {
            checkLength(vec == out ? "out" : vec == y ? "y" : "z", vec == null ? n : vec.length(), n);
        }
        if (allResident(x, y, z, out)) {
            Engine engine = session.engine(); // once: another thread's call may move the session on
            Resident[] all = {of(engine, x, "x"), of(engine, y, "y"), of(engine, z, "z"), of(engine, out, "out")};
            onResident(engine, () -> {
                engine.vectors().mapResident(type, op, a, all[0], all[1], all[2], all[3], n);
                return null;
            });
        } else {
            checkUsable("x", x);
            checkUsable("y", y);
            checkUsable("z", z);
            checkUsable("out", out);
            if (out.host().isReadOnly()) { // C does not ask: a read-only array would be changed, and a read-only mapping end the JVM
                throw new IllegalArgumentException((out == y ? "y" : "out") + ": read-only memory; the result is written there");
            }
            checkOverlap("x", x.host(), out.host());
            checkOverlap("y", host(y), out.host());
            checkOverlap("z", host(z), out.host());
            Chunks.map(session, type, op, a, x.host(), host(y), host(z), out.host(), n);
        }
    }

    private double reduce(ElementType type, ReduceOp op, double a, Vec x, Vec y) {
        checkLength("y", y == null ? x.length() : y.length(), x.length());
        if (allResident(x, y)) {
            Engine engine = session.engine();
            Resident xs = of(engine, x, "x");
            Resident ys = of(engine, y, "y");
            return onResident(engine, () -> Chunks.reduceResident(engine, type, op, a, xs, ys, x.length()));
        }
        checkUsable("x", x);
        checkUsable("y", y);
        return Chunks.reduce(session, type, op, a, x.host(), host(y), x.length());
    }

    private static Resident of(Engine engine, Vec vec, String name) {
        return vec == null ? null : vec.resident(engine, name);
    }

    /** Here and not in the backends, since native code would not notice. */
    private static void checkUsable(String name, Vec vec) {
        if (vec == null) {
            return;
        }
        if (!vec.host().scope().isAlive()) {
            throw new IllegalStateException(name + ": the arena of this memory segment is closed");
        }
        if (!vec.host().isAccessibleBy(Thread.currentThread())) {
            throw new WrongThreadException(name + ": this memory segment belongs to another thread; use Arena.ofShared()");
        }
    }

    private static MemorySegment host(Vec vec) {
        return vec == null ? null : vec.host();
    }

    private static boolean allResident(Vec... vecs) {
        for (Vec vec : vecs) {
            if (vec != null && vec.isResident() != vecs[0].isResident()) {
                throw new IllegalArgumentException("some vectors are in host memory and some are resident; upload the former, or copy the "
                        + "latter with toArray()");
            }
        }
        return vecs[0].isResident();
    }

    private static void checkOverlap(String name, MemorySegment operand, MemorySegment out) {
        if (operand != null && out.byteSize() > 0 && operand.asOverlappingSlice(out).isPresent()
                && (operand.address() != out.address() || operand.byteSize() != out.byteSize())) {
            throw new IllegalArgumentException("out: overlaps " + name + " in part; use the same range, or one that is apart");
        }
    }

    private static int length(String name, double[] array) {
        return Objects.requireNonNull(array, name + ": null; an array is needed").length;
    }

    private static int length(String name, float[] array) {
        return Objects.requireNonNull(array, name + ": null; an array is needed").length;
    }

    private static MemorySegment of(String name, double[] array, int n) {
        checkLength(name, length(name, array), n);
        return MemorySegment.ofArray(array);
    }

    private static MemorySegment of(String name, float[] array, int n) {
        checkLength(name, length(name, array), n);
        return MemorySegment.ofArray(array);
    }

    private static void checkLength(String name, long length, long expected) {
        if (length != expected) {
            throw new IllegalArgumentException(name + ": length " + length + ", but x has " + expected + "; all must be equal");
        }
    }
}

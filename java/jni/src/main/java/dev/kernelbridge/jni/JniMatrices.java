package dev.kernelbridge.jni;

import static dev.kernelbridge.jni.KernelbridgeC.kb_gemm_columns;
import static dev.kernelbridge.jni.KernelbridgeC.kb_gemm_f32;
import static dev.kernelbridge.jni.KernelbridgeC.kb_gemm_f64;
import static dev.kernelbridge.jni.KernelbridgeC.kb_gemm_pack_f32;
import static dev.kernelbridge.jni.KernelbridgeC.kb_gemm_pack_f64;
import static dev.kernelbridge.jni.KernelbridgeC.kb_gemm_rows;
import static dev.kernelbridge.jni.KernelbridgeC.kb_gemv_f32;
import static dev.kernelbridge.jni.KernelbridgeC.kb_gemv_f64;

import dev.kernelbridge.spi.ElementType;
import dev.kernelbridge.spi.GemvShape;
import dev.kernelbridge.spi.MatrixKernel;
import dev.kernelbridge.spi.ScratchPool;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/**
 * The tiles of matrix products over JNI. An operand in an array is pinned while it is packed, or added to; packed panels are native memory.
 * What is not packed must lie in one kind of memory.
 */
final class JniMatrices implements MatrixKernel {
    /** Multiplications of doubles in a call, 0.15 ms at 60 GFLOP/s; of floats there are twice as many. */
    private static final long BUDGET = 1 << 22;
    /** The same below x86-64-v3, where each fma is a call into libm, 3 to 30 ns. */
    private static final long SLOW_BUDGET = 1 << 13;
    private static final ScratchPool SCRATCH = new ScratchPool();

    private final JniEngine engine;

    JniMatrices(JniEngine engine) {
        this.engine = engine;
    }

    @Override
    public int rows() {
        return kb_gemm_rows(engine.tier());
    }

    @Override
    public int columns(ElementType type) {
        return kb_gemm_columns(engine.tier(), type.bytes());
    }

    @Override
    public long budget(ElementType type) {
        long fast = type == ElementType.F64 ? BUDGET : 2 * BUDGET;
        return slow() ? SLOW_BUDGET : fast;
    }

    /** Whether this tier's tiles are so small that it can have no fma of its own. */
    boolean slow() {
        return rows() == 2;
    }

    @Override
    public MemorySegment take(ElementType type, long elements) {
        return SCRATCH.take(elements * type.bytes());
    }

    @Override
    public void give(MemorySegment scratch) {
        SCRATCH.give(scratch);
    }

    @Override
    public boolean takes(ElementType type, MemorySegment operand) {
        return Place.of(type, operand, 0) != Place.OTHER;
    }

    @Override
    public boolean together(ElementType type, MemorySegment a, MemorySegment b, MemorySegment c) {
        Place place = Place.of(type, a, 0);
        return place != Place.OTHER && place == Place.of(type, b, 0) && place == Place.of(type, c, 0);
    }

    @Override
    public void pack(ElementType type, boolean ofB, boolean across, long count, long k, MemorySegment x, long at, long ld,
            MemorySegment packed, long packedAt) {
        int side = ofB ? 1 : 0;
        int rowwise = across ? 1 : 0;
        long to = packed.address();
        boolean wide = type == ElementType.F64;
        int status;
        if (x.isNative()) {
            long from = Place.address(x);
            status = wide ? kb_gemm_pack_f64(engine.tier(), side, rowwise, count, k, from, at, ld, to, packedAt)
                    : kb_gemm_pack_f32(engine.tier(), side, rowwise, count, k, from, at, ld, to, packedAt);
        } else {
            Object array = Place.array(x);
            long from = Place.index(type, x) + at;
            status = wide ? kb_gemm_pack_f64(engine.tier(), side, rowwise, count, k, (double[]) array, from, ld, to, packedAt)
                    : kb_gemm_pack_f32(engine.tier(), side, rowwise, count, k, (float[]) array, from, ld, to, packedAt);
        }
        keep(x, packed, null);
        JniEngine.check(status, "kb_gemm_pack");
    }

    @Override
    public void multiplyPacked(ElementType type, long m, long n, long k, double alpha, MemorySegment packed, long aAt, long bAt,
            double beta, MemorySegment c, long cAt, long ldc) {
        long panels = Place.address(packed);
        boolean wide = type == ElementType.F64;
        int status;
        if (c.isNative()) {
            long to = Place.address(c);
            status = wide ? kb_gemm_f64(engine.tier(), m, n, k, alpha, panels, aAt, 0, 0, panels, bAt, 0, beta, to, cAt, ldc)
                    : kb_gemm_f32(engine.tier(), m, n, k, (float) alpha, panels, aAt, 0, 0, panels, bAt, 0, (float) beta, to, cAt, ldc);
        } else {
            Object array = Place.array(c);
            long to = Place.index(type, c) + cAt;
            status = wide ? kb_gemm_f64(engine.tier(), m, n, k, alpha, panels, aAt, 0, 0, panels, bAt, 0, beta, (double[]) array, to, ldc)
                    : kb_gemm_f32(engine.tier(), m, n, k, (float) alpha, panels, aAt, 0, 0, panels, bAt, 0, (float) beta, (float[]) array,
                            to, ldc);
        }
        keep(packed, c, null);
        JniEngine.check(status, "kb_gemm");
    }

    @Override
    public void multiply(ElementType type, long m, long n, long k, double alpha, MemorySegment a, long aAt, long row, long step,
            MemorySegment b, long bAt, long ldb, double beta, MemorySegment c, long cAt, long ldc) {
        boolean wide = type == ElementType.F64;
        int status;
        if (c.isNative()) {
            long as = Place.address(a);
            long bs = Place.address(b);
            long cs = Place.address(c);
            status = wide ? kb_gemm_f64(engine.tier(), m, n, k, alpha, as, aAt, row, step, bs, bAt, ldb, beta, cs, cAt, ldc)
                    : kb_gemm_f32(engine.tier(), m, n, k, (float) alpha, as, aAt, row, step, bs, bAt, ldb, (float) beta, cs, cAt, ldc);
        } else {
            Object as = Place.array(a);
            Object bs = Place.array(b);
            Object cs = Place.array(c);
            long aOff = Place.index(type, a) + aAt;
            long bOff = Place.index(type, b) + bAt;
            long cOff = Place.index(type, c) + cAt;
            status = wide ? kb_gemm_f64(engine.tier(), m, n, k, alpha, (double[]) as, aOff, row, step, (double[]) bs, bOff, ldb, beta,
                            (double[]) cs, cOff, ldc)
                    : kb_gemm_f32(engine.tier(), m, n, k, (float) alpha, (float[]) as, aOff, row, step, (float[]) bs, bOff, ldb,
                            (float) beta, (float[]) cs, cOff, ldc);
        }
        keep(a, b, c);
        JniEngine.check(status, "kb_gemm");
    }

    @Override
    public void gemv(GemvShape s, MemorySegment a, long aAt, MemorySegment x, long xAt, MemorySegment y, long yAt) {
        int trans = s.trans() ? 1 : 0;
        boolean wide = s.type() == ElementType.F64;
        int status;
        if (y.isNative()) {
            long as = Place.address(a);
            long xs = Place.address(x);
            long ys = Place.address(y);
            status = wide ? kb_gemv_f64(engine.tier(), trans, s.rows(), s.columns(), s.alpha(), as, aAt, s.lda(), xs, xAt,
                            s.beta(), ys, yAt)
                    : kb_gemv_f32(engine.tier(), trans, s.rows(), s.columns(), (float) s.alpha(), as, aAt, s.lda(), xs, xAt,
                            (float) s.beta(), ys, yAt);
        } else {
            Object as = Place.array(a);
            Object xs = Place.array(x);
            Object ys = Place.array(y);
            long aOff = Place.index(s.type(), a) + aAt;
            long xOff = Place.index(s.type(), x) + xAt;
            long yOff = Place.index(s.type(), y) + yAt;
            status = wide ? kb_gemv_f64(engine.tier(), trans, s.rows(), s.columns(), s.alpha(), (double[]) as, aOff, s.lda(),
                            (double[]) xs, xOff, s.beta(), (double[]) ys, yOff)
                    : kb_gemv_f32(engine.tier(), trans, s.rows(), s.columns(), (float) s.alpha(), (float[]) as, aOff, s.lda(),
                            (float[]) xs, xOff, (float) s.beta(), (float[]) ys, yOff);
        }
        keep(a, x, y);
        JniEngine.check(status, "kb_gemv");
    }

    private static void keep(MemorySegment a, MemorySegment b, MemorySegment c) {
        Reference.reachabilityFence(a);
        Reference.reachabilityFence(b);
        Reference.reachabilityFence(c);
    }
}

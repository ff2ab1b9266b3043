package dev.kernelbridge.ffm;

import dev.kernelbridge.spi.ElementType;
import dev.kernelbridge.spi.GemvShape;
import dev.kernelbridge.spi.MatrixKernel;
import dev.kernelbridge.spi.ScratchPool;
import java.lang.foreign.MemorySegment;

/** The tiles of matrix products in C, on heap arrays and native memory in any mixture. */
final class FfmMatrices implements MatrixKernel {
    /** Multiplications of doubles in a call, 0.15 ms at 60 GFLOP/s; of floats there are twice as many. */
    private static final long BUDGET = 1 << 22;
    /** The same where each fma is a call into libm, 3 to 30 ns. */
    private static final long SLOW_BUDGET = 1 << 13;
    private static final ScratchPool SCRATCH = new ScratchPool();

    private final int tier;
    private final boolean hardFma;
    private final int rows;
    private final int columnsF64;
    private final int columnsF32;

    FfmMatrices(Tier tier) {
        this.tier = tier.index();
        this.hardFma = tier.hardFma();
        rows = MatrixDowncalls.rows(this.tier);
        columnsF64 = MatrixDowncalls.columns(this.tier, Double.BYTES);
        columnsF32 = MatrixDowncalls.columns(this.tier, Float.BYTES);
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int columns(ElementType type) {
        return type == ElementType.F64 ? columnsF64 : columnsF32;
    }

    @Override
    public long budget(ElementType type) {
        long fast = type == ElementType.F64 ? BUDGET : 2 * BUDGET;
        return hardFma ? fast : SLOW_BUDGET;
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
        return FfmVectors.aligned(operand, type);
    }

    @Override
    public boolean together(ElementType type, MemorySegment a, MemorySegment b, MemorySegment c) {
        return takes(type, a) && takes(type, b) && takes(type, c);
    }

    @Override
    public void pack(ElementType type, boolean ofB, boolean across, long count, long k, MemorySegment x, long at, long ld,
            MemorySegment packed, long packedAt) {
        int side = ofB ? 1 : 0;
        int rowwise = across ? 1 : 0;
        if (type == ElementType.F64) {
            MatrixDowncalls.packF64(tier, side, rowwise, count, k, x, at, ld, packed, packedAt);
        } else {
            MatrixDowncalls.packF32(tier, side, rowwise, count, k, x, at, ld, packed, packedAt);
        }
    }

    @Override
    public void multiplyPacked(ElementType type, long m, long n, long k, double alpha, MemorySegment packed, long aAt, long bAt,
            double beta, MemorySegment c, long cAt, long ldc) {
        multiply(type, m, n, k, alpha, packed, aAt, 0, 0, packed, bAt, 0, beta, c, cAt, ldc);
    }

    @Override
    public void multiply(ElementType type, long m, long n, long k, double alpha, MemorySegment a, long aAt, long row, long step,
            MemorySegment b, long bAt, long ldb, double beta, MemorySegment c, long cAt, long ldc) {
        MemorySegment as = Downcalls.orNull(a);
        MemorySegment bs = Downcalls.orNull(b);
        if (type == ElementType.F64) {
            MatrixDowncalls.gemmF64(tier, m, n, k, alpha, as, aAt, row, step, bs, bAt, ldb, beta, c, cAt, ldc);
        } else {
            MatrixDowncalls.gemmF32(tier, m, n, k, (float) alpha, as, aAt, row, step, bs, bAt, ldb, (float) beta, c, cAt, ldc);
        }
    }

    @Override
    public void gemv(GemvShape s, MemorySegment a, long aAt, MemorySegment x, long xAt, MemorySegment y, long yAt) {
        int trans = s.trans() ? 1 : 0;
        MemorySegment as = Downcalls.orNull(a);
        MemorySegment xs = Downcalls.orNull(x);
        if (s.type() == ElementType.F64) {
            MatrixDowncalls.gemvF64(tier, trans, s.rows(), s.columns(), s.alpha(), as, aAt, s.lda(), xs, xAt, s.beta(), y, yAt);
        } else {
            MatrixDowncalls.gemvF32(tier, trans, s.rows(), s.columns(), (float) s.alpha(), as, aAt, s.lda(), xs, xAt, (float) s.beta(), y,
                    yAt);
        }
    }
}

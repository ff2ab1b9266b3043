package dev.kernelbridge.ffm;

import dev.kernelbridge.spi.ElementType;
import dev.kernelbridge.spi.GemmBlocks;
import dev.kernelbridge.spi.GemmShape;
import dev.kernelbridge.spi.GemvBlocks;
import dev.kernelbridge.spi.GemvShape;
import dev.kernelbridge.spi.HostVectorEngine;
import dev.kernelbridge.spi.MapOp;
import dev.kernelbridge.spi.MatrixKernel;
import dev.kernelbridge.spi.ReduceOp;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The vector kernels: heap arrays and native memory are handed to C as they are, in short calls (see {@link Library#shortCall})
 * of a bounded number of elements. A chunk costs 3 ns, and between two of them the JVM can stop the thread.
 *
 * <p>The loops over chunks advance by a step that is not a constant: C2 takes the safepoint poll out of counted loops, and one
 * garbage collection would then wait for all chunks (measured: 4 ms instead of 0.25).
 */
class FfmVectors extends HostVectorEngine {
    /** Elements per call: two blocks of a reduction; an out-of-cache map takes 50 us for them. */
    static final int CHUNK = 2 * BLOCK;
    /** A power takes 3 ns, and 0.1 us where it is hard (subnormal or negative x); the sine of a huge angle takes 16 ns. */
    static final int POW_CHUNK = 2048;
    /** The same where each fma is a call into libm, 3 to 30 ns: an exp has fifteen of them, a power seventy, an axpy one. */
    static final int SLOW_CHUNK = BLOCK;
    static final int SLOW_EXP_CHUNK = 512;

    /*
     * Elements of whole arrays from which on C is faster than a loop in Java, by thread CPU time on a Xeon with AVX-512: a call takes 17 to
     * 25 ns with all that belongs to it. C2 makes SIMD of a map, which so keeps up longest; a tanh in Java takes 10 ns.
     */
    private static final int LEAST_MAP = 64;
    private static final int LEAST_FUNCTION = 16;
    private static final int LEAST_TANH = 6;
    private static final int LEAST_SUM = 17;
    private static final int LEAST_EXTREME = 14;

    private final FfmEngine engine;
    private final Tier tier;
    private volatile MatrixKernel matrices; // null until then

    FfmVectors(FfmEngine engine, Tier tier) {
        this.engine = engine;
        this.tier = tier;
    }

    @Override
    public final void map(ElementType type, MapOp op, double a, double b, MemorySegment x, MemorySegment y, MemorySegment z, MemorySegment out,
            long n) {
        engine.requireOpen();
        int chunk = chunk(op);
        int code = code(type, op, x, y, z, out, n);
        if (aligned(x, type) && aligned(y, type) && aligned(z, type) && aligned(out, type)) {
            for (long i = 0; i < n;) {
                long length = Math.min(chunk, n - i);
                mapChunk(type, code, a, b, x, y, z, out, i, length);
                i += length;
            }
        } else {
            mapUnaligned(type, op.ordinal(), a, b, x, y, z, out, n, chunk);
        }
    }

    /** Java's fma is a thousand times slower without the instruction. */
    @Override
    public final int least(MapOp op) {
        if (!tier.hardFma()) {
            return 0;
        }
        return op == MapOp.TANH ? LEAST_TANH : op.slow() ? LEAST_FUNCTION : LEAST_MAP;
    }

    @Override
    public final int least(ReduceOp op) {
        return !tier.hardFma() ? 0 : op.isSum() ? LEAST_SUM : LEAST_EXTREME;
    }

    private int chunk(MapOp op) {
        if (!op.slow()) {
            return tier.hardFma() ? CHUNK : SLOW_CHUNK;
        }
        return !tier.hardFma() ? SLOW_EXP_CHUNK : op == MapOp.POW ? POW_CHUNK : BLOCK;
    }

    @Override
    public final void reduce(ElementType type, ReduceOp op, double a, MemorySegment x, MemorySegment y, long n, double[] partials,
            int at) {
        engine.requireOpen();
        int chunk = tier.hardFma() ? CHUNK : SLOW_CHUNK; // whole blocks
        if (aligned(x, type) && aligned(y, type)) {
            for (long i = 0; i < n;) {
                long length = Math.min(chunk, n - i);
                reduceChunk(type, op, a, x, y, i, length, partials, at + op.width() * (i / BLOCK));
                i += length;
            }
        } else {
            reduceUnaligned(type, op, a, x, y, n, partials, at, chunk);
        }
    }

    @Override
    public final void map(MapOp op, double a, double b, double[] x, double[] y, double[] z, double[] out, int n) {
        if (n > chunk(op)) {
            super.map(op, a, b, x, y, z, out, n);
            return;
        }
        engine.requireOpen();
        Downcalls.mapF64(tier.index(), op.ordinal(), a, b, x, y, z, out, n);
    }

    @Override
    public final void map(MapOp op, float a, float b, float[] x, float[] y, float[] z, float[] out, int n) {
        if (n > chunk(op)) {
            super.map(op, a, b, x, y, z, out, n);
            return;
        }
        engine.requireOpen();
        Downcalls.mapF32(tier.index(), op.ordinal(), a, b, x, y, z, out, n);
    }

    @Override
    public final double reduce(ReduceOp op, double a, double[] x, double[] y, int n) {
        engine.requireOpen();
        return Downcalls.reduceF64(tier.index(), op.ordinal(), a, x, y, n);
    }

    @Override
    public final double reduce(ReduceOp op, float a, float[] x, float[] y, int n) {
        engine.requireOpen();
        return Downcalls.reduceF32(tier.index(), op.ordinal(), a, x, y, n);
    }

    @Override
    public final double reduce(ElementType type, ReduceOp op, double a, MemorySegment x, MemorySegment y, int n) {
        if (!aligned(x, type) || !aligned(y, type)) {
            return super.reduce(type, op, a, x, y, n);
        }
        engine.requireOpen();
        return type == ElementType.F64 ? Downcalls.reduceF64(tier.index(), op.ordinal(), a, x, y, n)
                : Downcalls.reduceF32(tier.index(), op.ordinal(), (float) a, x, y, n);
    }

    @Override
    public final void scan(ElementType type, double carry, MemorySegment x, MemorySegment out, long n) {
        engine.requireOpen();
        boolean direct = aligned(x, type) && aligned(out, type);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment in = direct ? x : buffer(arena, x, type, CHUNK);
            MemorySegment to = direct ? out : buffer(arena, out, type, CHUNK);
            double base = carry;
            for (long i = 0; i < n;) {
                long length = Math.min(CHUNK, n - i);
                if (!direct) {
                    load(x, i, in, length, type);
                }
                scanChunk(type, base, in, to, direct ? i : 0, length);
                if (!direct) {
                    MemorySegment.copy(to, 0, out, i * type.bytes(), length * type.bytes());
                }
                i += length;
                base = last(type, out, i - 1);
            }
        }
    }

    private static double last(ElementType type, MemorySegment out, long i) {
        return type == ElementType.F64 ? out.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, 8 * i) : out.get(ValueLayout.JAVA_FLOAT_UNALIGNED, 4 * i);
    }

    /** One short call on elements {@code [from, from + n)} of both operands. */
    void scanChunk(ElementType type, double carry, MemorySegment x, MemorySegment out, long from, long n) {
        if (type == ElementType.F64) {
            Downcalls.scanF64(tier.index(), carry, x, out, from, n);
        } else {
            Downcalls.scanF32(tier.index(), (float) carry, x, out, from, n);
        }
    }

    @Override
    public final void gemm(GemmShape shape, MemorySegment a, MemorySegment b, MemorySegment c) {
        engine.requireOpen();
        GemmBlocks.run(shape, a, b, c, matrices());
    }

    @Override
    public final void gemv(GemvShape shape, MemorySegment a, MemorySegment x, MemorySegment y) {
        engine.requireOpen();
        GemvBlocks.run(shape, a, x, y, matrices(), this);
    }

    @Override
    public final long gemmUnit(ElementType type) {
        return tier.hardFma() ? 1L << 30 : 1L << 21;
    }

    /** Made for the first product: their functions are bound then. */
    private MatrixKernel matrices() {
        MatrixKernel made = matrices;
        if (made == null) {
            matrices = made = new FfmMatrices(tier);
        }
        return made;
    }

    /** One short call on elements {@code [from, from + n)} of each operand. */
    void mapChunk(ElementType type, int code, double a, double b, MemorySegment x, MemorySegment y, MemorySegment z, MemorySegment out, long from,
            long n) {
        if (type == ElementType.F64) {
            Downcalls.mapF64(tier.index(), code, a, b, x, y, z, out, from, n);
        } else {
            Downcalls.mapF32(tier.index(), code, (float) a, (float) b, x, y, z, out, from, n);
        }
    }

    /** One short call on elements {@code [from, from + n)} of each operand. */
    void reduceChunk(ElementType type, ReduceOp op, double a, MemorySegment x, MemorySegment y, long from, long n, double[] partials,
            long at) {
        if (type == ElementType.F64) {
            Downcalls.reduceF64(tier.index(), op.ordinal(), a, x, y, from, n, partials, at);
        } else {
            Downcalls.reduceF32(tier.index(), op.ordinal(), (float) a, x, y, from, n, partials, at);
        }
    }

    /**
     * C may assume that a double lies at a multiple of 8: a segment cut at an odd byte, or a byte array seen as doubles, need
     * not.
     */
    static boolean aligned(MemorySegment operand, ElementType type) {
        return operand == null || operand.maxByteAlignment() >= type.bytes();
    }

    private void mapUnaligned(ElementType type, int code, double a, double b, MemorySegment x, MemorySegment y, MemorySegment z, MemorySegment out,
            long n, int chunk) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment xs = buffer(arena, x, type, chunk);
            MemorySegment ys = buffer(arena, y, type, chunk);
            MemorySegment zs = buffer(arena, z, type, chunk);
            MemorySegment outs = buffer(arena, out, type, chunk);
            for (long i = 0; i < n;) {
                long length = Math.min(chunk, n - i);
                load(x, i, xs, length, type);
                load(y, i, ys, length, type);
                load(z, i, zs, length, type);
                mapChunk(type, code, a, b, xs, ys, zs, outs, 0, length);
                MemorySegment.copy(outs, 0, out, i * type.bytes(), length * type.bytes());
                i += length;
            }
        }
    }

    private void reduceUnaligned(ElementType type, ReduceOp op, double a, MemorySegment x, MemorySegment y, long n,
            double[] partials, int at, int chunk) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment xs = buffer(arena, x, type, chunk);
            MemorySegment ys = buffer(arena, y, type, chunk);
            for (long i = 0; i < n;) {
                long length = Math.min(chunk, n - i);
                load(x, i, xs, length, type);
                load(y, i, ys, length, type);
                reduceChunk(type, op, a, xs, ys, 0, length, partials, at + op.width() * (i / BLOCK));
                i += length;
            }
        }
    }

    private static MemorySegment buffer(Arena arena, MemorySegment operand, ElementType type, int chunk) {
        return operand == null ? null : arena.allocate((long) chunk * type.bytes(), type.bytes());
    }

    private static void load(MemorySegment from, long at, MemorySegment to, long length, ElementType type) {
        if (from != null) {
            MemorySegment.copy(from, at * type.bytes(), to, 0, length * type.bytes());
        }
    }
}

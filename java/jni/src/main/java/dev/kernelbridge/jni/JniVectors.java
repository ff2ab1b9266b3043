package dev.kernelbridge.jni;

import static dev.kernelbridge.jni.KernelbridgeC.kb_map_f32;
import static dev.kernelbridge.jni.KernelbridgeC.kb_map_f64;
import static dev.kernelbridge.jni.KernelbridgeC.kb_reduce_f32;
import static dev.kernelbridge.jni.KernelbridgeC.kb_reduce_f64;
import static dev.kernelbridge.jni.KernelbridgeC.kb_scan_f32;
import static dev.kernelbridge.jni.KernelbridgeC.kb_scan_f64;

import dev.kernelbridge.spi.ElementType;
import dev.kernelbridge.spi.GemmBlocks;
import dev.kernelbridge.spi.GemmShape;
import dev.kernelbridge.spi.GemvBlocks;
import dev.kernelbridge.spi.GemvShape;
import dev.kernelbridge.spi.HostVectorEngine;
import dev.kernelbridge.spi.MapOp;
import dev.kernelbridge.spi.ReduceOp;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;
import java.util.Objects;

/**
 * Vector math over JNI. Operands in Java arrays are pinned for a chunk at a time; operands in native memory go by address; where
 * a call has both kinds, or a segment that is neither (a read-only one, or doubles in a byte[]), those that are not in native
 * memory are copied there chunk by chunk.
 *
 * <p>Native memory is used by address, so it must stay open until the call returns: closing a shared arena under a running call
 * is the caller's error, and unlike in FFM nothing notices it.
 */
final class JniVectors extends HostVectorEngine {

    /**
     * Elements a call that pins arrays: a collection may wait for it a quarter of a millisecond, and it takes 40 us at most. A
     * multiple of BLOCK, as a reduction's chunks must be.
     */
    static final int CHUNK = 2 * BLOCK;
    /** The same for functions, of which an element takes up to 66 ns below x86-64-v3: 0.14 ms. */
    private static final int FUNCTION_CHUNK = BLOCK / 4;
    /** And for powers, of which a hard element takes 100 ns more. */
    private static final int POW_CHUNK = BLOCK / 8;
    private static final long CACHE_LINE = 64;
    /*
     * Elements of whole arrays from which on C is faster than a loop in Java, by thread CPU time on a Xeon with AVX-512: a call that pins
     * arrays takes 85 to 120 ns. C2 makes SIMD of a map, which takes 30 ns for so many; a tanh in Java takes 10 ns.
     */
    private static final int LEAST_MAP = 256;
    private static final int LEAST_FUNCTION = 24;
    private static final int LEAST_TANH = 8;
    private static final int LEAST_SUM = 64;
    private static final int LEAST_EXTREME = 32;

    private final JniEngine engine;
    private final JniMatrices matrices;
    private int fma; // 1 if it is an instruction, -1 if not, 0 until asked: threads that ask at once get one answer

    JniVectors(JniEngine engine) {
        this.engine = engine;
        this.matrices = new JniMatrices(engine);
    }

    @Override
    public void map(ElementType type, MapOp op, double a, double b, MemorySegment x, MemorySegment y, MemorySegment z, MemorySegment out,
            long n) {
        int code = code(type, op, x, y, z, out, n);
        switch (Place.ofAll(type, n, x, y, z, out)) {
            case HEAP -> mapArrays(type, code, a, b, x, y, z, out, n, chunk(op));
            case NATIVE -> mapNative(type, code, a, b, x, y, z, out, n);
            default -> mapThroughNative(type, op.ordinal(), a, b, x, y, z, out, n);
        }
    }

    @Override
    public int least(MapOp op) {
        if (!hardFma()) {
            return 0;
        }
        return op == MapOp.TANH ? LEAST_TANH : op.slow() ? LEAST_FUNCTION : LEAST_MAP;
    }

    @Override
    public int least(ReduceOp op) {
        return !hardFma() ? 0 : op.isSum() ? LEAST_SUM : LEAST_EXTREME;
    }

    /** Java's fma is a thousand times slower without the instruction. Asked of C once, since that is a call. */
    private boolean hardFma() {
        if (fma == 0) {
            fma = matrices.slow() ? -1 : 1;
        }
        return fma > 0;
    }

    static int chunk(MapOp op) {
        return op == MapOp.POW ? POW_CHUNK : op.slow() ? FUNCTION_CHUNK : CHUNK;
    }

    private void mapArrays(ElementType type, int code, double a, double b, MemorySegment x, MemorySegment y, MemorySegment z,
            MemorySegment out, long n, int chunk) {
        Object xs = Place.array(x);
        Object ys = Place.array(y);
        Object zs = Place.array(z);
        Object outs = Place.array(out);
        long xOff = Place.index(type, x);
        long yOff = Place.index(type, y);
        long zOff = Place.index(type, z);
        long outOff = Place.index(type, out);
        for (long at = 0, now; at < n; at += now) {
            now = Math.min(chunk, n - at);
            JniEngine.check(type == ElementType.F64
                    ? kb_map_f64(engine.tier(), code, a, b, (double[]) xs, xOff + at, (double[]) ys, yOff + at,
                            (double[]) zs, zOff + at, (double[]) outs, outOff + at, now)
                    : kb_map_f32(engine.tier(), code, (float) a, (float) b, (float[]) xs, xOff + at, (float[]) ys, yOff + at,
                            (float[]) zs, zOff + at, (float[]) outs, outOff + at, now), "kb_map");
        }
    }

    private void mapNative(ElementType type, int code, double a, double b, MemorySegment x, MemorySegment y, MemorySegment z,
            MemorySegment out, long n) {
        try {
            JniEngine.check(type == ElementType.F64
                    ? kb_map_f64(engine.tier(), code, a, b, Place.address(x), 0, Place.address(y), 0, Place.address(z), 0,
                            Place.address(out), 0, n)
                    : kb_map_f32(engine.tier(), code, (float) a, (float) b, Place.address(x), 0, Place.address(y), 0,
                            Place.address(z), 0, Place.address(out), 0, n), "kb_map");
        } finally {
            keep(x, y, z, out);
        }
    }

    private void mapThroughNative(ElementType type, int code, double a, double b, MemorySegment x, MemorySegment y, MemorySegment z,
            MemorySegment out, long n) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment xRoom = room(arena, type, x, n);
            MemorySegment yRoom = room(arena, type, y, n);
            MemorySegment zRoom = room(arena, type, z, n);
            MemorySegment outRoom = room(arena, type, out, n);
            for (long at = 0, now; at < n; at += now) {
                now = Math.min(CHUNK, n - at);
                MemorySegment result = outRoom == null ? part(type, out, at, now) : outRoom;
                mapNative(type, code, a, b, in(type, x, at, now, xRoom), in(type, y, at, now, yRoom), in(type, z, at, now, zRoom),
                        result, now);
                if (outRoom != null) {
                    part(type, out, at, now).copyFrom(outRoom.asSlice(0, now * type.bytes()));
                }
            }
        }
    }

    @Override
    public void map(MapOp op, double a, double b, double[] x, double[] y, double[] z, double[] out, int n) {
        if (n > chunk(op)) {
            super.map(op, a, b, x, y, z, out, n);
            return;
        }
        JniEngine.check(kb_map_f64(engine.tier(), op.ordinal(), a, b, x, 0, y, 0, z, 0, out, 0, n), "kb_map");
    }

    @Override
    public void map(MapOp op, float a, float b, float[] x, float[] y, float[] z, float[] out, int n) {
        if (n > chunk(op)) {
            super.map(op, a, b, x, y, z, out, n);
            return;
        }
        JniEngine.check(kb_map_f32(engine.tier(), op.ordinal(), a, b, x, 0, y, 0, z, 0, out, 0, n), "kb_map");
    }

    @Override
    public double reduce(ReduceOp op, double a, double[] x, double[] y, int n) {
        double[] partial = new double[1];
        JniEngine.check(kb_reduce_f64(engine.tier(), op.ordinal(), a, x, 0, y, 0, n, partial, 0), "kb_reduce");
        return partial[0];
    }

    @Override
    public double reduce(ReduceOp op, float a, float[] x, float[] y, int n) {
        double[] partial = new double[1];
        JniEngine.check(kb_reduce_f32(engine.tier(), op.ordinal(), a, x, 0, y, 0, n, partial, 0), "kb_reduce");
        return partial[0];
    }

    @Override
    public void reduce(ElementType type, ReduceOp op, double a, MemorySegment x, MemorySegment y, long n, double[] partials,
            int at) {
        Objects.checkFromIndexSize(at, (n + BLOCK - 1) / BLOCK * op.width(), partials.length);
        switch (Place.ofAll(type, n, x, y, null, null)) {
            case HEAP -> reduceArrays(type, op, a, x, y, n, partials, at);
            case NATIVE -> reduceNative(type, op, a, x, y, n, partials, at);
            default -> reduceThroughNative(type, op, a, x, y, n, partials, at);
        }
    }

    private void reduceArrays(ElementType type, ReduceOp op, double a, MemorySegment x, MemorySegment y, long n,
            double[] partials, int to) {
        Object xs = Place.array(x);
        Object ys = Place.array(y);
        long xOff = Place.index(type, x);
        long yOff = Place.index(type, y);
        for (long at = 0, now; at < n; at += now) {
            now = Math.min(CHUNK, n - at);
            JniEngine.check(type == ElementType.F64
                    ? kb_reduce_f64(engine.tier(), op.ordinal(), a, (double[]) xs, xOff + at, (double[]) ys, yOff + at, now,
                            partials, to + op.width() * (at / BLOCK))
                    : kb_reduce_f32(engine.tier(), op.ordinal(), (float) a, (float[]) xs, xOff + at, (float[]) ys, yOff + at, now,
                            partials, to + op.width() * (at / BLOCK)), "kb_reduce");
        }
    }

    /** In chunks too, for the partial results are in an array. */
    private void reduceNative(ElementType type, ReduceOp op, double a, MemorySegment x, MemorySegment y, long n,
            double[] partials, int to) {
        long xs = Place.address(x);
        long ys = Place.address(y);
        try {
            for (long at = 0, now; at < n; at += now) {
                now = Math.min(CHUNK, n - at);
                JniEngine.check(type == ElementType.F64
                        ? kb_reduce_f64(engine.tier(), op.ordinal(), a, xs, at, ys, at, now, partials, to + op.width() * (at / BLOCK))
                        : kb_reduce_f32(engine.tier(), op.ordinal(), (float) a, xs, at, ys, at, now, partials, to + op.width() * (at / BLOCK)),
                        "kb_reduce");
            }
        } finally {
            keep(x, y, null, null);
        }
    }

    private void reduceThroughNative(ElementType type, ReduceOp op, double a, MemorySegment x, MemorySegment y, long n,
            double[] partials, int to) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment xRoom = room(arena, type, x, n);
            MemorySegment yRoom = room(arena, type, y, n);
            for (long at = 0, now; at < n; at += now) {
                now = Math.min(CHUNK, n - at);
                reduceNative(type, op, a, in(type, x, at, now, xRoom), in(type, y, at, now, yRoom), now, partials,
                        Math.toIntExact(to + op.width() * (at / BLOCK)));
            }
        }
    }

    @Override
    public void scan(ElementType type, double carry, MemorySegment x, MemorySegment out, long n) {
        Place place = Place.ofAll(type, n, x, null, null, out);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment room = place == Place.HEAP || place == Place.NATIVE ? null
                    : arena.allocate(Math.min(CHUNK, n) * type.bytes(), CACHE_LINE);
            double base = carry;
            for (long at = 0, now; at < n; at += now) {
                now = Math.min(CHUNK, n - at);
                if (place == Place.HEAP) {
                    scanArrays(type, base, x, out, at, now);
                } else if (place == Place.NATIVE) {
                    scanNative(type, base, part(type, x, at, now), part(type, out, at, now), now);
                } else {
                    MemorySegment chunk = room.asSlice(0, now * type.bytes()).copyFrom(part(type, x, at, now));
                    scanNative(type, base, chunk, chunk, now);
                    part(type, out, at, now).copyFrom(chunk);
                }
                base = type == ElementType.F64 ? out.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, 8 * (at + now - 1))
                        : out.get(ValueLayout.JAVA_FLOAT_UNALIGNED, 4 * (at + now - 1));
            }
        }
    }

    private void scanArrays(ElementType type, double carry, MemorySegment x, MemorySegment out, long at, long n) {
        long from = Place.index(type, x) + at;
        long to = Place.index(type, out) + at;
        JniEngine.check(type == ElementType.F64
                ? kb_scan_f64(engine.tier(), carry, (double[]) Place.array(x), from, (double[]) Place.array(out), to, n)
                : kb_scan_f32(engine.tier(), (float) carry, (float[]) Place.array(x), from, (float[]) Place.array(out), to, n), "kb_scan");
    }

    private void scanNative(ElementType type, double carry, MemorySegment x, MemorySegment out, long n) {
        try {
            JniEngine.check(type == ElementType.F64
                    ? kb_scan_f64(engine.tier(), carry, Place.address(x), 0, Place.address(out), 0, n)
                    : kb_scan_f32(engine.tier(), (float) carry, Place.address(x), 0, Place.address(out), 0, n), "kb_scan");
        } finally {
            keep(x, null, null, out);
        }
    }

    @Override
    public void gemm(GemmShape shape, MemorySegment a, MemorySegment b, MemorySegment c) {
        engine.tier();
        GemmBlocks.run(shape, a, b, c, matrices);
    }

    @Override
    public void gemv(GemvShape shape, MemorySegment a, MemorySegment x, MemorySegment y) {
        engine.tier();
        GemvBlocks.run(shape, a, x, y, matrices, this);
    }

    @Override
    public long gemmUnit(ElementType type) {
        return matrices.slow() ? 1L << 21 : 1L << 30;
    }

    /** Native memory for a chunk of an operand that is not in native memory; null for the others. */
    private static MemorySegment room(Arena arena, ElementType type, MemorySegment operand, long n) {
        return operand == null || Place.of(type, operand, n) == Place.NATIVE ? null
                : arena.allocate(Math.min(CHUNK, n) * type.bytes(), CACHE_LINE);
    }

    private static MemorySegment part(ElementType type, MemorySegment operand, long at, long n) {
        return operand.asSlice(at * type.bytes(), n * type.bytes());
    }

    private static MemorySegment in(ElementType type, MemorySegment operand, long at, long n, MemorySegment room) {
        if (operand == null) {
            return null;
        }
        MemorySegment part = part(type, operand, at, n);
        return room == null ? part : room.asSlice(0, n * type.bytes()).copyFrom(part);
    }

    private static void keep(MemorySegment x, MemorySegment y, MemorySegment z, MemorySegment out) {
        Reference.reachabilityFence(x);
        Reference.reachabilityFence(y);
        Reference.reachabilityFence(z);
        Reference.reachabilityFence(out);
    }
}

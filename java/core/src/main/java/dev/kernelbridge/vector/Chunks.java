package dev.kernelbridge.vector;

import dev.kernelbridge.KernelInterruptedException;
import dev.kernelbridge.plan.Session;
import dev.kernelbridge.spi.ElementType;
import dev.kernelbridge.spi.Engine;
import dev.kernelbridge.spi.MapOp;
import dev.kernelbridge.spi.ReduceOp;
import dev.kernelbridge.spi.Resident;
import dev.kernelbridge.spi.VectorEngine;
import java.lang.foreign.MemorySegment;

/**
 * Runs vector operations on host memory in chunks of some milliseconds, so that an interrupt is felt and a failing device repeats one
 * chunk elsewhere; folds the partial results of reductions in an order of its own. One chunk at a time: a single core saturates the
 * memory of the machines this was measured on.
 */
public final class Chunks {
    /** Elements per call of an engine: 32 MB of doubles, 1 to 10 ms; a multiple of the reductions' block. */
    private static final long CHUNK = 512L * VectorEngine.BLOCK;

    private Chunks() {
    }

    /** Maps n elements of host memory. */
    public static void map(Session session, ElementType type, MapOp op, double a, MemorySegment x, MemorySegment y, MemorySegment z,
            MemorySegment out, long n) {
        if (n <= CHUNK) {
            session.run(engine -> engine.vectors().map(type, op, a, x, y, z, out, n));
            return;
        }
        for (long from = 0; from < n; from += CHUNK) {
            checkInterrupt(op.name());
            long at = from * type.bytes();
            long length = Math.min(CHUNK, n - from);
            session.run(engine -> engine.vectors().map(type, op, a, slice(x, at), slice(y, at), slice(z, at), slice(out, at), length));
        }
    }

    /** Reduces n elements of host memory to one value. */
    public static double reduce(Session session, ElementType type, ReduceOp op, double a, MemorySegment x, MemorySegment y, long n) {
        double[] partials = new double[partials(n)];
        for (long from = 0; from < n; from += CHUNK) {
            if (from > 0) {
                checkInterrupt(op.name());
            }
            long at = from * type.bytes();
            long length = Math.min(CHUNK, n - from);
            int block = (int) (from / VectorEngine.BLOCK);
            session.run(engine -> engine.vectors().reduce(type, op, a, slice(x, at), slice(y, at), length, partials, block));
        }
        return fold(op, partials, 0, partials.length);
    }

    /** Reduces n elements that live where the engine computes. */
    public static double reduceResident(Engine engine, ElementType type, ReduceOp op, double a, Resident x, Resident y, long n) {
        double[] partials = new double[partials(n)];
        if (n > 0) {
            engine.vectors().reduceResident(type, op, a, x, y, n, partials, 0);
        }
        return fold(op, partials, 0, partials.length);
    }

    private static int partials(long n) {
        return Math.toIntExact(Math.ceilDiv(n, VectorEngine.BLOCK));
    }

    /** Pairwise: the left part is the largest power of two, so the order depends on the length alone. 0 for nothing. */
    private static double fold(ReduceOp op, double[] partials, int from, int to) {
        int count = to - from;
        if (count <= 1) {
            return count == 0 ? 0 : partials[from];
        }
        int middle = from + Integer.highestOneBit(count - 1);
        double left = fold(op, partials, from, middle);
        double right = fold(op, partials, middle, to);
        return op == ReduceOp.AMAX ? Math.max(left, right) : left + right;
    }

    private static MemorySegment slice(MemorySegment segment, long at) {
        return segment == null || at == 0 ? segment : segment.asSlice(at);
    }

    private static void checkInterrupt(String op) {
        if (Thread.currentThread().isInterrupted()) {
            throw new KernelInterruptedException(op.toLowerCase(java.util.Locale.ROOT) + ": interrupted between two chunks; the "
                    + "elements before it are written, those behind it are not");
        }
    }
}

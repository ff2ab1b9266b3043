package dev.kernelbridge.vector;

import dev.kernelbridge.DeviceFailedException;
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
 * chunk elsewhere. One chunk at a time, but for what is worth several threads: {@link Together}.
 */
public final class Chunks {
    /** Elements per call of an engine: 32 MB of doubles, 1 to 10 ms; a multiple of the reductions' block. */
    static final long CHUNK = 512L * VectorEngine.BLOCK;

    private Chunks() {
    }

    /** Maps n elements of host memory. */
    public static void map(Session session, ElementType type, MapOp op, double a, double b, MemorySegment x, MemorySegment y,
            MemorySegment z, MemorySegment out, long n) {
        if (Together.pays(session, op, x, y, out, n)) {
            Together.map(session, type, op, a, b, x, y, z, out, n);
            return;
        }
        if (n <= CHUNK) {
            while (true) {
                Engine engine = session.engine();
                try {
                    engine.vectors().map(type, op, a, b, x, y, z, out, n);
                    return;
                } catch (DeviceFailedException e) {
                    session.failed(engine, e);
                }
            }
        }
        for (long from = 0; from < n; from += CHUNK) {
            checkInterrupt(op.name());
            long at = from * type.bytes();
            long length = Math.min(CHUNK, n - from);
            session.run(engine -> engine.vectors().map(type, op, a, b, slice(x, at), slice(y, at), slice(z, at), slice(out, at),
                    length));
        }
    }

    /** Where a reduction's operands are: it leaves its partial results, one or two for each block. */
    @FunctionalInterface
    public interface Reduction {
        /** {@code op} with the scalar a. */
        double[] partials(ReduceOp op, double a);

        /** Those of an operation that leaves one for each block, folded. */
        default double value(ReduceOp op, double a) {
            return Folds.fold(op, partials(op, a));
        }
    }

    /** Of n elements of host memory. */
    public static Reduction host(Session session, ElementType type, MemorySegment x, MemorySegment y, long n) {
        return new Host(session, type, x, y, n);
    }

    private record Host(Session session, ElementType type, MemorySegment x, MemorySegment y, long n) implements Reduction {
        @Override
        public double[] partials(ReduceOp op, double a) {
            double[] partials = Chunks.partials(op, n);
            for (long from = 0; from < n; from += CHUNK) {
                if (from > 0) {
                    checkInterrupt(op.name());
                }
                chunk(op, a, from, partials);
            }
            return partials;
        }

        private void chunk(ReduceOp op, double a, long from, double[] partials) {
            long at = from * type.bytes();
            int block = (int) (from / VectorEngine.BLOCK) * op.width();
            while (true) {
                Engine engine = session.engine();
                try {
                    engine.vectors().reduce(type, op, a, slice(x, at), slice(y, at), Math.min(CHUNK, n - from), partials, block);
                    return;
                } catch (DeviceFailedException e) {
                    session.failed(engine, e);
                }
            }
        }

        /** One block is one call, without what several need: 15 ns less. */
        @Override
        public double value(ReduceOp op, double a) {
            if (n == 0 || n > VectorEngine.BLOCK) {
                return Reduction.super.value(op, a);
            }
            while (true) {
                Engine engine = session.engine();
                try {
                    return engine.vectors().reduce(type, op, a, x, y, (int) n);
                } catch (DeviceFailedException e) {
                    session.failed(engine, e);
                }
            }
        }
    }

    /** Of n elements that live where the engine computes. */
    public static Reduction resident(Engine engine, ElementType type, Resident x, Resident y, long n) {
        return (op, a) -> {
            double[] partials = partials(op, n);
            if (n > 0) {
                engine.vectors().reduceResident(type, op, a, x, y, n, partials, 0);
            }
            return partials;
        };
    }

    private static double[] partials(ReduceOp op, long n) {
        return new double[Math.toIntExact(Math.ceilDiv(n, VectorEngine.BLOCK) * op.width())];
    }

    static MemorySegment slice(MemorySegment segment, long at) {
        return segment == null || at == 0 ? segment : segment.asSlice(at);
    }

    static void checkInterrupt(String op) {
        if (Thread.currentThread().isInterrupted()) {
            throw new KernelInterruptedException(op.toLowerCase(java.util.Locale.ROOT) + ": interrupted between two chunks; the "
                    + "elements before it are written, those behind it are not");
        }
    }
}

package dev.kernelbridge.vector;

import dev.kernelbridge.DeviceFailedException;
import dev.kernelbridge.plan.Session;
import dev.kernelbridge.spi.ElementType;
import dev.kernelbridge.spi.Engine;
import dev.kernelbridge.spi.MapOp;
import dev.kernelbridge.spi.ReduceOp;
import dev.kernelbridge.spi.VectorEngine;
import java.lang.foreign.MemorySegment;

/**
 * Operations on whole arrays. One call of an engine does them if they are short, and takes the arrays themselves: a segment and its scope
 * are two objects, and once they escape from the caller's compiled code each costs 30 ns, three times the call of C.
 */
public final class WholeArrays {
    /** Elements of a map in one call; what is longer goes in chunks. */
    private static final int SHORT = 2 * VectorEngine.BLOCK;

    private WholeArrays() {
    }

    /** {@code out[i] = op(a, b, x[i], y[i], z[i])} for all n elements. */
    public static void map(Session session, MapOp op, double a, double b, double[] x, double[] y, double[] z, double[] out, int n) {
        if (n > SHORT) {
            Chunks.map(session, ElementType.F64, op, a, b, segment(x), segment(y), segment(z), segment(out), n);
            return;
        }
        while (true) {
            Engine engine = session.engine();
            try {
                ShortVectors.engine(engine, op, n).map(op, a, b, x, y, z, out, n);
                return;
            } catch (DeviceFailedException e) {
                session.failed(engine, e);
            }
        }
    }

    private static MemorySegment segment(double[] array) {
        return array == null ? null : MemorySegment.ofArray(array);
    }

    /** {@code out[i] = op(a, b, x[i], y[i], z[i])} for all n elements. */
    public static void map(Session session, MapOp op, float a, float b, float[] x, float[] y, float[] z, float[] out, int n) {
        if (n > SHORT) {
            Chunks.map(session, ElementType.F32, op, a, b, segment(x), segment(y), segment(z), segment(out), n);
            return;
        }
        while (true) {
            Engine engine = session.engine();
            try {
                ShortVectors.engine(engine, op, n).map(op, a, b, x, y, z, out, n);
                return;
            } catch (DeviceFailedException e) {
                session.failed(engine, e);
            }
        }
    }

    private static MemorySegment segment(float[] array) {
        return array == null ? null : MemorySegment.ofArray(array);
    }

    /** A reduction of all n elements by an operation that leaves one value for each block; 0 of none. No object if they are short. */
    public static double reduce(Session session, ReduceOp op, double a, double[] x, double[] y, int n) {
        if (n == 0 || n > VectorEngine.BLOCK) {
            return Folds.fold(op, new Doubles(session, x, y, n).partials(op, a));
        }
        while (true) {
            Engine engine = session.engine();
            try {
                return ShortVectors.engine(engine, op, n).reduce(op, a, x, y, n);
            } catch (DeviceFailedException e) {
                session.failed(engine, e);
            }
        }
    }

    /** A reduction of all n elements. */
    public record Doubles(Session session, double[] x, double[] y, int n) implements Chunks.Reduction {
        @Override
        public double[] partials(ReduceOp op, double a) {
            return Chunks.host(session, ElementType.F64, segment(x), segment(y), n).partials(op, a);
        }

        @Override
        public double value(ReduceOp op, double a) {
            return reduce(session, op, a, x, y, n);
        }
    }

    /** A reduction of all n elements by an operation that leaves one value for each block; 0 of none. No object if they are short. */
    public static double reduce(Session session, ReduceOp op, float a, float[] x, float[] y, int n) {
        if (n == 0 || n > VectorEngine.BLOCK) {
            return Folds.fold(op, new Floats(session, x, y, n).partials(op, a));
        }
        while (true) {
            Engine engine = session.engine();
            try {
                return ShortVectors.engine(engine, op, n).reduce(op, a, x, y, n);
            } catch (DeviceFailedException e) {
                session.failed(engine, e);
            }
        }
    }

    /** A reduction of all n elements. */
    public record Floats(Session session, float[] x, float[] y, int n) implements Chunks.Reduction {
        @Override
        public double[] partials(ReduceOp op, double a) {
            return Chunks.host(session, ElementType.F32, segment(x), segment(y), n).partials(op, a);
        }

        @Override
        public double value(ReduceOp op, double a) {
            return reduce(session, op, (float) a, x, y, n);
        }
    }
}

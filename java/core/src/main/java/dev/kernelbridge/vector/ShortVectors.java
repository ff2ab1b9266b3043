package dev.kernelbridge.vector;

import dev.kernelbridge.plan.Engines;
import dev.kernelbridge.spi.Engine;
import dev.kernelbridge.spi.MapOp;
import dev.kernelbridge.spi.ReduceOp;
import dev.kernelbridge.spi.VectorEngine;

/**
 * Who computes on whole arrays of a few elements: plain Java has done them before a call gets to C. The bits are the same, so a report
 * goes on naming the backend that computes on everything else.
 */
final class ShortVectors {

    private ShortVectors() {
    }

    static VectorEngine engine(Engine engine, MapOp op, int n) {
        VectorEngine vectors = engine.vectors();
        return n >= vectors.least(op) ? vectors : Java.or(vectors);
    }

    static VectorEngine engine(Engine engine, ReduceOp op, int n) {
        VectorEngine vectors = engine.vectors();
        return n >= vectors.least(op) ? vectors : Java.or(vectors);
    }

    /** Opened for the first short array. */
    private static final class Java {
        /** A constant to C2, which so inlines its loops; null if Java's vector kernels failed their self-test. */
        private static final VectorEngine VECTORS = Engines.javaVectors();

        static VectorEngine or(VectorEngine other) {
            return VECTORS == null ? other : VECTORS;
        }
    }
}

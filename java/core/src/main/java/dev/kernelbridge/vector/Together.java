package dev.kernelbridge.vector;

import dev.kernelbridge.plan.Pieces;
import dev.kernelbridge.plan.Runner;
import dev.kernelbridge.plan.Session;
import dev.kernelbridge.spi.ElementType;
import dev.kernelbridge.spi.MapOp;
import java.lang.foreign.MemorySegment;
import java.util.Locale;

/**
 * Functions like exp on many elements, by several threads of a processor: arithmetic bounds them. Other maps and reductions are bound by
 * memory, which one core saturates on the machines this was measured on. Interrupts, deadline and failing engines are the
 * {@link Runner}'s: after an interrupt some pieces are done, and the others as they were.
 */
final class Together {
    /** Elements of a piece: 50 us of exp. */
    private static final int PIECE = 1 << 16;
    /** From 0.4 ms of exp on: helpers cost a call some 60 us of processor time on a busy machine. */
    private static final int LEAST = 8 * PIECE;
    /** Stands for any thread but the caller's: memory of a confined arena is the caller's alone. */
    private static final Thread OTHER = new Thread();

    private Together() {
    }

    static boolean pays(Session session, MapOp op, MemorySegment x, MemorySegment y, MemorySegment out, long n) {
        return n >= LEAST && op.slow() && session.options().threads() > 1 && session.engine().parallelism() == Integer.MAX_VALUE
                && shared(x) && shared(y) && shared(out);
    }

    private static boolean shared(MemorySegment operand) {
        return operand == null || operand.isAccessibleBy(OTHER);
    }

    static void map(Session session, ElementType type, MapOp op, double a, double b, MemorySegment x, MemorySegment y, MemorySegment z,
            MemorySegment out, long n) {
        Runner.prepare(session, new Pieces(op.name().toLowerCase(Locale.ROOT), Math.toIntExact(Math.ceilDiv(n, PIECE)), false,
                (engine, piece) -> {
                    long from = (long) piece * PIECE;
                    long at = from * type.bytes();
                    engine.vectors().map(type, op, a, b, Chunks.slice(x, at), Chunks.slice(y, at), Chunks.slice(z, at),
                            Chunks.slice(out, at), Math.min(PIECE, n - from));
                }), System.nanoTime());
    }
}

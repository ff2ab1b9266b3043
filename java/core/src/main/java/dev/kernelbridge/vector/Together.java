package dev.kernelbridge.vector;

import dev.kernelbridge.Device;
import dev.kernelbridge.Tuning;
import dev.kernelbridge.Tuning.Crossover;
import dev.kernelbridge.Tuning.Question;
import dev.kernelbridge.plan.Pieces;
import dev.kernelbridge.plan.Runner;
import dev.kernelbridge.plan.Session;
import dev.kernelbridge.plan.Settings;
import dev.kernelbridge.plan.TuningFile;
import dev.kernelbridge.plan.Worth;
import dev.kernelbridge.spi.ElementType;
import dev.kernelbridge.spi.MapOp;
import java.lang.foreign.MemorySegment;
import java.util.Locale;
import java.util.Optional;

/**
 * Functions like exp on many elements, by several threads of a processor: arithmetic bounds them. Other maps and reductions are bound by
 * memory, which one core saturates on the machines this was measured on. Interrupts, deadline and failing engines are the
 * {@link Runner}'s: after an interrupt some pieces are done, and the others as they were.
 */
final class Together {
    /** Elements of a piece: 50 us of exp. */
    private static final int PIECE = 1 << 16;
    /** Two threads have something to do. */
    private static final int FEWEST = 2 * PIECE;
    /** From 0.4 ms of exp on: helpers cost a call some 60 us of processor time on a busy machine. {@link Tuning} may know better. */
    private static final double PREDICTED = 8 * PIECE;
    /** Stands for any thread but the caller's: memory of a confined arena is the caller's alone. */
    private static final Thread OTHER = new Thread();

    private Together() {
    }

    static boolean pays(Session session, MapOp op, MemorySegment x, MemorySegment y, MemorySegment out, long n) {
        return n >= FEWEST && op.slow() && session.options().threads() > 1 && session.engine().parallelism() == Integer.MAX_VALUE
                && shared(x) && shared(y) && shared(out) && n >= least(session);
    }

    private static double least(Session session) {
        if (session.options().asAsked()) {
            return FEWEST;
        }
        String set = Settings.get(Question.THREADS.setting());
        if (set != null) {
            return Worth.number(Question.THREADS.setting(), set);
        }
        Device here = session.engine().device();
        Optional<Crossover> measured = TuningFile.of(here, here, session.options().threads()).flatMap(t -> t.crossover(Question.THREADS));
        return measured.map(c -> c.found() ? c.least() : Math.max(PREDICTED, c.low())).orElse(PREDICTED);
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

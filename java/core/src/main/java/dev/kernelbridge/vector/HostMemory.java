package dev.kernelbridge.vector;

import dev.kernelbridge.Device;
import dev.kernelbridge.Tuning;
import dev.kernelbridge.Tuning.Crossover;
import dev.kernelbridge.Tuning.Question;
import dev.kernelbridge.plan.Session;
import dev.kernelbridge.plan.Settings;
import dev.kernelbridge.plan.TuningFile;
import dev.kernelbridge.plan.Worth;
import dev.kernelbridge.spi.ElementType;
import dev.kernelbridge.spi.MapOp;

/**
 * Who computes on host memory. Every operation but gemm takes a GPU's bus longer to feed than it takes one core to do (0.3 ns an element
 * there and back at 55 GB/s, against 0.1 to 0.4: predicted, no GPU was measured yet), so a search for the best backend leaves them to the
 * processor, unless {@code ./kernels tune} has found a size from which on the GPU is faster, or a setting names one. A backend that was
 * asked for by name does what it is told.
 */
public final class HostMemory {
    /**
     * The multiplications of a gemm from which on a GPU is predicted to pay, transfers included: n = 512 in three dimensions. It is on the
     * high side for a machine with few cores.
     */
    private static final double LEAST_PRODUCTS = 0x1p27;
    private static final String WAY = "vectors in host memory take longer to get to a GPU than a processor's core to compute with";
    private static final String FIX = "upload() what is used more than once, or ask for the backend by name";

    private final Session session;
    private final Session processor;
    private final Least maps;
    private final Least functions;
    private final Least reductions;
    private final Least products;
    private final Least floatProducts;

    /** From so many on the session's own backend, else another session, whose report says why; null where there is no choice. */
    private record Least(double size, Session below) {
    }

    /** As settings, what was measured and predictions have it when this is called. */
    public HostMemory(Session session) {
        this.session = session;
        boolean choice = session.requested().isEmpty() && session.engine().device().kind() == Device.Kind.GPU;
        this.processor = choice ? session.onCpu(WAY, FIX) : session;
        Device cpu = processor.engine().device();
        Tuning tuning = !choice ? null : TuningFile.of(session.engine().device(), cpu, session.options().threads()).orElse(null);
        this.maps = least(Question.MAP, Double.POSITIVE_INFINITY, tuning);
        this.functions = least(Question.FUNCTION, Double.POSITIVE_INFINITY, tuning);
        this.reductions = least(Question.REDUCTION, Double.POSITIVE_INFINITY, tuning);
        this.products = least(Question.GEMM, LEAST_PRODUCTS, tuning);
        this.floatProducts = least(Question.GEMM_F32, LEAST_PRODUCTS, tuning);
    }

    private Least least(Question question, double predicted, Tuning tuning) {
        if (processor == session) {
            return null;
        }
        String setting = Settings.nearest(question.setting());
        Crossover measured = tuning == null ? null : tuning.crossover(question).orElse(null);
        double least = setting != null ? Worth.number(setting, Settings.get(setting)) : measured == null ? predicted
                : measured.found() ? measured.least() : Math.max(predicted, measured.low());
        if (setting == null && measured == null && least == Double.POSITIVE_INFINITY) {
            return new Least(least, processor);
        }
        String source = setting != null ? "kernelbridge." + setting + " sets that" : measured == null ? "predicted" : tuning.source();
        return new Least(least, session.onCpu(question + " is the processor's " + (least == Double.POSITIVE_INFINITY ? "at any size"
                : "below " + Worth.text(least) + " " + question.unit()) + ": " + source, FIX));
    }

    /** What does all that is neither map, reduction nor gemm. */
    public Session others() {
        return processor;
    }

    /** What does a map of n elements. Where there is no choice that costs nothing: 0.5 ns count in a call of 8. */
    public Session maps(MapOp op, long n) {
        return processor == session ? session : of(op.slow() ? functions : maps, n);
    }

    /** What does a reduction of n elements. */
    public Session reduces(long n) {
        return processor == session ? session : of(reductions, n);
    }

    /** What does a gemm of these dimensions. */
    public Session multiplies(ElementType type, long m, long n, long k) {
        return processor == session ? session : of(type == ElementType.F32 ? floatProducts : products, (double) m * n * k);
    }

    private Session of(Least least, double size) {
        return size >= least.size ? session : least.below;
    }
}

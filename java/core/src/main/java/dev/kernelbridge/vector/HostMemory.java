package dev.kernelbridge.vector;

import dev.kernelbridge.Device;
import dev.kernelbridge.plan.Session;
import dev.kernelbridge.plan.Settings;
import dev.kernelbridge.plan.Worth;

/**
 * Who computes on host memory. Every operation but gemm takes a GPU's bus longer to feed than it takes one core to do (0.3 ns an element
 * there and back at 55 GB/s, against 0.1 to 0.4: predicted, no GPU was measured yet), so a search for the best backend leaves them to the
 * processor. A backend that was asked for by name does what it is told.
 */
public final class HostMemory {
    /**
     * The multiplications of a gemm from which on a GPU is predicted to pay, transfers included: n = 512 in three dimensions. It is on the
     * high side for a machine with few cores. {@code -Dkernelbridge.crossover.gemm} sets it.
     */
    private static final double LEAST_PRODUCTS = 0x1p27;

    private HostMemory() {
    }

    /** What does everything but gemm. */
    public static Session of(Session session) {
        return session.requested().isPresent() || session.engine().device().kind() != Device.Kind.GPU ? session
                : session.onCpu("vectors in host memory take longer to get to a GPU than a processor's core to compute with",
                        "upload() what is used more than once, or ask for the backend by name");
    }

    /** What does a gemm of these dimensions: {@code host}, which {@link #of} gave, if it is a small one. */
    public static Session multiplies(Session session, Session host, long m, long n, long k) {
        if (session == host) {
            return session;
        }
        String set = Settings.get("crossover.gemm");
        double least = set == null ? LEAST_PRODUCTS : Worth.number("crossover.gemm", set);
        return (double) m * n * k >= least ? session : host;
    }
}

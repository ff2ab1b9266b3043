package dev.kernelbridge.cuda;

import dev.kernelbridge.Backend;
import dev.kernelbridge.contract.TakenMemory;

/**
 * The memory of the CUDA simulator; of a GPU nothing is known. What lanes keep there comes in multiples of 64 KB, and is left out: one
 * vector that is not given back shows, unless its length is such a multiple.
 */
public final class SimulatorMemory implements TakenMemory {
    private static final long KEPT_IN_MULTIPLES_OF = 64 << 10;
    private static final long MOST_KEPT = 8 << 20;

    @Override
    public Backend backend() {
        return Backend.CUDA;
    }

    @Override
    public long taken() {
        if (!Opened.gpu().simulated()) {
            return 0;
        }
        long bytes = Simulator.counter("bytes");
        return bytes % KEPT_IN_MULTIPLES_OF + (bytes > MOST_KEPT ? bytes : 0);
    }

    @Override
    public long kept() {
        return 0;
    }

    @Override
    public boolean canBeLittle() {
        return Opened.gpu().simulated();
    }

    /** For each vector another one has to go. */
    @Override
    public void little() {
        Simulator.configure("memory=" + Simulator.counter("bytes"));
    }

    @Override
    public void plenty() {
        Simulator.configure("");
    }
}

package dev.kernelbridge.opencl;

import dev.kernelbridge.Backend;
import dev.kernelbridge.contract.TakenMemory;

/** All buffers that are open, by their number. */
public final class BufferMemory implements TakenMemory {
    /** Working buffers of a lane: three operands and a result. */
    private static final int OF_A_LANE = 4;

    @Override
    public Backend backend() {
        return Backend.OPENCL;
    }

    @Override
    public long taken() {
        return DeviceBuffer.open();
    }

    @Override
    public long kept() {
        return OF_A_LANE * (Lanes.COUNT + 1);
    }
}

package dev.kernelbridge.cuda;

import dev.kernelbridge.DeviceFailedException;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.IntSupplier;
import jcuda.driver.CUcontext;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;

/**
 * A device's primary context, and driver calls in it from any thread. The driver keeps the current context per operating system
 * thread, while a virtual thread may go on on another one wherever Java code waits, be it for a monitor. So the context is pushed
 * and popped around every single driver call, with nothing between that could wait; that costs a fraction of a microsecond.
 *
 * <p>The primary context is what NVIDIA's libraries use as well, so our memory can be handed to them.
 */
final class Context {

    /** How often each device's context was reset: what was made in it before is gone, and its addresses may belong to others. */
    private static final AtomicIntegerArray RESETS = new AtomicIntegerArray(256);

    private final Gpu gpu;
    private final CUcontext handle = new CUcontext();
    private final int resets;
    private volatile boolean ended;

    /** Retains the context, which the driver makes if nobody has it yet. */
    Context(Gpu gpu) {
        this.gpu = gpu;
        this.resets = RESETS.get(gpu.ordinal());
        int code = Driver.code(() -> JCudaDriver.cuDevicePrimaryCtxRetain(handle, gpu.handle()));
        if (code != CUresult.CUDA_SUCCESS) {
            throw Driver.failure(gpu, "cuDevicePrimaryCtxRetain", code);
        }
    }

    Gpu gpu() {
        return gpu;
    }

    /** Calls the driver; a failure says {@code what}. */
    void run(String what, IntSupplier call) {
        int code = code(call);
        if (code != CUresult.CUDA_SUCCESS) {
            throw Driver.failure(gpu, what, code);
        }
    }

    /** Calls the driver and gives its result code. */
    int code(IntSupplier call) {
        if (wasReset()) {
            throw new DeviceFailedException(DeviceFailedException.Kind.LOST,
                    gpu.name() + " was reset after a failure elsewhere in this process, and what was opened before is lost");
        }
        int code = Driver.code(() -> JCudaDriver.cuCtxPushCurrent(handle));
        if (code == CUresult.CUDA_SUCCESS) {
            try {
                code = Driver.code(call);
            } finally {
                CUcontext popped = new CUcontext();
                Driver.code(() -> JCudaDriver.cuCtxPopCurrent(popped));
            }
        }
        ended |= Driver.ends(code);
        return code;
    }

    /** Calls the driver to give something back. Whether that works does not matter: the context takes it along when it goes. */
    void giveBack(IntSupplier call) {
        if (!wasReset()) {
            code(call);
        }
    }

    /** Releases the context. After an error that ends it, others may still hold it, with no more use for it than we: then it is reset. */
    void release() {
        Driver.code(() -> JCudaDriver.cuDevicePrimaryCtxRelease(gpu.handle()));
        int[] flags = new int[1];
        int[] active = new int[1];
        if (ended && !wasReset()
                && Driver.code(() -> JCudaDriver.cuDevicePrimaryCtxGetState(gpu.handle(), flags, active)) == CUresult.CUDA_SUCCESS
                && active[0] != 0) {
            RESETS.incrementAndGet(gpu.ordinal());
            Driver.code(() -> JCudaDriver.cuDevicePrimaryCtxReset(gpu.handle()));
        }
    }

    private boolean wasReset() {
        return resets != RESETS.get(gpu.ordinal());
    }
}

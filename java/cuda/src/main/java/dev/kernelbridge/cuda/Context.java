package dev.kernelbridge.cuda;

import java.util.function.IntSupplier;
import jcuda.driver.CUcontext;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;

/**
 * A device's primary context, and driver calls in it from any thread. The driver keeps the current context per operating system
 * thread, while a virtual thread may go on on another one wherever Java code waits, be it for a monitor. So the context is pushed
 * and popped around every single driver call, with nothing between that could wait; that costs a fraction of a microsecond.
 *
 * <p>The primary context is what NVIDIA's libraries use as well, so our memory can be handed to them. An error of a kernel stays in it
 * until its last holder has released it; the next one gets a fresh context. We never reset it: that would take pinned memory from
 * other holders while they copy, and end the JVM.
 */
final class Context {
    private final Gpu gpu;
    private final CUcontext handle = new CUcontext();

    /** Retains the context, which the driver makes if nobody has it yet. */
    Context(Gpu gpu) {
        this.gpu = gpu;
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

    /** Calls the driver and gives its result code. Giving something back ignores it: the context takes all along when it goes. */
    int code(IntSupplier call) {
        int code = Driver.code(() -> JCudaDriver.cuCtxPushCurrent(handle));
        if (code == CUresult.CUDA_SUCCESS) {
            try {
                code = Driver.code(call);
            } finally {
                CUcontext popped = new CUcontext();
                Driver.code(() -> JCudaDriver.cuCtxPopCurrent(popped));
            }
        }
        return code;
    }

    void release() {
        Driver.code(() -> JCudaDriver.cuDevicePrimaryCtxRelease(gpu.handle()));
    }
}

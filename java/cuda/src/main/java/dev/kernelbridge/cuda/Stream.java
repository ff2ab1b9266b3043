package dev.kernelbridge.cuda;

import java.util.function.IntSupplier;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUfunction;
import jcuda.driver.CUgraph;
import jcuda.driver.CUstream;
import jcuda.driver.CUstreamCaptureMode;
import jcuda.driver.JCudaDriver;

/**
 * Work in order on the device. A kernel's failure shows only at some later call, so a stream remembers what it launched last, and says
 * it there.
 */
final class Stream {
    private static final int NON_BLOCKING = 1; // does not wait for the default stream, which belongs to other users of the context

    private final Context context;
    private final CUstream handle = new CUstream();
    private volatile String launched = "";

    Stream(Context context) {
        this.context = context;
        context.run("cuStreamCreate", () -> JCudaDriver.cuStreamCreate(handle, NON_BLOCKING));
    }

    /** A kernel's parameter, by the type that KERNELS.md gives it. */
    static Pointer u32(int value) {
        return Pointer.to(new int[] {value});
    }

    static Pointer u64(long value) {
        return Pointer.to(new long[] {value});
    }

    static Pointer f64(double value) {
        return Pointer.to(new double[] {value});
    }

    static Pointer f32(double value) {
        return Pointer.to(new float[] {(float) value});
    }

    static Pointer address(CUdeviceptr value) {
        return value == null ? u64(0) : Pointer.to(value);
    }

    void launch(CUfunction kernel, String name, Geometry.Grid grid, Pointer... parameters) {
        String what = name + " (" + grid + ")";
        Pointer all = Pointer.to(parameters);
        launched = what;
        context.run(what, () -> JCudaDriver.cuLaunchKernel(kernel, grid.blocks(), 1, 1, grid.threads(), 1, 1, grid.sharedBytes(), handle,
                all, null));
    }

    /** Records what {@code launches} launches here, and runs none of it. No other thread may use the stream meanwhile. */
    Graph record(String what, Runnable launches) {
        // Relaxed: other threads may take memory meanwhile, and a virtual thread may end the recording on another system thread.
        context.run("cuStreamBeginCapture", () -> JCudaDriver.cuStreamBeginCapture(handle, CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_RELAXED));
        CUgraph recorded = new CUgraph();
        boolean ended = false;
        try {
            launches.run();
            ended = true;
            context.run("cuStreamEndCapture of " + what, () -> JCudaDriver.cuStreamEndCapture(handle, recorded));
            return new Graph(context, recorded, what);
        } finally {
            if (!ended) {
                context.code(() -> JCudaDriver.cuStreamEndCapture(handle, recorded)); // else the stream takes nothing more
            }
            launched = "";
            if (!recorded.equals(new CUgraph())) {
                context.code(() -> JCudaDriver.cuGraphDestroy(recorded));
            }
        }
    }

    void launch(Graph graph) {
        launched = graph.toString();
        context.run(launched, () -> JCudaDriver.cuGraphLaunch(graph.handle(), handle));
    }

    /** From pinned memory, which must stay as it is until the copy is done. */
    void copyIn(CUdeviceptr to, Pointer from, long bytes) {
        run("cuMemcpyHtoDAsync of " + bytes + " bytes", () -> JCudaDriver.cuMemcpyHtoDAsync(to, from, bytes, handle));
    }

    void clear(CUdeviceptr at, long ints) {
        run("cuMemsetD32Async of " + ints + " ints", () -> JCudaDriver.cuMemsetD32Async(at, 0, ints, handle));
    }

    void copyOut(Pointer to, CUdeviceptr from, long bytes) {
        run("cuMemcpyDtoHAsync of " + bytes + " bytes", () -> JCudaDriver.cuMemcpyDtoHAsync(to, from, bytes, handle));
    }

    /** Waits until all of it is done. */
    void finish() {
        run("cuStreamSynchronize", () -> JCudaDriver.cuStreamSynchronize(handle));
        launched = "";
    }

    /** Waits after a failure, so that nothing touches the buffers any more; what failed is known already. */
    void drain() {
        context.code(() -> JCudaDriver.cuStreamSynchronize(handle));
    }

    void close() {
        context.code(() -> JCudaDriver.cuStreamDestroy(handle));
    }

    private void run(String what, IntSupplier call) {
        context.run(launched.isEmpty() ? what : launched + ", seen by " + what + ",", call);
    }
}

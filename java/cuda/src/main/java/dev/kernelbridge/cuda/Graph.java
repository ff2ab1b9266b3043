package dev.kernelbridge.cuda;

import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.JCudaDriver;

/**
 * Launches that were recorded and are put into a stream again all at once: the device goes from one to the next by itself, while each launch
 * of its own takes the host some microseconds. Parameters are those of the recording.
 */
final class Graph {
    private final Context context;
    private final String what;
    private final CUgraphExec handle = new CUgraphExec();

    /** Makes what was recorded ready to run; the recording itself is the caller's. {@code what} is for messages. */
    Graph(Context context, CUgraph recorded, String what) {
        this.context = context;
        this.what = what;
        context.run("cuGraphInstantiate of " + what, () -> JCudaDriver.cuGraphInstantiate(handle, recorded, 0));
    }

    CUgraphExec handle() {
        return handle;
    }

    void close() {
        context.code(() -> JCudaDriver.cuGraphExecDestroy(handle));
    }

    @Override
    public String toString() {
        return what;
    }
}

package dev.kernelbridge.opencl;

import java.util.concurrent.atomic.AtomicInteger;
import org.jocl.CL;
import org.jocl.cl_context;
import org.jocl.cl_mem;

/** A piece of device memory. Closed once by its owner; the driver frees it when the commands that use it are done. */
final class DeviceBuffer implements AutoCloseable {

    private static final AtomicInteger OPEN = new AtomicInteger();

    private final cl_mem memory;
    private final long bytes;
    private boolean closed;

    private DeviceBuffer(cl_mem memory, long bytes) {
        this.memory = memory;
        this.bytes = bytes;
    }

    /** {@code what} is for the message if there is no room: {@code a vector}. */
    static DeviceBuffer allocate(cl_context context, ClDevice device, long bytes, String what) {
        int[] status = new int[1];
        // OpenCL knows no empty buffer
        cl_mem memory = CL.clCreateBuffer(context, CL.CL_MEM_READ_WRITE, Math.max(bytes, 4), null, status);
        ClErrors.check(status[0], device, "clCreateBuffer for " + what + " of " + ClErrors.bytes(bytes));
        OPEN.incrementAndGet();
        return new DeviceBuffer(memory, bytes);
    }

    /** How many of this process are open: OpenCL has no question for it. */
    static int open() {
        return OPEN.get();
    }

    cl_mem memory() {
        return memory;
    }

    long bytes() {
        return bytes;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            OPEN.decrementAndGet();
            CL.clReleaseMemObject(memory);
        }
    }
}

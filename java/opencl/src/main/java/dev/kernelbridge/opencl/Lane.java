package dev.kernelbridge.opencl;

import dev.kernelbridge.spi.BasePrimes;
import dev.kernelbridge.spi.DeviceRelations;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_command_queue;
import org.jocl.cl_context;
import org.jocl.cl_kernel;
import org.jocl.cl_mem;

/**
 * What one caller at a time needs to use a device: an in-order queue, kernel objects of its own (their arguments are state, so
 * they cannot be shared), and buffers kept from call to call. {@link Lanes} lends it.
 */
final class Lane implements AutoCloseable {

    /** One mapped piece of a transfer; far below the 2 GiB of a ByteBuffer, far above what starting a transfer costs. */
    private static final long PIECE = 64L << 20;
    private static final int SCRATCH_SLOTS = DeviceRelations.Slot.values().length;

    /** As a kernel argument: this much local memory. */
    record Local(long bytes) {
    }

    private final cl_context context;
    private final ClDevice device;
    private final Programs programs;
    private final cl_command_queue queue;
    private final Map<String, cl_kernel> kernels = new HashMap<>();
    private final DeviceBuffer[] scratch = new DeviceBuffer[SCRATCH_SLOTS];
    private BasePrimes base;
    private DeviceBuffer baseCopy;
    private DeviceBuffer rows;
    private DeviceBuffer patterns;

    @SuppressWarnings("deprecation") // by OpenCL 2.0's call, which a 1.2 driver lacks
    Lane(cl_context context, ClDevice device, Programs programs) {
        this.context = context;
        this.device = device;
        this.programs = programs;
        int[] status = new int[1];
        queue = CL.clCreateCommandQueue(context, device.id(), 0, status);
        ClErrors.check(status[0], device, "clCreateCommandQueue");
    }

    /** Queues a kernel. An argument is an Integer, Long, Float, Double, {@link DeviceBuffer} or {@link Local}, as it has them. */
    void launch(String file, String name, long global, long local, Object... args) {
        cl_kernel kernel = kernels.computeIfAbsent(name, unknown -> programs.kernel(file, name));
        for (int i = 0; i < args.length; i++) {
            ClErrors.check(set(kernel, i, args[i]), device, "clSetKernelArg(" + name + ", " + i + ")");
        }
        int status = CL.clEnqueueNDRangeKernel(queue, kernel, 1, null, new long[] {global}, new long[] {local}, 0, null, null);
        ClErrors.check(status, device, "clEnqueueNDRangeKernel(" + name + ", " + global + " work-items, " + local + " a group)");
    }

    private static int set(cl_kernel kernel, int index, Object arg) {
        return switch (arg) {
            case Integer i -> CL.clSetKernelArg(kernel, index, Sizeof.cl_uint, Pointer.to(new int[] {i}));
            case Long l -> CL.clSetKernelArg(kernel, index, Sizeof.cl_ulong, Pointer.to(new long[] {l}));
            case Float f -> CL.clSetKernelArg(kernel, index, Sizeof.cl_float, Pointer.to(new float[] {f}));
            case Double d -> CL.clSetKernelArg(kernel, index, Sizeof.cl_double, Pointer.to(new double[] {d}));
            case DeviceBuffer buffer -> CL.clSetKernelArg(kernel, index, Sizeof.cl_mem, Pointer.to(buffer.memory()));
            case Local local -> CL.clSetKernelArg(kernel, index, local.bytes(), null);
            default -> throw new IllegalArgumentException("a kernel argument of " + arg.getClass());
        };
    }

    /** Copies all of {@code from} to byte {@code at} of {@code to}; waits for the kernels before it. */
    void write(MemorySegment from, DeviceBuffer to, long at) {
        for (long done = 0; done < from.byteSize(); done += PIECE) {
            copy(to, at + done, from.asSlice(done, Math.min(PIECE, from.byteSize() - done)), true);
        }
    }

    /** Fills all of {@code to} from byte {@code at} of {@code from}; waits for the kernels before it. */
    void read(DeviceBuffer from, long at, MemorySegment to) {
        for (long done = 0; done < to.byteSize(); done += PIECE) {
            copy(from, at + done, to.asSlice(done, Math.min(PIECE, to.byteSize() - done)), false);
        }
    }

    /** Fills the first bytes with zeros, after the kernels before it; a multiple of 4 bytes. */
    void clear(DeviceBuffer buffer, long bytes) {
        if (bytes > 0) {
            int status = CL.clEnqueueFillBuffer(queue, buffer.memory(), Pointer.to(new int[1]), Integer.BYTES, 0, bytes, 0, null, null);
            ClErrors.check(status, device, "clEnqueueFillBuffer(" + ClErrors.bytes(bytes) + ")");
        }
    }

    /**
     * By mapping, and not by handing the array to clEnqueueWriteBuffer: on a CPU the mapped memory is the buffer itself, so
     * this is the only copy, on a GPU it is the driver's own staging memory; and JOCL would hold a heap array, and with it the
     * garbage collector, for the whole transfer and the kernels before it.
     */
    private void copy(DeviceBuffer buffer, long at, MemorySegment host, boolean toDevice) {
        int[] status = new int[1];
        cl_mem memory = buffer.memory();
        long flags = toDevice ? CL.CL_MAP_WRITE_INVALIDATE_REGION : CL.CL_MAP_READ;
        ByteBuffer mapped = CL.clEnqueueMapBuffer(queue, memory, true, flags, at, host.byteSize(), 0, null, null, status);
        ClErrors.check(status[0], device, "clEnqueueMapBuffer(" + ClErrors.bytes(host.byteSize()) + ")");
        try {
            MemorySegment there = MemorySegment.ofBuffer(mapped);
            if (toDevice) {
                there.copyFrom(host);
            } else {
                host.copyFrom(there);
            }
        } finally {
            status[0] = CL.clEnqueueUnmapMemObject(queue, memory, mapped, 0, null, null);
        }
        ClErrors.check(status[0], device, "clEnqueueUnmapMemObject(" + ClErrors.bytes(host.byteSize()) + ")");
    }

    /** Buffer {@code slot} of this lane, at least that large, with anything in it. */
    DeviceBuffer scratch(int slot, long bytes) {
        if (scratch[slot] == null || scratch[slot].bytes() < bytes) {
            release(slot);
            scratch[slot] = DeviceBuffer.allocate(context, device, bytes, "a working buffer");
        }
        return scratch[slot];
    }

    /** A buffer that outlives this call, for its owner to close. */
    DeviceBuffer allocate(long bytes, String what) {
        return DeviceBuffer.allocate(context, device, bytes, what);
    }

    /** The device copy of the primes that a sieve strikes with; the last one is kept. */
    DeviceBuffer base(BasePrimes primes) {
        if (base != primes) {
            base = null;
            baseCopy = close(baseCopy);
            baseCopy = DeviceBuffer.allocate(context, device, (long) primes.count() * Integer.BYTES, "the base primes");
            write(MemorySegment.ofArray(primes.array()).asSlice(0, (long) primes.count() * Integer.BYTES), baseCopy, 0);
            base = primes; // last: a copy that failed is not one
        }
        return baseCopy;
    }

    /** Where a sieve's rows are made. */
    DeviceBuffer rows(long bytes) {
        if (rows == null || rows.bytes() < bytes) {
            rows = close(rows);
            rows = DeviceBuffer.allocate(context, device, bytes, "what a sieve strikes with");
        }
        return rows;
    }

    /** The device copy of the patterns of a sieve, which are always the same. */
    DeviceBuffer patterns(int[] table) {
        if (patterns == null) {
            DeviceBuffer copy = DeviceBuffer.allocate(context, device, (long) table.length * Integer.BYTES, "the sieve's patterns");
            try {
                write(MemorySegment.ofArray(table), copy, 0);
            } catch (RuntimeException | Error e) {
                copy.close();
                throw e;
            }
            patterns = copy;
        }
        return patterns;
    }

    /** Hands what is queued to the device, without waiting. */
    void flush() {
        ClErrors.check(CL.clFlush(queue), device, "clFlush");
    }

    /** Waits for all that is queued. */
    void finish() {
        ClErrors.check(CL.clFinish(queue), device, "clFinish");
    }

    /** After a failure: waits for what still runs and gives the memory back. */
    void recover() {
        try {
            CL.clFinish(queue);
        } catch (RuntimeException alreadyFailed) {
            // the caller is told about the first failure
        }
        for (int slot = 0; slot < scratch.length; slot++) {
            release(slot);
        }
        base = null;
        baseCopy = close(baseCopy);
        rows = close(rows);
        patterns = close(patterns);
    }

    private void release(int slot) {
        scratch[slot] = close(scratch[slot]);
    }

    /** Always null: what is closed is forgotten. */
    private static DeviceBuffer close(DeviceBuffer buffer) {
        if (buffer != null) {
            buffer.close();
        }
        return null;
    }

    @Override
    public void close() {
        recover();
        kernels.values().forEach(CL::clReleaseKernel);
        kernels.clear();
        CL.clReleaseCommandQueue(queue);
    }
}

package dev.kernelbridge.cuda;

import dev.kernelbridge.DeviceFailedException;
import dev.kernelbridge.DeviceFailedException.Kind;
import java.lang.foreign.MemorySegment;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;

/**
 * An engine's memory, on the device and pinned on the host, all of it listed so that closing the engine gives back what is left. Pinned
 * memory is taken from all of the machine, so there is little of it, and its sum is known.
 */
final class Memory {
    private static final int PORTABLE = JCudaDriver.CU_MEMHOSTALLOC_PORTABLE;

    private final Context context;
    private final Set<Runnable> live = ConcurrentHashMap.newKeySet();
    private final AtomicLong pinnedBytes = new AtomicLong();

    Memory(Context context) {
        this.context = context;
    }

    /** Memory on the device, not initialised. */
    final class OnDevice implements Runnable {
        private final CUdeviceptr address = new CUdeviceptr();
        private final long bytes;

        private OnDevice(long bytes) {
            this.bytes = bytes;
        }

        CUdeviceptr at(long offset) {
            return offset == 0 ? address : address.withByteOffset(offset);
        }

        long bytes() {
            return bytes;
        }

        void free() {
            if (live.remove(this)) {
                run();
            }
        }

        @Override
        public void run() {
            context.code(() -> JCudaDriver.cuMemFree(address));
        }
    }

    /** Page-locked memory of the host, which the device copies from and to by itself. */
    final class Pinned implements Runnable {
        private final Pointer address = new Pointer();
        private final long bytes;
        private MemorySegment segment;

        private Pinned(long bytes) {
            this.bytes = bytes;
        }

        MemorySegment segment() {
            return segment;
        }

        Pointer at(long offset) {
            return offset == 0 ? address : address.withByteOffset(offset);
        }

        void free() {
            if (live.remove(this)) {
                run();
            }
        }

        @Override
        public void run() {
            pinnedBytes.addAndGet(-bytes);
            context.code(() -> JCudaDriver.cuMemFreeHost(address));
        }
    }

    OnDevice onDevice(long bytes) {
        OnDevice memory = new OnDevice(bytes);
        int code = context.code(() -> JCudaDriver.cuMemAlloc(memory.address, Math.max(bytes, 1)));
        if (code == CUresult.CUDA_ERROR_OUT_OF_MEMORY) {
            throw outOfMemory(bytes);
        }
        if (code != CUresult.CUDA_SUCCESS) {
            throw Driver.failure(context.gpu(), "cuMemAlloc of " + bytes + " bytes", code);
        }
        live.add(memory);
        return memory;
    }

    Pinned pinned(long bytes) {
        Pinned memory = new Pinned(bytes);
        int code = context.code(() -> JCudaDriver.cuMemHostAlloc(memory.address, bytes, PORTABLE));
        if (code != CUresult.CUDA_SUCCESS) {
            throw Driver.failure(context.gpu(), "cuMemHostAlloc of " + bytes + " bytes of the host's memory", code);
        }
        memory.segment = MemorySegment.ofBuffer(memory.address.getByteBuffer(0, bytes));
        pinnedBytes.addAndGet(bytes);
        live.add(memory);
        return memory;
    }

    long pinnedBytes() {
        return pinnedBytes.get();
    }

    /** Gives back everything; nobody may use any of it any more. */
    void freeAll() {
        for (Runnable memory : live) {
            if (live.remove(memory)) {
                memory.run();
            }
        }
    }

    private DeviceFailedException outOfMemory(long bytes) {
        long[] free = new long[1];
        long[] total = new long[1];
        context.code(() -> JCudaDriver.cuMemGetInfo(free, total));
        return new DeviceFailedException(Kind.OUT_OF_MEMORY, "out of device memory: asked for " + bytes + " bytes, " + free[0] + " of "
                + total[0] + " free on " + context.gpu().name());
    }
}

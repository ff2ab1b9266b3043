package dev.kernelbridge.cuda;

import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;
import jcuda.driver.CUdeviceptr;

/**
 * Takes the caller's arrays through the device in chunks: while one chunk is copied and computed in one stream, the next one is brought
 * into pinned memory for the other. The caller's own result is written at the very end, after every chunk has come back without an
 * error, so that a failed call has written nothing and can be repeated elsewhere, even in place.
 */
final class HostPipeline {
    private static final long ALIGNMENT = 256; // as cuMemAlloc's: what the widest loads want

    /** Starts a kernel on a chunk that lies on the device. */
    interface Kernel {
        void launch(Stream stream, long count, CUdeviceptr[] in, CUdeviceptr out);
    }

    /**
     * What goes in and comes out.
     *
     * @param in       the operands, as many elements of {@code inBytes} each as there are
     * @param chunk    elements in a chunk
     * @param outBytes the bytes of result for so many elements; chunks' results lie behind each other
     */
    record Shape(MemorySegment[] in, int inBytes, long chunk, LongUnaryOperator outBytes) {
    }

    private HostPipeline() {
    }

    static void run(Lane lane, long n, Shape shape, Kernel kernel, Consumer<MemorySegment> deliver) {
        long chunk = Math.min(n, shape.chunk);
        long stride = aligned(chunk * shape.inBytes);
        long inBytes = shape.in.length * stride;
        long slotBytes = inBytes + aligned(shape.outBytes.applyAsLong(chunk));
        Memory.Pinned in = lane.in(Lane.SLOTS * inBytes);
        Memory.OnDevice scratch = lane.scratch(Lane.SLOTS * slotBytes);
        try (Lane.Result out = lane.out(shape.outBytes.applyAsLong(n))) {
            long outAt = 0;
            int slot = 0;
            for (long from = 0; from < n; from += chunk) {
                long count = Math.min(chunk, n - from);
                Stream stream = lane.stream(slot);
                stream.finish(); // the chunk before the last one has left this slot
                long bytes = copyIn(shape, in.segment(), slot * inBytes, from, count);
                stream.copyIn(scratch.at(slot * slotBytes), in.at(slot * inBytes), bytes);
                CUdeviceptr[] operands = new CUdeviceptr[shape.in.length];
                for (int i = 0; i < operands.length; i++) {
                    operands[i] = scratch.at(slot * slotBytes + i * aligned(count * shape.inBytes));
                }
                CUdeviceptr result = scratch.at(slot * slotBytes + inBytes);
                kernel.launch(stream, count, operands, result);
                long resultBytes = shape.outBytes.applyAsLong(count);
                stream.copyOut(out.at(outAt, resultBytes), result, resultBytes);
                outAt += resultBytes;
                slot = (slot + 1) % Lane.SLOTS;
            }
            lane.finish();
            deliver.accept(out.segment());
        }
    }

    /** Packs a chunk of every operand, so that one copy takes them all to the device. */
    private static long copyIn(Shape shape, MemorySegment pinned, long at, long from, long count) {
        long bytes = count * shape.inBytes;
        for (int i = 0; i < shape.in.length; i++) {
            MemorySegment.copy(shape.in[i], from * shape.inBytes, pinned, at + i * aligned(bytes), bytes);
        }
        return (shape.in.length - 1) * aligned(bytes) + bytes;
    }

    static long aligned(long bytes) {
        return Math.ceilDiv(bytes, ALIGNMENT) * ALIGNMENT;
    }
}

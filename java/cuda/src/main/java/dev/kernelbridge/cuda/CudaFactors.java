package dev.kernelbridge.cuda;

import static dev.kernelbridge.cuda.Stream.address;
import static dev.kernelbridge.cuda.Stream.u64;

import dev.kernelbridge.spi.FactorEngine;
import java.lang.foreign.MemorySegment;

/** Factorization: one number a thread. */
final class CudaFactors implements FactorEngine {
    private static final int RESULT_BYTES = SLOTS * Long.BYTES;

    private final LoadedKernels kernels;
    private final Lanes lanes;
    private final Geometry geometry;

    CudaFactors(LoadedKernels kernels, Lanes lanes, Geometry geometry) {
        this.kernels = kernels;
        this.lanes = lanes;
        this.geometry = geometry;
    }

    @Override
    public int batch() {
        return geometry.factorBatch();
    }

    @Override
    public void factorize(long[] n, int off, int len, long[] primes) {
        if (len == 0) {
            return;
        }
        MemorySegment[] in = {MemorySegment.ofArray(n).asSlice((long) Long.BYTES * off, (long) Long.BYTES * len)};
        // A whole batch in one launch: the device is busy with the slowest numbers to the end, and a second launch would wait for them.
        HostPipeline.Shape shape = new HostPipeline.Shape(in, Long.BYTES, Math.max(batch(), 1 << 10), count -> count * RESULT_BYTES);
        lanes.run(lane -> {
            HostPipeline.run(lane, len, shape,
                    (stream, count, operands, result) -> kernels.launch(stream, "kb_factorize", geometry.numbers(count),
                            address(operands[0]), u64(count), address(result)),
                    result -> MemorySegment.copy(result, 0, MemorySegment.ofArray(primes), 0, (long) len * RESULT_BYTES));
        });
    }
}

package dev.kernelbridge.cuda;

import static dev.kernelbridge.cuda.Stream.address;
import static dev.kernelbridge.cuda.Stream.u32;
import static dev.kernelbridge.cuda.Stream.u64;

import dev.kernelbridge.spi.DeviceFactors;
import dev.kernelbridge.spi.RelationEngine;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;

/** Launches the steps of factorization. */
final class CudaFactors extends DeviceFactors {
    /** Numbers that curves in doubles take, as curve48.h says. */
    private static final int DOUBLE_BITS = 48;

    private final LoadedKernels kernels;
    private final Lanes lanes;
    private final Geometry geometry;
    private final boolean doubles;
    private final CudaRelations relations;

    CudaFactors(Gpu gpu, LoadedKernels kernels, Lanes lanes, Geometry geometry, CudaRelations relations) {
        super(gpu.device());
        this.kernels = kernels;
        this.lanes = lanes;
        this.geometry = geometry;
        this.doubles = gpu.fastDoubles();
        this.relations = relations;
    }

    @Override
    public RelationEngine relations() {
        return relations;
    }

    @Override
    public int batch() {
        return geometry.factorBatch();
    }

    @Override
    protected void with(Consumer<Launches> call) {
        lanes.run(lane -> call.accept(new OnLane(lane)));
    }

    private final class OnLane implements Launches {
        private final Lane lane;

        OnLane(Lane lane) {
            this.lane = lane;
        }

        @Override
        public int width() {
            return geometry.curves();
        }

        @Override
        public long[] parts(long[] n, int count) {
            return run(n, count, PART, (stream, some, in, out) -> kernels.launch(stream, "kb_factor_parts", geometry.numbers(some),
                    address(in[0]), u64(some), address(out)));
        }

        @Override
        public long[] curves(long[] n, int count, int first, int curves, Bounds bounds) {
            String kernel = doubles && bounds.bits() <= DOUBLE_BITS ? "kb_factor_curves48" : "kb_factor_curves";
            return run(n, count, curves, (stream, some, in, out) -> kernels.launch(stream, kernel,
                    geometry.curves(some * curves, bounds.localBytes()), address(in[0]), u64(some), u32(first), u32(curves),
                    u32(bounds.b1()), u32(bounds.b2()), u32(bounds.m()), address(out)));
        }

        @Override
        public long[] rho(long[] n, int count) {
            return run(n, count, 1, (stream, some, in, out) -> kernels.launch(stream, "kb_factor_rho", geometry.numbers(some),
                    address(in[0]), u64(some), address(out)));
        }

        /** All in one launch: the device is busy with the slowest numbers to the end, and a second launch would wait for them. */
        private long[] run(long[] n, int count, int results, HostPipeline.Kernel kernel) {
            MemorySegment[] in = {MemorySegment.ofArray(n).asSlice(0, (long) Long.BYTES * count)};
            HostPipeline.Shape shape = new HostPipeline.Shape(in, Long.BYTES, count, some -> some * results * Long.BYTES);
            long[] found = new long[results * count];
            HostPipeline.run(lane, count, shape, kernel,
                    out -> MemorySegment.copy(out, 0, MemorySegment.ofArray(found), 0, (long) Long.BYTES * found.length));
            return found;
        }
    }
}

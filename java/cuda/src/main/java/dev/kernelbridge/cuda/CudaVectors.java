package dev.kernelbridge.cuda;

import static dev.kernelbridge.cuda.Stream.address;
import static dev.kernelbridge.cuda.Stream.f32;
import static dev.kernelbridge.cuda.Stream.f64;
import static dev.kernelbridge.cuda.Stream.u32;
import static dev.kernelbridge.cuda.Stream.u64;

import dev.kernelbridge.spi.ElementType;
import dev.kernelbridge.spi.GemmShape;
import dev.kernelbridge.spi.GemvBlocks;
import dev.kernelbridge.spi.GemvShape;
import dev.kernelbridge.spi.MapOp;
import dev.kernelbridge.spi.ReduceOp;
import dev.kernelbridge.spi.Resident;
import dev.kernelbridge.spi.VectorEngine;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.function.LongUnaryOperator;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;

/** The vector kernels, on host memory through {@link HostPipeline}, and on resident memory in one stream, in the order of the calls. */
final class CudaVectors implements VectorEngine {

    /** Partial results that a resident reduction fetches at once: 2^28 elements' worth, so one launch nearly always. */
    private static final int PARTIALS = 1 << 15;

    private final LoadedKernels kernels;
    private final Memory memory;
    private final Lanes lanes;
    private final Geometry geometry;
    private final Stream resident;
    private final CudaMatrices matrices;

    CudaVectors(LoadedKernels kernels, Memory memory, Lanes lanes, Geometry geometry, Stream resident) {
        this.kernels = kernels;
        this.memory = memory;
        this.lanes = lanes;
        this.geometry = geometry;
        this.resident = resident;
        this.matrices = new CudaMatrices(kernels, lanes, geometry);
    }

    @Override
    public void map(ElementType type, MapOp op, double a, double b, MemorySegment x, MemorySegment y, MemorySegment z, MemorySegment out, long n) {
        if (n == 0) {
            return;
        }
        HostPipeline.Shape shape = shape(type, operands(x, y, z), count -> count * type.bytes());
        lanes.run(lane -> {
            HostPipeline.run(lane, n, shape,
                    (stream, count, in, result) -> launchMap(stream, type, op, a, b, operand(in, 0), operand(in, 1), operand(in, 2), result,
                            count),
                    result -> MemorySegment.copy(result, 0, out, 0, n * type.bytes()));
        });
    }

    @Override
    public void reduce(ElementType type, ReduceOp op, double a, MemorySegment x, MemorySegment y, long n, double[] partials, int at) {
        if (n == 0) {
            return;
        }
        HostPipeline.Shape shape = shape(type, operands(x, y, null), count -> Math.ceilDiv(count, BLOCK) * op.width() * type.bytes());
        lanes.run(lane -> {
            HostPipeline.run(lane, n, shape,
                    (stream, count, in, result) -> launchReduce(stream, type, op, a, in[0], operand(in, 1), count, result),
                    result -> deliver(type, result, Math.ceilDiv(n, BLOCK) * op.width(), partials, at));
        });
    }

    /** Through memory of the device, as a whole: what comes first is needed for all that follows. */
    @Override
    public void scan(ElementType type, double carry, MemorySegment x, MemorySegment out, long n) {
        if (n == 0) {
            return;
        }
        long bytes = n * type.bytes();
        try (Resident there = allocate(bytes)) {
            there.write(x.asSlice(0, bytes), 0);
            lanes.run(lane -> {
                launchScan(lane, type, carry, pointer(there), pointer(there), n);
            });
            there.read(0, out.asSlice(0, bytes));
        }
    }

    @Override
    public void scanResident(ElementType type, Resident x, Resident out, long n) {
        if (n > 0) {
            lanes.run(lane -> {
                launchScan(lane, type, 0, pointer(x), pointer(out), n);
            });
        }
    }

    /** Waits for its end, since the ends and bases of the blocks are in the lane's memory, which goes to the next call. */
    private void launchScan(Lane lane, ElementType type, double carry, CUdeviceptr x, CUdeviceptr out, long n) {
        long blocks = Math.ceilDiv(n, BLOCK);
        Memory.OnDevice scratch = lane.scratch(3 * blocks * type.bytes());
        CUdeviceptr ends = scratch.at(0);
        CUdeviceptr bases = scratch.at(2 * blocks * type.bytes());
        Geometry.Grid grid = geometry.partials(blocks);
        try {
            kernels.launch(resident, name("kb_scan_ends", type), grid, address(x), u64(n), address(ends));
            kernels.launch(resident, name("kb_scan_bases", type), geometry.partials(1), scalar(type, carry), address(ends), u64(blocks),
                    address(bases));
            kernels.launch(resident, name("kb_scan", type), grid, address(bases), address(x), address(out), u64(n));
            resident.finish();
        } catch (RuntimeException | Error e) {
            resident.drain();
            throw e;
        }
    }

    private static String name(String kernel, ElementType type) {
        return type == ElementType.F64 ? kernel + "_f64" : kernel + "_f32";
    }

    @Override
    public Resident allocate(long bytes) {
        return lanes.with(lane -> new CudaResident(lanes, resident, memory.onDevice(bytes), bytes));
    }

    @Override
    public void mapResident(ElementType type, MapOp op, double a, double b, Resident x, Resident y, Resident z, Resident out, long n) {
        if (n > 0) {
            lanes.run(lane -> {
                launchMap(resident, type, op, a, b, pointer(x), pointer(y), pointer(z), pointer(out), n);
            });
        }
    }

    @Override
    public void reduceResident(ElementType type, ReduceOp op, double a, Resident x, Resident y, long n, double[] partials, int at) {
        if (n > 0) {
            lanes.run(lane -> {
                double[] all = new double[Math.toIntExact(Math.ceilDiv(n, BLOCK) * op.width())];
                int blocks = all.length / op.width();
                for (int done = 0; done < blocks; done += PARTIALS) {
                    int count = Math.min(PARTIALS, blocks - done);
                    reduceResident(lane, type, op, a, x, y, n, all, done, count);
                }
                System.arraycopy(all, 0, partials, at, all.length);
            });
        }
    }

    /** Blocks [done, done + count) of a reduction; the partials go through the lane's buffers, but in order with the resident work. */
    private void reduceResident(Lane lane, ElementType type, ReduceOp op, double a, Resident x, Resident y, long n, double[] all, int done,
            int count) {
        long from = (long) BLOCK * done;
        long elements = Math.min(n - from, (long) BLOCK * count);
        long bytes = (long) count * op.width() * type.bytes();
        Memory.OnDevice scratch = lane.scratch(bytes);
        try (Lane.Result out = lane.out(bytes)) {
            launchReduce(resident, type, op, a, at(x, from * type.bytes()), at(y, from * type.bytes()), elements, scratch.at(0));
            resident.copyOut(out.at(0, bytes), scratch.at(0), bytes);
            resident.finish();
            deliver(type, out.segment(), count * op.width(), all, done * op.width());
        } catch (RuntimeException | Error e) {
            resident.drain(); // the lane's buffers go to the next call
            throw e;
        }
    }

    @Override
    public void gemm(GemmShape shape, MemorySegment a, MemorySegment b, MemorySegment c) {
        matrices.gemm(shape, a, b, c);
    }

    @Override
    public void gemmResident(GemmShape shape, Resident a, long aAt, Resident b, long bAt, Resident c, long cAt) {
        int bytes = shape.type().bytes();
        lanes.run(lane -> {
            matrices.launch(resident, shape, at(a, aAt * bytes), at(b, bAt * bytes), at(c, cAt * bytes));
        });
    }

    @Override
    public void gemv(GemvShape shape, MemorySegment a, MemorySegment x, MemorySegment y) {
        if (shape.trans() || shape.scalesOnly()) { // y as the row x A; what takes time is the way to the device
            gemm(shape.asRow(), x, a, y);
        } else if (shape.columns() > CudaMatrices.MOST) {
            GemvBlocks.rows(shape, a, x, y, this);
        } else {
            matrices.gemv(shape, a, x, y);
        }
    }

    @Override
    public void gemvResident(GemvShape shape, Resident a, long aAt, Resident x, long xAt, Resident y, long yAt) {
        int bytes = shape.type().bytes();
        lanes.run(lane -> {
            matrices.launch(resident, shape, at(a, aAt * bytes), at(x, xAt * bytes), at(y, yAt * bytes));
        });
    }

    @Override
    public long gemmUnit(ElementType type) {
        return geometry.gemmUnit();
    }

    void close() {
        resident.close();
    }

    private void launchMap(Stream stream, ElementType type, MapOp op, double a, double b, CUdeviceptr x, CUdeviceptr y, CUdeviceptr z,
            CUdeviceptr out, long n) {
        kernels.launch(stream, type == ElementType.F64 ? "kb_map_f64" : "kb_map_f32", geometry.elements(n), u32(op.ordinal()),
                scalar(type, a), scalar(type, b), address(x), address(y), address(z), address(out), u64(n));
    }

    private void launchReduce(Stream stream, ElementType type, ReduceOp op, double a, CUdeviceptr x, CUdeviceptr y, long n,
            CUdeviceptr partials) {
        Geometry.Grid grid = geometry.partials(Math.ceilDiv(n, BLOCK));
        switch (op) {
            case LEAST, MOST, ARGMIN, ARGMAX, ARGAMAX ->
                kernels.launch(stream, name("kb_extreme", type), grid, u32(op.ordinal()), address(x), u64(n), address(partials));
            case SUM2, DOT2 ->
                kernels.launch(stream, name("kb_pairs", type), grid, u32(op.ordinal()), address(x), address(y), u64(n), address(partials));
            default -> kernels.launch(stream, name("kb_reduce", type), grid, u32(op.ordinal()), scalar(type, a), address(x), address(y),
                    u64(n), address(partials));
        }
    }

    private static Pointer scalar(ElementType type, double a) {
        return type == ElementType.F64 ? f64(a) : f32(a);
    }

    private static HostPipeline.Shape shape(ElementType type, MemorySegment[] in, LongUnaryOperator outBytes) {
        return new HostPipeline.Shape(in, type.bytes(), Lane.CHUNK_BYTES / type.bytes(), outBytes); // whole blocks of a reduction
    }

    /** Operations name x, or x and y, or all three. */
    private static MemorySegment[] operands(MemorySegment x, MemorySegment y, MemorySegment z) {
        MemorySegment[] all = {x, y, z};
        return Arrays.copyOf(all, y == null ? 1 : z == null ? 2 : 3);
    }

    private static CUdeviceptr operand(CUdeviceptr[] in, int i) {
        return i < in.length ? in[i] : null;
    }

    private static CUdeviceptr pointer(Resident resident) {
        return at(resident, 0);
    }

    private static CUdeviceptr at(Resident resident, long offset) {
        return resident == null ? null : ((CudaResident) resident).at(offset);
    }

    private static void deliver(ElementType type, MemorySegment result, long count, double[] partials, int at) {
        for (int i = 0; i < count; i++) {
            partials[at + i] = type == ElementType.F64 ? result.getAtIndex(ValueLayout.JAVA_DOUBLE_UNALIGNED, i)
                    : result.getAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, i);
        }
    }
}

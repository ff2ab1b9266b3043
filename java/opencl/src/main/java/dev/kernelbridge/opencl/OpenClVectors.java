package dev.kernelbridge.opencl;

import dev.kernelbridge.KernelException;
import dev.kernelbridge.spi.ElementType;
import dev.kernelbridge.spi.GemmShape;
import dev.kernelbridge.spi.GemvBlocks;
import dev.kernelbridge.spi.GemvShape;
import dev.kernelbridge.spi.MapOp;
import dev.kernelbridge.spi.ReduceOp;
import dev.kernelbridge.spi.Resident;
import dev.kernelbridge.spi.VectorEngine;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jocl.cl_context;

/**
 * Launches the vector kernels. Host operands pass through working buffers in chunks, so that any length needs only a bounded
 * piece of the device's memory.
 */
final class OpenClVectors implements VectorEngine, AutoCloseable {

    private static final String FILE = "vector.cl";
    /** Elements in a chunk: 16 M keep a GPU busy; on a CPU 4 M do, and the working buffers are the machine's own memory. */
    private static final long GPU_CHUNK = 16L << 20;
    private static final long CPU_CHUNK = 4L << 20;
    private static final long GROUP = 256;

    private final cl_context context;
    private final ClDevice device;
    private final Lanes lanes;
    private final long chunk;
    private final OpenClMatrices matrices;
    private final Set<OpenClResident> living = ConcurrentHashMap.newKeySet();

    OpenClVectors(cl_context context, ClDevice device, Lanes lanes) {
        this.context = context;
        this.device = device;
        this.lanes = lanes;
        this.matrices = new OpenClMatrices(device);
        long fitting = device.maxAllocation() / Double.BYTES / BLOCK * BLOCK;
        chunk = Math.max(BLOCK, Math.min(device.isCpu() ? CPU_CHUNK : GPU_CHUNK, fitting));
    }

    @Override
    public void map(ElementType type, MapOp op, double a, double b, MemorySegment x, MemorySegment y, MemorySegment z, MemorySegment out,
            long n) {
        checkType(type);
        long size = type.bytes();
        MemorySegment target = out.asSlice(0, n * size);
        if (n <= chunk) {
            lanes.run(lane -> {
                mapChunk(lane, type, op, a, b, x, y, z, target, 0, n);
                return null;
            });
            return;
        }
        // A chunk may fail when others are done, and the caller's memory may not show it: the result waits beside it.
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment result = arena.allocate(n * size, Double.BYTES);
            lanes.run(lane -> {
                for (long from = 0; from < n; from += chunk) {
                    long count = Math.min(chunk, n - from);
                    mapChunk(lane, type, op, a, b, x, y, z, result.asSlice(from * size, count * size), from, count);
                }
                return null;
            });
            target.copyFrom(result);
        }
    }

    /** The result goes over x, which every operation has: element i is read before it is written, by the same work-item. */
    private void mapChunk(Lane lane, ElementType type, MapOp op, double a, double b, MemorySegment x, MemorySegment y, MemorySegment z,
            MemorySegment target, long from, long count) {
        if (count == 0) {
            return;
        }
        DeviceBuffer first = upload(lane, 0, type, x, from, count);
        DeviceBuffer second = y == null ? first : upload(lane, 1, type, y, from, count);
        DeviceBuffer third = z == null ? first : upload(lane, 2, type, z, from, count);
        launchMap(lane, type, op, a, b, first, second, third, first, count);
        lane.read(first, 0, target);
    }

    @Override
    public void reduce(ElementType type, ReduceOp op, double a, MemorySegment x, MemorySegment y, long n, double[] partials,
            int at) {
        checkType(type);
        double[] result = new double[blocks(n) * op.width()];
        lanes.run(lane -> {
            for (long from = 0; from < n; from += chunk) {
                long count = Math.min(chunk, n - from);
                DeviceBuffer first = upload(lane, 0, type, x, from, count);
                DeviceBuffer second = y == null ? first : upload(lane, 1, type, y, from, count);
                reduceChunk(lane, type, op, a, first, second, count, result, (int) (from / BLOCK) * op.width());
            }
            return null;
        });
        System.arraycopy(result, 0, partials, at, result.length);
    }

    private static void reduceChunk(Lane lane, ElementType type, ReduceOp op, double a, DeviceBuffer x, DeviceBuffer y,
            long count, double[] result, int at) {
        int blocks = blocks(count);
        if (blocks == 0) {
            return;
        }
        int values = blocks * op.width();
        DeviceBuffer onDevice = lane.scratch(2, (long) values * type.bytes());
        long items = (long) blocks * LANES;
        switch (op) {
            case LEAST, MOST, ARGMIN, ARGMAX, ARGAMAX ->
                lane.launch(FILE, "kb_extreme_" + name(type), items, LANES, op.ordinal(), x, count, onDevice);
            case SUM2, DOT2 -> lane.launch(FILE, "kb_pairs_" + name(type), items, LANES, op.ordinal(), x, y, count, onDevice);
            default -> lane.launch(FILE, "kb_reduce_" + name(type), items, LANES, op.ordinal(), scalar(type, a), x, y, count, onDevice);
        }
        if (type == ElementType.F64) {
            lane.read(onDevice, 0, MemorySegment.ofArray(result).asSlice((long) at * Double.BYTES, (long) values * Double.BYTES));
        } else {
            float[] floats = new float[values];
            lane.read(onDevice, 0, MemorySegment.ofArray(floats));
            for (int i = 0; i < values; i++) {
                result[at + i] = floats[i];
            }
        }
    }

    @Override
    public void scan(ElementType type, double carry, MemorySegment x, MemorySegment out, long n) {
        checkType(type);
        if (n == 0) {
            return;
        }
        MemorySegment from = x.asSlice(0, n * type.bytes());
        MemorySegment target = out.asSlice(0, n * type.bytes());
        lanes.run(lane -> {
            DeviceBuffer buffer = lane.scratch(0, n * type.bytes());
            lane.write(from, buffer, 0);
            launchScan(lane, type, carry, buffer, buffer, n);
            lane.read(buffer, 0, target);
            return null;
        });
    }

    @Override
    public void scanResident(ElementType type, Resident x, Resident out, long n) {
        checkType(type);
        if (n == 0) {
            return;
        }
        lanes.inOrder(lane -> {
            launchScan(lane, type, 0, buffer(x), buffer(out), n);
            lane.flush();
            return null;
        });
    }

    private static void launchScan(Lane lane, ElementType type, double carry, DeviceBuffer x, DeviceBuffer out, long n) {
        long blocks = blocks(n);
        DeviceBuffer ends = lane.scratch(1, 2 * blocks * type.bytes());
        DeviceBuffer bases = lane.scratch(2, blocks * type.bytes());
        lane.launch(FILE, "kb_scan_" + name(type), blocks * LANES, LANES, 0, bases, x, out, n, ends);
        lane.launch(FILE, "kb_scan_bases_" + name(type), LANES, LANES, scalar(type, carry), ends, blocks, bases);
        lane.launch(FILE, "kb_scan_" + name(type), blocks * LANES, LANES, 1, bases, x, out, n, ends);
    }

    @Override
    public Resident allocate(long bytes) {
        return lanes.inOrder(lane -> { // not beside close(), which looks for what is left when nothing is added any more
            DeviceBuffer buffer = DeviceBuffer.allocate(context, device, bytes, "a vector");
            OpenClResident made = new OpenClResident(lanes, buffer, living::remove);
            living.add(made);
            return made;
        });
    }

    @Override
    public void mapResident(ElementType type, MapOp op, double a, double b, Resident x, Resident y, Resident z, Resident out, long n) {
        checkType(type);
        if (n == 0) {
            return;
        }
        DeviceBuffer first = buffer(x);
        DeviceBuffer second = y == null ? first : buffer(y);
        DeviceBuffer third = z == null ? first : buffer(z);
        lanes.inOrder(lane -> {
            launchMap(lane, type, op, a, b, first, second, third, buffer(out), n);
            lane.flush();
            return null;
        });
    }

    @Override
    public void reduceResident(ElementType type, ReduceOp op, double a, Resident x, Resident y, long n, double[] partials,
            int at) {
        checkType(type);
        double[] result = new double[blocks(n) * op.width()];
        lanes.inOrder(lane -> {
            reduceChunk(lane, type, op, a, buffer(x), buffer(y == null ? x : y), n, result, 0);
            return null;
        });
        System.arraycopy(result, 0, partials, at, result.length);
    }

    private static void launchMap(Lane lane, ElementType type, MapOp op, double a, double b, DeviceBuffer x, DeviceBuffer y, DeviceBuffer z,
            DeviceBuffer out, long count) {
        long items = (count + GROUP - 1) / GROUP * GROUP;
        lane.launch(FILE, "kb_map_" + name(type), items, GROUP, op.ordinal(), scalar(type, a), scalar(type, b), x, y, z, out, count);
    }

    private static DeviceBuffer upload(Lane lane, int slot, ElementType type, MemorySegment from, long at, long count) {
        DeviceBuffer buffer = lane.scratch(slot, count * type.bytes());
        lane.write(from.asSlice(at * type.bytes(), count * type.bytes()), buffer, 0);
        return buffer;
    }

    @Override
    public void gemm(GemmShape shape, MemorySegment a, MemorySegment b, MemorySegment c) {
        checkType(shape.type());
        lanes.run(lane -> {
            matrices.gemm(lane, shape, a, b, c);
            return null;
        });
    }

    @Override
    public void gemmResident(GemmShape shape, Resident a, long aAt, Resident b, long bAt, Resident c, long cAt) {
        checkType(shape.type());
        lanes.inOrder(lane -> {
            matrices.launch(lane, shape, place(a, aAt), place(b, bAt), place(c, cAt));
            lane.flush();
            return null;
        });
    }

    @Override
    public void gemv(GemvShape shape, MemorySegment a, MemorySegment x, MemorySegment y) {
        checkType(shape.type());
        if (shape.trans() || shape.scalesOnly()) { // y as the row x A; what takes time is the way to the device
            gemm(shape.asRow(), x, a, y);
        } else if (shape.columns() > (device.fp64() ? OpenClMatrices.MOST : BLOCK)) {
            GemvBlocks.rows(shape, a, x, y, this);
        } else {
            lanes.run(lane -> {
                matrices.gemv(lane, shape, a, x, y);
                return null;
            });
        }
    }

    @Override
    public void gemvResident(GemvShape shape, Resident a, long aAt, Resident x, long xAt, Resident y, long yAt) {
        checkType(shape.type());
        lanes.inOrder(lane -> {
            matrices.launch(lane, shape, place(a, aAt), place(x, xAt), place(y, yAt));
            lane.flush();
            return null;
        });
    }

    @Override
    public long gemmUnit(ElementType type) {
        return device.isCpu() ? 1L << 28 : 1L << 36;
    }

    private static OpenClMatrices.Place place(Resident resident, long at) {
        return new OpenClMatrices.Place(buffer(resident), at);
    }

    private void checkType(ElementType type) {
        if (type == ElementType.F64 && !device.fp64()) {
            throw new KernelException(device.device().name() + " does not compute with doubles (it lacks cl_khr_fp64);"
                    + " use float[], or another backend");
        }
    }

    private static int blocks(long n) {
        return Math.toIntExact((n + BLOCK - 1) / BLOCK);
    }

    private static DeviceBuffer buffer(Resident resident) {
        return ((OpenClResident) resident).buffer();
    }

    private static String name(ElementType type) {
        return type == ElementType.F64 ? "f64" : "f32";
    }

    private static Object scalar(ElementType type, double a) {
        return type == ElementType.F64 ? (Object) a : (Object) (float) a;
    }

    /** Gives back the memory that its owners have not. */
    @Override
    public void close() {
        living.forEach(OpenClResident::close);
    }
}

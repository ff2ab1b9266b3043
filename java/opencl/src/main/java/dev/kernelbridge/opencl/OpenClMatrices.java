package dev.kernelbridge.opencl;

import dev.kernelbridge.KernelException;
import dev.kernelbridge.spi.ElementType;
import dev.kernelbridge.spi.GemmShape;
import dev.kernelbridge.spi.GemvShape;
import dev.kernelbridge.spi.MatrixEngine;
import dev.kernelbridge.spi.VectorEngine;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Launches the matrix kernels, on host memory too: C stays on the device while slabs of A and B, some hundred or thousand products deep,
 * pass by, so that any depth needs a bounded piece of the device's memory. C goes back when all is done.
 */
final class OpenClMatrices {
    /** Elements of A and B in a slab; core's tiles have no more for one block of {@link MatrixEngine#DEPTH}. */
    static final long MOST = 1L << 24;

    private static final String FILE = "matrix.cl";
    private static final long GROUP = 256;

    private final ClDevice device;

    OpenClMatrices(ClDevice device) {
        this.device = device;
    }

    /** A matrix on the device. */
    record Place(DeviceBuffer buffer, long at) {
    }

    void launch(Lane lane, GemmShape s, Place a, Place b, Place c) {
        if (s.m() == 0 || s.n() == 0) {
            return;
        }
        int side = s.type() == ElementType.F64 ? 64 : 128;
        long squares = Math.ceilDiv(s.m(), side) * Math.ceilDiv(s.n(), side);
        lane.launch(FILE, "kb_gemm_" + name(s.type()), squares * GROUP, GROUP, s.transA() ? 1 : 0, s.transB() ? 1 : 0, s.m(), s.n(), s.k(),
                scalar(s.type(), s.alpha()), a.buffer, a.at, s.lda(), b.buffer, b.at, s.ldb(), scalar(s.type(), s.beta()), c.buffer, c.at,
                s.ldc());
    }

    void launch(Lane lane, GemvShape s, Place a, Place x, Place y) {
        if (s.outer() == 0) {
            return;
        }
        Object alpha = scalar(s.type(), s.alpha());
        Object beta = scalar(s.type(), s.beta());
        if (s.trans() || s.scalesOnly()) {
            lane.launch(FILE, "kb_gemv_columns_" + name(s.type()), Math.ceilDiv(s.outer(), GROUP) * GROUP, GROUP, s.inner(), s.outer(),
                    alpha, a.buffer, a.at, s.lda(), x.buffer, x.at, beta, y.buffer, y.at);
            return;
        }
        if (!device.fp64() && s.columns() > VectorEngine.BLOCK) {
            throw new KernelException(device.device().name() + " joins the parts of a row of " + s.columns()
                    + " floats as doubles, which it lacks"
                    + " (cl_khr_fp64); multiply rows of " + VectorEngine.BLOCK + " at most, or use another backend");
        }
        lane.launch(FILE, "kb_gemv_rows_" + name(s.type()), s.rows() * VectorEngine.LANES, VectorEngine.LANES, s.columns(), alpha,
                a.buffer, a.at, s.lda(), x.buffer, x.at, beta, y.buffer, y.at);
    }

    /** C = alpha op(A) op(B) + beta C in host memory, on a lane's buffers. */
    void gemm(Lane lane, GemmShape s, MemorySegment a, MemorySegment b, MemorySegment c) {
        if (s.m() == 0 || s.n() == 0) {
            return;
        }
        int bytes = s.type().bytes();
        long k = s.scalesOnly() ? 0 : s.k();
        long depth = Math.min(k, Math.max(1, MOST / MatrixEngine.DEPTH / (s.m() + s.n())) * MatrixEngine.DEPTH);
        Place onC = new Place(lane.scratch(0, s.m() * s.n() * bytes), 0);
        Place onA = new Place(lane.scratch(1, s.m() * depth * bytes), 0);
        Place onB = new Place(lane.scratch(2, depth * s.n() * bytes), 0);
        if (s.beta() != 0) {
            upload(lane, c, 0, s.m(), s.n(), s.ldc(), bytes, onC.buffer);
        }
        long p = 0;
        do {
            long d = Math.min(depth, k - p);
            upload(lane, a, s.a(0, p), s.transA() ? d : s.m(), s.transA() ? s.m() : d, s.lda(), bytes, onA.buffer);
            upload(lane, b, s.b(p, 0), s.transB() ? s.n() : d, s.transB() ? d : s.n(), s.ldb(), bytes, onB.buffer);
            launch(lane, new GemmShape(s.type(), s.transA(), s.transB(), s.m(), s.n(), d, s.alpha(), s.transA() ? s.m() : d,
                    s.transB() ? d : s.n(), p == 0 ? s.beta() : 1, s.n()), onA, onB, onC);
            p += d;
        } while (p < k);
        download(lane, onC.buffer, c, s.m(), s.n(), s.ldc(), bytes);
    }

    /** y = alpha A x + beta y in host memory, where A is not transposed and neither dimension is 0. */
    void gemv(Lane lane, GemvShape s, MemorySegment a, MemorySegment x, MemorySegment y) {
        int bytes = s.type().bytes();
        Place onY = new Place(lane.scratch(0, s.rows() * bytes), 0);
        Place onA = new Place(lane.scratch(1, s.rows() * s.columns() * bytes), 0);
        Place onX = new Place(lane.scratch(2, s.columns() * bytes), 0);
        if (s.beta() != 0) {
            upload(lane, y, 0, 1, s.rows(), s.rows(), bytes, onY.buffer);
        }
        upload(lane, x, 0, 1, s.columns(), s.columns(), bytes, onX.buffer);
        upload(lane, a, 0, s.rows(), s.columns(), s.lda(), bytes, onA.buffer);
        launch(lane, new GemvShape(s.type(), false, s.rows(), s.columns(), s.alpha(), s.columns(), s.beta()), onA, onX, onY);
        download(lane, onY.buffer, y, 1, s.rows(), s.rows(), bytes);
    }

    /** Rows of a matrix to the device, where they lie without gaps. */
    private static void upload(Lane lane, MemorySegment from, long at, long rows, long columns, long ld, int bytes, DeviceBuffer to) {
        if (rows == 0 || columns == 0) {
            return;
        }
        if (ld == columns || rows == 1) {
            lane.write(from.asSlice(at * bytes, rows * columns * bytes), to, 0);
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment dense = arena.allocate(rows * columns * bytes, bytes);
            for (long i = 0; i < rows; i++) {
                MemorySegment.copy(from, (at + i * ld) * bytes, dense, i * columns * bytes, columns * bytes);
            }
            lane.write(dense, to, 0);
        }
    }

    /** The whole result, and only then into the caller's memory. */
    private static void download(Lane lane, DeviceBuffer from, MemorySegment to, long rows, long columns, long ld, int bytes) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment dense = arena.allocate(rows * columns * bytes, bytes);
            lane.read(from, 0, dense);
            for (long i = 0; i < rows; i++) {
                MemorySegment.copy(dense, i * columns * bytes, to, i * ld * bytes, columns * bytes);
            }
        }
    }

    private static String name(ElementType type) {
        return type == ElementType.F64 ? "f64" : "f32";
    }

    private static Object scalar(ElementType type, double value) {
        return type == ElementType.F64 ? (Object) value : (Object) (float) value;
    }
}

package dev.kernelbridge.cuda;

import static dev.kernelbridge.cuda.Stream.address;
import static dev.kernelbridge.cuda.Stream.f32;
import static dev.kernelbridge.cuda.Stream.f64;
import static dev.kernelbridge.cuda.Stream.u32;
import static dev.kernelbridge.cuda.Stream.u64;

import dev.kernelbridge.spi.ElementType;
import dev.kernelbridge.spi.GemmShape;
import dev.kernelbridge.spi.GemvShape;
import dev.kernelbridge.spi.MatrixEngine;
import java.lang.foreign.MemorySegment;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;

/**
 * Launches the matrix kernels, on host memory too: C stays on the device while slabs of A and B, some hundred or thousand products deep,
 * pass by, so that any depth needs a bounded piece of the device's memory. C goes back when all is done.
 */
final class CudaMatrices {
    /** Elements of A and B in a slab; core's tiles have no more for one block of {@link MatrixEngine#DEPTH}. */
    static final long MOST = 1L << 24;
    private static final long PIECE = Lane.CHUNK_BYTES;

    private final LoadedKernels kernels;
    private final Lanes lanes;
    private final Geometry geometry;

    CudaMatrices(LoadedKernels kernels, Lanes lanes, Geometry geometry) {
        this.kernels = kernels;
        this.lanes = lanes;
        this.geometry = geometry;
    }

    void launch(Stream stream, GemmShape s, CUdeviceptr a, CUdeviceptr b, CUdeviceptr c) {
        boolean wide = s.type() == ElementType.F64;
        if (s.m() == 0 || s.n() == 0) {
            return;
        }
        kernels.launch(stream, wide ? "kb_gemm_f64" : "kb_gemm_f32", geometry.squares(s.m(), s.n(), wide ? 64 : 128),
                u32(s.transA() ? 1 : 0), u32(s.transB() ? 1 : 0), u64(s.m()), u64(s.n()), u64(s.k()), scalar(s.type(), s.alpha()),
                address(a), u64(s.lda()), address(b), u64(s.ldb()), scalar(s.type(), s.beta()), address(c), u64(s.ldc()));
    }

    void launch(Stream stream, GemvShape s, CUdeviceptr a, CUdeviceptr x, CUdeviceptr y) {
        if (s.outer() == 0) {
            return;
        }
        kernels.launch(stream, s.type() == ElementType.F64 ? "kb_gemv_f64" : "kb_gemv_f32", geometry.gemv(s.trans(), s.outer()),
                u32(s.trans() ? 1 : 0), u64(s.rows()), u64(s.columns()), scalar(s.type(), s.alpha()), address(a), u64(s.lda()), address(x),
                scalar(s.type(), s.beta()), address(y));
    }

    /** C = alpha op(A) op(B) + beta C in host memory. */
    void gemm(GemmShape s, MemorySegment a, MemorySegment b, MemorySegment c) {
        if (s.m() == 0 || s.n() == 0) {
            return;
        }
        int bytes = s.type().bytes();
        long k = s.scalesOnly() ? 0 : s.k();
        long blocks = Math.max(1, MOST / MatrixEngine.DEPTH / (s.m() + s.n()));
        long depth = Math.min(k, blocks * MatrixEngine.DEPTH);
        long aAt = HostPipeline.aligned(s.m() * s.n() * bytes);
        long bAt = aAt + HostPipeline.aligned(s.m() * depth * bytes);
        lanes.run(lane -> {
            Memory.OnDevice scratch = lane.scratch(bAt + HostPipeline.aligned(depth * s.n() * bytes));
            if (s.beta() != 0) {
                upload(lane, c, 0, s.m(), s.n(), s.ldc(), bytes, scratch, 0);
            }
            for (long p = 0; p < k || p == 0; p += depth) {
                long d = Math.min(depth, k - p);
                upload(lane, a, s.a(0, p), s.transA() ? d : s.m(), s.transA() ? s.m() : d, s.lda(), bytes, scratch, aAt);
                upload(lane, b, s.b(p, 0), s.transB() ? s.n() : d, s.transB() ? d : s.n(), s.ldb(), bytes, scratch, bAt);
                Stream stream = lane.stream(0);
                launch(stream, new GemmShape(s.type(), s.transA(), s.transB(), s.m(), s.n(), d, s.alpha(), s.transA() ? s.m() : d,
                        s.transB() ? d : s.n(), p == 0 ? s.beta() : 1, s.n()), scratch.at(aAt), scratch.at(bAt), scratch.at(0));
                stream.finish();
                if (k == 0) {
                    break;
                }
            }
            download(lane, scratch, s.m() * s.n() * bytes, c, s.m(), s.n(), s.ldc(), bytes);
        });
    }

    /** y = alpha A x + beta y in host memory, where A is not transposed and neither dimension is 0. */
    void gemv(GemvShape s, MemorySegment a, MemorySegment x, MemorySegment y) {
        int bytes = s.type().bytes();
        long xAt = HostPipeline.aligned(s.rows() * bytes);
        long aAt = xAt + HostPipeline.aligned(s.columns() * bytes);
        lanes.run(lane -> {
            Memory.OnDevice scratch = lane.scratch(aAt + HostPipeline.aligned(s.rows() * s.columns() * bytes));
            if (s.beta() != 0) {
                upload(lane, y, 0, 1, s.rows(), s.rows(), bytes, scratch, 0);
            }
            upload(lane, x, 0, 1, s.columns(), s.columns(), bytes, scratch, xAt);
            upload(lane, a, 0, s.rows(), s.columns(), s.lda(), bytes, scratch, aAt);
            launch(lane.stream(0), new GemvShape(s.type(), false, s.rows(), s.columns(), s.alpha(), s.columns(), s.beta()), scratch.at(aAt),
                    scratch.at(xAt), scratch.at(0));
            lane.stream(0).finish();
            download(lane, scratch, s.rows() * bytes, y, 1, s.rows(), s.rows(), bytes);
        });
    }

    /** Rows of a matrix to the device, where they lie without gaps; one piece is under way while the next one is packed. */
    private static void upload(Lane lane, MemorySegment from, long at, long rows, long columns, long ld, int bytes, Memory.OnDevice to,
            long toAt) {
        long row = columns * bytes;
        long all = rows * row;
        Memory.Pinned pinned = lane.in(Lane.SLOTS * Math.min(all, PIECE));
        int slot = 0;
        for (long done = 0; done < all; done += PIECE) {
            long piece = Math.min(PIECE, all - done);
            Stream stream = lane.stream(slot);
            stream.finish();
            for (long packed = 0, part; packed < piece; packed += part) {
                long i = (done + packed) / row;
                long within = (done + packed) % row;
                part = Math.min(row - within, piece - packed);
                MemorySegment.copy(from, (at + i * ld) * bytes + within, pinned.segment(), slot * PIECE + packed, part);
            }
            stream.copyIn(to.at(toAt + done), pinned.at(slot * PIECE), piece);
            slot = (slot + 1) % Lane.SLOTS;
        }
        lane.finish();
    }

    /** The whole result, and only then into the caller's memory. */
    private static void download(Lane lane, Memory.OnDevice from, long all, MemorySegment to, long rows, long columns, long ld, int bytes) {
        try (Lane.Result out = lane.out(all)) {
            for (long done = 0; done < all; done += PIECE) {
                long piece = Math.min(PIECE, all - done);
                lane.stream(0).copyOut(out.at(done, piece), from.at(done), piece);
            }
            lane.finish();
            for (long i = 0; i < rows; i++) {
                MemorySegment.copy(out.segment(), i * columns * bytes, to, i * ld * bytes, columns * bytes);
            }
        }
    }

    private static Pointer scalar(ElementType type, double value) {
        return type == ElementType.F64 ? f64(value) : f32(value);
    }
}

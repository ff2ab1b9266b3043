package dev.kernelbridge.scalar;

import dev.kernelbridge.spi.ElementType;
import dev.kernelbridge.spi.GemvShape;
import dev.kernelbridge.spi.MatrixKernel;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Matrix products by the Vector API, with the blocks and panels of the C backends, in arrays. C is an array of its type; A and B may be
 * anything, for they are packed. Loaded only where the module is there; {@link MatrixTrial} tells when it is worth using.
 */
final class MatrixTiles implements MatrixKernel {
    /** Half a core's second-level cache is A's block; so much of B passes by it at a time. */
    private static final long BUDGET = 1 << 22;
    /** Eight rows of three accumulators want 24 registers: AVX2 has 16, AVX-512 and NEON have 32. */
    private static final int ROWS = DoubleTiles.BITS == 256 ? 4 : 8;
    /** Multiplications of a call that is watched: tiles at the edges take as long as whole ones, so shorter ones say little. */
    private static final long LEAST_TIMED = 1 << 19;
    private static final ConcurrentLinkedQueue<MemorySegment> DOUBLES = new ConcurrentLinkedQueue<>();
    private static final ConcurrentLinkedQueue<MemorySegment> FLOATS = new ConcurrentLinkedQueue<>();

    @Override
    public int rows() {
        return ROWS;
    }

    @Override
    public int columns(ElementType type) {
        return type == ElementType.F64 ? DoubleTiles.WIDTH : FloatTiles.WIDTH;
    }

    @Override
    public long budget(ElementType type) {
        return type == ElementType.F64 ? BUDGET : 2 * BUDGET;
    }

    @Override
    public MemorySegment take(ElementType type, long elements) {
        MemorySegment kept = (type == ElementType.F64 ? DOUBLES : FLOATS).poll();
        if (kept != null && kept.byteSize() >= elements * type.bytes()) {
            return kept;
        }
        int length = Math.toIntExact(elements);
        return type == ElementType.F64 ? MemorySegment.ofArray(new double[length]) : MemorySegment.ofArray(new float[length]);
    }

    @Override
    public void give(MemorySegment scratch) {
        (scratch.heapBase().orElseThrow() instanceof double[] ? DOUBLES : FLOATS).add(scratch);
    }

    @Override
    public boolean takes(ElementType type, MemorySegment operand) {
        return true;
    }

    @Override
    public boolean together(ElementType type, MemorySegment a, MemorySegment b, MemorySegment c) {
        return false; // always packed
    }

    @Override
    public void pack(ElementType type, boolean ofB, boolean across, long count, long k, MemorySegment x, long at, long ld,
            MemorySegment packed, long packedAt) {
        int width = ofB ? columns(type) : ROWS;
        int depth = (int) k;
        for (int j = 0; j < count; j += width) {
            int live = (int) Math.min(width, count - j);
            int to = (int) packedAt + j * depth;
            if (type == ElementType.F64) {
                pack(across, live, width, depth, x, across ? at + j * ld : at + j, ld, (double[]) array(packed), to);
            } else {
                pack(across, live, width, depth, x, across ? at + j * ld : at + j, ld, (float[]) array(packed), to);
            }
        }
    }

    private static void pack(boolean across, int live, int width, int depth, MemorySegment x, long at, long ld, double[] to, int toAt) {
        if (live < width) {
            Arrays.fill(to, toAt, toAt + width * depth, 0);
        }
        if (x.heapBase().orElse(null) instanceof double[] from && x.address() % 8 == 0) {
            int base = Math.toIntExact(x.address() / 8 + at);
            if (across) {
                scatter(live, width, depth, from, base, (int) ld, to, toAt);
            } else if (live == DoubleTiles.WIDTH) {
                DoubleTiles.copy(from, base, (int) ld, depth, to, toAt);
            } else {
                for (int p = 0; p < depth; p++) {
                    System.arraycopy(from, base + p * (int) ld, to, toAt + p * width, live);
                }
            }
            return;
        }
        double[] line = new double[across ? depth : live];
        for (int i = 0; i < (across ? live : depth); i++) {
            MemorySegment.copy(x, ValueLayout.JAVA_DOUBLE_UNALIGNED, (at + i * ld) * 8, line, 0, line.length);
            if (across) {
                scatter(1, width, depth, line, 0, 0, to, toAt + i);
            } else {
                System.arraycopy(line, 0, to, toAt + i * width, live);
            }
        }
    }

    /** Rows become columns: eight at a time where there are so many, so that the stores lie side by side. */
    private static void scatter(int live, int width, int depth, double[] from, int base, int ld, double[] to, int toAt) {
        int i = 0;
        for (; i <= live - 8; i += 8) {
            eight(width, depth, from, base + i * ld, ld, to, toAt + i);
        }
        for (; i < live; i++) {
            for (int p = 0; p < depth; p++) {
                to[toAt + p * width + i] = from[base + i * ld + p];
            }
        }
    }

    private static void eight(int width, int depth, double[] from, int row, int ld, double[] to, int toAt) {
        for (int p = 0; p < depth; p++) {
            int at = toAt + p * width;
            to[at] = from[row + p];
            to[at + 1] = from[row + ld + p];
            to[at + 2] = from[row + 2 * ld + p];
            to[at + 3] = from[row + 3 * ld + p];
            to[at + 4] = from[row + 4 * ld + p];
            to[at + 5] = from[row + 5 * ld + p];
            to[at + 6] = from[row + 6 * ld + p];
            to[at + 7] = from[row + 7 * ld + p];
        }
    }

    private static void pack(boolean across, int live, int width, int depth, MemorySegment x, long at, long ld, float[] to, int toAt) {
        if (live < width) {
            Arrays.fill(to, toAt, toAt + width * depth, 0);
        }
        if (x.heapBase().orElse(null) instanceof float[] from && x.address() % 4 == 0) {
            int base = Math.toIntExact(x.address() / 4 + at);
            if (across) {
                scatter(live, width, depth, from, base, (int) ld, to, toAt);
            } else if (live == FloatTiles.WIDTH) {
                FloatTiles.copy(from, base, (int) ld, depth, to, toAt);
            } else {
                for (int p = 0; p < depth; p++) {
                    System.arraycopy(from, base + p * (int) ld, to, toAt + p * width, live);
                }
            }
            return;
        }
        float[] line = new float[across ? depth : live];
        for (int i = 0; i < (across ? live : depth); i++) {
            MemorySegment.copy(x, ValueLayout.JAVA_FLOAT_UNALIGNED, (at + i * ld) * 4, line, 0, line.length);
            if (across) {
                scatter(1, width, depth, line, 0, 0, to, toAt + i);
            } else {
                System.arraycopy(line, 0, to, toAt + i * width, live);
            }
        }
    }

    /** Rows become columns: eight at a time where there are so many, so that the stores lie side by side. */
    private static void scatter(int live, int width, int depth, float[] from, int base, int ld, float[] to, int toAt) {
        int i = 0;
        for (; i <= live - 8; i += 8) {
            eight(width, depth, from, base + i * ld, ld, to, toAt + i);
        }
        for (; i < live; i++) {
            for (int p = 0; p < depth; p++) {
                to[toAt + p * width + i] = from[base + i * ld + p];
            }
        }
    }

    private static void eight(int width, int depth, float[] from, int row, int ld, float[] to, int toAt) {
        for (int p = 0; p < depth; p++) {
            int at = toAt + p * width;
            to[at] = from[row + p];
            to[at + 1] = from[row + ld + p];
            to[at + 2] = from[row + 2 * ld + p];
            to[at + 3] = from[row + 3 * ld + p];
            to[at + 4] = from[row + 4 * ld + p];
            to[at + 5] = from[row + 5 * ld + p];
            to[at + 6] = from[row + 6 * ld + p];
            to[at + 7] = from[row + 7 * ld + p];
        }
    }

    @Override
    public void multiplyPacked(ElementType type, long m, long n, long k, double alpha, MemorySegment packed, long aAt, long bAt,
            double beta, MemorySegment c, long cAt, long ldc) {
        long start = System.nanoTime();
        if (type == ElementType.F64) {
            double[] panels = (double[]) array(packed);
            int at = (int) (c.address() / 8 + cAt);
            multiply((int) m, (int) n, (int) k, alpha, panels, (int) aAt, (int) bAt, beta, (double[]) array(c), at, (int) ldc);
        } else {
            float[] panels = (float[]) array(packed);
            int at = (int) (c.address() / 4 + cAt);
            multiply((int) m, (int) n, (int) k, (float) alpha, panels, (int) aAt, (int) bAt, (float) beta, (float[]) array(c), at,
                    (int) ldc);
        }
        Choice choice = MatrixTrial.of(type);
        if (m * n * k >= LEAST_TIMED && choice.isVector() && choice.watched(m * n * k)) {
            choice.took(m * n * k, System.nanoTime() - start);
        }
    }

    static void multiply(int m, int n, int k, double alpha, double[] panels, int aAt, int bAt, double beta, double[] c, int cAt, int ldc) {
        int width = DoubleTiles.WIDTH;
        double[] sums = new double[ROWS * width];
        for (int i = 0; i < m; i += ROWS) {
            for (int j = 0; j < n; j += width) {
                sum(panels, aAt + i * k, bAt + j * k, k, sums);
                for (int r = 0; r < ROWS && i + r < m; r++) {
                    int at = cAt + (i + r) * ldc + j;
                    if (j + width <= n) {
                        DoubleTiles.add(sums, r * width, alpha, beta, c, at);
                    } else {
                        add(sums, r * width, n - j, alpha, beta, c, at);
                    }
                }
            }
        }
    }

    private static void sum(double[] panels, int a, int b, int k, double[] sums) {
        if (ROWS == 8) {
            DoubleTiles.sum8(panels, a, panels, b, k, sums);
        } else {
            DoubleTiles.sum4(panels, a, panels, b, k, sums);
        }
    }

    private static void add(double[] sums, int from, int columns, double alpha, double beta, double[] c, int at) {
        for (int j = 0; j < columns; j++) {
            c[at + j] = Math.fma(alpha, sums[from + j], beta == 0 ? 0 : beta * c[at + j]);
        }
    }

    static void multiply(int m, int n, int k, float alpha, float[] panels, int aAt, int bAt, float beta, float[] c, int cAt, int ldc) {
        int width = FloatTiles.WIDTH;
        float[] sums = new float[ROWS * width];
        for (int i = 0; i < m; i += ROWS) {
            for (int j = 0; j < n; j += width) {
                sum(panels, aAt + i * k, bAt + j * k, k, sums);
                for (int r = 0; r < ROWS && i + r < m; r++) {
                    int at = cAt + (i + r) * ldc + j;
                    if (j + width <= n) {
                        FloatTiles.add(sums, r * width, alpha, beta, c, at);
                    } else {
                        add(sums, r * width, n - j, alpha, beta, c, at);
                    }
                }
            }
        }
    }

    private static void sum(float[] panels, int a, int b, int k, float[] sums) {
        if (ROWS == 8) {
            FloatTiles.sum8(panels, a, panels, b, k, sums);
        } else {
            FloatTiles.sum4(panels, a, panels, b, k, sums);
        }
    }

    private static void add(float[] sums, int from, int columns, float alpha, float beta, float[] c, int at) {
        for (int j = 0; j < columns; j++) {
            c[at + j] = Math.fma(alpha, sums[from + j], beta == 0 ? 0 : beta * c[at + j]);
        }
    }

    @Override
    public void multiply(ElementType type, long m, long n, long k, double alpha, MemorySegment a, long aAt, long row, long step,
            MemorySegment b, long bAt, long ldb, double beta, MemorySegment c, long cAt, long ldc) {
        throw new UnsupportedOperationException("always packed");
    }

    @Override
    public void gemv(GemvShape shape, MemorySegment a, long aAt, MemorySegment x, long xAt, MemorySegment y, long yAt) {
        throw new UnsupportedOperationException("plain Java does that");
    }

    private static Object array(MemorySegment segment) {
        return segment.heapBase().orElseThrow();
    }
}

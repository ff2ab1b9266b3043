package dev.kernelbridge.vector;

import dev.kernelbridge.plan.Plan;
import dev.kernelbridge.plan.Runner;
import dev.kernelbridge.plan.Session;
import dev.kernelbridge.plan.TrustedProducts;
import dev.kernelbridge.spi.Engine;
import dev.kernelbridge.spi.GemmShape;
import dev.kernelbridge.spi.GemvShape;
import dev.kernelbridge.spi.MatrixEngine;
import java.io.Serializable;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;

/**
 * Runs matrix products on host memory. Tiles of C are units for all threads of the session: a product is bound by arithmetic, not by
 * memory, so every core helps. A product of a matrix and a vector is bound by memory, and runs in chunks as maps do.
 */
public final class MatrixProducts {
    /** Multiplications that are not worth a second thread: 0.1 ms in C; waking one takes 0.02 to 0.05. */
    private static final long ALONE = 1L << 22;
    /** Units a thread, so that the last ones end together. */
    private static final int UNITS = 2;
    /** Tiles are cut at multiples of this, which all backends' tiles in registers divide. */
    private static final long GRAIN = 48;
    /** Elements of C, A and B that a unit may need in a device's memory at once: 512 MB of doubles. */
    private static final double LARGEST = 1 << 26;
    /** Elements of A that a chunk of a matrix-vector product has. */
    private static final long CHUNK = 1L << 22;
    private static final Thread OTHER = new Thread(() -> { });

    private MatrixProducts() {
    }

    /** C = alpha op(A) op(B) + beta C. */
    public static void gemm(Session session, GemmShape shape, MemorySegment a, MemorySegment b, MemorySegment c) {
        if (shape.m() == 0 || shape.n() == 0) {
            return;
        }
        if (work(shape) <= ALONE) {
            session.run(engine -> TrustedProducts.of(engine, shape.type()).gemm(shape, a, b, c));
            return;
        }
        Product product = new Product(session, shape, a, b, c);
        if (a.isAccessibleBy(OTHER) && b.isAccessibleBy(OTHER) && c.isAccessibleBy(OTHER)) {
            Runner.run(session, product);
        } else { // memory of a confined arena: the caller alone may touch it
            long start = System.nanoTime();
            for (Iterator<Tile> tiles = product.units(session::engine); tiles.hasNext();) {
                Tile tile = tiles.next();
                session.checkStop(start, () -> "gemm: C is written above row " + tile.row + " or left of column " + tile.column);
                session.run(engine -> product.run(engine, tile));
            }
        }
    }

    /** y = alpha op(A) x + beta y. */
    public static void gemv(Session session, GemvShape shape, MemorySegment a, MemorySegment x, MemorySegment y) {
        long most = Math.max(1, CHUNK / Math.max(1, shape.inner()));
        for (long from = 0; from < shape.outer(); from += most) {
            if (from > 0) {
                Chunks.checkInterrupt("gemv");
            }
            long at = from;
            GemvShape part = shape.part(Math.min(most, shape.outer() - from));
            int bytes = shape.type().bytes();
            MemorySegment matrix = shape.scalesOnly() ? a : a.asSlice(shape.a(at) * bytes);
            session.run(engine -> TrustedProducts.of(engine, shape.type()).gemv(part, matrix, x, y.asSlice(at * bytes)));
        }
    }

    private static double work(GemmShape shape) {
        return (double) shape.m() * shape.n() * Math.max(1, shape.k());
    }

    /** A unit: these rows and columns of C. */
    private record Tile(long row, long column, long rows, long columns) implements Serializable {
    }

    private record Product(Session session, GemmShape shape, MemorySegment a, MemorySegment b, MemorySegment c)
            implements Plan<Tile, Boolean> {

        @Override
        public String kernel() {
            return "gemm";
        }

        @Override
        public Iterator<Tile> units(Supplier<Engine> running) {
            Engine engine = running.get();
            int threads = Math.max(1, Math.min(session.options().threads(), engine.parallelism()));
            long rows = shape.m();
            long columns = shape.n();
            double most = engine.vectors().gemmUnit(shape.type());
            double each = threads == 1 ? most : Math.min(most, Math.max(ALONE, work(shape) / (threads * UNITS)));
            while (((double) rows * columns * shape.k() > each || tooLarge(rows, columns)) && (rows > GRAIN || columns > GRAIN)) {
                if (rows >= columns) {
                    rows = half(rows);
                } else {
                    columns = half(columns);
                }
            }
            List<Tile> tiles = new ArrayList<>();
            for (long i = 0; i < shape.m(); i += rows) {
                for (long j = 0; j < shape.n(); j += columns) {
                    tiles.add(new Tile(i, j, Math.min(rows, shape.m() - i), Math.min(columns, shape.n() - j)));
                }
            }
            return tiles.iterator();
        }

        /** A device holds the tile, and slabs of A and B. */
        private boolean tooLarge(long rows, long columns) {
            return (double) rows * columns + (double) (rows + columns) * Math.min(shape.k(), MatrixEngine.DEPTH) > LARGEST;
        }

        private static long half(long n) {
            return Math.ceilDiv(Math.ceilDiv(n, 2), GRAIN) * GRAIN;
        }

        @Override
        public Iterator<Tile> split(Tile tile, Engine next) {
            return List.of(tile).iterator();
        }

        @Override
        public double totalCost() {
            return work(shape);
        }

        @Override
        public double cost(Tile tile) {
            return work(shape.part(tile.rows, tile.columns));
        }

        @Override
        public Boolean run(Engine engine, Tile tile) {
            int bytes = shape.type().bytes();
            boolean used = !shape.scalesOnly();
            TrustedProducts.of(engine, shape.type()).gemm(shape.part(tile.rows, tile.columns),
                    used ? a.asSlice(shape.a(tile.row, 0) * bytes) : a, used ? b.asSlice(shape.b(0, tile.column) * bytes) : b,
                    c.asSlice(shape.c(tile.row, tile.column) * bytes));
            return true;
        }

        @Override
        public void accept(Tile tile, Boolean done) {
            // C has it
        }
    }
}

package dev.kernelbridge.scalar;

import dev.kernelbridge.spi.ElementType;
import java.util.concurrent.locks.LockSupport;

/**
 * Whether the tiles of {@link MatrixTiles} are compiled, and faster than the plain loops. Before C2 has compiled it, code by the Vector
 * API was seen a thousand times slower than after, and now and then in a JVM it stays slow. So nobody waits for it: the first product that
 * is worth it starts a thread that runs a tile until it is fast; until then, and whenever tiles turn out slower than the plain loops were,
 * the plain loops do the work. The bits are the same.
 */
final class TileWarmth {
    private static final TileWarmth F64 = new TileWarmth(ElementType.F64, false, Double.POSITIVE_INFINITY);
    private static final TileWarmth F32 = new TileWarmth(ElementType.F32, false, Double.POSITIVE_INFINITY);
    /** Multiplications of a product that is worth the training: 2 ms of plain Java, in vectors that C2 found. */
    private static final double WORTH = 1 << 24;
    private static final int DEPTH = 256;
    /** Rounds of training in a row that must be fast, so that it is compiled for good. */
    private static final int SURE = 20;
    /** Tiles that C2 must have seen before it begins, and some more. */
    private static final int TRAINING = 600;
    /** Then the compiler's queue takes its time, seconds on a busy machine: a tile now and then asks whether it is done. */
    private static final int LOOKS = 20_000;
    private static final long PAUSE_NANOS = 2_000_000;
    /** Calls in a row that were slower than the plain loops, before tiles are given up: some may have lost their core for a while. */
    private static final int PATIENCE = 16;
    private static final long PATIENCE_NANOS = 500_000_000;

    private final ElementType type;
    private volatile boolean ready;
    private volatile boolean training;
    private volatile double plain; // the plain loops' best, in ns a multiplication
    private int slow; // races lose a count at most
    private long slowNanos;
    private int failures;

    TileWarmth(ElementType type, boolean ready, double plain) {
        this.type = type;
        this.ready = ready;
        this.plain = plain;
    }

    static TileWarmth of(ElementType type) {
        return type == ElementType.F64 ? F64 : F32;
    }

    boolean ready() {
        return ready;
    }

    /** A product was computed by the plain loops. */
    void plainTook(double work, long nanos) {
        if (work >= WORTH) {
            plain = Math.min(plain, nanos / work);
            if (!training && failures < 3) {
                train();
            }
        }
    }

    /** Tiles were. */
    void took(double work, long nanos) {
        if (work < WORTH / 32) {
            return; // too short to be timed
        }
        if (nanos <= work * plain) {
            slow = 0;
            slowNanos = 0;
        } else {
            slow++;
            slowNanos += nanos;
        }
        if (slow >= PATIENCE || slow > 1 && slowNanos > PATIENCE_NANOS) {
            slow = 0;
            slowNanos = 0;
            failures++;
            ready = false;
        }
    }

    private synchronized void train() {
        if (training || ready) {
            return;
        }
        training = true;
        Thread trainer = new Thread(this::untilFast, "kernelbridge-warm-up");
        trainer.setDaemon(true);
        trainer.start();
    }

    private void untilFast() {
        try {
            MatrixTiles tiles = new MatrixTiles();
            int width = tiles.columns(type);
            int panels = DEPTH * (tiles.rows() + width);
            double[] doubles = type == ElementType.F64 ? new double[panels] : null;
            float[] floats = doubles == null ? new float[panels] : null;
            double[] c = new double[tiles.rows() * width];
            float[] f = new float[tiles.rows() * width];
            double work = (double) DEPTH * tiles.rows() * width;
            int fast = 0;
            for (int count = 0; count < TRAINING + LOOKS && fast < SURE; count++) {
                if (count > TRAINING && fast == 0) {
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
                long start = System.nanoTime();
                if (doubles != null) {
                    MatrixTiles.multiply(tiles.rows(), width, DEPTH, 1, doubles, 0, DEPTH * tiles.rows(), count & 1, c, 0, width);
                } else {
                    MatrixTiles.multiply(tiles.rows(), width, DEPTH, 1, floats, 0, DEPTH * tiles.rows(), count & 1, f, 0, width);
                }
                fast = System.nanoTime() - start < work * plain ? fast + 1 : 0;
            }
            if (fast >= SURE) {
                ready = true;
            } else {
                failures++;
            }
        } finally {
            training = false;
        }
    }
}

package dev.kernelbridge.scalar;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Tiles of C for packed panels of doubles by the Vector API, for {@link MatrixTiles}: eight rows of three vectors where there are 32
 * registers, four where there are 16. Written out, since an array of accumulators would lie in memory. And nothing but loads, fma and
 * stores: C2 inlines so many nodes and no more, and what it calls with a vector makes it put all of them into objects, in each turn of the
 * loop: 80 times slower.
 */
final class DoubleTiles {
    static final VectorSpecies<Double> LANES = DoubleVector.SPECIES_PREFERRED;
    /** The width of a register. */
    static final int BITS = LANES.vectorBitSize();
    static final int LENGTH = LANES.length();
    static final int WIDTH = 3 * LENGTH;

    private DoubleTiles() {
    }

    /** sums = the sums of a * b of eight rows, one behind the other. */
    static void sum8(double[] a, int aAt, double[] b, int bAt, int k, double[] sums) {
        DoubleVector c00 = DoubleVector.zero(LANES);
        DoubleVector c01 = c00;
        DoubleVector c02 = c00;
        DoubleVector c10 = c00;
        DoubleVector c11 = c00;
        DoubleVector c12 = c00;
        DoubleVector c20 = c00;
        DoubleVector c21 = c00;
        DoubleVector c22 = c00;
        DoubleVector c30 = c00;
        DoubleVector c31 = c00;
        DoubleVector c32 = c00;
        DoubleVector c40 = c00;
        DoubleVector c41 = c00;
        DoubleVector c42 = c00;
        DoubleVector c50 = c00;
        DoubleVector c51 = c00;
        DoubleVector c52 = c00;
        DoubleVector c60 = c00;
        DoubleVector c61 = c00;
        DoubleVector c62 = c00;
        DoubleVector c70 = c00;
        DoubleVector c71 = c00;
        DoubleVector c72 = c00;
        for (int p = 0; p < k; p++) {
            int from = bAt + p * WIDTH;
            DoubleVector b0 = DoubleVector.fromArray(LANES, b, from);
            DoubleVector b1 = DoubleVector.fromArray(LANES, b, from + LENGTH);
            DoubleVector b2 = DoubleVector.fromArray(LANES, b, from + 2 * LENGTH);
            int row = aAt + p * 8;
            DoubleVector s = DoubleVector.broadcast(LANES, a[row]);
            c00 = s.fma(b0, c00);
            c01 = s.fma(b1, c01);
            c02 = s.fma(b2, c02);
            s = DoubleVector.broadcast(LANES, a[row + 1]);
            c10 = s.fma(b0, c10);
            c11 = s.fma(b1, c11);
            c12 = s.fma(b2, c12);
            s = DoubleVector.broadcast(LANES, a[row + 2]);
            c20 = s.fma(b0, c20);
            c21 = s.fma(b1, c21);
            c22 = s.fma(b2, c22);
            s = DoubleVector.broadcast(LANES, a[row + 3]);
            c30 = s.fma(b0, c30);
            c31 = s.fma(b1, c31);
            c32 = s.fma(b2, c32);
            s = DoubleVector.broadcast(LANES, a[row + 4]);
            c40 = s.fma(b0, c40);
            c41 = s.fma(b1, c41);
            c42 = s.fma(b2, c42);
            s = DoubleVector.broadcast(LANES, a[row + 5]);
            c50 = s.fma(b0, c50);
            c51 = s.fma(b1, c51);
            c52 = s.fma(b2, c52);
            s = DoubleVector.broadcast(LANES, a[row + 6]);
            c60 = s.fma(b0, c60);
            c61 = s.fma(b1, c61);
            c62 = s.fma(b2, c62);
            s = DoubleVector.broadcast(LANES, a[row + 7]);
            c70 = s.fma(b0, c70);
            c71 = s.fma(b1, c71);
            c72 = s.fma(b2, c72);
        }
        c00.intoArray(sums, 0);
        c01.intoArray(sums, LENGTH);
        c02.intoArray(sums, 2 * LENGTH);
        c10.intoArray(sums, 3 * LENGTH);
        c11.intoArray(sums, 4 * LENGTH);
        c12.intoArray(sums, 5 * LENGTH);
        c20.intoArray(sums, 6 * LENGTH);
        c21.intoArray(sums, 7 * LENGTH);
        c22.intoArray(sums, 8 * LENGTH);
        c30.intoArray(sums, 9 * LENGTH);
        c31.intoArray(sums, 10 * LENGTH);
        c32.intoArray(sums, 11 * LENGTH);
        c40.intoArray(sums, 12 * LENGTH);
        c41.intoArray(sums, 13 * LENGTH);
        c42.intoArray(sums, 14 * LENGTH);
        c50.intoArray(sums, 15 * LENGTH);
        c51.intoArray(sums, 16 * LENGTH);
        c52.intoArray(sums, 17 * LENGTH);
        c60.intoArray(sums, 18 * LENGTH);
        c61.intoArray(sums, 19 * LENGTH);
        c62.intoArray(sums, 20 * LENGTH);
        c70.intoArray(sums, 21 * LENGTH);
        c71.intoArray(sums, 22 * LENGTH);
        c72.intoArray(sums, 23 * LENGTH);
    }

    /** sums = the sums of a * b of four rows, one behind the other. */
    static void sum4(double[] a, int aAt, double[] b, int bAt, int k, double[] sums) {
        DoubleVector c00 = DoubleVector.zero(LANES);
        DoubleVector c01 = c00;
        DoubleVector c02 = c00;
        DoubleVector c10 = c00;
        DoubleVector c11 = c00;
        DoubleVector c12 = c00;
        DoubleVector c20 = c00;
        DoubleVector c21 = c00;
        DoubleVector c22 = c00;
        DoubleVector c30 = c00;
        DoubleVector c31 = c00;
        DoubleVector c32 = c00;
        for (int p = 0; p < k; p++) {
            int from = bAt + p * WIDTH;
            DoubleVector b0 = DoubleVector.fromArray(LANES, b, from);
            DoubleVector b1 = DoubleVector.fromArray(LANES, b, from + LENGTH);
            DoubleVector b2 = DoubleVector.fromArray(LANES, b, from + 2 * LENGTH);
            int row = aAt + p * 4;
            DoubleVector s = DoubleVector.broadcast(LANES, a[row]);
            c00 = s.fma(b0, c00);
            c01 = s.fma(b1, c01);
            c02 = s.fma(b2, c02);
            s = DoubleVector.broadcast(LANES, a[row + 1]);
            c10 = s.fma(b0, c10);
            c11 = s.fma(b1, c11);
            c12 = s.fma(b2, c12);
            s = DoubleVector.broadcast(LANES, a[row + 2]);
            c20 = s.fma(b0, c20);
            c21 = s.fma(b1, c21);
            c22 = s.fma(b2, c22);
            s = DoubleVector.broadcast(LANES, a[row + 3]);
            c30 = s.fma(b0, c30);
            c31 = s.fma(b1, c31);
            c32 = s.fma(b2, c32);
        }
        c00.intoArray(sums, 0);
        c01.intoArray(sums, LENGTH);
        c02.intoArray(sums, 2 * LENGTH);
        c10.intoArray(sums, 3 * LENGTH);
        c11.intoArray(sums, 4 * LENGTH);
        c12.intoArray(sums, 5 * LENGTH);
        c20.intoArray(sums, 6 * LENGTH);
        c21.intoArray(sums, 7 * LENGTH);
        c22.intoArray(sums, 8 * LENGTH);
        c30.intoArray(sums, 9 * LENGTH);
        c31.intoArray(sums, 10 * LENGTH);
        c32.intoArray(sums, 11 * LENGTH);
    }

    /** A whole row of a tile: c = fma(alpha, sum, beta * c). Two loops: one variable for two kinds of vectors would be an object. */
    static void add(double[] sums, int at, double alpha, double beta, double[] c, int cAt) {
        DoubleVector scale = DoubleVector.broadcast(LANES, alpha);
        if (beta == 0) {
            DoubleVector zero = DoubleVector.zero(LANES);
            for (int v = 0; v < WIDTH; v += LENGTH) {
                scale.fma(DoubleVector.fromArray(LANES, sums, at + v), zero).intoArray(c, cAt + v);
            }
            return;
        }
        for (int v = 0; v < WIDTH; v += LENGTH) {
            DoubleVector old = DoubleVector.fromArray(LANES, c, cAt + v).mul(beta);
            scale.fma(DoubleVector.fromArray(LANES, sums, at + v), old).intoArray(c, cAt + v);
        }
    }

    /** A panel of B: so many rows of WIDTH elements, {@code ld} apart, one behind the other. */
    static void copy(double[] from, int at, int ld, int rows, double[] to, int toAt) {
        for (int p = 0; p < rows; p++) {
            int row = at + p * ld;
            int out = toAt + p * WIDTH;
            DoubleVector.fromArray(LANES, from, row).intoArray(to, out);
            DoubleVector.fromArray(LANES, from, row + LENGTH).intoArray(to, out + LENGTH);
            DoubleVector.fromArray(LANES, from, row + 2 * LENGTH).intoArray(to, out + 2 * LENGTH);
        }
    }
}

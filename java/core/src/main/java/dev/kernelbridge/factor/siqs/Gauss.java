package dev.kernelbridge.factor.siqs;

import java.util.Arrays;

/** Dependencies of few columns by elimination over GF(2), a machine word at a time. */
final class Gauss {

    private Gauss() {
    }

    /** Up to 64 independent solutions of M x = 0: bit j of entry c tells whether solution j has column c. */
    static long[] nullSpace(int rows, int[][] columns) {
        int words = (rows + 63) / 64;
        int all = words + (columns.length + 63) / 64; // a column and which columns it is the sum of
        long[][] pivots = new long[rows][];
        long[] solutions = new long[columns.length];
        int found = 0;
        for (int c = 0; c < columns.length && found < 64; c++) {
            long[] column = new long[all];
            for (int r : columns[c]) {
                column[r >> 6] ^= 1L << r;
            }
            column[words + (c >> 6)] |= 1L << c;
            int pivot = reduce(column, words, pivots);
            if (pivot >= 0) {
                pivots[pivot] = column;
            } else {
                for (int k = 0; k <= c; k++) {
                    solutions[k] |= (column[words + (k >> 6)] >>> k & 1) << found;
                }
                found++;
            }
        }
        return found == 0 ? new long[columns.length] : solutions;
    }

    /** Reduces a column by those with pivots; its new pivot, or -1 if nothing is left. */
    private static int reduce(long[] column, int words, long[][] pivots) {
        for (int w = 0; w < words; w++) {
            while (column[w] != 0) {
                int row = 64 * w + Long.numberOfTrailingZeros(column[w]);
                long[] by = pivots[row];
                if (by == null) {
                    return row;
                }
                for (int k = w; k < column.length; k++) {
                    column[k] ^= by[k];
                }
            }
        }
        return -1;
    }

    /** Whether the columns of each solution add up to nothing. */
    static boolean solves(int rows, int[][] columns, long[] solutions) {
        long[] sums = new long[rows];
        for (int c = 0; c < columns.length; c++) {
            for (int r : columns[c]) {
                sums[r] ^= solutions[c];
            }
        }
        return Arrays.stream(sums).allMatch(s -> s == 0);
    }
}

package dev.kernelbridge.factor.siqs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Dependencies among columns over GF(2): columns that hold the only entry of a row are no part of any and go first, then elimination
 * where few are left and block Lanczos where many are.
 */
final class NullSpace {
    /** Below, elimination is as fast, and cannot fail. */
    private static final int FEW = 600;
    private static final int STARTS = 8;

    private NullSpace() {
    }

    /**
     * Up to 64 solutions of M x = 0: bit j of entry c tells whether solution j has column c. {@code check} is called between steps of
     * less than a second, and may throw.
     */
    static long[] of(int rows, int[][] columns, Runnable check) {
        int[] weight = new int[rows];
        for (int[] column : columns) {
            for (int r : column) {
                weight[r]++;
            }
        }
        boolean[] gone = new boolean[columns.length];
        for (boolean again = true; again;) {
            again = false;
            for (int c = 0; c < columns.length; c++) {
                if (!gone[c] && Arrays.stream(columns[c]).anyMatch(r -> weight[r] == 1)) {
                    gone[c] = true;
                    again = true;
                    for (int r : columns[c]) {
                        weight[r]--;
                    }
                }
            }
        }
        int[] row = new int[rows];
        int left = 0;
        for (int r = 0; r < rows; r++) {
            row[r] = weight[r] > 0 ? left++ : -1;
        }
        List<int[]> kept = new ArrayList<>();
        int[] origin = new int[columns.length];
        for (int c = 0; c < columns.length; c++) {
            if (!gone[c]) {
                origin[kept.size()] = c;
                kept.add(Arrays.stream(columns[c]).map(r -> row[r]).toArray());
            }
        }
        long[] solutions = solve(left, kept.toArray(int[][]::new), check);
        long[] all = new long[columns.length];
        for (int c = 0; c < solutions.length; c++) {
            all[origin[c]] = solutions[c];
        }
        return all;
    }

    private static long[] solve(int rows, int[][] columns, Runnable check) {
        for (int start = 1; start <= STARTS && columns.length > FEW; start++) {
            long[] solutions = BlockLanczos.nullSpace(rows, columns, start, check);
            if (solutions != null && Arrays.stream(solutions).anyMatch(w -> w != 0) && Gauss.solves(rows, columns, solutions)) {
                return solutions;
            }
        }
        return Gauss.nullSpace(rows, columns);
    }
}

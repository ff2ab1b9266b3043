package dev.kernelbridge.factor.siqs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Elimination and block Lanczos on random matrices like the sieve's: small rows dense, large ones sparse. */
final class NullSpaceTest {

    @ParameterizedTest
    @ValueSource(ints = {2, 10, 63, 64, 65, 130, 500})
    void eliminationFindsAllDependencies(int rows) {
        int[][] columns = random(rows, rows + 20, rows);
        long[] solutions = Gauss.nullSpace(rows, columns);
        check(rows, columns, solutions, Math.min(64, columns.length - rank(rows, columns)));
    }

    @ParameterizedTest
    @ValueSource(ints = {700, 1000, 2500, 6000})
    void blockLanczosFindsDependencies(int rows) {
        int[][] columns = random(rows, rows + 64, 5 * rows);
        long[] solutions = null;
        for (int seed = 1; solutions == null && seed < 6; seed++) {
            solutions = BlockLanczos.nullSpace(rows, columns, seed, () -> { });
        }
        assertNotNull(solutions, "block Lanczos met a dead end five times");
        check(rows, columns, solutions, 40);
    }

    @Test
    void columnsThatCannotBePartOfADependencyAreLeftOut() {
        int rows = 900;
        int[][] columns = random(rows, rows + 80, 3);
        columns[5] = new int[] {1, rows}; // the only entry in its row
        columns[6] = new int[] {2, rows + 1};
        columns[7] = new int[] {rows + 1, rows + 2}; // and one that is alone once its neighbour is gone
        long[] solutions = NullSpace.of(rows + 3, columns, () -> { });
        check(rows + 3, columns, solutions, 32);
        assertEquals(0, solutions[5] | solutions[6] | solutions[7]);
    }

    @Test
    void noDependencyIsNoSolution() {
        int[][] columns = new int[800][];
        for (int c = 0; c < columns.length; c++) {
            columns[c] = c == 0 ? new int[] {0} : new int[] {c - 1, c};
        }
        assertTrue(Arrays.stream(NullSpace.of(800, columns, () -> { })).allMatch(w -> w == 0));
    }

    private static void check(int rows, int[][] columns, long[] solutions, int least) {
        long[] sums = new long[rows];
        for (int c = 0; c < columns.length; c++) {
            for (int r : columns[c]) {
                sums[r] ^= solutions[c];
            }
        }
        for (int r = 0; r < rows; r++) {
            assertEquals(0, sums[r], "row " + r + " of M x");
        }
        int[][] transposed = new int[64][];
        for (int s = 0; s < 64; s++) {
            int bit = s;
            transposed[s] = java.util.stream.IntStream.range(0, columns.length).filter(c -> (solutions[c] >>> bit & 1) != 0).toArray();
        }
        int independent = rank(columns.length, transposed);
        assertTrue(independent >= least, independent + " independent solutions instead of at least " + least);
    }

    /** The rank, by the plainest elimination. */
    private static int rank(int rows, int[][] columns) {
        boolean[][] m = new boolean[columns.length][rows];
        for (int c = 0; c < columns.length; c++) {
            for (int r : columns[c]) {
                m[c][r] ^= true;
            }
        }
        int rank = 0;
        for (int r = 0; r < rows && rank < m.length; r++) {
            int pivot = rank;
            while (pivot < m.length && !m[pivot][r]) {
                pivot++;
            }
            if (pivot < m.length) {
                boolean[] t = m[pivot];
                m[pivot] = m[rank];
                m[rank] = t;
                for (int c = rank + 1; c < m.length; c++) {
                    if (m[c][r]) {
                        for (int k = r; k < rows; k++) {
                            m[c][k] ^= t[k];
                        }
                    }
                }
                rank++;
            }
        }
        return rank;
    }

    private static int[][] random(int rows, int columns, long seed) {
        Random random = new Random(seed);
        int[][] m = new int[columns][];
        for (int c = 0; c < columns; c++) {
            java.util.TreeSet<Integer> column = new java.util.TreeSet<>();
            for (int i = 0; i < Math.min(15, rows); i++) {
                column.add((int) (Math.pow(random.nextDouble(), 3) * rows));
            }
            m[c] = column.stream().mapToInt(r -> r).toArray();
        }
        return m;
    }
}

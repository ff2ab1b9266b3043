package dev.kernelbridge.factor.ecm;

import dev.kernelbridge.spi.Curves;
import dev.kernelbridge.spi.LucasChain;
import java.util.Arrays;

/**
 * Finds the one prime q from B1 to B2 by which the point of stage one must still be multiplied: q = g D + b or g D - b with b coprime to D
 * and below D / 2, and q P = 0 means that the points g D P and b P have the same x (Montgomery, Math. Comp. 48, 1987, section 4). So there
 * is one product for each pair (g, b) with a prime on either side. The b P are the table's columns, the g D P its rows, which
 * come in pieces.
 */
final class StageTwo {
    private static final int[] WIDTHS = {30, 60, 90, 120, 150, 180, 210, 330, 420, 630, 840, 1050, 1260, 2310, 3150, 4620, 6930, 9240,
        11550, 30030, 39270, 60060, 90090};
    private static final long MOST_KEPT = 1 << 23;

    private final long b1;
    private final long b2;
    private final int d;
    private final int columns;
    private final short[] columnOf; // of b, from 0 to D / 2
    private final long firstRow;
    private final int rows; // of a piece; even
    private final short[] begin;
    private final short[] nextRows;
    private final short[][] kept;

    /** {@code products} is about how many products a piece should take. B1 must be at least 45. */
    StageTwo(long b1, long b2, int products) {
        this.b1 = b1;
        this.b2 = b2;
        d = width(b1, b2, products);
        columnOf = new short[d / 2 + 1];
        Arrays.fill(columnOf, (short) -1);
        int count = 0;
        for (int b = 1; b <= d / 2; b++) {
            if (coprime(b)) {
                columnOf[b] = (short) count++;
            }
        }
        columns = count;
        firstRow = (b1 + d / 2) / d;
        long most = (b2 + d / 2) / d - firstRow + 1;
        rows = (int) Math.min(most + 1, rows(columns, products)) & -2;
        Steps steps = new Steps();
        int step = begin(steps);
        begin = steps.toArray();
        nextRows = nextRows(step);
        kept = new short[most * columns < MOST_KEPT ? pieces() : 0][];
    }

    private static int rows(int columns, int products) {
        return Math.clamp(2L * products / columns, 2, 512);
    }

    /** The width D with the least products; D up to B1 / 1.5, so that the first row is not 0 or 1. */
    private static int width(long b1, long b2, int products) {
        int best = WIDTHS[0];
        double least = Double.MAX_VALUE;
        for (int width : WIDTHS) {
            double phi = width;
            for (int p : new int[] {2, 3, 5, 7, 11, 13, 17}) {
                phi *= width % p == 0 ? 1 - 1.0 / p : 1;
            }
            double rows = (double) (b2 - b1) / width;
            double prime = Math.min(1, width / phi / Math.log(b2));
            double pieceRows = Math.min(rows, rows((int) phi / 2, products));
            double cost = width + 6 * rows + 4 * rows * (1 + phi / 2 / pieceRows) + rows * phi / 2 * (1 - (1 - prime) * (1 - prime));
            if (2L * b1 >= 3L * width && cost < least) {
                least = cost;
                best = width;
            }
        }
        return best;
    }

    private boolean coprime(int b) {
        int x = d;
        int y = b;
        while (y != 0) {
            int r = x % y;
            x = y;
            y = r;
        }
        return x == 1;
    }

    /** How many points the table must hold. */
    int points() {
        return columns + rows;
    }

    /** The first entry that is a row. */
    int columns() {
        return columns;
    }

    int pieces() {
        return Math.toIntExact(((b2 + d / 2) / d - firstRow + rows) / rows);
    }

    /** Puts the columns into the table and makes ready for the first rows. */
    short[] begin() {
        return begin;
    }

    /** Puts the next rows into the table. */
    short[] rows() {
        return nextRows;
    }

    /** Stores P, 5 P, 7 P, 11 P … and gives the register of D P; those of the first two rows are the two below it. */
    private int begin(Steps steps) {
        steps.keep(0);
        steps.twiceTo(1, 0);
        steps.addTo(2, 1, 0, 0);
        steps.addTo(3, 2, 1, 0); // 5 P
        steps.addTo(4, 3, 1, 2); // 7 P
        steps.twiceTo(5, 2);     // 6 P
        steps.copyTo(1, 0);
        steps.copyTo(2, 0);
        // 6 k + 1: before in 1, now in 4; 6 k - 1: before in 2, now in 3. P is both 1 and -1.
        steps.store(0);
        int[] before = {2, 1};
        int[] now = {3, 4};
        for (int b = 5, side = 0; b <= d / 2; b += side == 0 ? 2 : 4, side ^= 1) {
            if (columnOf[b] >= 0) {
                steps.store(now[side]);
            }
            steps.addTo(before[side], now[side], 5, before[side]);
            int next = before[side];
            before[side] = now[side];
            now[side] = next;
        }
        int point = 0;
        int rest = d;
        for (int p = 2; rest > 1; p++) {
            for (; rest % p == 0; rest /= p) {
                point = LucasChain.append(steps, p, point);
            }
        }
        steps.copyTo(7, point);
        ladder(steps, firstRow - 1);
        return 7;
    }

    /** Montgomery's ladder: k and k + 1 times the point in 7 into 5 and 6, k at least 1. */
    private static void ladder(Steps steps, long k) {
        steps.copyTo(5, 7);
        steps.twiceTo(6, 7);
        for (int i = 62 - Long.numberOfLeadingZeros(k); i >= 0; i--) {
            if ((k >> i & 1) != 0) {
                steps.addTo(5, 5, 6, 7);
                steps.twiceTo(6, 6);
            } else {
                steps.addTo(6, 5, 6, 7);
                steps.twiceTo(5, 5);
            }
        }
    }

    private short[] nextRows(int step) {
        Steps steps = new Steps();
        for (int i = 0; i < rows; i += 2) {
            steps.store(6);
            steps.addTo(5, 6, step, 5);
            steps.store(5);
            steps.addTo(6, 5, step, 6);
        }
        return steps.toArray();
    }

    /** The pairs of piece i. */
    short[] pairs(int i) {
        if (i >= kept.length) {
            return make(i);
        }
        short[] made = kept[i]; // two threads may make the same one
        if (made == null) {
            made = make(i);
            kept[i] = made;
        }
        return made;
    }

    private short[] make(int i) {
        long first = firstRow + (long) i * rows;
        boolean[] wanted = new boolean[rows * columns];
        int[] count = {rows};
        SmallPrimes.forEach(Math.max(b1 + 1, first * d - d / 2), Math.min(b2 + 1, (first + rows) * d - d / 2), q -> {
            long row = (q + d / 2) / d;
            int at = (int) (row - first) * columns + columnOf[(int) Math.abs(q - row * d)];
            count[0] += wanted[at] ? 0 : 1;
            wanted[at] = true;
        });
        short[] pairs = new short[count[0]];
        int end = 0;
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                if (wanted[row * columns + column]) {
                    pairs[end++] = (short) column;
                }
            }
            pairs[end++] = Curves.END;
        }
        return pairs;
    }
}

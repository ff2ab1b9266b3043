package dev.kernelbridge.primes.gourdon;

import dev.kernelbridge.plan.Pieces;
import dev.kernelbridge.plan.Runner;
import dev.kernelbridge.plan.Session;
import dev.kernelbridge.spi.LeafTables;

/**
 * The least prime and the sign of every possible leaf, see {@link LeafTables#factor}: a sieve of the numbers coprime to 210, in pieces that
 * know nothing of each other. Each prime p up to sqrt z multiplies its multiples' products by -p, and p^2 makes them 0; what a product
 * lacks of its number is then one prime more. O(z log log z) steps.
 */
final class FactorTable {
    /** Numbers per piece: 512 turns of the wheel, 144 KB, stay in L2. */
    private static final int PIECE = 48 << 9;
    private static final int[] COPRIME = new int[48];
    private static final int[] GAP = new int[48];
    private static final int[] INDEX = new int[210];

    static {
        for (int r = 1, n = 0; r < 210; r++) {
            if (LeafTables.indexAbove(r) > n) {
                INDEX[r] = n;
                COPRIME[n++] = r;
            }
        }
        for (int i = 0; i < 48; i++) {
            GAP[i] = i < 47 ? COPRIME[i + 1] - COPRIME[i] : 2;
        }
    }

    final char[] factor;
    final int[] leaf;
    private final long y;
    private final long z;
    private final int[] primes;

    private FactorTable(long y, long z, int[] primes) {
        this.y = y;
        this.z = z;
        this.primes = primes;
        factor = new char[LeafTables.indexAbove(z)];
        leaf = new int[factor.length];
    }

    /** The table up to z, of leaves with primes up to y; {@code primes} from index 1 on reach to sqrt z at least. */
    static FactorTable of(Session session, long start, long y, long z, int[] primes) {
        FactorTable table = new FactorTable(y, z, primes);
        Runner.prepare(session, new Pieces("tables of pi", (table.leaf.length + PIECE - 1) / PIECE, true, (engine, piece) ->
                table.fill(piece * PIECE, Math.min(table.leaf.length, (piece + 1) * PIECE))), start);
        return table;
    }

    /** The numbers with indices [from, to); from is a multiple of 48. */
    private void fill(int from, int to) {
        for (int i = from; i < to; i++) {
            leaf[i] = 1;
        }
        long low = 210L * (from / 48);
        long high = Math.min(z, low + 210L * ((to - from + 47) / 48)); // the last one at most
        for (int b = 5; b < primes.length && (long) primes[b] * primes[b] <= high; b++) {
            int p = primes[b];
            strike(p, p, low, high);
            strike(p, (long) p * p, low, high);
        }
        int turn = (int) low;
        for (int i = from, r = 0; i < to; i++) {
            finish(i, turn + COPRIME[r]);
            if (++r == 48) {
                r = 0;
                turn += 210;
            }
        }
        if (from == 0) {
            factor[0] = 0; // 1 is no leaf
        }
    }

    /** The multiples of p, or of its square, from low to high. */
    private void strike(int p, long step, long low, long high) {
        int last = (int) (high / step);
        int c = LeafTables.indexAbove(low / step);
        int r = c % 48;
        int times = step == p ? -p : 0;
        for (int m = 210 * (c / 48) + COPRIME[r]; m <= last; m += GAP[r], r = r < 47 ? r + 1 : 0) {
            int multiple = (int) step * m;
            int turn = multiple / 210;
            int i = 48 * turn + INDEX[multiple - 210 * turn];
            if (factor[i] == 0) {
                factor[i] = (char) p;
            }
            leaf[i] *= times;
        }
    }

    /** Without branches where it can: what a number is comes as by chance. */
    private void finish(int i, int m) {
        int product = Math.abs(leaf[i]); // 0 of what a square divides
        int least = factor[i];
        int found = least == 0 | least == m ? 0xFFFF : least;
        factor[i] = (char) (y * product < m ? 0 : found);
        leaf[i] = m - (leaf[i] >>> 31 ^ product - m >>> 31);
    }
}

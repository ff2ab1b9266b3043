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

    static {
        for (int r = 1, n = 0; r < 210; r++) {
            if (LeafTables.indexAbove(r) > n) {
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
    }

    /** The multiples of p, or of its square, from low to high. */
    private void strike(int p, long step, long low, long high) {
        long last = high / step;
        int c = LeafTables.indexAbove(low / step);
        int r = c % 48;
        int times = step == p ? -p : 0;
        for (long m = 210L * (c / 48) + COPRIME[r]; m <= last; m += GAP[r], r = r < 47 ? r + 1 : 0) {
            int i = LeafTables.indexAbove(step * m) - 1;
            factor[i] = factor[i] == 0 ? (char) p : factor[i];
            leaf[i] *= times;
        }
    }

    private void finish(int i, int m) {
        int product = Math.abs(leaf[i]);
        boolean odd = leaf[i] < 0 ^ product < m;
        boolean prime = product == 1 || factor[i] == m;
        if (m == 1 || product == 0 || y * product < m) {
            factor[i] = 0;
        } else if (prime) {
            factor[i] = 0xFFFF;
        }
        leaf[i] = odd && product != 0 && m > 1 ? m - 1 : m;
    }
}

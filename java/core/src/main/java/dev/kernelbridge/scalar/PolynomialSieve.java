package dev.kernelbridge.scalar;

import dev.kernelbridge.spi.RelationList;
import dev.kernelbridge.spi.SieveCoefficient;
import dev.kernelbridge.spi.SieveTables;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Sieves the polynomials of one coefficient, one after another. The places that p divides move by gamma_l / q_l modulo p when the sign
 * of B_l changes, so a step costs an addition a root (S. Contini, "Factoring integers with the self-initializing quadratic sieve",
 * 1997). Primes above a block's length strike first, over all blocks, which the second-level cache holds; then each block gets its small
 * primes while it is in the first-level cache. How often one of these strikes is the same for neighbours, so that the only thing
 * nobody can predict is its last strike, which goes behind all blocks if it misses. Not safe for use by several threads.
 */
final class PolynomialSieve {
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final int SPARE = 64;
    private static final int CHUNK = 512;
    private static final long LOOK = 0x8080_8080_8080_8080L;

    final SieveTables tables;
    /** The places that p divides, modulo p. */
    final int[] root1;
    final int[] root2;
    private final byte[] field; // all places, and behind them room for strikes that miss
    /** Where large primes strike, in their order; the strikes of bucket k, the primes from bucketFrom[k] on, end at bucketEnd[k]. */
    final int[] hits;
    final int[] bucketFrom;
    final int[] bucketEnd;
    int buckets;
    private final int[] slices;
    private final int far; // from this prime on a root strikes once at most
    SieveCoefficient coefficient;
    private int polynomial; // that the roots belong to
    private final byte[] logs; // 0 for a's primes
    private final int[] next1; // where p strikes next
    private final int[] next2;
    private final int[] turned; // root / (2 a)
    private final CandidateDivision division;
    private int[][] moves = new int[0][];
    private int[] prefix = new int[0];

    PolynomialSieve(SieveTables tables) {
        this.tables = tables;
        int size = tables.size();
        root1 = new int[size];
        root2 = new int[size];
        turned = new int[size];
        next1 = new int[tables.large()];
        next2 = new int[tables.large()];
        logs = tables.logs().clone();
        field = new byte[tables.places() + SPARE];
        slices = tables.slices();
        int found = Arrays.binarySearch(tables.primes(), tables.places());
        far = Math.max(tables.large(), found < 0 ? -found - 1 : found);
        hits = new int[2 * ((far - tables.large()) * tables.blocks() + size - far) + 1];
        bucketFrom = new int[size / CHUNK + slices.length + 1];
        bucketEnd = new int[bucketFrom.length];
        division = new CandidateDivision(this);
    }

    void sieve(SieveCoefficient wanted, int from, int to, RelationList found) {
        if (coefficient != wanted) {
            start(wanted);
        }
        for (int g = from; g < to; g++) {
            boolean step = g != 0 && g == polynomial + 1;
            if (step) {
                step(g, 0, tables.large());
            } else {
                begin(g);
            }
            polynomial = g;
            strikePolynomial(g, step, found);
        }
    }

    /** The moves of every root, for each part of b. Inverses of all q_l at once by Montgomery's trick. */
    private void start(SieveCoefficient wanted) {
        if (coefficient != null) {
            for (int q : coefficient.factors()) {
                logs[q] = tables.logs()[q];
            }
        }
        coefficient = wanted;
        polynomial = -1;
        int[] factors = wanted.factors();
        int[] gammas = wanted.gammas();
        int s = factors.length;
        if (moves.length != s) {
            moves = new int[s][tables.size()];
            prefix = new int[s + 1];
        }
        int[] primes = tables.primes();
        int[] q = new int[s];
        for (int l = 0; l < s; l++) {
            q[l] = primes[factors[l]];
        }
        for (int i = 1; i < primes.length; i++) {
            int p = primes[i];
            long m = tables.reciprocals()[i];
            int product = 1;
            for (int l = 0; l < s; l++) {
                prefix[l] = product;
                product = modulo((long) product * q[l], p, m);
            }
            int inverse = product == 0 ? 0 : Arithmetic.inverse(product, p);
            turned[i] = modulo((long) half(inverse, p) * tables.roots()[i], p, m);
            for (int l = s - 1; l >= 0; l--) {
                moves[l][i] = modulo((long) modulo((long) inverse * prefix[l], p, m) * gammas[l], p, m);
                inverse = modulo((long) inverse * q[l], p, m);
            }
        }
        for (int f : factors) {
            logs[f] = 0; // a's primes divide at one place only: not sieved
            for (int[] move : moves) {
                move[f] = 0;
            }
            turned[f] = 0;
        }
    }

    /** The roots of polynomial g: (+-root - b) / (2 a), counted from place 0. */
    private void begin(int g) {
        int minus = g ^ g >>> 1;
        int[] primes = tables.primes();
        int middle = tables.places() / 2;
        int s = moves.length;
        for (int i = 1; i < primes.length; i++) {
            int p = primes[i];
            int sum = 0;
            for (int l = 0; l < s; l++) {
                int move = moves[l][i];
                sum += (minus >>> l & 1) != 0 ? p - move : move;
                sum -= p & ~(sum - p >> 31);
            }
            sum += coefficient.odd();
            int center = middle - half(sum >= p ? sum - p : sum, p);
            center = center >= 0 ? modulo(center, p, tables.reciprocals()[i]) : center + p;
            int a = center + turned[i];
            int b = center - turned[i];
            root1[i] = a >= p ? a - p : a;
            root2[i] = b < 0 ? b + p : b;
        }
        for (int f : coefficient.factors()) {
            root1[f] = 0;
            root2[f] = 0;
        }
    }

    /** From polynomial g - 1 to g, for the primes [from, to). */
    private void step(int g, int from, int to) {
        int l = Integer.numberOfTrailingZeros(g);
        if (((g ^ g >>> 1) >>> l & 1) != 0) {
            forward(root1, moves[l], tables.primes(), from, to);
            forward(root2, moves[l], tables.primes(), from, to);
        } else {
            backward(root1, moves[l], tables.primes(), from, to);
            backward(root2, moves[l], tables.primes(), from, to);
        }
    }

    private static void forward(int[] root, int[] move, int[] primes, int from, int to) { // written so that C2 makes vectors of it
        for (int i = from; i < to; i++) {
            int r = root[i] + move[i] - primes[i];
            root[i] = r + (primes[i] & r >> 31);
        }
    }

    private static void backward(int[] root, int[] move, int[] primes, int from, int to) {
        for (int i = from; i < to; i++) {
            int r = root[i] - move[i];
            root[i] = r + (primes[i] & r >> 31);
        }
    }

    private void strikePolynomial(int g, boolean step, RelationList found) {
        division.begin(g);
        int struck = tables.large();
        System.arraycopy(root1, 0, next1, 0, struck);
        System.arraycopy(root2, 0, next2, 0, struck);
        Arrays.fill(field, (byte) tables.start());
        strikeLarge(g, step);
        for (int b = 0; b < tables.blocks(); b++) {
            strike(field, b << tables.blockBits(), 1 << tables.blockBits(), tables.places(), tables.primes(), logs, next1, next2,
                    tables.sieved(), struck);
            look(b, found);
        }
    }

    /**
     * Strikes with the primes that are larger than a block, whose roots move first if it is a step. The list of strikes is kept, so that a
     * promising place need be looked for among these only, and not among all roots.
     */
    private void strikeLarge(int g, boolean step) {
        int count = 0;
        buckets = 0;
        for (int k = 0; k + 1 < slices.length; k++) {
            for (int from = slices[k]; from < slices[k + 1]; from += CHUNK) {
                int to = Math.min(from + CHUNK, slices[k + 1]);
                int before = count;
                if (step) {
                    step(g, from, to);
                }
                if (from >= far) {
                    count = listOnce(root1, hits, count, tables.places(), from, to);
                    count = listOnce(root2, hits, count, tables.places(), from, to);
                } else {
                    count = list(root1, tables.primes(), hits, count, tables.places(), from, to);
                    count = list(root2, tables.primes(), hits, count, tables.places(), from, to);
                }
                strikeList(field, hits, before, count, tables.logs()[from]);
                bucketFrom[buckets] = from;
                bucketEnd[buckets++] = count;
            }
        }
        bucketFrom[buckets] = tables.size();
    }

    /** The strikes of one root of the primes [from, to), which are above all places: without a branch that nobody can predict. */
    private static int listOnce(int[] root, int[] hits, int listed, int places, int from, int to) {
        int count = listed;
        for (int i = from; i < to; i++) {
            int r = root[i];
            hits[count] = r;
            count += r - places >>> 31;
        }
        return count;
    }

    private static int list(int[] root, int[] primes, int[] hits, int listed, int places, int from, int to) {
        int count = listed;
        for (int i = from; i < to; i++) {
            int p = primes[i];
            for (int r = root[i]; r < places; r += p) {
                hits[count++] = r;
            }
        }
        return count;
    }

    private static void strikeList(byte[] field, int[] hits, int from, int to, byte weight) {
        for (int h = from; h < to; h++) {
            field[hits[h]] += weight;
        }
    }

    private static void strike(byte[] field, int block, int length, int places, int[] primes, byte[] logs, int[] next1, int[] next2,
            int from, int to) {
        int sure = from < to ? length / primes[from] : 0;
        for (int i = from; i < to; i++) {
            int p = primes[i];
            byte log = logs[i];
            while (sure * p > length) {
                sure--;
            }
            int r1 = block + next1[i];
            int r2 = block + next2[i];
            int k = sure;
            for (; k >= 2; k -= 2) {
                field[r1] += log;
                field[r2] += log;
                field[r1 + p] += log;
                field[r2 + p] += log;
                r1 += 2 * p;
                r2 += 2 * p;
            }
            if (k > 0) {
                field[r1] += log;
                field[r2] += log;
                r1 += p;
                r2 += p;
            }
            int spare = places + (i & SPARE - 1);
            int d1 = r1 - block - length;
            int d2 = r2 - block - length;
            int hit1 = d1 >> 31; // all ones if there is one strike more
            int hit2 = d2 >> 31;
            field[spare + (r1 - spare & hit1)] += log;
            field[spare + (r2 - spare & hit2)] += log;
            next1[i] = d1 + (p & hit1);
            next2[i] = d2 + (p & hit2);
        }
    }

    private void look(int b, RelationList found) {
        int from = b << tables.blockBits();
        int to = from + (1 << tables.blockBits());
        for (int i = from; i < to; i += 32) {
            long any = (long) WORDS.get(field, i) | (long) WORDS.get(field, i + 8) | (long) WORDS.get(field, i + 16)
                    | (long) WORDS.get(field, i + 24);
            if ((any & LOOK) != 0) {
                for (int k = i; k < i + 32; k++) {
                    if (field[k] < 0) {
                        division.divide(k, (field[k] & 0xFF) - tables.start(), found);
                    }
                }
            }
        }
    }

    /** x modulo p, for 0 <= x < 2^62 and m = floor(2^64 / p). */
    static int modulo(long x, int p, long m) {
        long r = x - Math.unsignedMultiplyHigh(x, m) * p;
        return (int) (r >= p ? r - p : r);
    }

    /** x / 2 modulo the odd p. */
    private static int half(int x, int p) {
        return (x & 1) == 0 ? x >> 1 : (x + p) >> 1;
    }
}

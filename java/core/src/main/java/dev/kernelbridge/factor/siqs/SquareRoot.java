package dev.kernelbridge.factor.siqs;

import dev.kernelbridge.spi.SieveTables;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** From relations to a divisor: the matrix of odd exponents, its dependencies, and the two square roots that each of them gives. */
final class SquareRoot {
    private final BigInteger n;
    private final SieveTables tables;
    private final Coefficients coefficients;
    private final Relations relations;

    SquareRoot(BigInteger n, SieveTables tables, Coefficients coefficients, Relations relations) {
        this.n = n;
        this.tables = tables;
        this.coefficients = coefficients;
        this.relations = relations;
    }

    /** A proper divisor of n, or null if no dependency gives one. {@code check} is called now and then, and may throw. */
    BigInteger divisor(Runnable check) {
        List<int[]> sets = RelationSets.of(relations);
        int[][] columns = new int[sets.size()][];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = odd(sets.get(i));
        }
        long[] solutions = NullSpace.of(tables.size() + 1, columns, check);
        long used = 0;
        for (long word : solutions) {
            used |= word;
        }
        for (; used != 0; used &= used - 1) {
            BigInteger divisor = divisor(sets, solutions, Long.numberOfTrailingZeros(used));
            if (!divisor.equals(BigInteger.ONE) && !divisor.equals(n)) {
                return divisor;
            }
        }
        return null;
    }

    /** The rows in which a product of relations has an odd exponent. */
    private int[] odd(int[] set) {
        int[] rows = new int[64];
        int count = 0;
        for (int r : set) {
            for (int row : factors(r)) {
                if (count == rows.length) {
                    rows = Arrays.copyOf(rows, 2 * count);
                }
                rows[count++] = row;
            }
        }
        Arrays.sort(rows, 0, count);
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (i + 1 < count && rows[i] == rows[i + 1]) {
                i++;
            } else {
                rows[kept++] = rows[i];
            }
        }
        return Arrays.copyOf(rows, kept);
    }

    /** The rows of a Q(x), with repetition. */
    private int[] factors(int relation) {
        int[] rows = relations.rows(relation);
        int[] a = coefficients.get(relations.coefficient(relation)).factors();
        int[] all = Arrays.copyOf(rows, rows.length + a.length);
        for (int l = 0; l < a.length; l++) {
            all[rows.length + l] = a[l] + 1;
        }
        return all;
    }

    /** gcd(u - v, n) where u is the product of the y = 2 a x + b and v^2 that of the 4 a Q(x). */
    private BigInteger divisor(List<int[]> sets, long[] solutions, int which) {
        boolean[] in = new boolean[relations.count()]; // a relation that two sets have is squared: it drops out
        for (int i = 0; i < solutions.length; i++) {
            if ((solutions[i] >>> which & 1) != 0) {
                for (int r : sets.get(i)) {
                    in[r] = !in[r];
                }
            }
        }
        int[] exponents = new int[tables.size() + 1];
        Map<Integer, Integer> large = new HashMap<>();
        BigInteger u = BigInteger.ONE;
        int twos = 0;
        for (int r = 0; r < in.length; r++) {
            if (in[r]) {
                int index = relations.coefficient(r);
                BigInteger y = coefficients.value(index).multiply(BigInteger.valueOf(2L * relations.x(r)))
                        .add(coefficients.b(index, relations.polynomial(r)));
                u = u.multiply(y).mod(n);
                twos++;
                for (int row : factors(r)) {
                    exponents[row]++;
                }
                large.merge(relations.large1(r), 1, Integer::sum);
                large.merge(relations.large2(r), 1, Integer::sum);
            }
        }
        Product v = new Product();
        v.multiply(2, twos);
        for (int row = 0; row < exponents.length; row++) {
            if ((exponents[row] & 1) != 0) {
                return BigInteger.ONE; // no square: a wrong dependency gives nothing rather than nonsense
            }
            if (row > 0) {
                v.multiply(tables.primes()[row - 1], exponents[row] / 2);
            }
        }
        for (Map.Entry<Integer, Integer> p : large.entrySet()) {
            if ((p.getValue() & 1) != 0 && p.getKey() != 1) {
                return BigInteger.ONE;
            }
            v.multiply(p.getKey(), p.getValue() / 2);
        }
        return u.subtract(v.value()).gcd(n);
    }

    /** A product modulo n of many small factors, which are collected in a word first. */
    private final class Product {
        private static final int FEW = 16;
        private BigInteger product = BigInteger.ONE;
        private long word = 1;

        void multiply(int p, int exponent) {
            if (exponent > FEW) {
                product = product.multiply(BigInteger.valueOf(p).modPow(BigInteger.valueOf(exponent), n)).mod(n);
                return;
            }
            for (int i = 0; i < exponent; i++) {
                word *= p;
                if (word >>> 31 != 0) {
                    product = product.multiply(BigInteger.valueOf(word)).mod(n);
                    word = 1;
                }
            }
        }

        BigInteger value() {
            return product.multiply(BigInteger.valueOf(word)).mod(n);
        }
    }
}

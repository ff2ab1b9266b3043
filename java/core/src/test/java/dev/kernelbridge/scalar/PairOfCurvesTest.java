package dev.kernelbridge.scalar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kernelbridge.spi.Curves;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Long random programs against the same formulas on BigInteger, up to the largest n, where residues come nearest to their bounds. */
final class PairOfCurvesTest {
    private static final BigInteger R = BigInteger.ONE.shiftLeft(84);
    private static final BigInteger FOUR = BigInteger.valueOf(4);

    /** A point as (X, Z), or what stands for one. */
    private record Point(BigInteger x, BigInteger z) {
    }

    @ParameterizedTest
    @ValueSource(ints = {65, 72, 79, 80})
    void programsGiveWhatBigIntegerGives(int bits) {
        Random random = new Random(bits);
        for (int round = 0; round < 20; round++) {
            BigInteger n = round == 0 ? BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE)
                    : new BigInteger(bits, random).setBit(bits - 1).setBit(0);
            BigInteger[] a24 = {n.subtract(BigInteger.ONE), new BigInteger(bits, random).mod(n)};
            BigInteger[] x = {new BigInteger(bits, random).mod(n), n.subtract(BigInteger.TWO)};
            short[] steps = steps(random, 300);
            short[] pairs = {0, 2, 1, Curves.END, Curves.END, 1, 0, Curves.END};
            Curves curves = JavaCurves.ENGINE.open(n, 6);
            assertTrue(curves instanceof PairOfCurves);
            assertEquals(2, JavaCurves.ENGINE.lanes(bits));
            curves.begin(a24, x);
            curves.chain(steps, 0, steps.length);
            BigInteger[] z = curves.z();
            curves.pairs(pairs, 3);
            BigInteger[] product = curves.product();
            for (int lane = 0; lane < 2; lane++) {
                List<Point> table = new ArrayList<>();
                Point end = run(n, a24[lane], x[lane], steps, table);
                assertEquals(end.z.multiply(R).mod(n), z[lane].mod(n));
                BigInteger expected = BigInteger.ONE;
                for (int[] pair : new int[][] {{3, 0}, {3, 2}, {3, 1}, {5, 1}, {5, 0}}) {
                    expected = expected.multiply(level(table, pair[0]).subtract(level(table, pair[1]))).mod(n);
                }
                // The two halves of the product are one product, divided by R, of values that each are times R.
                assertEquals(expected.multiply(R).mod(n), product[lane].mod(n));
            }
        }
    }

    /** X of that point over the product of all Z. */
    private static BigInteger level(List<Point> table, int i) {
        BigInteger value = table.get(i).x;
        for (int k = 0; k < table.size(); k++) {
            value = k == i ? value : value.multiply(table.get(k).z);
        }
        return value;
    }

    private static short[] steps(Random random, int count) {
        short[] steps = new short[count];
        for (int i = 0; i < count; i++) {
            int operation = i % 50 == 49 ? Curves.STORE : i < 8 ? Curves.COPY : random.nextInt(8) == 0 ? Curves.COPY : random.nextInt(2);
            steps[i] = Curves.step(operation, i < 8 ? i : random.nextInt(8), i < 8 ? 0 : random.nextInt(8), random.nextInt(8),
                    random.nextInt(8));
        }
        return steps;
    }

    private static Point run(BigInteger n, BigInteger a24, BigInteger x, short[] steps, List<Point> table) {
        Point[] register = new Point[Curves.REGISTERS];
        register[0] = new Point(x, BigInteger.ONE);
        for (short step : steps) {
            Point a = register[step >> 6 & 7];
            Point b = register[step >> 3 & 7];
            Point d = register[step & 7];
            int to = step >> 9 & 7;
            switch (step >> 12) {
                case Curves.ADD -> { // 4 times (ax bx - az bz)^2 dz : 4 times (ax bz - az bx)^2 dx
                    BigInteger u = a.x.multiply(b.x).subtract(a.z.multiply(b.z));
                    BigInteger v = a.x.multiply(b.z).subtract(a.z.multiply(b.x));
                    register[to] = new Point(FOUR.multiply(u).multiply(u).multiply(d.z).mod(n),
                            FOUR.multiply(v).multiply(v).multiply(d.x).mod(n));
                }
                case Curves.DOUBLE -> { // (x^2 - z^2)^2 : 4 x z ((x - z)^2 + a24 4 x z)
                    BigInteger difference = a.x.pow(2).subtract(a.z.pow(2));
                    BigInteger four = FOUR.multiply(a.x).multiply(a.z);
                    register[to] = new Point(difference.pow(2).mod(n),
                            four.multiply(a.x.subtract(a.z).pow(2).add(a24.multiply(four))).mod(n));
                }
                case Curves.COPY -> register[to] = a;
                default -> table.add(a);
            }
        }
        return register[0];
    }
}

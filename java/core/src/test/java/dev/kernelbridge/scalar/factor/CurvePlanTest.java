package dev.kernelbridge.scalar.factor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kernelbridge.spi.LucasChain;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Programs for curves, run on plain numbers in place of points: P is 1, and additions are additions. */
final class CurvePlanTest {

    private static boolean prime(int n) {
        return BigInteger.valueOf(n).isProbablePrime(30);
    }

    @Test
    void chainsMultiplyByTheirPrimeAndNoneIsShorter() {
        int total = 0;
        for (int k = 3; k < 256; k += 2) {
            if (prime(k)) {
                int p = k;
                int best = IntStream.range(k / 2 + 1, k).map(first -> LucasChain.cost(p, first)).min().orElseThrow();
                int first = IntStream.range(k / 2 + 1, k).filter(f -> LucasChain.cost(p, f) == best).findFirst().orElseThrow();
                CurveProgram program = new CurveProgram();
                int slot = LucasChain.append(program, k, first, CurveProgram.START);
                assertEquals(k, program.multiple(slot));
                assertEquals(first, CurvePlan.first(k), "the table's entry for " + k);
                total += best;
            }
        }
        assertEquals(2800, total, 300);
    }

    @Test
    void refusesAnAdditionWithAnotherDifference() {
        CurveProgram program = new CurveProgram();
        program.twice(0, 1);
        program.add(0, 1, 0, 2);
        assertThrows(IllegalStateException.class, () -> program.add(2, 1, 1, 3));
    }

    @ParameterizedTest
    @CsvSource({"70, 1750, 120", "85, 2125, 60", "125, 3125, 150", "190, 9500, 210", "205, 10250, 210", "61, 61, 120", "95, 95, 180"})
    void everyPrimePowerIsInStageOneAndEveryPrimeInAPair(int b1, int b2, int width) {
        CurvePlan plan = new CurvePlan(b1, b2, width);
        BigInteger[] multiple = new BigInteger[plan.slots];
        multiple[CurveProgram.START] = BigInteger.ONE;
        for (int step : plan.steps) {
            BigInteger p = multiple[CurveProgram.p(step)];
            if (CurveProgram.doubles(step)) {
                multiple[CurveProgram.to(step)] = p.shiftLeft(1);
            } else {
                BigInteger q = multiple[CurveProgram.q(step)];
                BigInteger d = multiple[CurveProgram.difference(step)];
                assertTrue(d.equals(p.subtract(q).abs()) || d.equals(p.add(q)));
                multiple[CurveProgram.to(step)] = d.equals(p.add(q)) ? p.subtract(q).abs() : p.add(q);
            }
        }
        BigInteger q = multiple[plan.points[0]]; // the first baby step is Q itself
        for (int p = 2; p <= b1; p++) {
            if (prime(p)) {
                int power = p;
                while (power * p <= b1) {
                    power *= p;
                }
                assertEquals(0, q.mod(BigInteger.valueOf(power)).intValue(), p + " in stage one");
            }
        }
        for (int p = b1 + 1; p <= b2; p++) {
            if (prime(p)) {
                BigInteger wanted = BigInteger.valueOf(p);
                assertTrue(Arrays.stream(plan.pairs).anyMatch(pair -> {
                    BigInteger giant = multiple[plan.points[pair >>> 8]];
                    BigInteger baby = multiple[plan.points[pair & 255]];
                    return giant.subtract(baby).divide(q).equals(wanted) || giant.add(baby).divide(q).equals(wanted);
                }), p + " in stage two");
            }
        }
    }

    /** Above 2 B1 the primes between B1 and half of the width would be in neither stage; 90 / 6 is not prime to 6. */
    @Test
    void refusesWidthsThatMissPrimes() {
        assertThrows(IllegalArgumentException.class, () -> new CurvePlan(85, 2975, 210));
        assertThrows(IllegalArgumentException.class, () -> new CurvePlan(85, 2975, 90));
    }

    @Test
    void curvesHaveTwelveInTheirOrderAndTheRightConstant() {
        Random random = new Random(3);
        for (int i = 0; i < Curve.COUNT; i++) {
            Curve curve = Curve.number(i);
            BigInteger n = new BigInteger(50, 40, random);
            BigInteger u = BigInteger.valueOf(curve.sigma()).pow(2).subtract(BigInteger.valueOf(5));
            BigInteger v = BigInteger.valueOf(4L * curve.sigma());
            BigInteger expected = v.subtract(u).pow(3).multiply(u.multiply(BigInteger.valueOf(3)).add(v))
                    .multiply(u.pow(3).multiply(v).multiply(BigInteger.valueOf(16)).modInverse(n)).mod(n);
            SignedLanes lanes = new SignedLanes(1, new CurvePlan(61, 61, 120));
            lanes.number(0, n.longValue());
            lanes.curve(0, curve);
            BigInteger r = BigInteger.ONE.shiftLeft(64);
            assertEquals(expected, BigInteger.valueOf(lanes.a24[0]).multiply(r.modInverse(n)).mod(n));
            assertEquals(u.pow(3).mod(n), BigInteger.valueOf(lanes.x[0]).multiply(r.modInverse(n)).mod(n));
        }
        assertEquals(Curve.COUNT, IntStream.range(0, Curve.COUNT).map(i -> Curve.number(i).sigma()).distinct().count());
    }

    @Test
    void signedProductsAreResiduesUpToTheirLimits() {
        Random random = new Random(4);
        for (int bits : new int[] {20, 45, 60, 61, 62, 63}) {
            for (int i = 0; i < 20_000; i++) {
                long n = i == 0 ? (1L << bits) - 1 : random.nextLong() >>> 64 - bits | 1L << bits - 1 | 1;
                long most = bits <= 61 ? 2 * n - 2 : n - 1; // sums of two residues, or residues
                long a = i < 4 ? (i < 2 ? most : -most) : random.nextLong() % (most + 1);
                long b = i < 4 ? (i % 2 == 0 ? most : -most) : random.nextLong() % (most + 1);
                long product = Signed.multiply(a, b, n, dev.kernelbridge.scalar.Arithmetic.inverse(n));
                BigInteger m = BigInteger.valueOf(n);
                BigInteger expected = BigInteger.valueOf(a).multiply(BigInteger.valueOf(b)).multiply(BigInteger.ONE.shiftLeft(64)
                        .modInverse(m)).mod(m);
                assertTrue(Math.abs(product) < n);
                assertEquals(expected.longValue(), Signed.canonical(product, n));
            }
        }
    }
}

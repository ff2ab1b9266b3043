package dev.kernelbridge.scalar.factor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every method that splits a number, on products of two primes that BigInteger made: all must give one of the two. */
final class MethodsTest {
    private static final int CERTAINTY = 40;

    /** Products of two primes with some of half the bits and some as far apart as the methods are ever asked for. */
    private static long[][] semiprimes(int bits, int count) {
        Random random = new Random(bits);
        long[][] all = new long[count][];
        for (int i = 0; i < count;) {
            int half = i % 3 == 0 ? bits / 2 : 10 + random.nextInt(bits / 2 - 9);
            BigInteger p = new BigInteger(half, CERTAINTY, random);
            BigInteger q = new BigInteger(bits - half, CERTAINTY, random);
            BigInteger n = p.multiply(q);
            if (n.bitLength() == bits && p.longValue() > TrialDivision.LARGEST && !p.equals(q)) {
                all[i++] = new long[] {n.longValue(), p.longValue(), q.longValue()};
            }
        }
        return all;
    }

    @ParameterizedTest
    @ValueSource(ints = {24, 30, 33, 36, 38, 39, 40, 45, 48, 49, 52, 53, 58, 59, 60, 61, 62, 63, 64})
    void splitsProductsOfTwoPrimes(int bits) {
        long[][] all = semiprimes(bits, 400);
        long[] numbers = Arrays.stream(all).mapToLong(row -> row[0]).toArray();
        long[] side = Ecm.divisors(Ecm.size(numbers[0]), numbers, numbers.length);
        int hart = 0;
        int curves = 0;
        for (int i = 0; i < all.length; i++) {
            if (Hart.takes(numbers[i])) {
                int split = oneOf(Hart.divisor(numbers[i]), all[i]);
                hart += i % 3 == 0 ? split : 0;
            }
            if (bits >= 33) { // below, whole groups are smooth at once
                curves += oneOf(Ecm.divisor(numbers[i], i % 2 == 0), all[i]);
                oneOf(side[i], all[i]);
            }
            if (i < 40) {
                assertEquals(1, oneOf(RhoBrent.divisor(numbers[i]), all[i]));
            }
            if (i < 40 && bits <= 40) {
                assertEquals(Math.min(all[i][1], all[i][2]), RhoBrent.byDivision(numbers[i]));
            }
            assertEquals(0, PerfectPower.anyRoot(numbers[i]));
        }
        assertTrue(bits < 33 || curves >= 399, () -> "curves fail on more than one number in 400");
        assertTrue(bits > Hart.MOST_BITS || hart >= 110, "Hart's method reached its limit in a fifth of the 134 cases with two like primes");
    }

    /** 1 if d is one of the two primes, 0 if the method gave up; else fails. */
    private static int oneOf(long d, long[] row) {
        assertTrue(d == 0 || d == row[1] || d == row[2], () -> d + " is no divisor of " + Long.toUnsignedString(row[0]));
        return d == 0 ? 0 : 1;
    }

    @Test
    void allArithmeticsFindTheSameOnEachCurve() {
        CurvePlan plan = new CurvePlan(70, 1750, 120);
        int found = 0;
        for (long[] row : semiprimes(56, 60)) {
            Lanes[] kinds = {new SignedLanes(3, plan), new CorrectedLanes(3, plan), new UnsignedLanes(3, plan)};
            for (int lane = 0; lane < 3; lane++) {
                for (Lanes lanes : kinds) {
                    lanes.number(lane, row[0]);
                    lanes.curve(lane, Curve.number(lane));
                }
            }
            for (Lanes lanes : kinds) {
                lanes.run();
            }
            for (int lane = 0; lane < 3; lane++) {
                long d = kinds[0].finish(lane);
                found += d != 1 ? 1 : 0;
                assertEquals(d, kinds[1].finish(lane));
                assertEquals(d, kinds[2].finish(lane));
            }
        }
        assertTrue(found > 30 && found < 150, found + " of 180 curves found a prime");
    }

    /** Doubles against longs, up to the last number that is let in. */
    @ParameterizedTest
    @ValueSource(ints = {40, 45, 47, 48, 0})
    void doublesFindTheSameOnEachCurve(int bits) {
        CurvePlan plan = new CurvePlan(70, 1750, 120);
        Lanes doubles = new DoubleLanes(plan);
        Lanes longs = new SignedLanes(doubles.lanes, plan);
        long[][] rows = bits == 0 ? new long[0][] : semiprimes(bits, doubles.lanes);
        int found = 0;
        for (int round = 0; round < 2; round++) {
            for (int lane = 0; lane < doubles.lanes; lane++) {
                long n = bits == 0 ? (1L << DoubleLanes.MOST_BITS) - 1 - 2 * (round * doubles.lanes + lane) : rows[lane][0];
                while (bits == 0 && !rough(n)) {
                    n -= 2;
                }
                for (Lanes lanes : List.of(doubles, longs)) {
                    lanes.number(lane, n);
                    lanes.curve(lane, Curve.number((round + lane) % Curve.COUNT));
                }
            }
            doubles.run();
            longs.run();
            for (int lane = 0; lane < doubles.lanes; lane++) {
                long d = longs.finish(lane);
                assertEquals(d, doubles.finish(lane));
                found += d != 1 ? 1 : 0;
            }
        }
        assertTrue(found > 20 && found < 508, found + " of 508 curves found something");
    }

    @Test
    void doublesAreUsedWhereTheInstructionIs() {
        assertTrue(DoubleLanes.fast(), "this processor should have a fused multiply-add");
    }

    private static boolean rough(long n) {
        long[] rest = new long[1];
        return TrialDivision.divide(n, new long[16], 0, rest) == 0;
    }

    @Test
    void curvesFindNothingInAPrimeAndComeToAnEnd() {
        for (int bits : new int[] {40, 50, 60, 61, 62, 63, 64}) {
            long p = new BigInteger(bits, CERTAINTY, new Random(bits)).longValue();
            assertEquals(0, Ecm.divisor(p, false));
            long[] four = {p, p, p, p, p};
            assertEquals(0, Arrays.stream(Ecm.divisors(Ecm.size(p), four, 5)).sum());
        }
    }

    @Test
    void findsEveryPowerAndNoOther() {
        Random random = new Random(5);
        for (int k : new int[] {2, 3, 5, 7}) {
            BigInteger most = BigInteger.ONE.shiftLeft(64);
            for (int i = 0; i < 2000; i++) {
                int bits = 9 + random.nextInt(64 / k - 8);
                BigInteger p = i < 20 ? largestRoot(most, k).subtract(BigInteger.valueOf(i)) : new BigInteger(bits, random).setBit(bits - 1);
                BigInteger power = p.pow(k);
                if (p.longValue() > TrialDivision.LARGEST + 1 && power.compareTo(most) < 0) {
                    long n = power.longValue();
                    assertEquals(p.longValue(), PerfectPower.root(n, k));
                    assertEquals(0, PerfectPower.root(n + 1, k));
                    assertEquals(0, PerfectPower.root(n - 1, k));
                    assertTrue(PerfectPower.anyRoot(n) != 0);
                }
            }
        }
    }

    private static BigInteger largestRoot(BigInteger most, int k) {
        BigInteger r = BigInteger.ONE;
        for (int bit = 32; bit >= 0; bit--) {
            BigInteger next = r.setBit(bit);
            r = next.pow(k).compareTo(most) < 0 ? next : r;
        }
        return r;
    }

    @Test
    void commonDivisorsAreBigIntegers() {
        Random random = new Random(6);
        for (int i = 0; i < 100_000; i++) {
            long g = random.nextLong() >>> 33 + random.nextInt(30) | 1;
            BigInteger n = BigInteger.valueOf(g).multiply(BigInteger.valueOf(random.nextInt() & 0xFFFFFFFFL | 1));
            BigInteger a = BigInteger.valueOf(g).multiply(BigInteger.valueOf(random.nextInt() & 0xFFFFFFFFL));
            assertEquals(n.gcd(a).longValue(), Binary.gcdUnsigned(n.longValue(), a.longValue()));
            if (n.bitLength() < 64 && a.bitLength() < 64) {
                assertEquals(n.gcd(a).longValue(), Binary.gcd(n.longValue(), a.longValue()));
            }
        }
        for (int i = 0; i < 100_000; i++) {
            long n = random.nextLong() | 1;
            long a = random.nextLong();
            BigInteger expected = new BigInteger(Long.toUnsignedString(n)).gcd(new BigInteger(Long.toUnsignedString(a)));
            assertEquals(expected.longValue(), Binary.gcdUnsigned(n, a));
        }
    }
}

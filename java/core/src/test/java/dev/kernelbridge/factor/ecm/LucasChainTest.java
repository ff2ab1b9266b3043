package dev.kernelbridge.factor.ecm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kernelbridge.spi.Curves;
import dev.kernelbridge.spi.LucasChain;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Performs the programs on whole numbers instead of points: k stands for k P. An addition must know the difference's register. */
final class LucasChainTest {
    private final BigInteger[] registers = new BigInteger[Curves.REGISTERS];
    private final List<BigInteger> table = new ArrayList<>();

    private void perform(short[] steps) {
        for (short step : steps) {
            int to = step >> 9 & 7;
            BigInteger a = registers[step >> 6 & 7];
            BigInteger b = registers[step >> 3 & 7];
            switch (step >> 12) {
                case Curves.ADD -> {
                    assertEquals(registers[step & 7], a.subtract(b).abs());
                    assertTrue(a.subtract(b).signum() != 0, "a doubling");
                    registers[to] = a.add(b);
                }
                case Curves.DOUBLE -> registers[to] = a.shiftLeft(1);
                case Curves.COPY -> registers[to] = a;
                default -> table.add(a);
            }
        }
    }

    @Test
    void multipliesByEveryPrime() {
        long[] longest = {0};
        SmallPrimes.forEach(2, 20_000, p -> {
            Steps steps = new Steps();
            int register = LucasChain.append(steps, p, 0);
            registers[0] = BigInteger.ONE;
            perform(steps.toArray());
            assertEquals(BigInteger.valueOf(p), registers[register]);
            longest[0] = Math.max(longest[0], steps.count());
        });
        assertTrue(longest[0] < 30, "a chain has " + longest[0] + " steps, though 2^15 is within 22 of Fibonacci's");
    }

    @Test
    void stageOneMultipliesByAllPrimePowersUpToB1() {
        for (long b1 : new long[] {45, 2_000, 40_000}) {
            StageOne one = new StageOne(b1);
            registers[0] = BigInteger.ONE;
            for (int i = 0; i < one.pieces(); i++) {
                perform(one.piece(i));
            }
            BigInteger expected = BigInteger.ONE; // the least common multiple of 1 to B1
            for (long i = 2; i <= b1; i++) {
                BigInteger n = BigInteger.valueOf(i);
                BigInteger gcd = b1 > 2_000 ? null : expected.gcd(n);
                expected = gcd != null ? expected.multiply(n.divide(gcd)) : isPrimePower(i) > 0
                        ? expected.multiply(BigInteger.valueOf(isPrimePower(i))) : expected;
            }
            assertEquals(expected, registers[0]);
        }
    }

    /** p if n is a power of the prime p, else 0. */
    private static long isPrimePower(long n) {
        long p = 2;
        while (n % p != 0 && p * p <= n) {
            p++;
        }
        p = n % p == 0 ? p : n;
        long rest = n;
        while (rest % p == 0) {
            rest /= p;
        }
        return rest == 1 ? p : 0;
    }

    @Test
    void stageTwoComparesEveryPrimeFromB1ToB2() {
        for (long[] b : new long[][] {{45, 4_500}, {250, 25_000}, {2_000, 200_000}, {11_000, 300_000}}) {
            for (int products : new int[] {20, 200_000}) {
                StageTwo two = new StageTwo(b[0], b[1], products);
                registers[0] = BigInteger.ONE;
                table.clear();
                perform(two.begin());
                assertEquals(two.columns(), table.size());
                TreeSet<Long> covered = new TreeSet<>();
                for (int i = 0; i < two.pieces(); i++) {
                    perform(two.rows());
                    assertTrue(table.size() <= two.points());
                    int row = two.columns();
                    for (short column : two.pairs(i)) {
                        if (column == Curves.END) {
                            row++;
                        } else {
                            covered.add(table.get(row).subtract(table.get(column)).longValueExact());
                            covered.add(table.get(row).add(table.get(column)).longValueExact());
                        }
                    }
                    assertEquals(table.size(), row);
                    table.subList(two.columns(), row).clear();
                }
                SmallPrimes.forEach(b[0] + 1, b[1] + 1, p -> assertTrue(covered.contains(p), p + " is not covered"));
            }
        }
    }
}

package dev.kernelbridge.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kernelbridge.primes.Roots;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Divisions and roots of numbers of more than 64 bits against BigInteger, at the places where a quotient changes. */
final class WideTest {
    private static final BigInteger MOST = BigInteger.TEN.pow(21);
    private final Random random = new Random(70);

    @Test
    void dividesAtEveryBoundary() {
        for (int i = 0; i < 200_000; i++) {
            long d = 1 + (random.nextLong() >>> 17 + random.nextInt(47));
            BigInteger divisor = BigInteger.valueOf(d);
            BigInteger n = new BigInteger(random.nextInt(101), random).divide(divisor).multiply(divisor).add(BigInteger.valueOf(i % 3 - 1)).abs();
            assertEquals(n.divide(divisor), Wide.of(n).dividedBy(d).toBigInteger(), () -> n + " / " + d);
            if (n.divide(divisor).bitLength() < 64) {
                assertEquals(n.divide(divisor).longValueExact(), Wide.of(n).over(d), () -> n + " / " + d);
            }
        }
        assertThrows(ArithmeticException.class, () -> Wide.of(MOST).over(108));
        assertEquals(MOST.divide(BigInteger.valueOf(109)).longValueExact(), Wide.of(MOST).over(109));
    }

    /** The inner loops' division: n = q d - 1, q d and q d + 1 with quotients up to 2^50 and n up to 10^21 and beyond. */
    @Test
    void theDoublesQuotientIsCorrected() {
        int corrected = 0;
        for (int i = 0; i < 1_000_000; i++) {
            long q = 1 + (random.nextLong() >>> 14 + random.nextInt(50));
            long d = 1 + (random.nextLong() >>> 11 + random.nextInt(53));
            BigInteger n = BigInteger.valueOf(q).multiply(BigInteger.valueOf(d)).add(BigInteger.valueOf(i % 4 == 3 ? d - 1 : i % 4 - 1));
            Wide wide = Wide.of(n);
            long expected = n.divide(BigInteger.valueOf(d)).longValueExact();
            assertEquals(expected, Wide.quotient(wide.value(), wide.low(), d), () -> n + " / " + d);
            corrected += (long) (wide.value() / d) == expected ? 0 : 1;
        }
        assertTrue(corrected > 10_000, "only " + corrected + " quotients needed it: nothing was tested");
    }

    @Test
    void theDoubleIsTheNearestOrItsNeighbour() {
        for (int i = 0; i < 200_000; i++) {
            BigInteger n = new BigInteger(random.nextInt(101), random);
            BigInteger error = new BigDecimal(Wide.of(n).value()).toBigIntegerExact().subtract(n).abs();
            assertTrue(error.shiftLeft(52).compareTo(n) <= 0 && (n.bitLength() > 53 || error.signum() == 0), () -> n + " is off by " + error);
        }
    }

    @Test
    void rootsOfPowersAndTheirNeighbours() {
        for (int i = 0; i < 20_000; i++) {
            for (int power = 2; power <= 4; power++) {
                BigInteger root = new BigInteger(1 + random.nextInt(70 / power), random).add(BigInteger.TWO);
                for (int off = -1; off <= 1; off++) { // from 2^power on only the power itself has a new root
                    Wide n = Wide.of(root.pow(power).add(BigInteger.valueOf(off)));
                    long got = power == 2 ? Roots.square(n) : power == 3 ? Roots.cube(n) : Roots.fourth(n);
                    assertEquals(root.longValueExact() - (off < 0 ? 1 : 0), got, power + ". root of " + n);
                }
            }
        }
    }

    @Test
    void isWrittenInDigits() {
        assertEquals("1000000000000000000000", Wide.of(MOST).toString());
        assertEquals("18446744073709551615", new Wide(0, -1).toString());
        assertEquals("9223372036854775807", Wide.of(Long.MAX_VALUE).toString());
        assertEquals("0", Wide.of(0).toString());
    }
}

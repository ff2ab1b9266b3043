package dev.kernelbridge.factor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kernelbridge.Backend;
import dev.kernelbridge.Kernels;
import dev.kernelbridge.PrimeVerdict;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against BigInteger's own test, and against composites that were made to pass tests. */
final class ProbablePrimeTest {
    private static final Kernels JAVA = Kernels.require(Backend.JAVA);
    /** F. Arnault, "Constructing Carmichael numbers which are strong pseudoprimes to several bases", 1995: to all prime bases below 307. */
    private static final BigInteger ARNAULT_P = new BigInteger("2967449566868551055015417464290533273077199179985304335099507"
            + "5531276838753171770199594238596428121188033664754218345562493168782883");

    private static boolean test(BigInteger n) {
        return ProbablePrime.test(n, () -> { });
    }

    @Test
    void agreesWithBigInteger() {
        Random random = new Random(11);
        int primes = 0;
        for (int bits : new int[] {65, 66, 100, 116, 117, 128, 129, 200, 256, 500}) {
            for (int i = 0; i < 40_000 / bits; i++) {
                BigInteger n = new BigInteger(bits, random).setBit(0).setBit(bits - 1);
                boolean prime = n.isProbablePrime(64);
                primes += prime ? 1 : 0;
                assertEquals(prime, test(n), n.toString());
            }
        }
        assertTrue(primes > 50);
        for (int bits : new int[] {65, 90, 128, 384, 1024}) {
            BigInteger p = BigInteger.probablePrime(bits, random);
            assertTrue(test(p));
            assertFalse(test(p.multiply(p)));
            assertFalse(test(p.pow(3)));
        }
    }

    @Test
    void seesThroughArnaultAndCarmichael() {
        BigInteger two = BigInteger.TWO;
        BigInteger one = BigInteger.ONE;
        BigInteger p1 = ARNAULT_P.subtract(one);
        BigInteger n = ARNAULT_P.multiply(p1.multiply(BigInteger.valueOf(313)).add(one)).multiply(p1.multiply(BigInteger.valueOf(353)).add(one));
        assertEquals(397, n.toString().length());
        assertTrue(two.modPow(n.subtract(one), n).equals(one), "a Carmichael number passes Fermat's test");
        assertFalse(test(n));
        assertEquals(PrimeVerdict.COMPOSITE, JAVA.provePrime(n));
        int carmichael = 0;
        for (long k = 1L << 20; carmichael < 20; k++) { // J. Chernick, 1939: (6 k + 1) (12 k + 1) (18 k + 1)
            BigInteger[] p = {BigInteger.valueOf(6 * k + 1), BigInteger.valueOf(12 * k + 1), BigInteger.valueOf(18 * k + 1)};
            if (p[0].isProbablePrime(30) && p[1].isProbablePrime(30) && p[2].isProbablePrime(30)) {
                BigInteger c = p[0].multiply(p[1]).multiply(p[2]);
                assertTrue(c.bitLength() > 64 && two.modPow(c.subtract(one), c).equals(one));
                assertFalse(test(c), c.toString());
                carmichael++;
            }
        }
    }

    /** Both halves are a test of their own: the strong Lucas pseudoprimes of OEIS A217255 pass the second, and no prime fails it. */
    @Test
    void theLucasTestIsTheStrongOne() {
        int[] pseudoprimes = {5459, 5777, 10877, 16109, 18971, 22499, 24569, 25199, 40309, 58519, 75077, 97439};
        int at = 0;
        for (int n = 101; n < 100_000; n += 2) {
            boolean passes = ProbablePrime.lucas(BigInteger.valueOf(n));
            if (BigInteger.valueOf(n).isProbablePrime(50)) {
                assertTrue(passes, "the prime " + n);
            } else if (passes) {
                assertEquals(pseudoprimes[at++], n);
            }
        }
        assertEquals(pseudoprimes.length, at);
    }

    /** p - 1 is twice two primes of equal size, which no curve finds in time. */
    @Test
    void provesByTheSieveWhatCurvesDoNotReach() {
        Random random = new Random(60);
        for (int bits : new int[] {100, 140, 180}) {
            BigInteger p;
            do {
                p = BigInteger.probablePrime(bits / 2, random).multiply(BigInteger.probablePrime(bits / 2, random)).shiftLeft(1)
                        .add(BigInteger.ONE);
            } while (!p.isProbablePrime(60));
            assertEquals(PrimeVerdict.PRIME, JAVA.provePrime(p), p.toString());
        }
        BigInteger cube = BigInteger.probablePrime(61, random).pow(3);
        BigInteger k = BigInteger.TWO;
        while (!cube.multiply(k).add(BigInteger.ONE).isProbablePrime(60)) {
            k = k.add(BigInteger.TWO);
        }
        assertEquals(PrimeVerdict.PRIME, JAVA.provePrime(cube.multiply(k).add(BigInteger.ONE)), "no method by gcds splits a cube");
    }

    @Test
    void provesWhatItCan() {
        assertEquals(PrimeVerdict.PRIME, JAVA.provePrime(BigInteger.ONE.shiftLeft(127).subtract(BigInteger.ONE)));
        assertEquals(PrimeVerdict.PRIME, JAVA.provePrime(BigInteger.ONE.shiftLeft(521).subtract(BigInteger.ONE)));
        assertEquals(PrimeVerdict.PRIME, JAVA.provePrime(new BigInteger("18446744073709551557")));
        for (long n : new long[] {Long.MIN_VALUE, -7, 0, 1, 4, 561}) {
            assertEquals(PrimeVerdict.COMPOSITE, JAVA.provePrime(BigInteger.valueOf(n)));
            assertFalse(JAVA.isProbablePrime(BigInteger.valueOf(n)));
        }
        Random random = new Random(1);
        for (int i = 0; i < 20; i++) { // p and 2 p + 1 are so far from smooth that only the search for factors can prove them
            BigInteger p = BigInteger.probablePrime(70 + 2 * i, random);
            assertEquals(PrimeVerdict.PRIME, JAVA.provePrime(p), p.toString());
            assertEquals(PrimeVerdict.COMPOSITE, JAVA.provePrime(p.multiply(BigInteger.probablePrime(64, random))));
        }
    }
}

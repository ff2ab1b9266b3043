package dev.kernelbridge.scalar.factor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kernelbridge.scalar.Arithmetic;
import java.math.BigInteger;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The proof against a sieve, against the seven bases, against BigInteger, and against composites that one half of it takes for primes. */
final class BailliePswTest {
    private static final int CERTAINTY = 40;

    private static void assertBoth(boolean expected, long n) {
        String number = Long.toUnsignedString(n);
        assertEquals(expected, BailliePsw.isPrime(n), number);
        assertEquals(expected, Arithmetic.isPrime(n), number);
        if ((n & 1) != 0 && Long.compareUnsigned(n, TrialDivision.NEXT_SQUARED) > 0) {
            assertEquals(expected, BailliePsw.both(n), number);
            assertEquals(expected, BailliePsw.strong(n) && BailliePsw.lucas(n), number);
        }
    }

    @Test
    void agreesWithASieveBelowAMillion() {
        int most = 1_000_000;
        BitSet composite = new BitSet(most);
        composite.set(0, 2);
        for (int p = 2; p < 1000; p++) {
            for (int m = p * p; m < most && !composite.get(p); m += p) {
                composite.set(m);
            }
        }
        for (int n = 0; n < most; n++) {
            assertBoth(!composite.get(n), n);
        }
    }

    @Test
    void agreesWithBigIntegerAtEverySize() {
        Random random = new Random(1);
        for (int bits = 17; bits <= 64; bits++) {
            for (int i = 0; i < 300; i++) {
                BigInteger n = new BigInteger(bits, random).setBit(bits - 1).setBit(0);
                assertBoth(n.isProbablePrime(CERTAINTY), n.longValue());
                assertBoth(true, new BigInteger(bits, CERTAINTY, random).longValue());
            }
            for (int i = 1; i < 200; i += 2) { // both ends of the size
                BigInteger low = BigInteger.ONE.shiftLeft(bits - 1).add(BigInteger.valueOf(i));
                BigInteger high = BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.valueOf(i));
                assertBoth(low.isProbablePrime(CERTAINTY), low.longValue());
                assertBoth(high.isProbablePrime(CERTAINTY), high.longValue());
            }
        }
    }

    /** p (2 p - 1), (k + 1)(r k + 1) and Chernick's (6 k + 1)(12 k + 1)(18 k + 1): the families in which strong pseudoprimes are dense. */
    @Test
    void refusesTheFamiliesOfStrongPseudoprimes() {
        int passed = 0;
        for (long p = 313; p < 3_000_000_000L; p += p < 200_000 ? 2 : p / 10_000 * 2) {
            if (Arithmetic.isPrime(p)) {
                for (int r = 2; r <= 4; r++) {
                    long q = r * (p - 1) + 1;
                    if (Arithmetic.isPrime(q) && p < (1L << 62) / q * 4) {
                        assertFalse(BailliePsw.isPrime(p * q));
                        passed += BailliePsw.strong(p * q) ? 1 : 0;
                    }
                }
            }
        }
        assertTrue(passed > 500, passed + " of them passed the strong test to base 2: the family is not tried");
        for (long k = 1; k < 230_000; k++) {
            if (Arithmetic.isPrime(6 * k + 1) && Arithmetic.isPrime(12 * k + 1) && Arithmetic.isPrime(18 * k + 1)) {
                assertFalse(BailliePsw.isPrime((6 * k + 1) * (12 * k + 1) * (18 * k + 1)));
            }
        }
    }

    /** Almost extra strong Lucas pseudoprimes of this very kind, found by trying all: they must exist, and fail the other half. */
    @Test
    void theLucasTestAloneIsNoProof() {
        int passed = 0;
        for (long n = TrialDivision.NEXT_SQUARED; n < 3_000_000; n += 2) {
            if (BailliePsw.lucas(n) && !Arithmetic.isPrime(n)) {
                passed++;
                assertFalse(BailliePsw.strong(n));
            }
        }
        assertTrue(passed > 5, passed + " composites passed");
    }

    @Test
    void squaresOfPrimesAreComposite() {
        for (long p : new long[] {1093, 3511, 65_537, 2_147_483_647L, 4_294_967_291L}) { // the first two pass the base-2 test
            assertFalse(BailliePsw.isPrime(p * p));
            assertFalse(BailliePsw.both(p * p));
        }
    }
}

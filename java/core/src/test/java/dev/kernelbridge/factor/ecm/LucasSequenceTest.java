package dev.kernelbridge.factor.ecm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Factors that were made to be found, and one that must not be. */
final class LucasSequenceTest {
    private static final BigInteger START = BigInteger.valueOf(7);

    /** A prime p of 60 digits with p + offset = 2 times different primes below 1000 and one prime below 100,000. */
    private static BigInteger smooth(int offset, Random random) {
        while (true) {
            BigInteger n = BigInteger.TWO.multiply(BigInteger.valueOf(50_000 + random.nextInt(50_000)).nextProbablePrime());
            while (n.bitLength() < 190) {
                BigInteger prime = BigInteger.valueOf(500 + random.nextInt(490)).nextProbablePrime();
                n = n.mod(prime).signum() == 0 ? n : n.multiply(prime); // once, as its square is above the bound
            }
            BigInteger p = n.subtract(BigInteger.valueOf(offset));
            if (p.isProbablePrime(50)) {
                return p;
            }
        }
    }

    @Test
    void findsPrimesBesideSmoothNumbers() {
        Random random = new Random(4);
        Program program = Program.of(1009, 100_900, 400);
        for (int i = 0; i < 5; i++) {
            BigInteger rough = BigInteger.probablePrime(190, random);
            BigInteger p = smooth(-1, random);
            BigInteger start = BigInteger.valueOf(3).modInverse(p.multiply(rough)).add(BigInteger.valueOf(3));
            assertEquals(p, program.runLucas(p.multiply(rough), start.mod(p.multiply(rough)), () -> false), "p - 1");
            BigInteger q = smooth(1, random);
            boolean square = BigInteger.valueOf(45).modPow(q.subtract(BigInteger.ONE).shiftRight(1), q).equals(BigInteger.ONE);
            BigInteger found = program.runLucas(q.multiply(rough), START, () -> false);
            if (square) { // 7^2 - 4 is a square modulo q: then it is p - 1 again
                assertNull(found);
            } else {
                assertEquals(q, found, "p + 1");
            }
            assertNull(program.runLucas(rough.multiply(BigInteger.probablePrime(190, random)), START, () -> false));
        }
    }
}

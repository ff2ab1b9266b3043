package dev.kernelbridge.primes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kernelbridge.Backend;
import dev.kernelbridge.Kernels;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The i-th prime by estimate, count and sieve; Riemann's R by OEIS A057793. */
final class NthPrimeTest {
    private static final long[] RIEMANN = {5, 26, 168, 1227, 9587, 78_527, 664_667, 5_761_552, 50_847_455, 455_050_683L, 4_118_052_495L,
        37_607_910_542L, 346_065_531_066L, 3_204_941_731_602L};

    @Test
    void riemannsFunctionIsRight() {
        for (int k = 1; k <= RIEMANN.length; k++) {
            assertEquals(RIEMANN[k - 1], NthPrime.riemann(Math.pow(10, k)), 0.6, "R(10^" + k + ")");
        }
    }

    @Test
    void itIsTheInverseOfTheCount() {
        Kernels k = Kernels.on(Backend.JAVA);
        Random random = new Random(6988);
        for (int i = 0; i < 300; i++) {
            long rank = 1 + random.nextLong(1L << 2 + i % 32);
            long prime = k.nthPrime(rank);
            assertEquals(rank, Oracle.pi(prime), () -> "pi of prime " + rank);
            assertEquals(rank - 1, Oracle.pi(prime - 1), () -> "prime " + rank + " is not prime: " + prime);
        }
        assertEquals(29_996_224_275_833L, k.nthPrime(1_000_000_000_000L), "A006988(12)");
    }
}

package dev.kernelbridge.factor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kernelbridge.Backend;
import dev.kernelbridge.DeadlineExceededException;
import dev.kernelbridge.Factorization;
import dev.kernelbridge.KernelInterruptedException;
import dev.kernelbridge.Kernels;
import dev.kernelbridge.PartialFactorization;
import dev.kernelbridge.Progress;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Products of primes that are known because they were chosen. */
final class BigFactorizerTest {
    private static final Kernels JAVA = Kernels.require(Backend.JAVA);
    private static final BigInteger RSA_110 = new BigInteger("357942341797258687749918078325684554030037780242282261935329081904846"
            + "70252364677411513516111204504060317568667");

    private static void finds(Map<BigInteger, Integer> powers) {
        BigInteger n = BigInteger.ONE;
        StringBuilder expected = new StringBuilder();
        for (Map.Entry<BigInteger, Integer> power : powers.entrySet()) {
            n = n.multiply(power.getKey().pow(power.getValue()));
            expected.append(expected.isEmpty() ? "" : " × ").append(power.getKey())
                    .append(power.getValue() > 1 ? "^" + power.getValue() : "");
        }
        assertEquals(expected.toString(), JAVA.factorize(n).toString());
    }

    @Test
    void findsPlantedFactorsOfEverySize() {
        Random random = new Random(5);
        for (int bits = 2; bits <= 48; bits++) {
            finds(new TreeMap<>(Map.of(BigInteger.probablePrime(bits, random), 1, BigInteger.probablePrime(150, random), 1)));
        }
    }

    @Test
    void factorsRandomProducts() {
        Random random = new Random(6);
        for (int i = 0; i < 50; i++) {
            Map<BigInteger, Integer> powers = new TreeMap<>();
            for (int k = random.nextInt(6); k >= 0; k--) {
                powers.put(BigInteger.probablePrime(2 + random.nextInt(38), random), 1 + random.nextInt(i % 3 + 1));
            }
            powers.put(BigInteger.probablePrime(40 + random.nextInt(200), random), 1 + random.nextInt(2));
            finds(powers);
        }
    }

    @Test
    void perfectPowersComeFirst() {
        Random random = new Random(7);
        BigInteger p = BigInteger.probablePrime(200, random);
        BigInteger q = BigInteger.probablePrime(30, random);
        finds(new TreeMap<>(Map.of(p, 2)));
        finds(new TreeMap<>(Map.of(p, 3)));
        finds(new TreeMap<>(Map.of(p, 11, q, 11)));
        finds(new TreeMap<>(Map.of(q, 97)));
        finds(new TreeMap<>(Map.of(q, 6, BigInteger.probablePrime(31, random), 4)));
        finds(new TreeMap<>(Map.of(BigInteger.TWO, 100_000)));
        finds(new TreeMap<>(Map.of(BigInteger.valueOf(3), 5_000, p, 1)));
    }

    /** Under most bounds all of these turn up at once. */
    @Test
    void tellsManySmallFactorsApart() {
        Random random = new Random(10);
        for (int bits = 11; bits <= 26; bits++) {
            Map<BigInteger, Integer> powers = new TreeMap<>();
            while (powers.size() < 12) {
                powers.put(BigInteger.probablePrime(bits, random), 1 + random.nextInt(2));
            }
            finds(powers);
            powers.keySet().removeAll(List.copyOf(powers.keySet()).subList(2 + 64 / bits, 12));
            powers.replaceAll((p, e) -> 1);
            finds(powers);
        }
    }

    @Test
    void factorialsAndPrimorials() {
        BigInteger factorial = BigInteger.ONE;
        for (int i = 2; i <= 1000; i++) {
            factorial = factorial.multiply(BigInteger.valueOf(i));
        }
        Factorization f = JAVA.factorize(factorial);
        assertEquals(168, f.primes().size());
        assertEquals(994, f.exponents()[0]); // Legendre: 500 + 250 + 125 + 62 + 31 + 15 + 7 + 3 + 1
        assertEquals(factorial, f.number());
    }

    @Test
    void pollardsRhoAgrees() {
        Random random = new Random(8);
        for (int i = 0; i < 10; i++) {
            BigInteger n = BigInteger.probablePrime(32, random).multiply(BigInteger.probablePrime(40 + i, random));
            BigInteger d = BigRho.divisor(n);
            assertEquals(List.of(d.min(n.divide(d)), d.max(n.divide(d))), JAVA.factorize(n).primes());
        }
    }

    /** That it is looked at often enough is counted: StopsTest, and ProgramTest for curves. */
    @Test
    void aDeadlineGivesWhatIsKnown() {
        BigInteger n = RSA_110.multiply(BigInteger.valueOf(-24));
        Kernels hasty = Kernels.builder().backend(Backend.JAVA).deadline(Duration.ofMillis(300)).build();
        DeadlineExceededException e = assertThrows(DeadlineExceededException.class, () -> hasty.factorize(n));
        PartialFactorization partial = e.partial().orElseThrow();
        assertEquals("-1 × 2^3 × 3 × (" + RSA_110 + ")", partial.toString());
        assertTrue(e.getMessage().contains("known is -1 × 2^3 × 3 and a cofactor of 364 bits"), e.getMessage());
    }

    @Test
    void numbersOfTwentyThousandBitsCanBeStopped() {
        BigInteger n = new BigInteger(20_000, new Random(9)).setBit(0);
        Kernels hasty = Kernels.builder().backend(Backend.JAVA).deadline(Duration.ofMillis(500)).build();
        DeadlineExceededException e = assertThrows(DeadlineExceededException.class, () -> hasty.factorize(n.multiply(n)));
        PartialFactorization partial = e.partial().orElseThrow();
        assertEquals(n.multiply(n), partial.known().number().multiply(partial.cofactor()));
        assertThrows(DeadlineExceededException.class, () -> hasty.provePrime(n));
    }

    @Test
    void anInterruptGivesWhatIsKnown() throws InterruptedException {
        List<KernelInterruptedException> thrown = new ArrayList<>();
        Thread thread = new Thread(() -> {
            try {
                JAVA.factorize(RSA_110.multiply(BigInteger.TWO));
            } catch (KernelInterruptedException e) {
                thrown.add(e);
            }
        });
        thread.start();
        Thread.sleep(300);
        thread.interrupt();
        thread.join(5_000);
        assertEquals(RSA_110, thrown.getFirst().partial().orElseThrow().cofactor());
    }

    @Test
    void progressSaysWhatIsDone() {
        List<Progress> heard = new ArrayList<>();
        Kernels k = Kernels.builder().backend(Backend.JAVA).deadline(Duration.ofSeconds(2)).progress(heard::add).build();
        assertThrows(DeadlineExceededException.class, () -> k.factorize(RSA_110));
        assertTrue(heard.stream().anyMatch(p -> p.doing().matches("364 bits: factors of \\d+ digits, curve \\d+ of \\d+, .*")), heard.toString());
    }
}

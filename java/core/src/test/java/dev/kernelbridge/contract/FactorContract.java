package dev.kernelbridge.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kernelbridge.Backend;
import dev.kernelbridge.Factorization;
import dev.kernelbridge.KernelInterruptedException;
import dev.kernelbridge.Kernels;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every backend's factorization must get right. The tables' products were proved with PARI; the rest is trial division. */
public final class FactorContract {
    /** Of the table of semiprimes with two equally large factors, on the processor: a second each. */
    private static final int LARGEST_DIGITS = 60;
    /** The same on devices, which leave numbers of this size to the processor. */
    private static final int LARGEST_DIGITS_OF_DEVICES = 30;
    /** Of the second largest prime in the table of edges. */
    private static final int EASY_BITS = 80;
    private static final String BACKENDS = "dev.kernelbridge.contract.UnderTest#backends";

    @ParameterizedTest
    @MethodSource(BACKENDS)
    void factorsTheSemiprimesOfTheTable(Kernels k) {
        List<String[]> rows = UnderTest.rows("factor-64.csv");
        int step = UnderTest.isSimulator(k) ? 97 : 3;
        List<String[]> sample = new ArrayList<>();
        for (int i = 0; i < rows.size(); i += step) {
            sample.add(rows.get(i));
        }
        long[] n = sample.stream().map(row -> new BigInteger(row[0])).filter(b -> b.bitLength() <= 63).mapToLong(BigInteger::longValue).toArray();
        List<Factorization> found = k.factorizeAll(n);
        int at = 0;
        for (String[] row : sample) {
            BigInteger number = new BigInteger(row[0]);
            List<BigInteger> expected = List.of(new BigInteger(row[1]), new BigInteger(row[2]));
            Factorization f = number.bitLength() <= 63 ? found.get(at++) : k.factorize(number);
            assertEquals(expected.stream().distinct().sorted().toList(), f.primes(), row[0]);
            assertEquals(number, f.number());
        }
    }

    @ParameterizedTest
    @MethodSource(BACKENDS)
    void factorsTheEdges(Kernels k) {
        int checked = 0;
        for (String[] row : UnderTest.rows("factor-edge.csv")) {
            BigInteger n = new BigInteger(row[0]);
            if (n.signum() != 0 && easy(row[1])) {
                String expected = text(row[1], n.signum());
                assertEquals(expected, k.factorize(n).toString(), row[2]);
                if (n.bitLength() <= 63) {
                    assertEquals(expected, k.factorize(n.longValueExact()).toString(), row[2]);
                }
                checked++;
            }
        }
        assertTrue(checked > 350, "only " + checked + " rows of the table were used");
    }

    @ParameterizedTest
    @MethodSource(BACKENDS)
    void factorsLargeSemiprimes(Kernels k) {
        int largest = 0;
        for (String[] row : UnderTest.rows("factor-big.csv")) {
            if (row[0].length() <= (isDevice(k) ? LARGEST_DIGITS_OF_DEVICES : LARGEST_DIGITS)) {
                assertEquals(row[1] + " × " + row[2], k.factorize(new BigInteger(row[0])).toString());
                largest = Math.max(largest, row[0].length());
            }
        }
        assertEquals(isDevice(k) ? LARGEST_DIGITS_OF_DEVICES : LARGEST_DIGITS, largest, "digits of the largest number");
    }

    @ParameterizedTest
    @MethodSource(BACKENDS)
    void factorsEverySmallNumberInOneBatch(Kernels k) {
        int most = UnderTest.isSimulator(k) ? 3_000 : 50_000;
        long[] n = LongStream.rangeClosed(-50, most).filter(i -> i != 0).toArray();
        List<Factorization> found = k.factorizeAll(n);
        for (int i = 0; i < n.length; i++) {
            assertEquals(byDivision(n[i]), found.get(i).toString());
        }
    }

    @ParameterizedTest
    @MethodSource(BACKENDS)
    void factorsUnsignedNumbersInBatches(Kernels k) {
        List<String[]> rows = UnderTest.rows("factor-64.csv").stream().filter(row -> new BigInteger(row[0]).bitLength() == 64).toList();
        rows = rows.subList(0, UnderTest.isSimulator(k) ? 5 : Math.min(rows.size(), 300));
        long[] n = rows.stream().mapToLong(row -> Long.parseUnsignedLong(row[0])).toArray();
        long[] given = n.clone();
        List<Factorization> found = k.factorizeAllUnsigned(n);
        for (int i = 0; i < n.length; i++) {
            String[] row = rows.get(i);
            assertEquals(List.of(new BigInteger(row[1]), new BigInteger(row[2])).stream().distinct().sorted().toList(), found.get(i).primes());
            assertEquals(new BigInteger(row[0]), found.get(i).number());
        }
        assertArrayEquals(given, n, "the argument was changed");
        assertEquals(found.getFirst(), k.factorizeUnsigned(n[0]));
        assertEquals("3 × 5 × 17 × 257 × 641 × 65537 × 6700417", k.factorizeUnsigned(-1).toString()); // 2^64 - 1
        assertEquals(List.of("1", "2^63"), k.factorizeAllUnsigned(new long[] {1, Long.MIN_VALUE}).stream().map(Object::toString).toList());
    }

    /** Whatever comes out, its product is the number and BigInteger takes each of its primes for one: there is only one such answer. */
    @ParameterizedTest
    @MethodSource(BACKENDS)
    void factorsRandomNumbersOfEverySize(Kernels k) {
        int each = UnderTest.isSimulator(k) ? 2 : 60;
        Random random = new Random(64);
        long[] n = new long[64 * each];
        for (int i = 0; i < n.length; i++) {
            int bits = 1 + i % 64; // neighbours differ, so that no batch has one size only
            n[i] = random.nextLong() >>> 64 - bits | 1L << bits - 1;
        }
        assertRight(n, k.factorizeAllUnsigned(n));
    }

    /** Batches that end within a group of threads, of numbers that take no step, one, or all of them. */
    @ParameterizedTest
    @MethodSource(BACKENDS)
    void factorsBatchesOfAnyLengthAndMixture(Kernels k) {
        Random random = new Random(31);
        for (int length : new int[] {1, 2, 31, 32, 33, 65, UnderTest.isSimulator(k) ? 100 : 1000}) {
            long[] n = new long[length];
            for (int i = 0; i < length; i++) {
                BigInteger p = BigInteger.probablePrime(2 + random.nextInt(31), random);
                n[i] = switch (i % 5) {
                    case 0 -> p.multiply(BigInteger.probablePrime(p.bitLength(), random)).longValue();
                    case 1 -> p.longValue();
                    case 2 -> p.pow(64 / p.bitLength()).longValue();
                    case 3 -> 1 + random.nextInt(300);
                    default -> BigInteger.probablePrime(64 - p.bitLength(), random).multiply(p).longValue();
                };
            }
            assertRight(n, k.factorizeAllUnsigned(n));
        }
    }

    /** p^k on both sides of where words, doubles and signs end, and two primes next to each other or far apart. */
    @ParameterizedTest
    @MethodSource(BACKENDS)
    void factorsPowersAndCloseAndFarFactors(Kernels k) {
        List<BigInteger> numbers = new ArrayList<>();
        int near = UnderTest.isSimulator(k) ? 1 : 4;
        for (int bits : new int[] {31, 32, 48, 50, 52, 53, 61, 62, 63, 64}) {
            for (int e = 1; e <= 7; e++) {
                BigInteger below = BigInteger.ONE.shiftLeft(bits / e);
                BigInteger above = below;
                for (int i = 0; i < near; i++) {
                    below = previousPrime(below);
                    above = above.nextProbablePrime();
                    numbers.add(below.pow(e));
                    numbers.add(above.pow(e));
                    numbers.add(below.pow(e - 1).multiply(previousPrime(below)));
                }
            }
            for (int small = 9; small < bits / 2; small += 4) {
                numbers.add(previousPrime(BigInteger.ONE.shiftLeft(small)).multiply(previousPrime(BigInteger.ONE.shiftLeft(bits - small))));
            }
        }
        long[] n = numbers.stream().filter(b -> b.bitLength() <= 64).mapToLong(BigInteger::longValue).toArray();
        List<Factorization> found = k.factorizeAllUnsigned(n);
        assertRight(n, found);
        for (int i = 0; i < n.length; i += UnderTest.isSimulator(k) ? 20 : 1) {
            assertEquals(found.get(i), k.factorizeUnsigned(n[i]));
        }
    }

    @ParameterizedTest
    @MethodSource(BACKENDS)
    void aBadElementIsNamedBeforeAnythingIsComputed(Kernels k) {
        for (Executable call : List.<Executable>of(() -> k.factorizeAll(new long[] {6, 0, 7, 0}),
                () -> k.factorizeAllUnsigned(new long[] {6, 0, 7, 0}))) {
            assertTrue(assertThrows(IllegalArgumentException.class, call).getMessage().startsWith("n[1]: 0 "));
        }
        assertThrows(IllegalArgumentException.class, () -> k.factorizeUnsigned(0));
        assertThrows(NullPointerException.class, () -> k.factorizeAllUnsigned(null));
        assertEquals(List.of(), k.factorizeAllUnsigned(new long[0]));
    }

    @ParameterizedTest
    @MethodSource(BACKENDS)
    void anInterruptEndsOneCallAndABatch(Kernels k) {
        for (Executable call : List.<Executable>of(() -> k.factorize(6), () -> k.factorizeAll(new long[] {6, 7}))) {
            Thread.currentThread().interrupt();
            try {
                assertThrows(KernelInterruptedException.class, call);
                assertTrue(Thread.currentThread().isInterrupted(), "the interrupt was lost");
            } finally {
                Thread.interrupted();
            }
        }
    }

    private static BigInteger previousPrime(BigInteger n) {
        BigInteger p = n.subtract(BigInteger.ONE);
        while (!p.isProbablePrime(40)) {
            p = p.subtract(BigInteger.ONE);
        }
        return p;
    }

    private static void assertRight(long[] n, List<Factorization> found) {
        assertEquals(n.length, found.size());
        for (int i = 0; i < n.length; i++) {
            Factorization f = found.get(i);
            assertEquals(new BigInteger(Long.toUnsignedString(n[i])), f.number());
            assertEquals(f.primes().stream().sorted().distinct().toList(), f.primes());
            assertTrue(f.primes().stream().allMatch(p -> p.isProbablePrime(30)), () -> f.toString());
        }
    }

    @ParameterizedTest
    @MethodSource(BACKENDS)
    void givesTheDivisorsOfTheFourNumbers(Kernels k) {
        for (long n : new long[] {2_139_079, 1_214_759, 1_516_637, 1_852_285}) { // the programs that this project began with
            List<BigInteger> expected = LongStream.rangeClosed(1, n).filter(d -> n % d == 0).mapToObj(BigInteger::valueOf).toList();
            assertEquals(expected, k.factorize(n).divisors());
        }
    }

    private static boolean isDevice(Kernels k) {
        return k.report().backend() == Backend.OPENCL || k.report().backend() == Backend.CUDA;
    }

    /** Whether it takes seconds at most: the second largest prime is small enough for elliptic curves, or the number for the sieve. */
    private static boolean easy(String factors) {
        List<BigInteger> primes = Arrays.stream(factors.split("\\*")).map(f -> new BigInteger(f.replaceAll("\\^.*", "")))
                .sorted().toList();
        BigInteger n = primes.stream().reduce(BigInteger.ONE, BigInteger::multiply);
        return n.bitLength() <= 64 || primes.size() < 2 || primes.get(primes.size() - 2).bitLength() <= EASY_BITS;
    }

    /** The table's "-1*2^2*3" as {@link Factorization#toString} writes it. */
    private static String text(String factors, int sign) {
        return factors.equals("1") || factors.equals("-1") ? String.valueOf(sign) : factors.replace("*", " × ");
    }

    private static String byDivision(long number) {
        StringBuilder text = new StringBuilder(number < 0 ? "-1" : "");
        long n = Math.abs(number);
        for (long p = 2; n > 1; p += p * p > n ? n - p : 1) {
            int e = 0;
            for (; n % p == 0; n /= p) {
                e++;
            }
            if (e > 0) {
                text.append(text.isEmpty() ? "" : " × ").append(p).append(e > 1 ? "^" + e : "");
            }
        }
        return text.isEmpty() ? "1" : text.toString();
    }
}

package dev.kernelbridge.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kernelbridge.Kernels;
import java.math.BigInteger;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every backend's prime kernels must get right. Expected values are published tables (shared/data says whose) or trial division. */
public final class PrimeContract {
    private static final String BACKENDS = "dev.kernelbridge.contract.UnderTest#backends";
    /** p(10^k), OEIS A006988. */
    private static final long[] PRIME_OF_POWER = {2, 29, 541, 7919, 104_729, 1_299_709, 15_485_863, 179_424_673};

    @ParameterizedTest
    @MethodSource(BACKENDS)
    void countsThePublishedPowersOfTen(Kernels k) {
        for (String[] row : UnderTest.rows("pi-known.csv")) {
            if (row[0].startsWith("10^") && Integer.parseInt(row[0].substring(3)) <= Math.log10(most(k)) + 0.5) {
                long n = BigInteger.TEN.pow(Integer.parseInt(row[0].substring(3))).longValueExact();
                assertEquals(Long.parseLong(row[1]), k.countPrimes(n), () -> "pi(" + row[0] + ")");
            }
        }
    }

    /** In ascending order, each count added to the one before: every row is checked, and so is every boundary between two of them. */
    @ParameterizedTest
    @MethodSource(BACKENDS)
    void countsTheEdgesAndTheRandomSample(Kernels k) {
        Map<Long, Long> expected = new TreeMap<>();
        long most = most(k);
        for (String table : new String[] {"pi-edge.csv", "pi-random.csv"}) {
            for (String[] row : UnderTest.rows(table)) {
                BigInteger n = new BigInteger(row[0]);
                if (n.signum() < 0) {
                    assertEquals(0, k.countPrimes(n.longValueExact()), row[0]);
                } else if (n.compareTo(BigInteger.valueOf(most)) <= 0) {
                    expected.put(n.longValueExact(), Long.parseLong(row[1]));
                }
            }
        }
        long before = -1; // the table's negative numbers are counted apart: nothing is below 2
        long count = 0;
        for (Map.Entry<Long, Long> row : expected.entrySet()) {
            count += k.countPrimes(before + 1, row.getKey());
            assertEquals(row.getValue(), count, () -> "pi(" + row.getKey() + ")");
            before = row.getKey();
        }
    }

    @ParameterizedTest
    @MethodSource(BACKENDS)
    void countsEverySmallNumber(Kernels k) {
        int count = 0;
        for (int n = -3; n <= (UnderTest.isSimulator(k) ? 300 : 3000); n++) {
            count += isPrimeByDivision(n) ? 1 : 0;
            assertEquals(count, k.countPrimes(n), "pi(" + n + ")");
        }
    }

    /** Both ends at random around the wheel's and the segments' boundaries, against the stream and against BigInteger. */
    @ParameterizedTest
    @MethodSource(BACKENDS)
    void countsWindowsFarUp(Kernels k) {
        Random random = new Random(2026);
        for (long start : new long[] {30L << 15, 30L << 19, 999_999_999_989L, 1_000_000_000_000_000L}) {
            long from = start - random.nextInt(2000);
            long to = start + random.nextInt(2000);
            long expected = LongStream.rangeClosed(from, to).filter(n -> BigInteger.valueOf(n).isProbablePrime(60)).count();
            assertEquals(expected, k.countPrimes(from, to), () -> "primes from " + from + " to " + to);
            assertEquals(expected, k.primes(from, to).count(), () -> "stream from " + from + " to " + to);
        }
    }

    /**
     * Windows of several units and segments, where some primes are larger than a segment; one ends, one begins and one begins just
     * before such a prime's
     * square. Counted by primesieve 11.0.
     */
    @ParameterizedTest
    @MethodSource(BACKENDS)
    void countsLongWindowsFarUp(Kernels k) {
        long[][] windows = {
            {1000000000000L, 1000100000000L, 3618282},
            {1099495336329L, 1099505336329L, 361032},
            {1099526307889L, 1099556307889L, 1082552},
            {274899927480L, 274909927481L, 379767},
            {1000000000000000L, 1000000100000000L, 2893937},
        };
        for (long[] window : windows) {
            if (!UnderTest.isSimulator(k)) {
                assertEquals(window[2], k.countPrimes(window[0], window[1]), () -> "primes from " + window[0] + " to " + window[1]);
            }
        }
    }

    @ParameterizedTest
    @MethodSource(BACKENDS)
    void streamsPrimes(Kernels k) {
        long[] expected = IntStream.rangeClosed(0, 20_000).filter(PrimeContract::isPrimeByDivision).asLongStream().toArray();
        assertArrayEquals(expected, k.primes(0, 20_000).toArray());
        assertArrayEquals(expected, k.primes(Long.MIN_VALUE, 20_000).toArray());
        assertArrayEquals(new long[] {5, 7}, k.primes(4, 10).toArray());
        assertArrayEquals(new long[0], k.primes(24, 28).toArray());
        long most = UnderTest.isSimulator(k) ? 1_000_000 : 20_000_000;
        assertEquals(k.countPrimes(most), k.primes(0, most).parallel().count());
        assertEquals(7, k.primes(6, Long.MAX_VALUE >> 20).findFirst().orElseThrow(), "a prefix of a long stream");
    }

    @ParameterizedTest
    @MethodSource(BACKENDS)
    void findsTheNthPrime(Kernels k) {
        long i = 1;
        for (int power = 0; power < (UnderTest.isSimulator(k) ? 7 : PRIME_OF_POWER.length); power++) {
            assertEquals(PRIME_OF_POWER[power], k.nthPrime(i), "p(10^" + power + ")");
            i *= 10;
        }
        int rank = 0;
        for (int n = 2; n < 500; n++) {
            if (isPrimeByDivision(n)) {
                assertEquals(n, k.nthPrime(++rank));
            }
        }
    }

    @ParameterizedTest
    @MethodSource(BACKENDS)
    void provesPrimality(Kernels k) {
        int most = UnderTest.isSimulator(k) ? 2_000 : 100_000;
        boolean[] small = k.isPrime(LongStream.range(-10, most).toArray());
        for (int n = -10; n < most; n++) {
            assertEquals(isPrimeByDivision(n), small[n + 10], () -> "isPrime batch");
        }
        for (String[] row : UnderTest.rows("factor-edge.csv")) {
            BigInteger n = new BigInteger(row[0]);
            if (n.bitLength() <= 63) {
                assertEquals(n.signum() > 0 && row[1].equals(row[0]) && !row[0].equals("1"), k.isPrime(n.longValueExact()), row[0] + ": " + row[2]);
            }
        }
        // Strong pseudoprimes to the first 1, 2, 3, ... prime bases (psi_k, OEIS A014233): all composite.
        for (long n : new long[] {2047, 1_373_653, 25_326_001, 3_215_031_751L, 2_152_302_898_747L, 3_474_749_660_383L, 341_550_071_728_321L,
            3_825_123_056_546_413_051L}) {
            assertEquals(false, k.isPrime(n), () -> n + " is a strong pseudoprime");
        }
    }

    /** How far a test counts in seconds: devices that sieve do not get far. */
    private static long most(Kernels k) {
        return switch (k.report().backend()) {
            case JAVA, FFM, JNI -> 10_000_000_000_000L;
            case OPENCL, CUDA -> UnderTest.isSimulator(k) ? 1_100_000_000L : 10_000_000_000L;
        };
    }

    private static boolean isPrimeByDivision(int n) {
        for (int d = 2; d * d <= n; d++) {
            if (n % d == 0) {
                return false;
            }
        }
        return n >= 2;
    }
}

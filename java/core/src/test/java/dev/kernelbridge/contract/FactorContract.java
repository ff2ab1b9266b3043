package dev.kernelbridge.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kernelbridge.Factorization;
import dev.kernelbridge.Kernels;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every backend's factorization must get right. The tables' products were proved with PARI; the rest is trial division. */
public final class FactorContract {
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
    void givesTheDivisorsOfTheFourNumbers(Kernels k) {
        for (long n : new long[] {2_139_079, 1_214_759, 1_516_637, 1_852_285}) { // the programs that this project began with
            List<BigInteger> expected = LongStream.rangeClosed(1, n).filter(d -> n % d == 0).mapToObj(BigInteger::valueOf).toList();
            assertEquals(expected, k.factorize(n).divisors());
        }
    }

    /** Whether the simple method for numbers above 64 bits is meant for it: the second largest prime has at most 36 bits. */
    private static boolean easy(String factors) {
        List<BigInteger> primes = Arrays.stream(factors.split("\\*")).map(f -> new BigInteger(f.replaceAll("\\^.*", "")))
                .sorted().toList();
        BigInteger n = primes.stream().reduce(BigInteger.ONE, BigInteger::multiply);
        return n.bitLength() <= 64 || primes.size() < 2 || primes.get(primes.size() - 2).bitLength() <= 36;
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

package dev.kernelbridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is computed from primes and exponents, against the definitions and against PARI/GP 2.15.2. */
final class FactorizationTest {
    private final Kernels k = Kernels.require(Backend.JAVA);

    @Test
    void isWhatTheDefinitionsSayBelowTenThousand() {
        for (int n = 1; n < 10_000; n++) {
            int number = n;
            Factorization f = k.factorize(n);
            List<BigInteger> divisors = LongStream.rangeClosed(1, n).filter(d -> number % d == 0).mapToObj(BigInteger::valueOf).toList();
            assertEquals(divisors, f.divisors());
            assertEquals(divisors, f.divisorStream().toList());
            assertEquals(divisors.size(), f.divisorCount().intValueExact());
            assertEquals(divisors.stream().reduce(BigInteger.ZERO, BigInteger::add), f.divisorSum());
            boolean squareFree = divisors.stream().skip(1).noneMatch(d -> number % (d.longValue() * d.longValue()) == 0);
            assertEquals(squareFree, f.isSquareFree());
            assertEquals(squareFree ? (f.primes().size() % 2 == 0 ? 1 : -1) : 0, f.moebius());
            assertEquals(radical(n), f.radical().longValueExact());
            if (n < 2000) {
                assertEquals(LongStream.rangeClosed(1, n).filter(i -> gcd(number, i) == 1).count(), f.eulerPhi().longValueExact());
            }
        }
    }

    private static long radical(int n) {
        return LongStream.rangeClosed(2, n).filter(p -> n % p == 0 && LongStream.range(2, p).noneMatch(q -> q * q <= p && p % q == 0))
                .reduce(1, (a, b) -> a * b);
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    @ParameterizedTest
    @CsvSource({
        "18446744073709551616, 65, 36893488147419103231, 9223372036854775808, 0, 2, 0",
        "18446744073709551615, 128, 31421980989189888768, 9208981628670443520, -1, 18446744073709551615, 1",
        "9223372036854775807, 96, 10994507040830097408, 7713001620195508224, 0, 1317624576693539401, 0",
        "614889782588491410, 32768, 2705475101943398400, 85287729364992000, -1, 614889782588491410, 1",
        "265252859812191058636308480000000, 2332800, 1661684017916976317002970027596800, 41895952627187002197934080000000, 0, 6469693230, 0",
        "618970019642690137449562111, 2, 618970019642690137449562112, 618970019642690137449562110, -1, 618970019642690137449562111, 1",
        "10000000000000000000000000000000000000000, 1681, 24999999999988631316227838396476306197831, 4000000000000000000000000000000000000000, 0, 10, 0",
        "246239748495334772864509251586221, 408, 430740515570282013708362248596800, 140708287003614282605183601937608, 0, 21000063, 0"
    })
    void isWhatPariSaysOfLargeOnes(BigInteger n, BigInteger count, BigInteger sum, BigInteger phi, int moebius, BigInteger radical,
            int squareFree) {
        for (Factorization f : List.of(k.factorize(n), k.factorize(n.negate()))) {
            assertEquals(count, f.divisorCount());
            assertEquals(sum, f.divisorSum());
            assertEquals(phi, f.eulerPhi());
            assertEquals(moebius, f.moebius());
            assertEquals(radical, f.radical());
            assertEquals(squareFree == 1, f.isSquareFree());
        }
    }

    /** The number below 2^60 with the most divisors; the 5,000th and two more by PARI. */
    @Test
    void listsAHundredThousandDivisorsInOrder() {
        Factorization f = k.factorize(897_612_484_786_617_600L);
        List<BigInteger> divisors = f.divisors();
        assertEquals(103_680, divisors.size());
        assertEquals(divisors, f.divisorStream().toList());
        assertEquals(127946L, divisors.get(5000 - 1).longValueExact());
        assertEquals(743212800L, divisors.get(50_000 - 1).longValueExact());
        assertEquals(412695395304192L, divisors.get(103_000 - 1).longValueExact());
    }

    @Test
    void walksOverMoreDivisorsThanFitAnywhere() {
        Factorization f = Factorization.of(1, LongStream.of(2, 3, 5, 7, 11).mapToObj(BigInteger::valueOf).toArray(BigInteger[]::new),
                new int[] {999, 999, 999, 999, 999});
        assertThrows(ArithmeticException.class, f::divisors);
        List<Long> smooth = LongStream.iterate(1, n -> n + 1).filter(n -> {
            long rest = n;
            for (int p : new int[] {2, 3, 5, 7, 11}) {
                while (rest % p == 0) {
                    rest /= p;
                }
            }
            return rest == 1;
        }).limit(500).boxed().toList();
        assertEquals(smooth, f.divisorStream().limit(500).map(BigInteger::longValueExact).toList());
    }

    @Test
    void oneHasOneDivisor() {
        for (long n : new long[] {1, -1}) {
            Factorization one = k.factorize(n);
            assertEquals(List.of(BigInteger.ONE), one.divisorStream().toList());
            assertEquals(List.of(BigInteger.ONE), one.divisors());
            assertEquals(BigInteger.ONE, one.divisorSum());
            assertEquals(BigInteger.ONE, one.eulerPhi());
            assertEquals(1, one.moebius());
            assertTrue(one.isSquareFree());
        }
    }
}

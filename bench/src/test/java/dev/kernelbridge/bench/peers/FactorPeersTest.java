package dev.kernelbridge.bench.peers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kernelbridge.bench.Refused;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every peer that factors answers rightly. Numbers are built from their primes, which GNU factor 9.1 and factor-*.csv know as such. */
final class FactorPeersTest {
    /** The primes of one number each: edges of 64 bits, squares, cubes, high powers, many primes, semiprimes. */
    private static final long[][] WORDS = {
        {2}, {3}, {2, 2}, {2, 3}, {101, 21_179}, {7, 7, 13, 1907}, {19, 79_823}, {5, 271, 1367},
        {2_147_483_647}, {999_999_000_001L}, {9_223_372_036_854_775_783L}, // the largest below 2^63
        {7, 7, 73, 127, 337, 92_737, 649_657}, // 2^63 - 1
        {3_037_000_493L, 3_037_000_493L}, {2_097_143, 2_097_143, 2_097_143}, {1009, 1009, 1009, 1009, 1009, 1009},
        {2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47}, powerOfTwo(62),
        {1_000_000_007, 1_000_000_009}, {1_827_961_483, 3_335_595_247L}, {50_821, 73_471}};

    /** From factor-big.csv of core's contract: semiprimes of 25, 30, 35 and 40 digits. */
    private static final String[][] HARD = {
        {"788193495107", "1881359319589"}, {"662268620789437", "859634754802147"}, {"101697356517386963", "266433096495574471"},
        {"47002729727962247581", "87003256413762364763"}};

    /** What GNU factor says has no other primes: a prime, powers, and a number with small and large primes. */
    private static final String[][] SHAPED = {
        {"18446744073709551629"}, {"618970019642690137449562111"}, {"18446744073709551557", "18446744073709551557"},
        {"1000003", "1000003", "1000003", "1000003", "1000003"}, {"2", "2", "3", "997", "1009", "618970019642690137449562111"},
        {"101", "21179"}, {"2"}};

    static List<Named<FactorPeer>> factorPeers() {
        return Peer.all(FactorPeer.class).stream().map(p -> Named.of(p.id(), p)).toList();
    }

    @ParameterizedTest
    @MethodSource("factorPeers")
    void factorsWords(FactorPeer peer) {
        PeersTest.assumeHere(peer);
        long[] numbers = Arrays.stream(WORDS).mapToLong(primes -> Arrays.stream(primes).reduce(1, Math::multiplyExact)).toArray();
        long[][] found = peer.factorizeAll(numbers);
        assertEquals(numbers.length, found.length);
        for (int i = 0; i < numbers.length; i++) {
            assertArrayEquals(WORDS[i], found[i], peer.name() + " of " + numbers[i]);
        }
        assertEquals(0, peer.factorizeAll(new long[0]).length);
    }

    @ParameterizedTest
    @MethodSource("factorPeers")
    void factorsBeyondWords(FactorPeer peer) {
        PeersTest.assumeHere(peer);
        assumeTrue(peer.mostDigits() > 0, peer.name() + " is asked for words only");
        assertTrue(peer.mostDigits() >= 25, "25 digits are the smallest that the benchmarks ask for");
        for (String[] primes : SHAPED) {
            factors(peer, primes);
        }
        for (String[] primes : HARD) {
            if (product(primes).toString().length() <= peer.mostDigits()) {
                factors(peer, primes);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("factorPeers")
    void factorsUnsignedWords(FactorPeer peer) {
        PeersTest.assumeHere(peer);
        if (peer.mostBits() == Long.SIZE) {
            assertArrayEquals(new long[] {4_294_967_279L, 4_294_967_291L}, peer.factorizeAll(new long[] {4_294_967_279L * 4_294_967_291L})[0]);
        }
    }

    static List<Named<PrimeProver>> provers() {
        return Peer.all(PrimeProver.class).stream().map(p -> Named.of(p.id(), p)).toList();
    }

    @ParameterizedTest
    @MethodSource("provers")
    void provesUnsignedWords(PrimeProver peer) {
        PeersTest.assumeHere(peer);
        assertArrayEquals(new boolean[] {true, false, true, false, true}, peer.isPrime(new long[] {2, 9, 9_223_372_036_854_775_783L,
            9_223_372_036_854_775_807L, -59})); // 2^64 - 59, the largest below 2^64
        assertEquals(0, peer.isPrime(new long[0]).length);
    }

    /** Thousands of numbers must not fill a stack nor leak; a second thread has to find its own. */
    @ParameterizedTest
    @MethodSource("factorPeers")
    void answersAgainAndOnOtherThreads(FactorPeer peer) throws Exception {
        PeersTest.assumeHere(peer);
        long[] many = new long[5000];
        Arrays.fill(many, 50_821L * 73_471);
        try (var threads = Executors.newFixedThreadPool(1)) {
            assertArrayEquals(new long[] {50_821, 73_471}, threads.submit(() -> peer.factorizeAll(many)).get()[4999]);
            assumeTrue(peer.mostDigits() > 0, peer.name() + " is asked for words only");
            assertEquals(List.of("101", "21179"),
                    threads.submit(() -> peer.factorize(BigInteger.valueOf(2_139_079))).get().stream().map(BigInteger::toString).toList());
        }
        assertArrayEquals(new long[] {50_821, 73_471}, peer.factorizeAll(many)[4999]);
    }

    @ParameterizedTest
    @MethodSource("factorPeers")
    void saysWhatItIs(FactorPeer peer) {
        PeersTest.assumeHere(peer);
        assertTrue(peer.name().matches("plain Java.*|.+ \\d+\\.\\d+(\\.\\d+)?"), peer.name());
        if (!peer.id().startsWith("plain")) { // C would end the JVM over it
            assertThrows(Refused.class, () -> peer.factorizeAll(new long[] {0}));
            assertThrows(Refused.class, () -> peer.factorize(BigInteger.ONE.negate()));
        }
    }

    private static void factors(FactorPeer peer, String... primes) {
        assertEquals(Arrays.stream(primes).map(BigInteger::new).toList(), peer.factorize(product(primes)), peer.name());
    }

    private static BigInteger product(String... primes) {
        return Arrays.stream(primes).map(BigInteger::new).reduce(BigInteger.ONE, BigInteger::multiply);
    }

    private static long[] powerOfTwo(int exponent) {
        return Collections.nCopies(exponent, 2L).stream().mapToLong(Long::longValue).toArray();
    }
}

package dev.kernelbridge.factor.siqs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kernelbridge.Backend;
import dev.kernelbridge.DeadlineExceededException;
import dev.kernelbridge.OnFailure;
import dev.kernelbridge.plan.Candidate;
import dev.kernelbridge.plan.Session;
import dev.kernelbridge.spi.RelationList;
import dev.kernelbridge.spi.SieveCoefficient;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Splits numbers whose factors are known by construction. */
final class QuadraticSieveTest {

    static Session session(int threads, Duration deadline, java.nio.file.Path checkpoint) {
        return new Session(Optional.of(Backend.JAVA), List.of(Candidate.any(Backend.JAVA, -1)),
                new Session.Options(threads, deadline, null, OnFailure.FAIL, checkpoint, false));
    }

    private static void split(Session session, BigInteger n) {
        BigInteger d = QuadraticSieve.factor(session, n);
        assertTrue(d.compareTo(BigInteger.ONE) > 0 && d.compareTo(n) < 0 && n.mod(d).signum() == 0, n + " has no divisor " + d);
    }

    @Test
    void semiprimesOfEverySize() {
        Random random = new Random(2027);
        Session session = session(1, null, null);
        for (int bits = 50; bits <= 150; bits += 4) {
            for (int small : new int[] {bits / 2, bits / 3, Math.max(bits / 4, 16)}) {
                split(session, BigInteger.probablePrime(small, random).multiply(BigInteger.probablePrime(bits - small, random)));
            }
        }
    }

    @Test
    void productsOfSeveralPrimes() {
        Random random = new Random(4);
        Session session = session(2, null, null);
        for (int i = 0; i < 8; i++) {
            BigInteger n = BigInteger.ONE;
            while (n.bitLength() < 120) {
                n = n.multiply(BigInteger.probablePrime(18 + random.nextInt(20), random));
            }
            split(session, n);
            BigInteger p = BigInteger.probablePrime(30, random);
            split(session, p.pow(2).multiply(BigInteger.probablePrime(50, random)));
        }
    }

    @Test
    void smallPrimesOfTheBaseAndOfTheMultiplierAreMet() {
        Random random = new Random(5);
        Session session = session(1, null, null);
        for (int p : new int[] {3, 5, 7, 11, 13, 17, 19, 23, 41, 73, 251, 257, 1009}) {
            split(session, BigInteger.probablePrime(90, random).multiply(BigInteger.valueOf(p)));
        }
        for (int k : new int[] {3, 15, 33, 105, 255}) { // p | N with one place only
            BigInteger n = BigInteger.probablePrime(48, random).multiply(BigInteger.probablePrime(49, random));
            while ((n.intValue() * k & 7) != 1) {
                n = BigInteger.probablePrime(48, random).multiply(BigInteger.probablePrime(49, random));
            }
            BigInteger d = QuadraticSieve.lean(session, new Job(n, k, Parameters.of(n)), System.nanoTime());
            assertTrue(d.compareTo(BigInteger.ONE) > 0 && d.compareTo(n) < 0 && n.mod(d).signum() == 0, n + " has no divisor " + d);
        }
    }

    @ParameterizedTest
    @CsvSource({ // the semiprimes of 24 to 50 digits that PARI proved to be such, one of each size
        "1482875177658981320751023, 788193495107", "569309123445483748653882521239, 662268620789437",
        "27095541602341800040329894491021573, 101697356517386963", "4089390546668670387182942980303036388303, 47002729727962247581",
        "605366519688050310692944351423582264818695321, 22572270374583856755349",
        "69933058587009234286866136073643090537429385715623, 7286939453349814510533529"})
    void publishedOnes(BigInteger n, BigInteger p) {
        BigInteger d = QuadraticSieve.factor(session(2, null, null), n);
        assertTrue(d.equals(p) || d.equals(n.divide(p)), n + " has no divisor " + d);
    }

    @Test
    void pairsOfLargePrimesAndManyBlocksInSmall() { // the variations of large numbers, on one that takes milliseconds
        BigInteger n = new BigInteger("4089390546668670387182942980303036388303");
        Parameters usual = Parameters.of(n);
        for (int blockBits = 10; blockBits <= 14; blockBits++) {
            Parameters p = new Parameters(usual.base(), 8, blockBits, usual.small(), 8, 50, 1.9, usual.factor(), usual.excess());
            Job job = new Job(n, Multiplier.of(n), p);
            BigInteger d = QuadraticSieve.lean(session(1, null, null), job, System.nanoTime());
            assertEquals(0, n.mod(d).signum());
            assertTrue(d.bitLength() > 60 && d.bitLength() < 70);
            int pairs = 0;
            for (int r = 0; r < job.relations.count(); r++) {
                pairs += job.relations.large1(r) > 1 ? 1 : 0;
            }
            assertTrue(pairs > 100, "only " + pairs + " relations with two large primes");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {80, 130, 180})
    void relationsAreTrueAndAlwaysTheSame(int bits) {
        Random random = new Random(bits);
        BigInteger n = BigInteger.probablePrime(bits / 2, random).multiply(BigInteger.probablePrime(bits / 2, random));
        List<int[]> runs = new ArrayList<>();
        for (int run = 0; run < 3; run++) {
            Job job = Job.of(n);
            BigInteger big = n.multiply(BigInteger.valueOf(job.multiplier));
            RelationList found = new RelationList();
            for (int i = 0; i < 3; i++) {
                SieveCoefficient c = job.coefficients.get(i);
                int cut = run == 0 ? c.polynomials() : 1 + random.nextInt(c.polynomials()); // however they are cut into units
                for (int from = 0; from < c.polynomials(); from += cut) {
                    int before = found.size();
                    session(1, null, null).engine().factors().relations()
                            .sieve(job.tables, c, from, Math.min(from + cut, c.polynomials()), found);
                    for (int at = before; at < found.size(); at += RelationList.HEAD + found.data()[at + 4]) {
                        check(job, big, c, found.data(), at);
                    }
                }
            }
            assertTrue(found.size() > 100);
            runs.add(Arrays.copyOf(found.data(), found.size()));
        }
        assertArrayEquals(runs.get(0), runs.get(1));
        assertArrayEquals(runs.get(0), runs.get(2));
    }

    private static void check(Job job, BigInteger big, SieveCoefficient c, int[] data, int at) {
        BigInteger a = job.coefficients.value(c.index());
        BigInteger b = job.coefficients.b(c.index(), data[at]);
        BigInteger y = a.shiftLeft(1).multiply(BigInteger.valueOf(data[at + 1])).add(b);
        BigInteger product = a.shiftLeft(2).multiply(new BigInteger(Long.toUnsignedString(Relations.left(data, at))));
        for (int i = at + RelationList.HEAD; i < at + RelationList.HEAD + data[at + 4]; i++) {
            product = product.multiply(BigInteger.valueOf(data[i] < 0 ? -1 : job.tables.primes()[data[i]]));
        }
        assertEquals(y.multiply(y).subtract(big), product);
    }

    @Test
    void coefficientsNeverRepeatAndFitTheirTarget() {
        BigInteger n = new BigInteger("69933058587009234286866136073643090537429385715623");
        Job job = Job.of(n);
        java.util.Set<BigInteger> seen = new java.util.HashSet<>();
        double target = (FactorBase.log2(n.multiply(BigInteger.valueOf(job.multiplier))) - 1) / 2
                - Math.log(job.tables.places() / 2.0) / Math.log(2);
        for (int i = 0; i < 500; i++) {
            BigInteger a = job.coefficients.value(i);
            assertTrue(seen.add(a), "a is used twice: " + a);
            assertEquals(target, FactorBase.log2(a), 1);
            BigInteger b = job.coefficients.b(i, 3);
            BigInteger big = n.multiply(BigInteger.valueOf(job.multiplier));
            assertEquals(0, b.multiply(b).subtract(big).mod(a.shiftLeft(2)).signum());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void threads(int threads) {
        split(session(threads, null, null), new BigInteger("415024420455703595411991571970131744976653697"));
    }

    @Test
    void aDeadlineEndsIt() {
        BigInteger n = new BigInteger("37207921048934023907623901823789023467821367812367") // of primes of 40 digits
                .nextProbablePrime().multiply(new BigInteger("4720792104893402390762390182378902346782136781").nextProbablePrime());
        assertThrows(DeadlineExceededException.class, () -> QuadraticSieve.factor(session(2, Duration.ofMillis(600), null), n));
    }

    @Test
    void numbersThatAreNoneOfItsBusinessAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> QuadraticSieve.factor(session(1, null, null), BigInteger.ONE.shiftLeft(100)));
        assertThrows(IllegalArgumentException.class, () -> QuadraticSieve.factor(session(1, null, null), BigInteger.valueOf(15)));
    }
}

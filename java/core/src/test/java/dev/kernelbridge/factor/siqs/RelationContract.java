package dev.kernelbridge.factor.siqs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kernelbridge.Backend;
import dev.kernelbridge.Kernels;
import dev.kernelbridge.OnFailure;
import dev.kernelbridge.contract.UnderTest;
import dev.kernelbridge.plan.Candidate;
import dev.kernelbridge.plan.Session;
import dev.kernelbridge.spi.RelationEngine;
import dev.kernelbridge.spi.RelationList;
import dev.kernelbridge.spi.SieveCoefficient;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a backend's {@link RelationEngine} must get right: the same relations as plain Java, and divisors of whole numbers. */
public final class RelationContract {
    private static final RelationEngine PLAIN = session(Backend.JAVA, 1).engine().factors().relations();

    @Test
    void sameRelationsAsPlainJava() {
        RelationEngine relations = session(UnderTest.kernels().report().backend(), 1).engine().factors().relations();
        assumeTrue(relations != null, "it has no sieve of its own: plain Java's runs");
        int found = same(relations, 64, 80, 96, 110, 128, 150, 200, 260, 330);
        assertTrue(found > 10_000, "only " + found + " numbers were compared");
    }

    @Test
    void numbersAreSplit() {
        Kernels kernels = UnderTest.kernels();
        Session session = session(kernels.report().backend(), 2);
        Random random = new Random(60);
        for (int bits = 60; bits <= 150; bits += 10) {
            BigInteger n = BigInteger.probablePrime(bits / 2, random).multiply(BigInteger.probablePrime(bits - bits / 2, random));
            BigInteger d = QuadraticSieve.factor(session, n);
            assertTrue(d.compareTo(BigInteger.ONE) > 0 && d.compareTo(n) < 0 && n.mod(d).signum() == 0, n + " has no divisor " + d);
        }
    }

    /**
     * Numbers of so many bits, one to four words, with and without large primes of both kinds, blocks of all lengths, polynomials in any
     * order; returns how many numbers were compared.
     */
    public static int same(RelationEngine relations, int... sizes) {
        Random random = new Random(2026);
        int found = 0;
        for (int bits : sizes) {
            BigInteger n = BigInteger.probablePrime(bits / 2, random).multiply(BigInteger.probablePrime(bits - bits / 2, random));
            Parameters usual = Parameters.of(n);
            found += same(relations, new Job(n, Multiplier.of(n), usual), random);
            for (int blockBits : new int[] {8, 11, 13}) {
                Parameters other = new Parameters(Math.min(usual.base(), 3000), 1 + random.nextInt(9), blockBits, 3 + random.nextInt(60),
                        10 + random.nextInt(9), 20 + random.nextInt(60), random.nextBoolean() ? 1.85 : 0, usual.factor(), 8);
                found += same(relations, new Job(n, Multiplier.of(n), other), random);
            }
        }
        return found;
    }

    private static int same(RelationEngine relations, Job job, Random random) {
        RelationList expected = new RelationList();
        RelationList actual = new RelationList();
        int found = 0;
        for (int i = 0; i < 6; i++) {
            SieveCoefficient c = job.coefficients.get(random.nextInt(3));
            int from = random.nextInt(c.polynomials());
            int to = Math.min(c.polynomials(), from + 1 + random.nextInt(6));
            expected.clear();
            actual.clear();
            PLAIN.sieve(job.tables, c, from, to, expected);
            relations.sieve(job.tables, c, from, to, actual);
            assertArrayEquals(Arrays.copyOf(expected.data(), expected.size()), Arrays.copyOf(actual.data(), actual.size()),
                    () -> job.n + " with " + job.parameters + ", a " + c.index() + ", polynomials " + from + " to " + to);
            found += actual.size();
        }
        return found;
    }

    @Test
    void moreRelationsThanThereIsRoomForAtFirst() {
        RelationEngine relations = session(UnderTest.kernels().report().backend(), 1).engine().factors().relations();
        assumeTrue(relations != null, "it has no sieve of its own: plain Java's runs");
        BigInteger n = new BigInteger("4294967291").multiply(new BigInteger("1099511627689"));
        Job job = new Job(n, Multiplier.of(n), new Parameters(200, 8, 13, 20, 30, 10_000, 0, 7, 8));
        SieveCoefficient c = job.coefficients.get(0);
        RelationList expected = new RelationList();
        RelationList actual = new RelationList();
        PLAIN.sieve(job.tables, c, 0, c.polynomials(), expected);
        relations.sieve(job.tables, c, 0, c.polynomials(), actual);
        assertTrue(expected.size() > 100_000, expected.size() + " numbers fit");
        assertEquals(expected.size(), actual.size());
    }

    private static Session session(Backend backend, int threads) {
        return new Session(Optional.of(backend), List.of(Candidate.any(backend, -1)),
                new Session.Options(threads, null, null, OnFailure.FAIL));
    }
}

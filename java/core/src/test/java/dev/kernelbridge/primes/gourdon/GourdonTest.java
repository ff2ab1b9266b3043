package dev.kernelbridge.primes.gourdon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.kernelbridge.Availability;
import dev.kernelbridge.Backend;
import dev.kernelbridge.Device;
import dev.kernelbridge.OnFailure;
import dev.kernelbridge.fake.FakeCuda;
import dev.kernelbridge.plan.Candidate;
import dev.kernelbridge.plan.Runner;
import dev.kernelbridge.plan.Session;
import dev.kernelbridge.primes.Oracle;
import dev.kernelbridge.scalar.LeavesOfLargeNumbers;
import dev.kernelbridge.spi.BasePrimes;
import dev.kernelbridge.spi.Engine;
import dev.kernelbridge.spi.FactorEngine;
import dev.kernelbridge.spi.LeafEngine;
import dev.kernelbridge.spi.PrimeEngine;
import dev.kernelbridge.spi.SieveUnit;
import dev.kernelbridge.spi.VectorEngine;
import dev.kernelbridge.spi.Wide;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Gourdon's formula against the other rungs and the published tables: for any cut, any units and any number of threads. */
final class GourdonTest {
    private final Session two = session(2);

    @Test
    void everyNumberFromTheLeastOn() {
        for (long x = Gourdon.LEAST; x < Gourdon.LEAST + 2000; x++) {
            assertEquals(Oracle.pi(x), pi(two, Parameters.of(Wide.of(x)), 0), "pi(" + x + ")");
        }
    }

    @Test
    void anyCutAndAnyUnitsGiveTheSame() {
        Random random = new Random(2001);
        for (int i = 0; i < 1500; i++) {
            long x = Gourdon.LEAST + random.nextLong(1L << 10 + i % 26);
            Parameters cut = Parameters.of(Wide.of(x), 1 + 12 * random.nextDouble(), 1 + 3 * random.nextDouble());
            double work = Math.exp(15 * random.nextDouble());
            assertEquals(Oracle.pi(x), pi(two, cut, work), () -> cut + " in units of " + work);
        }
    }

    @Test
    void theCutsOfALargeNumber() {
        for (double[] alpha : new double[][] {{1, 1}, {2, 1}, {5, 1.5}, {8, 1}, {15, 3}, {50, 1}, {1e6, 1}}) {
            Parameters cut = Parameters.of(Wide.of(1_000_000_000_000L), alpha[0], alpha[1]);
            assertEquals(37_607_912_018L, pi(two, cut, 0), () -> "alpha " + alpha[0] + ", " + alpha[1]);
        }
    }

    @Test
    void anyNumberOfThreads() {
        for (int threads : new int[] {1, 2, 3, 7}) {
            assertEquals(346_065_536_839L, pi(session(threads), Parameters.of(Wide.of(10_000_000_000_000L)), 0), threads + " threads");
        }
    }

    @Test
    void thePublishedTables() {
        for (String[] row : Oracle.rows("pi-edge.csv", "pi-random.csv")) {
            if (row[0].length() < 15 && Long.parseLong(row[0]) >= Gourdon.LEAST) {
                long x = Long.parseLong(row[0]);
                assertEquals(Long.parseLong(row[1]), pi(two, Parameters.of(Wide.of(x)), 0), () -> "pi(" + x + ")");
            }
        }
    }

    /** The ways that only numbers beyond 2^53 take otherwise. */
    @Test
    void smallNumbersByTheArithmeticOfLargeOnes() {
        LeafEngine large = LeavesOfLargeNumbers.engine();
        for (String[] row : Oracle.rows("pi-known.csv", "pi-random.csv")) {
            BigInteger x = row[0].contains("^") ? new BigInteger(row[0].split("\\^")[0]).pow(Integer.parseInt(row[0].split("\\^")[1]))
                    : new BigInteger(row[0]);
            if (x.bitLength() <= 42 && x.longValue() >= Gourdon.LEAST) {
                assertEquals(Long.parseLong(row[1]), pi(Parameters.of(Wide.of(x)), large), () -> "pi(" + row[0] + ")");
            }
        }
        Random random = new Random(1019);
        for (int i = 0; i < 300; i++) {
            long x = 10_000 + random.nextLong(1L << 10 + i % 26);
            Parameters cut = Parameters.of(Wide.of(x), 1 + 12 * random.nextDouble(), 1 + 3 * random.nextDouble());
            assertEquals(Oracle.pi(x), pi(cut, large), cut::toString);
        }
    }

    private long pi(Parameters cut, LeafEngine leaves) {
        Gourdon plan = Gourdon.plan(two, cut, 0);
        Engine engine = new Loops(two.engine(), leaves);
        plan.units(() -> engine).forEachRemaining(unit -> plan.accept(unit, plan.run(engine, unit)));
        return plan.result();
    }

    /** An engine with other loops of combinatorial counting. */
    private record Loops(Engine java, LeafEngine leaves) implements Engine {
        @Override
        public Device device() {
            return java.device();
        }

        @Override
        public int parallelism() {
            return 1;
        }

        @Override
        public PrimeEngine primes() {
            return new PrimeEngine() {
                @Override
                public int unitBytes(long to) {
                    return java.primes().unitBytes(to);
                }

                @Override
                public long countSieve(SieveUnit unit, BasePrimes base) {
                    return java.primes().countSieve(unit, base);
                }

                @Override
                public void sieve(long firstByte, byte[] bits, BasePrimes base) {
                    java.primes().sieve(firstByte, bits, base);
                }

                @Override
                public void isPrime(long[] n, int off, int len, boolean[] out) {
                    java.primes().isPrime(n, off, len, out);
                }

                @Override
                public LeafEngine leaves() {
                    return leaves;
                }
            };
        }

        @Override
        public FactorEngine factors() {
            return java.factors();
        }

        @Override
        public VectorEngine vectors() {
            return java.vectors();
        }

        @Override
        public void close() {
            // it is the session's
        }
    }

    /** A device that takes over in mid-count may sieve and have no more than that. */
    @Test
    void anEngineWithoutTheLoops() {
        FakeCuda.reset(Device.Kind.GPU);
        try {
            Session fake = new Session(Optional.of(Backend.CUDA), List.of(Candidate.any(Backend.CUDA, -1)),
                    new Session.Options(2, null, null, OnFailure.FAIL));
            assertNull(fake.engine().primes().leaves());
            assertEquals(37_607_912_018L, pi(fake, Parameters.of(Wide.of(1_000_000_000_000L)), 0));
        } finally {
            FakeCuda.availability = Availability.missing("no fake today", "");
        }
    }

    private static long pi(Session session, Parameters cut, double work) {
        Gourdon plan = Gourdon.plan(session, cut, work);
        Runner.run(session, plan);
        return plan.result();
    }

    private static Session session(int threads) {
        return new Session(Optional.of(Backend.JAVA), List.of(Candidate.any(Backend.JAVA, -1)),
                new Session.Options(threads, null, null, OnFailure.FAIL));
    }
}

package dev.kernelbridge.factor.siqs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kernelbridge.Availability;
import dev.kernelbridge.Backend;
import dev.kernelbridge.Device;
import dev.kernelbridge.OnFailure;
import dev.kernelbridge.fake.FakeCuda;
import dev.kernelbridge.fake.FakeFactors;
import dev.kernelbridge.plan.Candidate;
import dev.kernelbridge.plan.Pace;
import dev.kernelbridge.plan.Plan;
import dev.kernelbridge.plan.Runner;
import dev.kernelbridge.plan.Session;
import dev.kernelbridge.spi.Engine;
import dev.kernelbridge.spi.RelationEngine;
import dev.kernelbridge.spi.RelationList;
import dev.kernelbridge.spi.SieveCoefficient;
import dev.kernelbridge.spi.SieveTables;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A device and the processor at one number, and a device that lies: with a fake one, whose sieve is Java's. */
final class DeviceSieveTest {
    private static final Logger WARNINGS = Logger.getLogger("dev.kernelbridge");
    private static final BigInteger P = new BigInteger("47002729727962247581");
    private static final BigInteger N = P.multiply(new BigInteger("87003329727962247581").nextProbablePrime()); // 133 bits: with units

    @AfterEach
    void leave() {
        FakeCuda.reset(Device.Kind.GPU);
        FakeCuda.availability = Availability.missing("no fake today", "");
        WARNINGS.setLevel(null);
    }

    private static Session device(int threads, UnaryOperator<RelationEngine> sieve) {
        WARNINGS.setLevel(Level.OFF);
        FakeCuda.reset(Device.Kind.GPU);
        FakeCuda.factors = java -> new FakeFactors(java, 0, sieve);
        return new Session(Optional.of(Backend.CUDA), List.of(Candidate.any(Backend.CUDA, -1), Candidate.any(Backend.JAVA, -1)),
                new Session.Options(threads, null, null, OnFailure.FALL_BACK));
    }

    @Test
    void theProcessorSievesBesideADevice() {
        AtomicReference<SieveTables> released = new AtomicReference<>();
        Session session = device(4, java -> new RelationEngine() {
            @Override
            public void sieve(SieveTables tables, SieveCoefficient c, int from, int to, RelationList found) {
                LockSupport.parkNanos(2_000_000);
                java.sieve(tables, c, from, to, found);
            }

            @Override
            public void release(SieveTables tables) {
                released.set(tables);
            }
        });
        Job job = Job.of(N);
        Sieving sieving = new Sieving(job, null, 0, 0, new Sample(() -> session.onCpu("", "").engine()));
        Watched plan = new Watched(sieving, new EnumMap<>(Backend.class), new HashSet<>());
        Runner.run(session, plan);
        assertEquals(Set.of(Backend.CUDA, Backend.JAVA), plan.polynomials.keySet());
        assertSame(job.tables, released.get());
        assertTrue(plan.polynomials.values().stream().allMatch(count -> count > 20), plan.polynomials + "");
        assertEquals(0, N.mod(job.solve(() -> {
        })).signum());
    }

    /** Passes all on, and looks at which units ran where. */
    private record Watched(Sieving sieving, Map<Backend, Integer> polynomials, Set<String> seen)
            implements Plan<Sieving.Unit, Sieving.Result> {
        @Override
        public String kernel() {
            return sieving.kernel();
        }

        @Override
        public Iterator<Sieving.Unit> units(Supplier<Engine> running) {
            return sieving.units(running);
        }

        @Override
        public Iterator<Sieving.Unit> processorUnits() {
            return sieving.processorUnits();
        }

        @Override
        public Iterator<Sieving.Unit> split(Sieving.Unit unit, Engine next) {
            return sieving.split(unit, next);
        }

        @Override
        public double totalCost() {
            return sieving.totalCost();
        }

        @Override
        public double cost(Sieving.Unit unit) {
            return sieving.cost(unit);
        }

        @Override
        public Sieving.Result run(Engine engine, Sieving.Unit unit) {
            return sieving.run(engine, unit);
        }

        @Override
        public void accept(Sieving.Unit unit, Sieving.Result result) {
            polynomials.merge(result.device().backend(), unit.to() - unit.from(), Integer::sum);
            for (int g = unit.from(); g < unit.to(); g++) {
                assertTrue(seen.add(unit.coefficient().index() + " " + g), "polynomial " + g + " was sieved twice");
            }
            sieving.accept(unit, result);
        }

        @Override
        public void ended() {
            sieving.ended();
        }

        @Override
        public boolean finished() {
            return sieving.finished();
        }
    }

    @Test
    void aWrongRelationIsFoundOutAndSievedAgain() {
        liar((relations, at) -> relations[at + RelationList.HEAD + 2]++, "gave a wrong relation of the quadratic sieve");
    }

    @Test
    void aRelationThatIsKeptBackIsMissed() {
        Session session = device(2, java -> (tables, c, from, to, found) -> {
            // nothing at all is right, and would go on for ever
        });
        assertSplit(session, "missed a relation of the quadratic sieve: polynomial ");
    }

    private interface Lie {
        void change(int[] relations, int at);
    }

    private static void liar(Lie lie, String words) {
        int[] calls = {0};
        Session session = device(1, java -> (tables, c, from, to, found) -> {
            int before = found.size();
            java.sieve(tables, c, from, to, found);
            if (++calls[0] > 3 && found.size() > before) {
                lie.change(found.data(), before);
            }
        });
        assertSplit(session, words);
    }

    private static void assertSplit(Session session, String words) {
        BigInteger d = QuadraticSieve.factor(session, N);
        assertTrue(d.equals(P) || d.equals(N.divide(P)), d + "");
        assertEquals(Backend.JAVA, session.report().backend());
        assertTrue(session.report().passedOver().getFirst().why().reason().contains(words), session.report().toString());
    }

    /** A device's unit is a second of a core's work, which would not feel an interrupt. */
    @Test
    void aUnitThatComesBackIsCutForTheProcessor() {
        Session session = device(1, UnaryOperator.identity());
        Job job = Job.of(N);
        Sieving sieving = new Sieving(job, null, 0, 0, new Sample(session::engine));
        sieving.units(session::engine);
        Sieving.Unit unit = new Sieving.Unit(job.coefficients.get(0), 3, job.coefficients.get(0).polynomials());
        List<Sieving.Unit> pieces = new ArrayList<>();
        sieving.split(unit, session.onCpu("", "").engine()).forEachRemaining(pieces::add);
        assertTrue(pieces.size() > 1, unit.to() + " polynomials in one piece");
        int next = unit.from();
        for (Sieving.Unit piece : pieces) {
            assertEquals(next, piece.from());
            next = piece.to();
        }
        assertEquals(unit.to(), next);
    }

    /** Slower calls and slower strikes move it up; one that is slower in all is asked from 280 bits on, since somebody wants it. */
    @Test
    void whatIsSlowerIsUsedForLongerNumbers() {
        Pace cpu = new Pace(100, 0, 3, null);
        int[] least = Stream.of(new Pace(10_000, 0, 0.02, null), new Pace(2_000_000, 0, 0.02, null), new Pace(10_000, 0, 1.49, null),
                new Pace(10_000, 0, 4, null)).mapToInt(pace -> QuadraticSieve.leastBits(pace, cpu, 2)).toArray();
        assertTrue(least[0] < 130, least[0] + " bits");
        assertTrue(least[1] > least[0] && least[2] > least[0], Arrays.toString(least));
        assertEquals(280, least[3]);
    }
}

package dev.kernelbridge.primes.gourdon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kernelbridge.Backend;
import dev.kernelbridge.Device;
import dev.kernelbridge.Kernels;
import dev.kernelbridge.OnFailure;
import dev.kernelbridge.contract.UnderTest;
import dev.kernelbridge.plan.Candidate;
import dev.kernelbridge.plan.Runner;
import dev.kernelbridge.plan.Session;
import dev.kernelbridge.primes.Oracle;
import dev.kernelbridge.spi.LeafEngine;
import dev.kernelbridge.spi.LeafTables;
import dev.kernelbridge.spi.Wide;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a backend's {@link LeafEngine} must get right: each call against the plain Java loops, whole counts against the published tables. */
public final class LeafContract {
    private static final Session JAVA = session(Backend.JAVA);
    private static final LeafEngine PLAIN = JAVA.engine().primes().leaves();
    private Session session;
    private LeafEngine leaves;
    private boolean simulator;

    @BeforeEach
    void open() {
        Kernels kernels = UnderTest.kernels();
        simulator = kernels.report().device().kind() == Device.Kind.SIMULATOR;
        session = session(kernels.report().backend());
        leaves = session.engine().primes().leaves();
        assumeTrue(leaves != null, kernels.report().backend().id() + " has no loops of combinatorial counting");
    }

    @Test
    void hardLeavesOfAnyStretch() {
        sameStretches(leaves, 60, simulator ? 12_500 : 50_000);
    }

    @Test
    void sumsOfPi() {
        sameSums(leaves);
    }

    /** Stretches between random multiples of 240, of arguments of all sizes and with any cut; of at most so many words. */
    public static void sameStretches(LeafEngine leaves, int stretches, int words) {
        Random random = new Random(1503);
        for (int i = 0; i < stretches; i++) {
            long x = (long) Math.pow(10, 4 + 11 * i / (stretches - 1.0)) + random.nextInt(1000);
            Parameters cut = Parameters.of(Wide.of(x), i % 3 == 0 ? 1 + 12 * random.nextDouble() : 1 + Math.log10(x), i % 4 == 0 ? 2 : 1);
            LeafTables t = Tables.of(JAVA, cut);
            long end = x / cut.z() / 240 + 1;
            long low = random.nextInt(4) == 0 ? 0 : random.nextLong(end) * 240;
            long high = Math.min(low + 240 + random.nextLong(words) * 240, (end + 3) * 240);
            sameStretch(leaves, t, cut, low, high);
        }
    }

    private static void sameStretch(LeafEngine leaves, LeafTables t, Parameters cut, long low, long high) {
        int stages = Math.max(cut.k(), D.stages(t, cut.star(), low));
        long[] phi = new long[stages + 1];
        long[] signs = new long[stages + 1];
        long[] expectedPhi = new long[stages + 1];
        long[] expectedSigns = new long[stages + 1];
        long expected = PLAIN.hardLeaves(t, low, high, stages, expectedPhi, expectedSigns);
        assertEquals(expected, leaves.hardLeaves(t, low, high, stages, phi, signs), () -> cut + " from " + low + " to " + high);
        for (int b = 0; b <= stages; b++) {
            int stage = b;
            assertEquals(expectedSigns[b], signs[b], () -> "signs of " + stage + ": " + cut + " from " + low + " to " + high);
            if (b <= cut.k() || (long) t.primes()[b] * t.primes()[b] <= cut.x().over(high)) { // later ones need not count to the end
                assertEquals(expectedPhi[b], phi[b], () -> "phi of " + stage + ": " + cut + " from " + low + " to " + high);
            }
        }
    }

    /** What it is called with may hold something already. */
    @Test
    void hardLeavesAreAdded() {
        Parameters cut = Parameters.of(Wide.of(10_000_000_000L));
        LeafTables t = Tables.of(JAVA, cut);
        int stages = D.stages(t, cut.star(), 2400);
        long[] once = new long[stages + 1];
        long[] twice = new long[stages + 1];
        long[] onceSigns = new long[stages + 1];
        long[] twiceSigns = new long[stages + 1];
        leaves.hardLeaves(t, 2400, 24_000, stages, once, onceSigns);
        leaves.hardLeaves(t, 2400, 24_000, stages, twice, twiceSigns);
        leaves.hardLeaves(t, 2400, 24_000, stages, twice, twiceSigns);
        for (int b = 0; b <= stages; b++) {
            assertEquals(2 * once[b], twice[b], "phi of " + b);
            assertEquals(2 * onceSigns[b], twiceSigns[b], "signs of " + b);
        }
    }

    /** Jobs of very different lengths, empty ones among them, up to the largest quotients of the largest x that the tables fit. */
    public static void sameSums(LeafEngine leaves) {
        Random random = new Random(2212);
        for (long x : new long[] {3000, 1_000_000_000_000L, 1_000_000_000_000_000L}) {
            LeafTables t = Tables.of(JAVA, Parameters.of(Wide.of(x)));
            int last = t.primes().length - 1;
            for (int round = 0; round < 5; round++) {
                Jobs jobs = new Jobs(t);
                long[] longs = new long[LeafEngine.JOB * (1 + random.nextInt(300))];
                for (int j = 0; j < longs.length; j += LeafEngine.JOB) {
                    int from = random.nextInt(last);
                    int to = Math.min(last, from + (int) Math.exp(random.nextDouble() * 8) - 1);
                    long most = t.pi().limit() * t.primes()[from + 1]; // no quotient above the table
                    longs[j] = Math.max(2L * t.primes()[to], random.nextInt(3) == 0 ? most : random.nextLong(most));
                    longs[j] = Math.min(longs[j], most);
                    longs[j + 1] = from;
                    longs[j + 2] = to == 0 || longs[j] / t.primes()[to] < 2 ? from : to;
                    longs[j + 3] = random.nextInt(5) - 2;
                }
                int count = longs.length / LeafEngine.JOB;
                assertEquals(PLAIN.sumPi(t, longs, count), leaves.sumPi(t, longs, count), "x = " + x);
            }
            assertEquals(0, leaves.sumPi(t, new long[0], 0));
        }
    }

    /** Quotients of every size by every size of divisor: just below, at and just above a multiple. */
    @Test
    void divisionIsExact() {
        long x = 4_000_000_000_000_000L;
        LeafTables t = Tables.of(JAVA, Parameters.of(Wide.of(x)));
        Random random = new Random(64);
        long[] longs = new long[LeafEngine.JOB * 20_000];
        for (int j = 0; j < longs.length; j += LeafEngine.JOB) {
            int i = 1 + random.nextInt(t.primes().length - 1);
            long quotient = 3 + random.nextLong(t.pi().limit() - 4);
            longs[j] = quotient * t.primes()[i] + random.nextInt(3) - 1;
            longs[j + 1] = i - 1;
            longs[j + 2] = i;
            longs[j + 3] = random.nextLong();
        }
        assertEquals(PLAIN.sumPi(t, longs, 20_000), leaves.sumPi(t, longs, 20_000));
    }

    @Test
    void thePublishedTables() {
        for (String[] row : UnderTest.rows("pi-random.csv")) {
            long x = row[0].length() < 16 ? Long.parseLong(row[0]) : Long.MAX_VALUE;
            if (x >= Gourdon.LEAST && x <= (simulator ? 100_000_000_000L : 20_000_000_000_000L)) {
                assertEquals(Long.parseLong(row[1]), pi(Parameters.of(Wide.of(x)), 0), () -> "pi(" + x + ")");
            }
        }
        assertEquals(455_052_511L, pi(Parameters.of(Wide.of(10_000_000_000L)), 0));
    }

    @Test
    void anyCutAndAnyUnitsGiveTheSame() {
        Random random = new Random(2001);
        for (int i = 0; i < 60; i++) {
            long x = Gourdon.LEAST + random.nextLong(1L << 10 + i % 23);
            Parameters cut = Parameters.of(Wide.of(x), 1 + 12 * random.nextDouble(), 1 + 3 * random.nextDouble());
            double work = Math.exp(8 + 8 * random.nextDouble());
            assertEquals(Oracle.pi(x), pi(cut, work), () -> cut + " in units of " + work);
        }
    }

    private long pi(Parameters cut, double work) {
        Gourdon plan = Gourdon.plan(session, cut, work);
        Runner.run(session, plan);
        return plan.result();
    }

    private static Session session(Backend backend) {
        return new Session(Optional.of(backend), List.of(Candidate.any(backend, -1)), new Session.Options(2, null, null, OnFailure.FAIL));
    }
}

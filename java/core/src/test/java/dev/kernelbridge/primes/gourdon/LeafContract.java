package dev.kernelbridge.primes.gourdon;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kernelbridge.Backend;
import dev.kernelbridge.Device;
import dev.kernelbridge.Kernels;
import dev.kernelbridge.OnFailure;
import dev.kernelbridge.contract.UnderTest;
import dev.kernelbridge.plan.Candidate;
import dev.kernelbridge.plan.Runner;
import dev.kernelbridge.plan.Session;
import dev.kernelbridge.primes.BasePrimeTable;
import dev.kernelbridge.primes.Oracle;
import dev.kernelbridge.primes.Roots;
import dev.kernelbridge.spi.BasePrimes;
import dev.kernelbridge.spi.LeafEngine;
import dev.kernelbridge.spi.LeafTables;
import dev.kernelbridge.spi.PiTable;
import dev.kernelbridge.spi.Wide;
import java.math.BigInteger;
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
    void askedStretches() {
        sameAnswers(leaves, simulator ? 40 : 120, simulator ? 12_500 : 50_000);
    }

    /** Stretches of B between random multiples of 240, against a sieve in Java that is asked; of at most so many words. */
    public static void sameAnswers(LeafEngine leaves, int stretches, int words) {
        Random random = new Random(1859);
        for (int i = 0; i < stretches; i++) {
            long x = (long) Math.pow(10, 4 + 11 * i / (stretches - 1.0)) + random.nextInt(1000);
            Parameters cut = Parameters.of(Wide.of(x), i % 3 == 0 ? 1 + 12 * random.nextDouble() : 1 + Math.log10(x), 1);
            LeafTables t = Tables.of(JAVA, cut, System.nanoTime());
            BasePrimes base = BasePrimeTable.forNumbersUpTo(JAVA, x / cut.y() + 240L * words, System.nanoTime());
            long first = Roots.square(x) / 240;
            long end = x / cut.y() / 240 + 1;
            long from = i % 5 == 0 ? first : i % 5 == 1 ? end - 1 : first + random.nextLong(end - first);
            long low = 240 * (i % 7 == 6 ? 0 : from); // where no prime asks yet, and the base primes themselves are left
            long high = low + 240 + 240 * random.nextLong(words);
            byte[] bits = new byte[(int) ((high - low) / 30)];
            JAVA.engine().primes().sieve(low / 30, bits, base);
            B.Part expected = B.ask(t, low, high, bits);
            long[] answers = leaves.askSieve(t, base, low, high);
            if (answers != null) {
                assertArrayEquals(new long[] {expected.sum(), expected.asked(), expected.count()}, answers,
                        () -> cut + " from " + low + " to " + high);
            }
        }
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
            LeafTables t = Tables.of(JAVA, cut, System.nanoTime());
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
        LeafTables t = Tables.of(JAVA, cut, System.nanoTime());
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
            LeafTables t = Tables.of(JAVA, Parameters.of(Wide.of(x)), System.nanoTime());
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

    /**
     * x from 2^63 to 10^21 and stages whose x / p has more than 64 bits, by the definition: for some leaf, x is a multiple of p m or one
     * less, and the place x / (p m) is anywhere in the stretch, its first number, or just below that.
     */
    @Test
    void hardLeavesBeyondALong() {
        assumeTrue(leaves.wide(), session.engine().device() + " takes longs only");
        // x / z is more than the wheel's period, so that all of it is there
        LeafTables small = Tables.of(JAVA, new Parameters(Wide.of(10_000_000_000_000L), 990_000, 1_000_000, 0, 8), System.nanoTime());
        Random random = new Random(63);
        int stages = 28; // p up to 107
        int beyond = 0;
        for (int i = 0; i < 100; i++) {
            long p = small.primes()[9 + random.nextInt(stages - 8)];
            int m = 0;
            while (mu(m, p, small.y()) == 0) {
                m = (int) (small.z() / (1 + random.nextInt(20))) - random.nextInt(1000);
                m = Math.max(m, (int) (small.z() / p) + 1);
            }
            BigInteger pm = BigInteger.valueOf(p * m);
            BigInteger quotient = Definitions.x(random).toBigInteger().divide(pm);
            if (i % 2 == 0) {
                quotient = quotient.subtract(quotient.mod(BigInteger.valueOf(240)));
            }
            Wide x = Wide.of(quotient.multiply(pm).subtract(BigInteger.valueOf(i / 2 % 2)));
            long bytes = 8 * (1 + random.nextInt(i % 25 == 1 ? 2000 : 100));
            long low = i % 2 == 0 ? quotient.longValueExact() : (quotient.longValueExact() - random.nextLong(30 * bytes)) / 240 * 240;
            LeafTables t = of(x, small);
            beyond += byDefinition(t, low, low + 30 * bytes, stages);
            if (i % 25 == 1) { // all stages of several segments
                sameStretch(leaves, t, new Parameters(x, t.y(), t.z(), Roots.fourth(x), 8), low, low + 240 * 40_000);
            }
        }
        assertTrue(beyond > 70, "only " + beyond + " leaves: nothing was tested");
    }

    private static LeafTables of(Wide x, LeafTables t) {
        return new LeafTables(x, t.y(), t.z(), t.k(), t.primes(), t.pi(), t.factor(), t.leaf(), t.wheel());
    }

    /** Compares a stretch with the definition; returns how many leaves it has. */
    private int byDefinition(LeafTables t, long low, long high, int stages) {
        long[] phi = new long[stages + 1];
        long[] signs = new long[stages + 1];
        long sum = leaves.hardLeaves(t, low, high, stages, phi, signs);
        int length = (int) (high - low);
        boolean[] struck = new boolean[length];
        int[] upTo = new int[length];
        int found = 0;
        String where = "x = " + t.x() + " from " + low + " to " + high;
        for (int b = 1; b <= stages; b++) {
            long p = t.primes()[b];
            if (b > t.k()) {
                int count = 0;
                for (int i = 0; i < length; i++) {
                    count += struck[i] ? 0 : 1;
                    upTo[i] = count;
                }
                BigInteger over = t.x().toBigInteger().divide(BigInteger.valueOf(p));
                long last = over.divide(BigInteger.valueOf(low)).min(BigInteger.valueOf(t.z())).longValueExact();
                long first = Math.max(t.z() / p, over.divide(BigInteger.valueOf(high)).min(BigInteger.valueOf(t.z())).longValueExact());
                long sign = 0;
                for (long m = first; m <= last; m++) {
                    long place = over.divide(BigInteger.valueOf(m)).longValueExact() - low;
                    if (m > t.z() / p && place >= 0 && place < length) {
                        int mu = mu((int) m, p, t.y());
                        sign -= mu;
                        sum += (long) mu * upTo[(int) place];
                        found += mu != 0 ? 1 : 0;
                    }
                }
                assertEquals(sign, signs[b], "signs of " + b + ": " + where);
                assertEquals(count, phi[b], "phi of " + b + ": " + where);
            }
            for (long n = (low + p - 1) / p * p; n < high; n += p) {
                struck[(int) (n - low)] = true;
            }
        }
        assertEquals(0, sum, "sum: " + where);
        return found;
    }

    /** mu(m) of a number whose primes are above p and at most y, else 0. */
    private static int mu(int m, long p, long y) {
        int mu = m < 2 ? 0 : 1;
        for (int rest = m; mu != 0 && rest > 1;) {
            int prime = Definitions.least(rest);
            rest /= prime;
            mu = prime > p && prime <= y && rest % prime != 0 ? -mu : 0;
        }
        return mu;
    }

    /** Values of up to 60 bits by divisors of up to 31, which need not be primes here; the table's bits are arbitrary. */
    @Test
    void sumsOfPiBeyondExactDoubles() {
        Random random = new Random(53);
        long limit = 300_000_000;
        long[] pairs = random.longs(2 * (limit / 128 + 1)).toArray();
        pairs[1] = 0;
        for (int i = 2; i < pairs.length; i += 2) {
            pairs[i + 1] = pairs[i - 1] + Long.bitCount(pairs[i - 2]);
        }
        int[] divisors = random.ints(3000, 1 << 20, Integer.MAX_VALUE).sorted().toArray();
        divisors[0] = 0;
        PiTable pi = new PiTable(pairs, limit);
        LeafTables t = new LeafTables(Wide.of(limit * limit), Integer.MAX_VALUE, 209, 4, divisors, pi, new char[48], new int[48], new byte[7]);
        long[] jobs = new long[LeafEngine.JOB * 4000];
        long expected = 0;
        for (int j = 0; j < jobs.length; j += LeafEngine.JOB) {
            int from = random.nextInt(divisors.length - 1);
            int to = Math.min(divisors.length - 1, from + 1 + random.nextInt(1 << random.nextInt(6)));
            long quotient = limit - random.nextLong(1L << 1 + random.nextInt(27)) - 1;
            long value = quotient * divisors[from + 1] + random.nextInt(3) - 1;
            jobs[j] = value;
            jobs[j + 1] = from;
            jobs[j + 2] = to;
            jobs[j + 3] = random.nextInt(5) - 2;
            for (int i = from + 1; i <= to; i++) {
                expected += jobs[j + 3] * pi.pi(value / divisors[i]);
            }
        }
        assertEquals(expected, leaves.sumPi(t, jobs, jobs.length / LeafEngine.JOB));
    }

    /** Quotients of every size by every size of divisor: just below, at and just above a multiple. */
    @Test
    void divisionIsExact() {
        long x = 4_000_000_000_000_000L;
        LeafTables t = Tables.of(JAVA, Parameters.of(Wide.of(x)), System.nanoTime());
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

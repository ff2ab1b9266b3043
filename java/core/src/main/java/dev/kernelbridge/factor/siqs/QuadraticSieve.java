package dev.kernelbridge.factor.siqs;

import dev.kernelbridge.Backend;
import dev.kernelbridge.Tuning.Question;
import dev.kernelbridge.plan.Candidate;
import dev.kernelbridge.plan.Pace;
import dev.kernelbridge.plan.Runner;
import dev.kernelbridge.plan.Session;
import dev.kernelbridge.plan.Worth;
import dev.kernelbridge.spi.RelationList;
import dev.kernelbridge.spi.SieveCoefficient;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Splits an odd number that is neither prime nor a power. */
public final class QuadraticSieve {
    /** Up to that many bits, some 10 ms, one thread sieves, without units. */
    private static final int LEAN_BITS = 130;
    /** Polynomials that a small number's sieve makes before it counts again. */
    private static final int STRETCH = 4;
    private static final int LEAST_BITS = 48;
    /** A device's launches and answers for a coefficient. */
    private static final int CALLS = 6;
    /** From here on a device is used though it seems slower: somebody has asked for it. */
    private static final int MOST_BITS = 280;

    private QuadraticSieve() {
    }

    /**
     * A proper divisor of the odd composite n, which is no perfect power and has no prime factor that trial division would find.
     * From some 130 bits on on all the session's threads, with progress, and with its checkpoint: a file to which the relations are
     * appended, and which is deleted at the end.
     *
     * @throws IllegalArgumentException if n has fewer than 48 bits or is even, or the checkpoint's file cannot be used
     */
    public static BigInteger factor(Session session, BigInteger n) {
        return factor(session, n, System.nanoTime());
    }

    /** The same in a call that began at {@code start}, as {@link System#nanoTime()} told: the deadline counts from there. */
    public static BigInteger factor(Session session, BigInteger n, long start) {
        Session sieving = sieving(session, n);
        return n.bitLength() <= LEAN_BITS ? lean(sieving, Job.of(n), start) : planned(sieving, n, start);
    }

    /** The same for a number that is only on the way to a result: the session's checkpoint is not for it. */
    public static BigInteger factorUnkept(Session session, BigInteger n, long start) {
        Session sieving = sieving(session, n);
        return n.bitLength() <= LEAN_BITS ? lean(sieving, Job.of(n), start) : sieve(sieving, Job.of(n), null, 0, 0, start);
    }

    static BigInteger lean(Session session, Job job, long start) {
        if (job.divisor != null) {
            return job.divisor;
        }
        Runnable check = check(session, job.n, start);
        RelationList found = new RelationList();
        Sample sample = sample(session);
        for (int i = 0; ; i++) {
            SieveCoefficient c = job.coefficients.get(i);
            for (int from = 0; from < c.polynomials(); from += STRETCH) {
                int begin = from;
                int end = Math.min(begin + STRETCH, c.polynomials());
                Harvest harvest = session.call(engine -> {
                    found.clear();
                    engine.factors().relations().sieve(job.tables, c, begin, end, found);
                    sample.look(engine, job.tables, c, begin, end, found);
                    return Harvest.of(job.tables, c, found, engine);
                });
                job.relations.addAll(c, harvest);
                if (job.enough()) {
                    BigInteger divisor = job.solve(check);
                    if (divisor != null) {
                        return divisor;
                    }
                }
            }
            check.run();
        }
    }

    private static Runnable check(Session session, BigInteger n, long start) {
        return () -> session.checkStop(start, () -> "factor: the composite " + n + " of " + n.bitLength() + " bits is not split yet");
    }

    private static Sample sample(Session session) {
        return new Sample(() -> session.onCpu("", "").engine());
    }

    /** A device without a sieve of its own leaves it to the CPU, on all threads: in C, else in Java. So do small numbers. */
    private static Session sieving(Session session, BigInteger n) {
        int bits = n.bitLength();
        if (bits < LEAST_BITS || !n.testBit(0)) {
            throw new IllegalArgumentException("n: " + n + " is not odd and of " + LEAST_BITS + " bits or more; divide it by small primes");
        }
        if (session.engine().factors().relations() == null) {
            return new Session(Optional.empty(), List.of(Candidate.any(Backend.FFM, -1), Candidate.any(Backend.JAVA, -1)),
                    session.options());
        }
        if (session.engine().primes().leaves() == null) {
            return session; // its pace is not known
        }
        return Worth.of(session, bits, "a number of " + bits + " bits", Question.SIEVE, (device, cpu, threads) -> {
            Pace pace = Pace.of(device);
            return new Worth.Least(Math.max(LEAN_BITS + 1, leastBits(pace, Pace.of(cpu), threads)), String.format(Locale.ROOT,
                    "a call takes %.0f microseconds, a lookup %.3f ns", pace.call() / 1000, pace.lookup()));
        });
    }

    /**
     * From how many bits on a device is predicted to be faster: the polynomials of one coefficient are {@link #CALLS} calls for it, and
     * a strike is a third of a lookup for both, as on a processor. Devices were not measured.
     */
    static int leastBits(Pace device, Pace cpu, int threads) {
        int bits = LEAST_BITS;
        while (bits < MOST_BITS) {
            Parameters p = Parameters.of(BigInteger.ONE.shiftLeft(bits - 1));
            double places = (double) p.blocks() * (1 << p.blockBits());
            double factors = ((bits - 1) / 2.0 - Math.log(places / 2) / Math.log(2)) / p.factor();
            double strikes = Math.pow(2, Math.round(factors) - 1) * (3 * places + 2 * p.base()) / 3;
            if (CALLS * device.call() + strikes * device.lookup() < strikes * cpu.lookup() / threads) {
                return bits;
            }
            bits += 4;
        }
        return bits;
    }

    private static BigInteger planned(Session session, BigInteger n, long start) {
        Path path = session.options().checkpoint();
        if (path == null) {
            return sieve(session, Job.of(n), null, 0, 0, start);
        }
        try (RelationFile file = RelationFile.open(path)) {
            Job kept = file.job(n);
            if (kept == null) {
                Job job = Job.of(n);
                if (job.divisor == null) {
                    file.begin(job);
                }
                return delete(file, sieve(session, job, file, 0, 0, start));
            }
            int[] next = {0};
            double[] done = {0};
            file.read((coefficient, from, to, harvest) -> {
                SieveCoefficient c = kept.coefficients.get(coefficient);
                kept.relations.addAll(c, harvest.checked(kept.tables, c));
                next[0] = Math.max(next[0], coefficient + 1);
                done[0] += to - from;
            });
            return delete(file, sieve(session, kept, file, next[0], done[0], start));
        }
    }

    private static BigInteger delete(RelationFile file, BigInteger divisor) {
        file.delete();
        return divisor;
    }

    private static BigInteger sieve(Session session, Job job, RelationFile file, int coefficient, double done,
            long start) {
        BigInteger divisor = job.divisor;
        Runnable check = check(session, job.n, start);
        Sieving sieving = new Sieving(job, file, coefficient, done, sample(session));
        while (divisor == null) {
            if (!job.enough()) {
                Runner.runPart(session, sieving, start);
            }
            divisor = job.solve(check);
        }
        return divisor;
    }
}

package dev.kernelbridge.plan;

import dev.kernelbridge.Tuning.Question;
import dev.kernelbridge.spi.Engine;
import dev.kernelbridge.spi.FactorEngine;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.WeakHashMap;

/**
 * How long an engine takes for a small batch of random 63-bit numbers, measured once: for a processor the work, for a GPU the way there and
 * back and the slowest number, which a batch hundreds of times as large would wait for as well.
 *
 * @param factor nanoseconds to factor {@link #NUMBERS} numbers
 * @param prove  nanoseconds to tell which of them are prime
 */
public record BatchPace(double factor, double prove) {
    static final int NUMBERS = 64;
    /** From here on a GPU is used though it seems slower: somebody has asked for it, and small batches do not show what it can do. */
    private static final int MOST = 1 << 17;
    private static final Map<Engine, BatchPace> MEASURED = Collections.synchronizedMap(new WeakHashMap<>());
    private static final int ROUNDS = 4;
    private static final long[] SAMPLE = new SplittableRandom(63).longs(NUMBERS).map(n -> n >>> 1 | 1L << 62).toArray();

    static BatchPace of(Engine engine) {
        return MEASURED.computeIfAbsent(engine, BatchPace::measure);
    }

    private static BatchPace measure(Engine engine) {
        long[] primes = new long[FactorEngine.SLOTS * NUMBERS];
        boolean[] prime = new boolean[NUMBERS];
        return new BatchPace(Pace.nanos(() -> {
            engine.factors().factorize(SAMPLE, 0, NUMBERS, primes);
            return primes[0];
        }, ROUNDS), Pace.nanos(() -> {
            engine.primes().isPrime(SAMPLE, 0, NUMBERS, prime);
            return 0;
        }, ROUNDS));
    }

    /** What factors a batch. */
    public static Session factoring(Session session, int numbers) {
        return Worth.settled(session) ? session : Worth.of(session, numbers, "a batch of " + numbers, Question.FACTORIZE,
                (device, cpu, threads) -> least(of(device).factor, of(cpu).factor, threads));
    }

    /** What tells the primes of a batch. */
    public static Session proving(Session session, int numbers) {
        return Worth.settled(session) ? session : Worth.of(session, numbers, "a batch of " + numbers, Question.IS_PRIME,
                (device, cpu, threads) -> least(of(device).prove, of(cpu).prove, threads));
    }

    /** From so many numbers on the processor's threads take longer than the device for a few. */
    static Worth.Least least(double device, double processor, int threads) {
        double each = processor / NUMBERS;
        return new Worth.Least(Math.min(MOST, Math.ceil(device * threads / each)), String.format(Locale.ROOT,
                "%d random numbers take it %.0f microseconds, and the processor %.2f each on %d threads", NUMBERS, device / 1000,
                each / 1000, threads));
    }
}

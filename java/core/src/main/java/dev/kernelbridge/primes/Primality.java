package dev.kernelbridge.primes;

import dev.kernelbridge.plan.BatchPace;
import dev.kernelbridge.plan.Plan;
import dev.kernelbridge.plan.Runner;
import dev.kernelbridge.plan.Session;
import dev.kernelbridge.plan.Slice;
import dev.kernelbridge.spi.Engine;
import java.util.Iterator;
import java.util.function.Supplier;

/** Primality of many numbers: slices of the array are the units. */
public final class Primality {
    /** Up to here one call on the caller's thread beats waking the pool (a 63-bit prime takes about 1 microsecond). */
    private static final int ONE_CALL = 256;

    private Primality() {
    }

    /** Whether each number is prime; negative ones are not. */
    public static boolean[] isPrime(Session asked, long[] n) {
        Session session = BatchPace.proving(asked, n.length);
        boolean[] prime = new boolean[n.length];
        if (n.length <= ONE_CALL) {
            session.run(engine -> engine.primes().isPrime(n, 0, n.length, prime));
        } else {
            Runner.run(session, new SlicePlan(n, prime));
        }
        for (int i = 0; i < n.length; i++) {
            prime[i] &= n[i] >= 0; // engines take numbers as unsigned
        }
        return prime;
    }

    private record SlicePlan(long[] n, boolean[] prime) implements Plan<Slice, Void> {
        @Override
        public String kernel() {
            return "isprime";
        }

        @Override
        public Iterator<Slice> units(Supplier<Engine> running) {
            return new Slice(0, n.length).cut(() -> size(running.get()));
        }

        @Override
        public Iterator<Slice> split(Slice unit, Engine next) {
            return unit.cut(() -> size(next));
        }

        /** A proof takes about a hundredth of a factorization. */
        private static int size(Engine engine) {
            return 64 * engine.factors().batch();
        }

        @Override
        public double totalCost() {
            return n.length;
        }

        @Override
        public double cost(Slice unit) {
            return unit.length();
        }

        @Override
        public Void run(Engine engine, Slice unit) {
            engine.primes().isPrime(n, unit.from(), unit.length(), prime);
            return null;
        }

        @Override
        public void accept(Slice unit, Void result) {
            // each unit has its own stretch of the result
        }
    }
}

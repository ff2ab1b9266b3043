package dev.kernelbridge.factor;

import dev.kernelbridge.DeviceFailedException;
import dev.kernelbridge.Factorization;
import dev.kernelbridge.KernelInterruptedException;
import dev.kernelbridge.plan.BatchPace;
import dev.kernelbridge.plan.Plan;
import dev.kernelbridge.plan.Runner;
import dev.kernelbridge.plan.Session;
import dev.kernelbridge.plan.Slice;
import dev.kernelbridge.scalar.factor.BailliePsw;
import dev.kernelbridge.spi.Engine;
import dev.kernelbridge.spi.FactorEngine;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;

/**
 * Asks an engine for the distinct primes of 64-bit numbers, and makes factorizations of them: exponents by division, so that a wrong
 * product cannot pass, and every prime proved on the CPU, since devices are believed only as far as they can be checked: by the engine
 * itself if it runs there and says so; else here, a batch's primes all at once by the processor's fastest proof, while the device works on
 * other threads' units. Batches that are too small for a GPU are the processor's, and the report says so.
 */
public final class Factorizer {
    /**
     * Threads beyond a device's own that prove, divide and make objects: a prime takes C's vectors 0.13 microseconds (63 bits) and the rest
     * of a number about 0.1, so six of them keep up with 20 million semiprimes a second. More would hold 35 MB each.
     */
    private static final int PROVERS = 6;
    /** Exponents of square-free numbers, shared by all of them: {@code ONES[k]} are k. */
    private static final int[][] ONES = new int[FactorEngine.SLOTS + 1][];

    static {
        for (int k = 0; k < ONES.length; k++) {
            ONES[k] = new int[k];
            Arrays.fill(ONES[k], 1);
        }
    }

    private Factorizer() {
    }

    /** Factors any n but 0. */
    public static Factorization factorize(Session session, long n) {
        checkNotZero(n == 0, "n");
        return unsigned(session, Math.abs(n), n < 0 ? -1 : 1);
    }

    /** Factors any n but 0; above 64 bits by {@link BigFactorizer}, whose cofactors below 2^64 go to the engine. */
    public static Factorization factorize(Session session, BigInteger n) {
        checkNotZero(n.signum() == 0, "n");
        BigInteger abs = n.abs();
        if (abs.bitLength() <= 64) {
            return unsigned(session, abs.longValue(), n.signum());
        }
        return new BigFactorizer(session, abs, part -> unsigned(session, part.longValue(), 1)).factorize(n.signum());
    }

    /** Factors any unsigned n but 0. */
    public static Factorization factorizeUnsigned(Session session, long n) {
        checkNotZero(n == 0, "n");
        return unsigned(session, n, 1);
    }

    /** Factors all n, none of them 0: looked at before anything is computed, so a bad one costs no result. */
    public static List<Factorization> factorizeAll(Session session, long[] n) {
        return all(session, n, true);
    }

    /** The same for unsigned n. */
    public static List<Factorization> factorizeAllUnsigned(Session session, long[] n) {
        return all(session, n, false);
    }

    private static List<Factorization> all(Session asked, long[] n, boolean signed) {
        for (int i = 0; i < n.length; i++) {
            if (n[i] == 0) {
                checkNotZero(true, "n[" + i + "]");
            }
        }
        Session session = BatchPace.factoring(asked, n.length);
        BatchPlan plan = new BatchPlan(n, signed, new Factorization[n.length], () -> session.onCpu("", "").engine());
        Runner.run(session, plan);
        return Arrays.asList(plan.results);
    }

    /** One number, on the caller's thread, without units: it takes at most some hundred microseconds. */
    private static Factorization unsigned(Session session, long abs, int sign) {
        if (Thread.currentThread().isInterrupted()) {
            throw new KernelInterruptedException("factor: interrupted before " + Long.toUnsignedString(abs) + " was begun");
        }
        long[] n = {abs};
        long[] primes = new long[FactorEngine.SLOTS];
        return BatchPace.factoring(session, 1).call(engine -> {
            engine.factors().factorize(n, 0, 1, primes);
            return checked(engine, engine.factors().proves(), abs, sign, primes, 0);
        });
    }

    private static void checkNotZero(boolean zero, String name) {
        if (zero) {
            throw new IllegalArgumentException(name + ": 0 has no factorization, since every number divides it; ask for any other number");
        }
    }

    /** Turns an engine's slots into a factorization, or finds the engine wrong. */
    private static Factorization checked(Engine engine, boolean proved, long abs, int sign, long[] slots, int at) {
        int count = 0;
        while (count < FactorEngine.SLOTS && slots[at + count] != 0) {
            count++;
        }
        long[] primes = Arrays.copyOfRange(slots, at, at + count);
        sortUnsigned(primes);
        int[] exponents = null; // while all are 1
        long rest = abs;
        for (int i = 0; i < count; i++) {
            long p = primes[i];
            int exponent = 0;
            while (rest != 1 && p != 1) {
                long q = rest == p ? 1 : Long.divideUnsigned(rest, p);
                if (q * p != rest) {
                    break;
                }
                rest = q;
                exponent++;
            }
            if (exponent == 0 || !proved && !BailliePsw.isPrime(p)) {
                throw wrong(engine, abs, primes);
            }
            if (exponent > 1) {
                exponents = exponents != null ? exponents : ONES[count].clone();
                exponents[i] = exponent;
            }
        }
        if (rest != 1) {
            throw wrong(engine, abs, primes);
        }
        return Factorization.ofUnsigned(sign, primes, exponents != null ? exponents : ONES[count]);
    }

    private static DeviceFailedException wrong(Engine engine, long abs, long[] primes) {
        return new DeviceFailedException(DeviceFailedException.Kind.WRONG_RESULT, engine.device() + " gave wrong factors of "
                + Long.toUnsignedString(abs) + ": " + Arrays.toString(primes));
    }

    private static void sortUnsigned(long[] a) {
        for (int i = 1; i < a.length; i++) { // at most 15 entries
            long value = a[i];
            int k = i;
            for (; k > 0 && Long.compareUnsigned(a[k - 1], value) > 0; k--) {
                a[k] = a[k - 1];
            }
            a[k] = value;
        }
    }

    private record BatchPlan(long[] n, boolean signed, Factorization[] results, Supplier<Engine> processor)
            implements Plan<Slice, Factorization[]> {
        @Override
        public String kernel() {
            return "factor";
        }

        @Override
        public Iterator<Slice> units(Supplier<Engine> running) {
            return new Slice(0, n.length).cut(() -> running.get().factors().batch());
        }

        @Override
        public int workers(Engine engine) {
            return engine.factors().proves() ? engine.parallelism() : engine.parallelism() + PROVERS;
        }

        @Override
        public Iterator<Slice> split(Slice unit, Engine next) {
            return unit.cut(() -> next.factors().batch());
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
        public Factorization[] run(Engine engine, Slice unit) {
            long[] abs = Arrays.copyOfRange(n, unit.from(), unit.from() + unit.length());
            for (int i = 0; signed && i < abs.length; i++) {
                abs[i] = Math.abs(abs[i]); // -2^63 stays, and is 2^63 unsigned
            }
            long[] slots = new long[FactorEngine.SLOTS * abs.length];
            engine.factors().factorize(abs, 0, abs.length, slots);
            if (!engine.factors().proves()) {
                prove(engine, slots);
            }
            Factorization[] found = new Factorization[abs.length];
            for (int i = 0; i < abs.length; i++) {
                int sign = signed && n[unit.from() + i] < 0 ? -1 : 1;
                found[i] = checked(engine, true, abs[i], sign, slots, FactorEngine.SLOTS * i);
            }
            return found;
        }

        /** That all a device calls primes are such; a few repeat, and are proved again: to sort them out takes as long. */
        private void prove(Engine engine, long[] slots) {
            long[] primes = new long[slots.length];
            int count = 0;
            for (long slot : slots) {
                if (slot != 0) {
                    primes[count++] = slot;
                }
            }
            boolean[] prime = new boolean[count];
            processor.get().primes().isPrime(primes, 0, count, prime);
            for (int i = 0; i < count; i++) {
                if (!prime[i]) {
                    throw new DeviceFailedException(DeviceFailedException.Kind.WRONG_RESULT, engine.device() + " took "
                            + Long.toUnsignedString(primes[i]) + " for a prime");
                }
            }
        }

        @Override
        public void accept(Slice unit, Factorization[] found) {
            System.arraycopy(found, 0, results, unit.from(), found.length);
        }
    }
}

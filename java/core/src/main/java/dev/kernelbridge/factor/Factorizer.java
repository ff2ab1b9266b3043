package dev.kernelbridge.factor;

import dev.kernelbridge.DeviceFailedException;
import dev.kernelbridge.Factorization;
import dev.kernelbridge.plan.Plan;
import dev.kernelbridge.plan.Runner;
import dev.kernelbridge.plan.Session;
import dev.kernelbridge.plan.Slice;
import dev.kernelbridge.scalar.Arithmetic;
import dev.kernelbridge.spi.Engine;
import dev.kernelbridge.spi.FactorEngine;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Asks an engine for the distinct primes of 64-bit numbers, and makes factorizations of them: exponents by division, so that a wrong
 * product cannot pass, and every prime proved once more on the CPU, since devices are believed only as far as they can be checked.
 */
public final class Factorizer {

    private Factorizer() {
    }

    /** Factors any n but 0. */
    public static Factorization factorize(Session session, long n) {
        checkNotZero(n == 0, "n");
        return unsigned(session, Math.abs(n), n < 0 ? -1 : 1);
    }

    /** Factors any n but 0; above 64 bits by {@link BigRho}, whose cofactors below 2^64 go to the engine. */
    public static Factorization factorize(Session session, BigInteger n) {
        checkNotZero(n.signum() == 0, "n");
        BigInteger abs = n.abs();
        if (abs.bitLength() <= 64) {
            return unsigned(session, abs.longValue(), n.signum());
        }
        Map<BigInteger, Integer> powers = new TreeMap<>();
        new BigRho(session, part -> unsigned(session, part.longValue(), 1)).split(abs, 1, powers);
        return Factorization.of(n.signum(), powers.keySet().toArray(BigInteger[]::new),
                powers.values().stream().mapToInt(e -> e).toArray());
    }

    /** Factors all n, none of them 0. */
    public static List<Factorization> factorizeAll(Session session, long[] n) {
        for (int i = 0; i < n.length; i++) {
            checkNotZero(n[i] == 0, "n[" + i + "]");
        }
        BatchPlan plan = new BatchPlan(n, new Factorization[n.length]);
        Runner.run(session, plan);
        return Arrays.asList(plan.results);
    }

    private static Factorization unsigned(Session session, long abs, int sign) {
        long[] n = {abs};
        return session.call(engine -> {
            long[] primes = new long[FactorEngine.SLOTS];
            engine.factors().factorize(n, 0, 1, primes);
            return checked(engine, abs, sign, primes, 0);
        });
    }

    private static void checkNotZero(boolean zero, String name) {
        if (zero) {
            throw new IllegalArgumentException(name + ": 0 has no factorization, since every number divides it; ask for any other number");
        }
    }

    /** Turns an engine's slots into a factorization, or finds the engine wrong. */
    private static Factorization checked(Engine engine, long abs, int sign, long[] slots, int at) {
        int count = 0;
        while (count < FactorEngine.SLOTS && slots[at + count] != 0) {
            count++;
        }
        long[] primes = Arrays.copyOfRange(slots, at, at + count);
        sortUnsigned(primes);
        int[] exponents = new int[count];
        long rest = abs;
        boolean proved = true;
        for (int i = 0; i < count; i++) {
            proved &= Arithmetic.isPrime(primes[i]) && (i == 0 || primes[i] != primes[i - 1]);
            while (proved && Long.remainderUnsigned(rest, primes[i]) == 0) {
                rest = Long.divideUnsigned(rest, primes[i]);
                exponents[i]++;
            }
            proved &= exponents[i] > 0;
        }
        if (!proved || rest != 1) {
            throw new DeviceFailedException(DeviceFailedException.Kind.WRONG_RESULT, engine.device() + " gave wrong factors of "
                    + Long.toUnsignedString(abs) + ": " + Arrays.toString(primes));
        }
        return Factorization.ofUnsigned(sign, primes, exponents);
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

    private record BatchPlan(long[] n, Factorization[] results) implements Plan<Slice, List<Factorization>> {
        @Override
        public String kernel() {
            return "factor";
        }

        @Override
        public Iterator<Slice> units(Supplier<Engine> running) {
            return new Slice(0, n.length).cut(() -> running.get().factors().batch());
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
        public List<Factorization> run(Engine engine, Slice unit) {
            long[] abs = new long[unit.length()];
            for (int i = 0; i < abs.length; i++) {
                abs[i] = Math.abs(n[unit.from() + i]); // -2^63 stays, and is 2^63 unsigned
            }
            long[] slots = new long[FactorEngine.SLOTS * abs.length];
            engine.factors().factorize(abs, 0, abs.length, slots);
            List<Factorization> found = new ArrayList<>(abs.length);
            for (int i = 0; i < abs.length; i++) {
                found.add(checked(engine, abs[i], n[unit.from() + i] < 0 ? -1 : 1, slots, FactorEngine.SLOTS * i));
            }
            return found;
        }

        @Override
        public void accept(Slice unit, List<Factorization> found) {
            for (int i = 0; i < found.size(); i++) {
                results[unit.from() + i] = found.get(i);
            }
        }
    }
}

package dev.kernelbridge.spi;

import dev.kernelbridge.Device;
import dev.kernelbridge.DeviceFailedException;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Factorization on a device that has the kernels of native/arith/parts.h and curve.h, in steps whose threads all do the same: small
 * primes, powers and proofs for all numbers; then elliptic curves for those that are composite, sorted by size since the bounds depend on
 * it, a launch a curve, what is not split yet packed together in between; and the same for both parts of each. The backend copies and
 * launches. When fewer numbers are left than the device has threads, a launch takes as many curves of each as fit.
 *
 * <p>A wrong answer ends the call: a divisor must divide, and a rest too. What neither curves nor rho split, about never, ends it as well,
 * so that the unit goes to the next backend, and the report says so.
 *
 * <p>What to expect of 132 SMs at 1.98 GHz, computed, not measured. A product modulo n has 12 multiplications (curve.h), three of 32 bits
 * and nine wide; 64 a clock and SM are 1.4e12 products a second if the wide ones run at full rate, 0.8e12 at half. Counted on equal
 * factors, a 64-bit semiprime takes 24,200 products (5.5 curves), one of 48 bits 4,450 (3.7 curves), and the proofs of two primes 200
 * to 400 more: 33 to 57 million and 170 to 300 million a second at best, without the copies. A kernel that reaches half of it has 17 to 30
 * million and 85 to 150 million; in doubles (curve48.h, where a GPU is fast at them) 48 bits have a best of 540 million. A 64-bit prime
 * takes 192 products: 4 to 7 * 10^9 a second at best.
 */
public abstract class DeviceFactors implements FactorEngine {
    /** Longs that kb_factor_parts returns a number: the rest, and its small primes as bits with {@link #COMPOSITE}. */
    public static final int PART = 2;

    private static final long COMPOSITE = Long.MIN_VALUE;
    /** The primes whose bits kb_factor_parts returns. */
    private static final int[] SMALL = {2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101,
        103, 107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167, 173, 179, 181, 191, 193, 197, 199, 211, 223, 227, 229, 233, 239,
        241, 251};
    /** As many as factor_tables.h has. */
    private static final int CURVES = 40;

    /**
     * Bounds by size, for two equal factors. Below 33 bits rho is as fast, and two small factors are found at once too often.
     *
     * @param bits   the largest numbers that it is for
     * @param b1     stage 1 takes the prime powers up to it
     * @param b2     stage 2 the primes up to it
     * @param m      a sixth of stage 2's giant step
     * @param babies numbers below 3 m that are coprime to 6 m
     */
    public record Bounds(int bits, int b1, int b2, int m, int babies) {
        /** Local memory of a thread, in bytes: as curve.h says, points of two longs. */
        public int localBytes() {
            return Math.max(5, babies) * 2 * Long.BYTES;
        }
    }

    private static final Bounds[] BY_SIZE = {new Bounds(40, 27, 720, 10, 8), new Bounds(44, 37, 1080, 15, 12),
        new Bounds(48, 50, 1620, 15, 12), new Bounds(52, 70, 2520, 35, 24), new Bounds(56, 100, 3780, 35, 24),
        new Bounds(60, 139, 5040, 35, 24), new Bounds(64, 220, 7560, 35, 24)};
    /** For the one in some thousand of the longest numbers that those do not split. */
    private static final Bounds LAST = new Bounds(64, 500, 25_000, 35, 24);
    private static final int RHO_BITS = 32;

    private final Device device;

    /** {@code device} is for messages. */
    protected DeviceFactors(Device device) {
        this.device = device;
    }

    /** A device for the time of one call. */
    public interface Launches {
        /** Numbers that keep the device busy in one launch. */
        int width();

        /** kb_factor_parts; returns {@link #PART} longs a number. */
        long[] parts(long[] n, int count);

        /** kb_factor_curves: so many curves from the first for each number; a divisor or 0 for number i and curve j is at i + j count. */
        long[] curves(long[] n, int count, int first, int curves, Bounds bounds);

        /** kb_factor_rho; returns a divisor or 0 for each. */
        long[] rho(long[] n, int count);
    }

    /** Runs a call while the device is this caller's. */
    protected abstract void with(Consumer<Launches> call);

    @Override
    public final void factorize(long[] n, int off, int len, long[] primes) {
        if (len == 0) {
            return;
        }
        with(launches -> {
            Call call = new Call(launches, len);
            call.run(Arrays.copyOfRange(n, off, off + len));
            System.arraycopy(call.slots, 0, primes, 0, call.slots.length);
        });
    }

    /** Parts of numbers, each with the index of the number that it is part of. */
    private static final class Parts {
        private long[] n;
        private int[] owner;
        private int count;

        Parts(long[] n, int[] owner, int count) {
            this.n = n;
            this.owner = owner;
            this.count = count;
        }

        void add(long part, int of) {
            if (count == n.length) {
                n = Arrays.copyOf(n, Math.max(16, 2 * count));
                owner = Arrays.copyOf(owner, n.length);
            }
            n[count] = part;
            owner[count++] = of;
        }
    }

    private final class Call {
        private final Launches launches;
        private final long[] slots;

        Call(Launches launches, int len) {
            this.launches = launches;
            slots = new long[SLOTS * len];
        }

        void run(long[] numbers) {
            int[] owner = new int[numbers.length];
            Arrays.setAll(owner, i -> i);
            Parts parts = new Parts(numbers, owner, numbers.length);
            while (parts.count > 0) {
                Parts[] composites = prove(parts);
                parts = new Parts(new long[0], new int[0], 0);
                for (int size = 0; size < composites.length; size++) {
                    split(size, composites[size], parts);
                }
            }
        }

        /** Takes the primes out of the parts; what is composite comes back, by size. */
        private Parts[] prove(Parts parts) {
            Parts[] composites = new Parts[BY_SIZE.length + 1];
            Arrays.setAll(composites, size -> new Parts(new long[0], new int[0], 0));
            long[] found = launches.parts(parts.n, parts.count);
            for (int i = 0; i < parts.count; i++) {
                long rest = found[PART * i];
                long small = found[PART * i + 1];
                int owner = parts.owner[i];
                boolean composite = (small & COMPOSITE) != 0;
                if (parts.n[i] == 0 ? rest != 0 : rest == 0 || rest != parts.n[i] && Long.remainderUnsigned(parts.n[i], rest) != 0
                        || composite && (rest & 1) == 0) {
                    throw wrong("rest " + Long.toUnsignedString(rest) + " of " + Long.toUnsignedString(parts.n[i]));
                }
                for (long bits = small & ~COMPOSITE; bits != 0; bits &= bits - 1) {
                    add(owner, SMALL[Math.min(Long.numberOfTrailingZeros(bits), SMALL.length - 1)]);
                }
                if (composite) {
                    composites[size(rest)].add(rest, owner);
                } else if (rest != 0 && rest != 1) {
                    add(owner, rest);
                }
            }
            return composites;
        }

        /** Adds two parts for each of these to {@code parts}. */
        private void split(int size, Parts some, Parts parts) {
            if (size > 0) {
                curves(BY_SIZE[size - 1], some, parts);
                curves(LAST, some, parts);
            }
            if (some.count > 0) {
                sort(some, launches.rho(some.n, some.count), 1, parts);
            }
            if (some.count > 0) {
                throw wrong("no divisor of " + Long.toUnsignedString(some.n[0]) + ", which it says is composite");
            }
        }

        private void curves(Bounds bounds, Parts some, Parts parts) {
            for (int curve = 0; curve < CURVES && some.count > 0;) {
                int each = Math.clamp(launches.width() / some.count, 1, CURVES - curve);
                sort(some, launches.curves(some.n, some.count, curve, each, bounds), each, parts);
                curve += each;
            }
        }

        /** Moves those that have a divisor to {@code parts}, as two, and packs the others. */
        private void sort(Parts some, long[] divisors, int each, Parts parts) {
            int left = 0;
            for (int i = 0; i < some.count; i++) {
                long n = some.n[i];
                long divisor = 0;
                for (int j = 0; j < each && divisor == 0; j++) {
                    divisor = divisors[i + j * some.count];
                }
                if (divisor == 0) {
                    some.n[left] = n;
                    some.owner[left++] = some.owner[i];
                    continue;
                }
                long other = Long.divideUnsigned(n, divisor);
                if (divisor == 1 || other <= 1 && other >= 0 || other * divisor != n) {
                    throw wrong("divisor " + Long.toUnsignedString(divisor) + " of " + Long.toUnsignedString(n));
                }
                parts.add(divisor, some.owner[i]);
                parts.add(other, some.owner[i]);
            }
            some.count = left;
        }

        /** Each prime once; more than a number can have are wrong, and the conductor sees it. */
        private void add(int owner, long prime) {
            int at = SLOTS * owner;
            int end = at + SLOTS;
            while (at < end && slots[at] != 0 && slots[at] != prime) {
                at++;
            }
            if (at < end) {
                slots[at] = prime;
            }
        }
    }

    private static int size(long n) {
        int bits = Long.SIZE - Long.numberOfLeadingZeros(n);
        int size = 0;
        while (bits > (size == 0 ? RHO_BITS : BY_SIZE[size - 1].bits)) {
            size++;
        }
        return size;
    }

    private DeviceFailedException wrong(String what) {
        return new DeviceFailedException(DeviceFailedException.Kind.WRONG_RESULT, device + " gave a wrong " + what);
    }
}

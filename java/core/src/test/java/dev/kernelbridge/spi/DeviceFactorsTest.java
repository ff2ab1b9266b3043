package dev.kernelbridge.spi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kernelbridge.Backend;
import dev.kernelbridge.Device;
import dev.kernelbridge.DeviceFailedException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The steps of a device's factorization with a device of BigIntegers, honest, lazy and lying. */
class DeviceFactorsTest {
    private static final long P = 2_147_483_647L;
    private static final long Q = 4_294_967_291L;
    private static final long SEMIPRIME = P * Q;

    enum Lie { NONE, REST, ZERO_REST, EVEN_COMPOSITE, PRIME_IS_COMPOSITE, DIVISOR, DIVISOR_ONE, DIVISOR_ALL, SMALL_PRIME }

    /** Finds the divisor P or Q from a certain curve on; a lie is told once, in the first step that it belongs to. */
    private static final class Fake extends DeviceFactors implements DeviceFactors.Launches {
        private final Lie lie;
        private final int width;
        private final int lucky;
        private int curves;
        private int most;

        Fake(Lie lie, int width, int lucky) {
            super(new Device(Backend.CUDA, 0, "fake", Device.Kind.GPU, 1, ""));
            this.lie = lie;
            this.width = width;
            this.lucky = lucky;
        }

        @Override
        public int batch() {
            return 100;
        }

        @Override
        protected void with(Consumer<Launches> call) {
            call.accept(this);
        }

        @Override
        public int width() {
            return width;
        }

        @Override
        public long[] parts(long[] n, int count) {
            long[] parts = new long[PART * count];
            for (int i = 0; i < count; i++) {
                long rest = n[i] == 0 ? 0 : n[i] >>> Long.numberOfTrailingZeros(n[i]);
                boolean prime = rest <= 1 || new BigInteger(Long.toUnsignedString(rest)).isProbablePrime(50);
                long flag = prime && lie != Lie.PRIME_IS_COMPOSITE || rest <= 1 ? 0 : Long.MIN_VALUE;
                parts[2 * i] = lie == Lie.REST ? rest - 2 : lie == Lie.ZERO_REST ? 0 : lie == Lie.EVEN_COMPOSITE ? 2 * rest : rest;
                parts[2 * i + 1] = flag | (n[i] != 0 && n[i] % 2 == 0 ? 1 : 0) | (lie == Lie.SMALL_PRIME ? 1L << 62 : 0);
            }
            return parts;
        }

        @Override
        public long[] curves(long[] n, int count, int first, int each, Bounds bounds) {
            long[] divisors = new long[count * each];
            curves += each;
            most = Math.max(most, each);
            for (int i = 0; i < divisors.length; i++) {
                long of = n[i % count];
                if (first + i / count >= lucky || bounds.b1() > 300 && lucky < 100) {
                    divisors[i] = switch (lie) {
                        case DIVISOR -> 3;
                        case DIVISOR_ONE -> 1;
                        case DIVISOR_ALL -> of;
                        default -> divisor(of);
                    };
                }
            }
            return divisors;
        }

        @Override
        public long[] rho(long[] n, int count) {
            return lie == Lie.NONE ? Arrays.stream(n, 0, count).map(Fake::divisor).toArray() : new long[count];
        }

        private static long divisor(long n) {
            for (long d : new long[] {P, Q, 65_537, 257}) {
                if (n != d && Long.remainderUnsigned(n, d) == 0) {
                    return d;
                }
            }
            return 0;
        }
    }

    @Test
    void goesOnUntilEveryNumberIsSplit() {
        for (int lucky : new int[] {0, 1, 5, 39, 60, 100}) { // from 40 on none of the usual curves, from 100 on none at all
            for (int width : new int[] {1, 7, 1000}) {
                Fake device = new Fake(Lie.NONE, width, lucky);
                long[] n = {9, SEMIPRIME, 8, 1, 0, P, 257L * 65_537 * P, 257L * 65_537};
                long[] slots = new long[16 * 5];
                device.factorize(Arrays.copyOfRange(n, 1, 8), 0, 5, slots);
                assertArrayEquals(new long[] {P, Q, 0}, Arrays.copyOf(slots, 3));
                assertArrayEquals(new long[] {2, 0}, Arrays.copyOfRange(slots, 16, 18));
                assertEquals(0, slots[32]);
                assertEquals(0, slots[48]);
                assertArrayEquals(new long[] {P, 0}, Arrays.copyOfRange(slots, 64, 66));
                long[] last = new long[32];
                device.factorize(n, 6, 2, last);
                long[] primes = Arrays.copyOf(last, 3);
                Arrays.sort(primes);
                assertArrayEquals(new long[] {257, 65_537, P}, primes);
                assertEquals(257 + 65_537, last[16] + last[17]);
                assertTrue(device.most <= Math.max(1, width), "curves at once: " + device.most);
                assertTrue(device.curves <= 4 * 80, "curves: " + device.curves);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = {"NONE", "SMALL_PRIME"})
    void findsTheDeviceWrong(Lie lie) {
        Fake device = new Fake(lie, 1, 3);
        long[] slots = new long[32];
        Arrays.fill(slots, 9);
        long[] n = {lie == Lie.PRIME_IS_COMPOSITE ? Q : SEMIPRIME, SEMIPRIME};
        DeviceFailedException e = assertThrows(DeviceFailedException.class, () -> device.factorize(n, 0, 2, slots));
        assertEquals(DeviceFailedException.Kind.WRONG_RESULT, e.kind());
        assertTrue(e.getMessage().contains("fake"), e.getMessage());
        assertTrue(Arrays.stream(slots).allMatch(slot -> slot == 9), "a failed call wrote something");
    }

    /** A bit that no small prime has: some prime is written that does not divide, and the conductor sees it. */
    @Test
    void unknownSmallPrimesAreNotLost() {
        long[] slots = new long[16];
        new Fake(Lie.SMALL_PRIME, 1, 0).factorize(new long[] {P}, 0, 1, slots);
        assertArrayEquals(new long[] {251, P, 0}, Arrays.copyOf(slots, 3));
    }
}

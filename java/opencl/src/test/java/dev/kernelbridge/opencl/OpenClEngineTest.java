package dev.kernelbridge.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kernelbridge.DeviceFailedException;
import dev.kernelbridge.DeviceFailedException.Kind;
import dev.kernelbridge.factor.siqs.RelationContract;
import dev.kernelbridge.primes.gourdon.LeafContract;
import dev.kernelbridge.spi.BasePrimes;
import dev.kernelbridge.spi.ElementType;
import dev.kernelbridge.spi.MapOp;
import dev.kernelbridge.spi.ReduceOp;
import dev.kernelbridge.spi.Resident;
import dev.kernelbridge.spi.SieveUnit;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the contracts cannot see: both forms of the sieve on one device, many threads, chunks, and failures. */
class OpenClEngineTest {

    /** As what it is, and as a GPU: PoCL runs the form with atomics, barriers and large groups too. */
    static Stream<Named<ClDevice>> devices() {
        return Stream.of(Named.of("as it is", Here.device()), Named.of("as a GPU", Here.asGpu()));
    }

    @ParameterizedTest
    @MethodSource("devices")
    void sievesTheSameBitsInBothForms(ClDevice device) {
        BasePrimes base = Here.primesTo(40_000);
        try (OpenClEngine engine = OpenClEngine.open(device)) {
            byte[] bits = new byte[999_983]; // several segments, and a broken word at the end
            engine.primes().sieve(0, bits, base);
            for (int i = 0; i < 4000; i++) {
                int bit = bits[i / 8] >> (i % 8) & 1;
                int n = i / 8 * 30 + new int[] {1, 7, 11, 13, 17, 19, 23, 29}[i % 8];
                assertEquals(n == 1 || isPrime(n), bit == 1, "bit of " + n);
            }
            long inBits = 0;
            for (byte b : bits) {
                inBits += Integer.bitCount(b & 0xFF);
            }
            assertEquals(inBits, engine.primes().countSieve(new SieveUnit(0, bits.length, 0xFF, 0xFF), base));
            SieveUnit hundredMillion = new SieveUnit(0, 3_333_334, 0xFE, 0x03); // the last byte ends with 99999997
            assertEquals(5_761_455 - 3, engine.primes().countSieve(hundredMillion, base), "without 2, 3 and 5");
            assertEquals(1, engine.primes().countSieve(new SieveUnit(0, 1, 0x06, 0x03), base), "7 is left of 7 and 11");
            for (int length = 1; length < 70; length += 3) { // any length, from an odd place
                byte[] few = new byte[length];
                engine.primes().sieve(12_345, few, base);
                assertArrayEquals(Arrays.copyOfRange(bits, 12_345, 12_345 + length), few, "length " + length);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("devices")
    void findsTheSameLeavesInBothForms(ClDevice device) {
        try (OpenClEngine engine = OpenClEngine.open(device)) {
            LeafContract.sameStretches(engine.primes().leaves(), 20, 3000);
            LeafContract.sameAnswers(engine.primes().leaves(), 30, 3000);
            LeafContract.sameSums(engine.primes().leaves());
        }
    }

    /** As it is, the contract compares more. */
    @Test
    void sievesTheSamePolynomialsAsAGpu() {
        try (OpenClEngine engine = OpenClEngine.open(Here.asGpu())) {
            assertTrue(RelationContract.same(engine.factors().relations(), 64, 150, 260) > 3000);
        }
    }

    @ParameterizedTest
    @MethodSource("devices")
    void servesEightThreadsAndManyVirtualOnes(ClDevice device) throws Exception {
        BasePrimes base = Here.primesTo(31_623);
        BasePrimes other = Here.primesTo(31_700);
        try (OpenClEngine engine = OpenClEngine.open(device); ExecutorService eight = Executors.newFixedThreadPool(8);
                ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                int number = i;
                all.add((i % 2 == 0 ? eight : virtual).submit(() -> {
                    SieveUnit unit = new SieveUnit(number * 100_000L, 100_000, 0xFF, 0xFF);
                    long expected = engine.primes().countSieve(unit, base);
                    assertEquals(expected, engine.primes().countSieve(unit, other));
                    double[] x = new double[20_000 + number];
                    Arrays.fill(x, number);
                    double[] partials = new double[3];
                    MemorySegment heap = MemorySegment.ofArray(x);
                    engine.vectors().reduce(ElementType.F64, ReduceOp.SUM, 0, heap, null, x.length, partials, 0);
                    assertEquals((double) number * x.length, partials[0] + partials[1] + partials[2]);
                    try (Resident resident = engine.vectors().allocate(8L * x.length)) {
                        resident.write(MemorySegment.ofArray(x), 0);
                        engine.vectors().mapResident(ElementType.F64, MapOp.SCALE, 2, 0, resident, null, null, resident, x.length);
                        resident.read(0, MemorySegment.ofArray(x));
                        assertEquals(2.0 * number, x[x.length - 1]);
                    }
                    long[] primes = new long[16];
                    engine.factors().factorize(new long[] {2 * 1_000_003L * 1_000_003L}, 0, 1, primes);
                    assertEquals(1_000_005, primes[0] + primes[1]);
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("devices")
    void aFailureInALaterChunkLeavesTheResultUntouched(ClDevice device) {
        int n = (17 << 20) + 5; // more than a chunk on either kind
        float[] x = new float[n];
        float[] out = new float[n];
        Arrays.fill(x, 3);
        Arrays.fill(out, -1);
        MemorySegment tooShort = MemorySegment.ofArray(new float[n - 1]);
        // core would not let that pass; here it fails the last chunk
        try (OpenClEngine engine = OpenClEngine.open(device)) {
            assertThrows(IndexOutOfBoundsException.class, () -> engine.vectors().map(ElementType.F32, MapOp.ADD, 0, 0,
                    MemorySegment.ofArray(x), tooShort, null, MemorySegment.ofArray(out), n));
            for (float value : out) {
                assertEquals(-1, value);
            }
            engine.vectors().map(ElementType.F32, MapOp.MUL, 0, 0, MemorySegment.ofArray(x), MemorySegment.ofArray(x), null,
                    MemorySegment.ofArray(x), n);
            for (float value : x) {
                assertEquals(9, value);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("devices")
    void saysWhatWasAskedForWhenMemoryRunsOut(ClDevice device) {
        try (OpenClEngine engine = OpenClEngine.open(device)) {
            long tooMuch = 1L << 50;
            DeviceFailedException e = assertThrows(DeviceFailedException.class, () -> engine.vectors().allocate(tooMuch));
            assertEquals(Kind.OUT_OF_MEMORY, e.kind());
            for (String words : List.of("1.0 PiB", Long.toString(tooMuch), "clCreateBuffer", "CL_", "the device has",
                    Long.toString(device.device().memoryBytes()), device.device().name())) {
                assertTrue(e.getMessage().contains(words), e.getMessage());
            }
            try (Resident small = engine.vectors().allocate(8)) {
                assertEquals(8, small.bytes(), "it goes on with smaller requests");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("devices")
    void aClosedEngineSaysSo(ClDevice device) {
        OpenClEngine engine = OpenClEngine.open(device);
        Resident forgotten = engine.vectors().allocate(1000);
        engine.close();
        engine.close();
        forgotten.close();
        DeviceFailedException e = assertThrows(DeviceFailedException.class,
                () -> engine.primes().countSieve(new SieveUnit(0, 1, 0xFF, 0xFF), Here.primesTo(7)));
        assertEquals(Kind.LOST, e.kind());
        assertTrue(e.getMessage().contains("closed"), e.getMessage());
        assertThrows(DeviceFailedException.class, () -> engine.vectors().allocate(8));
    }

    private static boolean isPrime(int n) {
        for (int d = 2; d * d <= n; d++) {
            if (n % d == 0) {
                return false;
            }
        }
        return n > 1;
    }
}

package dev.kernelbridge.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kernelbridge.DeviceFailedException;
import dev.kernelbridge.spi.BasePrimes;
import dev.kernelbridge.spi.ElementType;
import dev.kernelbridge.spi.MapOp;
import dev.kernelbridge.spi.ReduceOp;
import dev.kernelbridge.spi.Resident;
import dev.kernelbridge.spi.SieveUnit;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import jcuda.driver.JCudaDriver;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the contracts do not ask: many threads, sizes beyond a chunk, memory that is bounded, and the end of an engine. */
class EngineTest {
    private static final String GPUS = "dev.kernelbridge.cuda.Opened#gpus";
    private static final BasePrimes BASE = Opened.base(1000);
    private static final SieveUnit MILLION = new SieveUnit(0, 33_334, 0xFE, 0x03);
    private static final int CHUNK = Lane.CHUNK_BYTES / Double.BYTES;

    @ParameterizedTest
    @MethodSource(GPUS)
    void anyThreadMayCall(Gpu gpu) throws Exception {
        try (CudaEngine engine = CudaEngine.open(gpu);
                ExecutorService platform = Executors.newFixedThreadPool(8);
                ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> answers = new ArrayList<>();
            for (int i = 0; i < 108; i++) {
                answers.add((i % 13 == 0 ? platform : virtual).submit(everything(engine, i)));
            }
            for (Future<Boolean> answer : answers) {
                assertTrue(answer.get());
            }
        }
    }

    /** Every kernel once, with numbers of its own. */
    private static Callable<Boolean> everything(CudaEngine engine, int seed) {
        return () -> {
            double[] x = new Random(seed).doubles(9000).toArray();
            double[] sum = new double[2];
            MemorySegment segment = MemorySegment.ofArray(x.clone());
            try (Resident resident = engine.vectors().allocate(segment.byteSize())) {
                resident.write(segment, 0);
                engine.vectors().mapResident(ElementType.F64, MapOp.SCALE, seed, 0, resident, null, null, resident, x.length);
                engine.vectors().reduceResident(ElementType.F64, ReduceOp.AMAX, 0, resident, null, x.length, sum, 0);
                engine.vectors().map(ElementType.F64, MapOp.SCALE, seed, 0, segment, null, null, segment, x.length);
            }
            double largest = 0;
            for (int i = 0; i < x.length; i++) {
                if (segment.getAtIndex(ValueLayout.JAVA_DOUBLE, i) != seed * x[i]) {
                    return false;
                }
                largest = Math.max(largest, seed * x[i]);
            }
            boolean[] prime = new boolean[1];
            engine.primes().isPrime(new long[] {1_000_003}, 0, 1, prime);
            return Math.max(sum[0], sum[1]) == largest && prime[0] && engine.primes().countSieve(MILLION, BASE) == 78_495;
        };
    }

    @ParameterizedTest
    @MethodSource(GPUS)
    void longVectorsGoThroughInChunksOfBoundedPinnedMemory(Gpu gpu) {
        int n = (int) (Lane.MOST_PINNED_OUT / Double.BYTES) + CHUNK + 77; // more than is pinned for a result
        double[] x = new Random(1).doubles(n).toArray();
        double[] y = new Random(2).doubles(n).toArray();
        double[] out = new double[n];
        try (CudaEngine engine = CudaEngine.open(gpu)) {
            engine.vectors().map(ElementType.F64, MapOp.AXPY, 0.5, 0, MemorySegment.ofArray(x), MemorySegment.ofArray(y), null,
                    MemorySegment.ofArray(out), n);
            for (int length : new int[] {CHUNK - 1, CHUNK, CHUNK + 1, n}) {
                double[] partials = new double[Math.ceilDiv(length, 8192) + 1];
                double[] expected = new double[partials.length];
                engine.vectors().reduce(ElementType.F64, ReduceOp.AMAX, 0, MemorySegment.ofArray(x), null, length, partials, 1);
                for (int i = 0; i < length; i++) {
                    expected[1 + i / 8192] = Math.max(expected[1 + i / 8192], x[i]);
                }
                assertArrayEquals(expected, partials, length + " elements");
            }
            long most = Lanes.COUNT * (Lane.MOST_PINNED_OUT + 6L * Lane.CHUNK_BYTES);
            assertTrue(engine.pinnedBytes() <= most, "pinned: " + engine.pinnedBytes() + ", at most " + most);
        }
        for (int i = 0; i < n; i++) {
            assertEquals(Math.fma(0.5, x[i], y[i]), out[i], "at " + i);
        }
    }

    @ParameterizedTest
    @MethodSource(GPUS)
    void residentMemoryIsCopiedInPieces(Gpu gpu) {
        try (CudaEngine engine = CudaEngine.open(gpu); Arena arena = Arena.ofConfined()) {
            long bytes = 5L * Lane.CHUNK_BYTES + 24;
            MemorySegment source = arena.allocate(bytes);
            for (long i = 0; i < bytes; i++) {
                source.set(ValueLayout.JAVA_BYTE, i, (byte) (i * i >> 7));
            }
            MemorySegment target = arena.allocate(bytes);
            try (Resident resident = engine.vectors().allocate(bytes + 8)) {
                resident.write(source, 8);
                resident.read(8, target);
                assertEquals(-1, source.mismatch(target));
                resident.read(8 + 100, target.asSlice(0, 3));
                assertEquals(-1, source.asSlice(100, 3).mismatch(target.asSlice(0, 3)));
            }
        }
    }

    @ParameterizedTest
    @MethodSource(GPUS)
    void theNewestBasePrimesAreUsed(Gpu gpu) {
        try (CudaEngine engine = CudaEngine.open(gpu)) {
            BasePrimes none = new BasePrimes(new int[0], 0, 6);
            assertEquals(8, engine.primes().countSieve(new SieveUnit(0, 1, 0xFF, 0xFF), none)); // 1 and the primes from 7 to 29
            assertEquals(78_495, engine.primes().countSieve(MILLION, BASE));
            assertEquals(78_495, engine.primes().countSieve(MILLION, Opened.base(2000)));
            byte[] bits = new byte[70_001]; // odd, and more than a segment
            engine.primes().sieve(0, bits, Opened.base(2000));
            int count = 0;
            for (byte b : bits) {
                count += Integer.bitCount(b & 0xFF);
            }
            assertEquals(engine.primes().countSieve(new SieveUnit(0, bits.length, 0xFF, 0xFF), Opened.base(2000)), count);
        }
    }

    @ParameterizedTest
    @MethodSource(GPUS)
    void numbersNearTheEndOfSixtyFourBitsAreSieved(Gpu gpu) {
        long first = Long.divideUnsigned(-1L, 30) - 3; // the last bytes below 2^64; enough primes for a hole or two, not for all
        try (CudaEngine engine = CudaEngine.open(gpu)) {
            byte[] bits = new byte[4];
            engine.primes().sieve(first, bits, BASE);
            for (int i = 0; i < 3; i++) {
                long n = (first + i) * 30 + 1;
                boolean struck = false;
                for (int k = 0; k < BASE.count(); k++) {
                    struck |= Long.remainderUnsigned(n, BASE.array()[k]) == 0;
                }
                assertEquals(struck, (bits[i] & 1) == 0, Long.toUnsignedString(n));
            }
        }
    }

    @ParameterizedTest
    @MethodSource(GPUS)
    void closedEngineSaysSo(Gpu gpu) {
        CudaEngine engine = CudaEngine.open(gpu);
        Resident x = engine.vectors().allocate(100);
        engine.close();
        engine.close();
        for (Runnable call : List.<Runnable>of(() -> engine.primes().countSieve(MILLION, BASE), () -> engine.vectors().allocate(1),
                () -> x.write(MemorySegment.ofArray(new byte[1]), 0),
                () -> engine.factors().factorize(new long[] {6}, 0, 1, new long[16]))) {
            DeviceFailedException e = assertThrows(DeviceFailedException.class, call::run);
            assertEquals(DeviceFailedException.Kind.LOST, e.kind());
            assertEquals(gpu.name() + " is closed", e.getMessage());
        }
        x.close();
    }

    @ParameterizedTest
    @MethodSource(GPUS)
    void closingWaitsForCallsUnderWay(Gpu gpu) throws Exception {
        for (int round = 0; round < 5; round++) {
            CudaEngine engine = CudaEngine.open(gpu);
            MemorySegment x = MemorySegment.ofArray(new double[CHUNK]);
            try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
                List<Future<?>> calls = new ArrayList<>();
                for (int i = 0; i < 12; i++) {
                    calls.add(threads.submit(() -> engine.vectors().map(ElementType.F64, MapOp.EXP, 0, 0, x, null, null, x, CHUNK)));
                }
                Thread.sleep(5 * round);
                engine.close();
                for (Future<?> call : calls) {
                    try {
                        call.get();
                    } catch (ExecutionException e) {
                        assertEquals(gpu.name() + " is closed", e.getCause().getMessage());
                    }
                }
            }
            assertEquals(0, engine.pinnedBytes());
        }
    }

    @ParameterizedTest
    @MethodSource(GPUS)
    void failuresAreTheSameWhenAnotherUserOfJCudaWantsExceptions(Gpu gpu) {
        JCudaDriver.setExceptionsEnabled(true);
        try (CudaEngine engine = CudaEngine.open(gpu)) {
            DeviceFailedException e = assertThrows(DeviceFailedException.class, () -> engine.vectors().allocate(1L << 60));
            assertEquals(DeviceFailedException.Kind.OUT_OF_MEMORY, e.kind());
            assertTrue(e.getMessage().startsWith("out of device memory: asked for 1152921504606846976 bytes, "), e.getMessage());
        } finally {
            JCudaDriver.setExceptionsEnabled(false);
        }
    }
}

package dev.kernelbridge.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kernelbridge.Availability;
import dev.kernelbridge.Backend;
import dev.kernelbridge.BackendUnavailableException;
import dev.kernelbridge.DeviceFailedException;
import dev.kernelbridge.DeviceFailedException.Kind;
import dev.kernelbridge.Kernels;
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
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What happens when a GPU fails, in every way that the simulator can be told to fail. */
@DisplayName("Failures of the CUDA simulator")
class SimulatorFailureTest {
    private static final BasePrimes BASE = Opened.base(1000);
    private static final SieveUnit MILLION = new SieveUnit(0, 33_334, 0xFE, 0x03);

    @BeforeEach
    void needsSimulator() {
        Opened.assumeSimulator();
    }

    @AfterEach
    void heal() {
        Simulator.configure("");
        assertEquals(0, Simulator.counter("bytes"), "device memory that a test left behind");
    }

    @Test
    void outOfMemorySaysWhatWasAskedAndWhatWasFree() {
        Simulator.configure("memory=64M");
        try (CudaEngine engine = Opened.engine()) {
            DeviceFailedException e = failure(() -> engine.vectors().allocate(100L << 20));
            assertEquals(Kind.OUT_OF_MEMORY, e.kind());
            assertEquals("out of device memory: asked for 104857600 bytes, 67108864 of 67108864 free on CUDA simulator", e.getMessage());
            Resident most = engine.vectors().allocate(60 << 20);
            MemorySegment x = MemorySegment.ofArray(new double[1 << 20]);
            assertEquals(Kind.OUT_OF_MEMORY,
                    failure(() -> engine.vectors().map(ElementType.F64, MapOp.FMA, 0, 0, x, x, x, x, 1 << 20)).kind());
            most.close();
            engine.vectors().map(ElementType.F64, MapOp.FMA, 0, 0, x, x, x, x, 1 << 20); // with that memory it works again
            assertEquals(78_495, engine.primes().countSieve(MILLION, BASE));
        }
    }

    @Test
    void failedLaunchNamesTheKernelAndAFreshContextWorks() {
        Simulator.configure("fail-launch=4"); // a count is two launches
        CudaEngine engine = Opened.engine();
        assertEquals(78_495, engine.primes().countSieve(MILLION, BASE));
        DeviceFailedException e = failure(() -> engine.primes().countSieve(MILLION, BASE));
        assertEquals(Kind.LAUNCH_FAILED, e.kind());
        assertTrue(e.getMessage().startsWith("kb_sieve_count (grid 1, block 64, 98304 bytes shared), seen by cuStreamSynchronize, failed "
                + "on CUDA simulator: CUDA_ERROR_LAUNCH_FAILED (719)"), e.getMessage());
        // The error stays in the context, so every later call has it, until the engine is closed.
        assertEquals(Kind.LAUNCH_FAILED, failure(() -> engine.primes().countSieve(MILLION, BASE)).kind());
        engine.close();
        try (CudaEngine again = Opened.engine()) {
            assertEquals(78_495, again.primes().countSieve(MILLION, BASE));
        }
    }

    @Test
    void whereNoGraphCanBeMadeItsKernelsAreLaunchedOneByOne() {
        Simulator.configure("graphs=0");
        List<String> warnings = new ArrayList<>();
        Logger logger = Logger.getLogger("dev.kernelbridge.cuda");
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord logged) {
                warnings.add(logged.getLevel() + " " + logged.getMessage());
            }

            @Override
            public void flush() {
                // nothing is kept back
            }

            @Override
            public void close() {
                // nothing is open
            }
        };
        logger.addHandler(handler);
        try (CudaEngine engine = Opened.engine()) {
            assertEquals(78_498, engine.primes().rough().count(1_000_000));
            assertEquals(12, Simulator.counter("launches"), "a beginning, ten steps and an end");
            assertEquals(0, Simulator.counter("graphs"));
            assertEquals(664_579, engine.primes().rough().count(10_000_000)); // other lists
        } finally {
            logger.removeHandler(handler);
        }
        assertEquals(1, warnings.size(), warnings.toString());
        assertTrue(warnings.getFirst().matches("WARNING the steps of prime counting cannot be made one graph on CUDA simulator: "
                + "cuGraphInstantiate of the graph of .* failed on CUDA simulator: CUDA_ERROR_NOT_SUPPORTED .*one by one.*"), warnings.getFirst());
    }

    @Test
    void aFailureWithinAGraphNamesIt() {
        Simulator.configure("fail-launch=7");
        CudaEngine engine = Opened.engine();
        DeviceFailedException e = failure(() -> engine.primes().rough().count(1_000_000));
        assertEquals(Kind.LAUNCH_FAILED, e.kind());
        assertTrue(e.getMessage().matches("the graph of kb_rough_begin, \\d+ kb_rough_step, kb_rough_end, seen by cuStreamSynchronize, "
                + "failed on CUDA simulator: .*kb_rough_step: launch 7 .*"), e.getMessage());
        engine.close();
        try (CudaEngine again = Opened.engine()) {
            assertEquals(78_498, again.primes().rough().count(1_000_000));
        }
    }

    @Test
    void failedMapLeavesItsOutputAsItWas() {
        int n = 3 * Lane.CHUNK_BYTES / Double.BYTES + 5;
        for (int launch = 1; launch <= 4; launch++) {
            Simulator.configure("fail-launch=" + launch);
            double[] x = new double[n];
            Arrays.fill(x, 3);
            double[] before = x.clone();
            MemorySegment inPlace = MemorySegment.ofArray(x);
            try (CudaEngine engine = Opened.engine()) {
                assertEquals(Kind.LAUNCH_FAILED,
                        failure(() -> engine.vectors().map(ElementType.F64, MapOp.MUL, 0, 0, inPlace, inPlace, null, inPlace, n)).kind());
            }
            assertArrayEquals(before, x, "after launch " + launch + " of 4 failed");
        }
    }

    @Test
    void failuresOfOtherKernelsLeaveTheirOutputsAlone() {
        byte[] bits = {1, 2, 3, 4, 5};
        boolean[] prime = {true, false, true};
        long[] slots = new long[48];
        double[] partials = {7, 7, 7};
        Arrays.fill(slots, 9);
        MemorySegment x = MemorySegment.ofArray(new float[20_000]);
        for (int kernel = 0; kernel < 4; kernel++) {
            Simulator.configure("fail-launch=1");
            int which = kernel;
            try (CudaEngine engine = Opened.engine()) {
                failure(() -> {
                    switch (which) {
                        case 0 -> engine.primes().sieve(7, bits, BASE);
                        case 1 -> engine.primes().isPrime(new long[] {4, 5, 6}, 0, 3, prime);
                        case 2 -> engine.factors().factorize(new long[] {4, 5, 6}, 0, 3, slots);
                        default -> engine.vectors().reduce(ElementType.F32, ReduceOp.SUM, 0, x, null, 20_000, partials, 0);
                    }
                });
            }
        }
        assertArrayEquals(new byte[] {1, 2, 3, 4, 5}, bits);
        assertArrayEquals(new boolean[] {true, false, true}, prime);
        assertTrue(Arrays.stream(slots).allMatch(slot -> slot == 9));
        assertArrayEquals(new double[] {7, 7, 7}, partials);
    }

    @Test
    void asynchronousFailureShowsAtTheNextCallThatWaits() {
        Simulator.configure("fail-launch=1");
        try (CudaEngine engine = Opened.engine()) {
            Resident x = engine.vectors().allocate(800);
            engine.vectors().mapResident(ElementType.F64, MapOp.EXP, 0, 0, x, null, null, x, 100);
            DeviceFailedException e = failure(() -> x.read(0, MemorySegment.ofArray(new double[100])));
            assertEquals(Kind.LAUNCH_FAILED, e.kind());
            assertTrue(e.getMessage().startsWith("kb_map_f64 ("), e.getMessage());
            x.close();
        }
    }

    @Test
    void lostDeviceClosesQuietlyAndComesBack() {
        Simulator.configure("lost-after=1");
        CudaEngine engine = Opened.engine();
        Resident x = engine.vectors().allocate(1 << 20);
        assertEquals(Kind.LOST, failure(() -> engine.primes().countSieve(MILLION, BASE)).kind());
        x.close();
        engine.close();
        engine.close();
        assertEquals("CUDA simulator is closed", failure(() -> engine.primes().countSieve(MILLION, BASE)).getMessage());
        assertEquals(Kind.LOST, failure(() -> Opened.engine().close()).kind(), "as long as it is lost");
        Simulator.configure("");
        try (CudaEngine again = Opened.engine()) {
            assertEquals(78_495, again.primes().countSieve(MILLION, BASE));
        }
    }

    @Test
    void wrongResultsAreCaughtByTheSelfTest() {
        Simulator.configure("wrong=1");
        BackendUnavailableException e = assertThrows(BackendUnavailableException.class, () -> Kernels.require(Backend.CUDA));
        assertTrue(e.getMessage().contains("CUDA simulator failed its self-test: counted "), e.getMessage());
    }

    @Test
    void nothingLeaksInAHundredLivesAndDeaths() {
        MemorySegment x = MemorySegment.ofArray(new double[40_000]);
        for (int life = 0; life < 100; life++) {
            Simulator.configure(life % 4 == 1 ? "fail-launch=3" : life % 4 == 2 ? "lost-after=3" : life % 4 == 3 ? "memory=1M" : "");
            CudaEngine engine = Opened.engine();
            try {
                engine.vectors().allocate(5000); // never closed by its owner
                engine.primes().countSieve(MILLION, BASE);
                engine.vectors().map(ElementType.F64, MapOp.ADD, 0, 0, x, x, null, x, 40_000);
                engine.vectors().reduce(ElementType.F64, ReduceOp.DOT, 0, x, x, 40_000, new double[5], 0);
                assertTrue(life % 4 == 0, "was told to fail");
            } catch (DeviceFailedException e) {
                assertTrue(life % 4 != 0, e.getMessage());
            }
            engine.close();
            Simulator.configure("");
            assertEquals(0, Simulator.counter("bytes"), "after life " + life);
            assertEquals(0, engine.pinnedBytes(), "pinned after life " + life);
        }
    }

    @Test
    void availabilityDoesNotChange() {
        Availability first = new CudaBackend().availability();
        Simulator.configure("lost-after=0");
        assertEquals(first, new CudaBackend().availability());
    }

    private static DeviceFailedException failure(Executable call) {
        return assertThrows(DeviceFailedException.class, call);
    }
}

package dev.kernelbridge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kernelbridge.DeviceFailedException.Kind;
import dev.kernelbridge.fake.FakeCuda;
import dev.kernelbridge.spi.ElementType;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who runs, and what happens when it does not: with a fake CUDA that is missing, wrong, or fails in the middle. */
final class DispatchTest {
    private static final long N = 5_000_000;
    private static final long PI_N = 348_513;

    private final List<String> warnings = new ArrayList<>();
    private final Logger logger = Logger.getLogger("dev.kernelbridge");
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            warnings.add(entry.getMessage());
        }

        @Override
        public void flush() {
            // nothing is buffered
        }

        @Override
        public void close() {
            // nothing is open
        }
    };

    @BeforeEach
    void listen() {
        FakeCuda.reset(Device.Kind.GPU);
        logger.setUseParentHandlers(false);
        logger.addHandler(handler);
    }

    @AfterEach
    void leave() {
        logger.removeHandler(handler);
        System.clearProperty("kernelbridge.backend");
        System.clearProperty("kernelbridge.cuda.device");
        FakeCuda.availability = Availability.missing("no fake today", "");
    }

    @Test
    void aMissingBackendIsReplacedWithOneWarning() {
        FakeCuda.availability = Availability.missing("libcuda.so.1 not found " + System.nanoTime(), "install the driver");
        Kernels k = Kernels.on(Backend.CUDA);
        Kernels.on(Backend.CUDA);
        assertEquals(PI_N, k.countPrimes(N));
        assertEquals(Backend.JAVA, k.report().backend());
        assertEquals(Backend.CUDA, k.report().requested().orElseThrow());
        assertEquals(List.of(Backend.CUDA, Backend.OPENCL, Backend.FFM), k.report().passedOver().stream().map(PassedOver::backend).toList());
        assertEquals(1, warnings.size(), "one warning for the same reason: " + warnings);
        assertTrue(warnings.getFirst().contains("libcuda.so.1 not found") && warnings.getFirst().contains("install the driver"), warnings.getFirst());
    }

    /** 2^63 has a word more than the kernels of GPUs divide. */
    @Test
    void aDeviceThatHasNoMeansIsPassedOver() {
        Kernels k = Kernels.builder().backend(Backend.CUDA).deadline(Duration.ofNanos(1)).build();
        assertThrows(DeadlineExceededException.class, () -> k.countPrimes(BigInteger.ONE.shiftLeft(63)));
        assertEquals(Backend.JAVA, k.report().backend());
        PassedOver cuda = k.report().passedOver().getFirst();
        assertEquals("cuda: counts primes up to 2^63 - 1, and 9223372036854775808 is more", cuda.toString());
        assertEquals(1, warnings.size(), warnings.toString());
        assertTrue(warnings.getFirst().startsWith("cuda is not used: counts primes up to 2^63 - 1"), warnings.getFirst());
        BackendUnavailableException e = assertThrows(BackendUnavailableException.class,
                () -> Kernels.require(Backend.CUDA).countPrimes(BigInteger.ONE.shiftLeft(63)));
        assertEquals(cuda.toString(), e.getMessage());
    }

    @Test
    void requireThrowsWithTheSameWords() {
        FakeCuda.availability = Availability.missing("libcuda.so.1 not found", "install the driver");
        BackendUnavailableException e = assertThrows(BackendUnavailableException.class, () -> Kernels.require(Backend.CUDA));
        assertEquals("cuda: libcuda.so.1 not found; install the driver", e.getMessage());
        assertEquals(FakeCuda.availability, e.availability());
        assertEquals(e.getMessage(), assertThrows(BackendUnavailableException.class, () -> Kernels.require(Backend.CUDA)).getMessage());
    }

    @Test
    void aModuleThatIsNotThereSaysWhatToAdd() {
        assertTrue(Kernels.availability(Backend.OPENCL).fix().contains("kernelbridge-opencl"));
        assertTrue(Kernels.devices(Backend.OPENCL).isEmpty());
    }

    @Test
    void theBestIsAGpuButNeverASimulator() {
        assertEquals(Backend.CUDA, Kernels.best().report().backend());
        FakeCuda.reset(Device.Kind.SIMULATOR);
        Kernels best = Kernels.best();
        assertEquals(Backend.JAVA, best.report().backend());
        assertTrue(best.report().requested().isEmpty());
        System.setProperty("kernelbridge.cuda.device", "0");
        assertEquals(Backend.JAVA, Kernels.best().report().backend(), "not even where a property names it");
        assertEquals(Backend.CUDA, Kernels.on(Backend.CUDA).report().backend(), "but a simulator may be asked for");
        assertTrue(warnings.isEmpty(), "a search for the best is nothing to warn of: " + warnings);
    }

    @Test
    void theBestKeepsHostVectorsFromAGpu() {
        VectorMath best = Kernels.best().vectors();
        VectorMath asked = Kernels.on(Backend.CUDA).vectors();
        double[] x = {1, 2};
        int before = FakeCuda.HOST_MAPS.get();
        best.scale(2, x, x);
        best.scale(2, DoubleVec.of(x), DoubleVec.of(x));
        assertEquals(before, FakeCuda.HOST_MAPS.get(), "the processor did it");
        try (DoubleVec resident = best.upload(x)) {
            assertThrows(IllegalArgumentException.class, () -> Kernels.on(Backend.JAVA).vectors().sum(resident), "it lives on the GPU");
        }
        asked.scale(2, x, x);
        assertEquals(before + 1, FakeCuda.HOST_MAPS.get(), "a backend that is asked for computes");
        assertArrayEquals(new double[] {8, 16}, x);
    }

    /** Whoever multiplies no matrices does not wait for it. */
    @Test
    void matrixProductsAreTestedWhenTheFirstIsAskedFor() {
        FakeCuda.wrongProducts = ElementType.F64;
        int before = FakeCuda.PRODUCTS.get();
        Kernels k = Kernels.on(Backend.CUDA);
        VectorMath v = k.vectors();
        assertEquals(14, v.dot(new double[] {1, 2, 3}, new double[] {1, 2, 3}));
        assertEquals(before, FakeCuda.PRODUCTS.get());
        float[] floats = new float[1];
        v.gemm(1, 1, 2, new float[] {1, 2}, new float[] {3, 4}, floats);
        assertEquals(11, floats[0]);
        assertEquals(before + 7, FakeCuda.PRODUCTS.get(), "six cases, and the product");
        v.gemm(1, 1, 2, new float[] {1, 2}, new float[] {3, 4}, floats);
        assertEquals(before + 8, FakeCuda.PRODUCTS.get(), "once an engine");
        double[] doubles = new double[1];
        v.gemm(1, 1, 2, new double[] {1, 2}, new double[] {3, 4}, doubles);
        assertEquals(11, doubles[0], "by the next backend");
        assertEquals(Backend.JAVA, k.report().backend());
        String why = k.report().passedOver().getFirst().why().reason();
        assertTrue(why.contains("failed its self-test of matrix products: gemm of F64: "), why);
        assertEquals(Kind.WRONG_RESULT, assertThrows(DeviceFailedException.class,
                () -> Kernels.require(Backend.CUDA).vectors().gemm(1, 1, 1, doubles, new double[1], new double[1])).kind());
        FakeCuda.wrongProducts = null;
        Kernels.require(Backend.CUDA).vectors().gemm(1, 1, 1, doubles, new double[1], new double[1]);
    }

    @Test
    void leavesShortArraysToJava() {
        VectorMath v = Kernels.on(Backend.CUDA).vectors();
        FakeCuda.least = 5;
        int maps = FakeCuda.HOST_MAPS.get();
        int reductions = FakeCuda.HOST_REDUCTIONS.get();
        double[] x = {1, 2, 3, 4};
        float[] f = {1, 2, 3, 4};
        v.scale(2, x, x);
        v.scale(2f, f, f);
        assertEquals(20, v.sum(x));
        assertEquals(20, v.sum(f));
        assertEquals(Math.sqrt(120), v.nrm2(x));
        assertEquals(0, v.sum(new double[0]));
        assertEquals(maps, FakeCuda.HOST_MAPS.get(), "Java did them");
        assertEquals(reductions, FakeCuda.HOST_REDUCTIONS.get(), "Java did them");
        v.scale(2, new double[5], new double[5]);
        assertEquals(5, v.max(new double[] {1, 2, 3, 4, 5}));
        v.scale(2f, new float[5], new float[5]);
        assertEquals(5, v.max(new float[] {1, 2, 3, 4, 5}));
        assertEquals(20, v.sum(DoubleVec.of(x)), "a view goes where longer ones go");
        assertEquals(maps + 2, FakeCuda.HOST_MAPS.get());
        assertEquals(reductions + 3, FakeCuda.HOST_REDUCTIONS.get());
    }

    @Test
    void unitsOfAFailingDeviceMoveToTheNextBackend() {
        for (DeviceFailedException.Kind kind : DeviceFailedException.Kind.values()) {
            FakeCuda.reset(Device.Kind.GPU);
            FakeCuda.failure = kind;
            FakeCuda.unitsBeforeFailure = 5;
            warnings.clear();
            List<CallReport> reports = new ArrayList<>();
            Kernels k = Kernels.builder().backend(Backend.CUDA).progress(new Listener(reports)).build();
            assertEquals(PI_N, k.countPrimes(N));
            assertEquals(List.of(Backend.CUDA, Backend.JAVA), reports.getFirst().ran().stream().map(Device::backend).toList());
            assertTrue(k.report().passedOver().getFirst().toString().contains("the fake failed as told"));
            assertEquals(1, warnings.size(), warnings.toString());
            assertEquals(PI_N, k.countPrimes(N), "and the object goes on with the replacement");
        }
    }

    @Test
    void aFailureIsFinalWhereThePolicySaysSo() {
        FakeCuda.unitsBeforeFailure = 5;
        Kernels k = Kernels.builder().backend(Backend.CUDA).onFailure(OnFailure.FAIL).build();
        assertEquals("the fake failed as told", assertThrows(DeviceFailedException.class, () -> k.countPrimes(N)).getMessage());
        FakeCuda.reset(Device.Kind.GPU);
        FakeCuda.unitsBeforeFailure = 5;
        assertThrows(DeviceFailedException.class, () -> Kernels.require(Backend.CUDA).countPrimes(N));
    }

    @Test
    void aDeviceThatFailedIsOpenedAnew() {
        FakeCuda.unitsBeforeFailure = 0;
        int opened = FakeCuda.OPENED.get();
        int closed = FakeCuda.CLOSED.get();
        assertEquals(PI_N, Kernels.on(Backend.CUDA).countPrimes(N));
        FakeCuda.unitsBeforeFailure = Integer.MAX_VALUE;
        Kernels again = Kernels.on(Backend.CUDA);
        assertEquals(Backend.CUDA, again.report().backend());
        assertEquals(PI_N, again.countPrimes(N));
        assertEquals(opened + 2, FakeCuda.OPENED.get());
        assertEquals(closed + 1, FakeCuda.CLOSED.get());
    }

    @Test
    void aVectorGoesToTheNextBackendWhenItsDeviceIsLost() {
        double[] x = {1, 2, 3};
        Kernels k = Kernels.on(Backend.CUDA);
        VectorMath v = k.vectors();
        try (DoubleVec before = v.upload(x)) {
            FakeCuda.residentFailure = DeviceFailedException.Kind.OUT_OF_MEMORY;
            assertThrows(DeviceFailedException.class, () -> v.upload(x));
            assertEquals(Backend.CUDA, k.report().backend(), "a full device may be emptied");
            FakeCuda.residentFailure = DeviceFailedException.Kind.LOST;
            assertThrows(DeviceFailedException.class, () -> v.sum(before), "what was there is lost");
        }
        try (DoubleVec after = v.upload(x)) {
            assertEquals(6, v.sum(after));
        }
        FakeCuda.reset(Device.Kind.GPU);
        Kernels other = Kernels.on(Backend.CUDA);
        FakeCuda.residentFailure = DeviceFailedException.Kind.LOST;
        try (FloatVec zeros = other.vectors().residentFloats(5)) {
            assertEquals(0, other.vectors().sum(zeros));
            assertEquals(Backend.JAVA, other.report().backend());
        }
    }

    @Test
    void anObjectThatMayNotFallBackWorksAgainAfterAFailure() {
        FakeCuda.unitsBeforeFailure = 3;
        Kernels k = Kernels.require(Backend.CUDA);
        assertThrows(DeviceFailedException.class, () -> k.countPrimes(N));
        FakeCuda.unitsBeforeFailure = Integer.MAX_VALUE;
        assertEquals(PI_N, k.countPrimes(N));
        assertEquals(Backend.CUDA, k.report().backend());
    }

    @Test
    void aDeviceThatCountsWronglyIsNotTrusted() {
        FakeCuda.wrong = true;
        Device device = FakeCuda.devices.getFirst();
        String reason = Kernels.selfTest(device).reason();
        assertTrue(reason.contains("failed its self-test: counted 78499 primes"), reason);
        assertEquals(Backend.JAVA, Kernels.on(Backend.CUDA).report().backend());
        assertTrue(assertThrows(BackendUnavailableException.class, () -> Kernels.require(Backend.CUDA)).getMessage().contains("self-test"));
    }

    @Test
    void countsThatCannotBeAreCountedAgainElsewhere() {
        for (long miscount : new long[] {1 << 20, -(1 << 20), 1L << 40, -20_000}) {
            FakeCuda.reset(Device.Kind.GPU);
            FakeCuda.miscount = miscount;
            Kernels k = Kernels.on(Backend.CUDA);
            assertEquals(PI_N, k.countPrimes(N));
            assertEquals(Backend.JAVA, k.report().backend());
            assertTrue(k.report().passedOver().getFirst().why().reason().contains("which cannot be"), k.report().toString());
        }
    }

    @Test
    void aDeviceThatDoesNotExistIsRefused() {
        String message = assertThrows(IllegalArgumentException.class, () -> Kernels.builder().backend(Backend.CUDA).device(7).build()).getMessage();
        assertEquals("device: 7; cuda has device 0 only", message);
        assertThrows(IllegalArgumentException.class, () -> Kernels.builder().device(0).build());
        System.setProperty("kernelbridge.cuda.device", "H200");
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Kernels.on(Backend.CUDA)).getMessage().contains("H200"));
        System.setProperty("kernelbridge.cuda.device", "fake");
        assertEquals(Backend.CUDA, Kernels.on(Backend.CUDA).report().backend());
    }

    @Test
    void aForcedBackendReallyRunsOrFails() {
        System.setProperty("kernelbridge.backend", "java");
        assertEquals(Backend.JAVA, Kernels.best().report().backend());
        assertEquals(Backend.JAVA, Kernels.on(Backend.CUDA).report().backend());
        assertThrows(BackendUnavailableException.class, () -> Kernels.require(Backend.CUDA));
        System.setProperty("kernelbridge.backend", "opencl");
        assertThrows(BackendUnavailableException.class, Kernels::best);
        System.setProperty("kernelbridge.backend", "fortran");
        String message = assertThrows(IllegalArgumentException.class, Kernels::best).getMessage();
        assertTrue(message.contains("fortran") && message.contains("java, ffm, jni, opencl, cuda"), message);
    }

    @Test
    void manyThreadsShareOneDeviceAndOneFailure() throws InterruptedException {
        FakeCuda.unitsBeforeFailure = 40;
        Kernels k = Kernels.on(Backend.CUDA);
        List<Long> counts = java.util.Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            threads.add(Thread.ofVirtual().start(() -> counts.add(k.countPrimes(N))));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(List.of(PI_N, PI_N, PI_N, PI_N, PI_N, PI_N, PI_N, PI_N), counts);
        assertNotEquals(Backend.CUDA, k.report().backend());
        assertFalse(warnings.isEmpty());
    }

    private record Listener(List<CallReport> reports) implements ProgressListener {
        @Override
        public void progress(Progress progress) {
            // only the end matters here
        }

        @Override
        public void finished(CallReport report) {
            reports.add(report);
        }
    }
}

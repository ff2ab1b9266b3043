package dev.kernelbridge.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kernelbridge.Availability;
import dev.kernelbridge.Backend;
import dev.kernelbridge.CallReport;
import dev.kernelbridge.Device;
import dev.kernelbridge.Kernels;
import dev.kernelbridge.Progress;
import dev.kernelbridge.ProgressListener;
import dev.kernelbridge.fake.FakeCuda;
import dev.kernelbridge.fake.FakeFactors;
import dev.kernelbridge.spi.FactorEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Small batches go to the processor, and the report says so; large ones to the device, whose primes are proved. */
final class BatchPaceTest {
    private static final Logger WARNINGS = Logger.getLogger("dev.kernelbridge");
    private static final String SETTING = "kernelbridge.crossover.batch";

    private final List<CallReport> reports = new ArrayList<>();

    @AfterEach
    void leave() {
        System.clearProperty(SETTING);
        System.clearProperty("kernelbridge.crossover");
        WARNINGS.setLevel(null);
        FakeCuda.reset(Device.Kind.GPU);
        FakeCuda.availability = Availability.missing("no fake today", "");
    }

    private Kernels.Builder gpu(UnaryOperator<FactorEngine> factors) {
        FakeCuda.reset(Device.Kind.GPU);
        FakeCuda.factors = factors;
        return Kernels.builder().backend(Backend.CUDA).threads(2).progress(new ProgressListener() {
            @Override
            public void progress(Progress progress) {
                // only the end is of interest
            }

            @Override
            public void finished(CallReport report) {
                reports.add(report);
            }
        });
    }

    private static FakeFactors slow(FactorEngine java) {
        return new FakeFactors(java, 5, UnaryOperator.identity());
    }

    private static long[] numbers(int count) {
        return LongStream.range(0, count).map(i -> 1_000_000_007L * (i + 1)).toArray();
    }

    private CallReport factored(Kernels.Builder builder, int count) {
        assertEquals("1000000007", builder.build().factorizeAll(numbers(count)).getFirst().toString());
        return reports.getLast();
    }

    @Test
    void aSmallBatchIsTheProcessors() {
        CallReport report = factored(gpu(BatchPaceTest::slow), 20);
        assertEquals(Backend.JAVA, report.ran().getFirst().backend());
        assertEquals(Backend.CUDA, report.passedOver().getFirst().backend());
        String why = report.passedOver().getFirst().why().reason();
        assertTrue(why.matches("a batch of 20 is below \\d+, from where on it is predicted to be faster than .*: 64 random numbers take it "
                + "\\d+ microseconds, and the processor .*"), why);
    }

    @Test
    void whoRequiresADeviceGetsIt() {
        assertEquals(Backend.CUDA, factored(gpu(BatchPaceTest::slow).required(true), 20).ran().getFirst().backend());
    }

    @Test
    void itCanBeSet() {
        System.setProperty(SETTING, "1000");
        assertEquals(Backend.CUDA, factored(gpu(BatchPaceTest::slow), 1000).ran().getFirst().backend());
        CallReport report = factored(gpu(BatchPaceTest::slow), 999);
        assertEquals("a batch of 999 is below 1000, which kernelbridge.crossover.batch sets",
                report.passedOver().getFirst().why().reason());
        System.clearProperty(SETTING);
        System.setProperty("kernelbridge.crossover", "0"); // whatever it can
        assertEquals(Backend.CUDA, factored(gpu(BatchPaceTest::slow), 20).ran().getFirst().backend());
    }

    @Test
    void proofsAreTheProcessorsTooIfThereAreFew() {
        Kernels k = gpu(BatchPaceTest::slow).build();
        long[] n = LongStream.rangeClosed(1, 300).toArray();
        boolean[] prime = k.isPrime(n);
        assertArrayEquals(new boolean[] {false, true, true, false, true}, java.util.Arrays.copyOf(prime, 5));
        assertEquals(1, reports.size());
        assertEquals(2, Math.round(BatchPace.least(64_000, 64_000, 2).size() / 64));
        assertEquals(1 << 17, BatchPace.least(1e12, 64_000, 2).size());
    }

    /** A product of two primes for a prime: the product is right, and only a proof tells. */
    @Test
    void aCompositeFactorOfADeviceIsFoundOutAndFactoredAgain() {
        System.setProperty("kernelbridge.crossover", "0");
        WARNINGS.setLevel(Level.OFF);
        long liesAbout = 1_000_003L * 1_000_033L;
        Kernels k = gpu(java -> new FakeFactors(new Liar(java, liesAbout), 0, UnaryOperator.identity())).build();
        long[] n = numbers(3000);
        n[2345] = liesAbout;
        assertEquals("1000003 × 1000033", k.factorizeAll(n).get(2345).toString());
        assertEquals(Backend.JAVA, k.report().backend());
        String why = k.report().passedOver().getFirst().why().reason();
        assertTrue(why.endsWith("took " + liesAbout + " for a prime"), why);
    }

    private record Liar(FactorEngine java, long about) implements FactorEngine {
        @Override
        public int batch() {
            return java.batch();
        }

        @Override
        public void factorize(long[] n, int off, int len, long[] primes) {
            java.factorize(n, off, len, primes);
            for (int i = 0; i < len; i++) {
                if (n[off + i] == about) {
                    primes[SLOTS * i] = about;
                    primes[SLOTS * i + 1] = 0;
                }
            }
        }
    }
}

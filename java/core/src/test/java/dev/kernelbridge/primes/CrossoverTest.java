package dev.kernelbridge.primes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kernelbridge.Availability;
import dev.kernelbridge.Backend;
import dev.kernelbridge.CallReport;
import dev.kernelbridge.Device;
import dev.kernelbridge.DeviceFailedException;
import dev.kernelbridge.Kernels;
import dev.kernelbridge.Progress;
import dev.kernelbridge.ProgressListener;
import dev.kernelbridge.fake.FakeCuda;
import dev.kernelbridge.plan.Pace;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Small n go to the processor, and the call's report says so. */
final class CrossoverTest {
    private static final String SETTING = "kernelbridge.crossover";
    private static final long BILLION = 1_000_000_000;
    private static final long PRIMES = 50_847_534;

    @BeforeEach
    void aGpuWithSlowCalls() {
        FakeCuda.reset(Device.Kind.GPU);
        FakeCuda.leafMillis = 2;
    }

    @AfterEach
    void leave() {
        System.clearProperty(SETTING);
        System.clearProperty("kernelbridge.rough");
        FakeCuda.leafMillis = -1;
        FakeCuda.availability = Availability.missing("no fake today", "");
    }

    @Test
    void aGpuIsLeftAloneWhereItsCallsTakeLongerThanTheCount() {
        CallReport report = count(Kernels.builder().backend(Backend.CUDA), BILLION);
        assertEquals(Backend.JAVA, report.ran().getFirst().backend());
        assertEquals(Backend.CUDA, report.passedOver().getFirst().backend());
        String why = report.passedOver().getFirst().why().reason();
        assertTrue(why.matches("1000000000 is below \\d\\.\\de\\+\\d+, from where on it is predicted to be faster than .*: a call takes "
                + "\\d+ .*"), why);
    }

    @Test
    void theSmallestCountsSayWhoMadeThem() {
        CallReport report = count(Kernels.builder().backend(Backend.CUDA).required(true), 1000);
        assertEquals(Backend.JAVA, report.ran().getFirst().backend());
        assertTrue(report.passedOver().getFirst().why().reason().startsWith("1000 is at most 20000000: "), report.toString());
    }

    @Test
    void whoRequiresAGpuGetsIt() {
        assertEquals(Backend.CUDA, count(Kernels.builder().backend(Backend.CUDA).required(true), BILLION).ran().getFirst().backend());
    }

    @Test
    void itCanBeSet() {
        System.setProperty(SETTING, "1e9");
        assertEquals(Backend.CUDA, count(Kernels.builder().backend(Backend.CUDA), BILLION).ran().getFirst().backend());
        System.setProperty(SETTING, "1000000001");
        CallReport report = count(Kernels.builder().backend(Backend.CUDA), BILLION);
        assertEquals(Backend.JAVA, report.ran().getFirst().backend());
        assertEquals("1000000000 is below 1000000001, which kernelbridge.crossover sets", report.passedOver().getFirst().why().reason());
        for (String wrong : List.of("many", "-1", "NaN")) {
            System.setProperty(SETTING, wrong);
            Exception e = assertThrows(IllegalArgumentException.class, () -> Kernels.on(Backend.CUDA).countPrimes(BILLION));
            assertTrue(e.getMessage().startsWith("kernelbridge.crossover: \"" + wrong + "\""), e.getMessage());
        }
    }

    /** Slower calls, stages or lookups move it up; a device that is slower in all is used from 10^13 on, since it was asked for. */
    @Test
    void whatIsSlowerIsUsedLater() {
        Pace cpu = new Pace(100, 0, 3);
        double least = Crossover.least(new Pace(20_000, 2000, 0.02), cpu, 2);
        assertTrue(least > PrimeCounter.ROUGH_LIMIT && least < 1e11, least + "");
        assertTrue(Crossover.least(new Pace(200_000, 2000, 0.02), cpu, 2) > 2 * least);
        assertTrue(Crossover.least(new Pace(20_000, 20_000, 0.02), cpu, 2) > 2 * least);
        assertTrue(Crossover.least(new Pace(20_000, 2000, 1.4), cpu, 2) > 2 * least);
        assertTrue(Crossover.least(new Pace(20_000, 2000, 0.02), cpu, 32) > 2 * least);
        assertEquals(1e13, Crossover.least(new Pace(20_000, 2000, 4), cpu, 1), 1.1e12);
    }

    /** Cheap steps make rough numbers the device's way, dear ones the formula; and they move the crossover down. */
    @Test
    void roughNumbersWhereStepsCostLittle() {
        Pace cpu = new Pace(100, 0, 3);
        Pace without = new Pace(20_000, 2000, 0.005);
        Pace cheap = new Pace(20_000, 2000, 0.005, new Pace.Rough(20_000, 1500));
        Pace dear = new Pace(20_000, 2000, 0.005, new Pace.Rough(20_000, 15_000));
        for (double n : new double[] {1e9, 1e10, 1e11}) {
            assertTrue(Crossover.byRoughNumbers(cheap, n) < Crossover.byFormula(cheap, cpu, 2, n), n + "");
            assertTrue(Crossover.byRoughNumbers(dear, n) > Crossover.byFormula(dear, cpu, 2, n), n + "");
        }
        assertTrue(Crossover.byRoughNumbers(without, 1e10) == Double.POSITIVE_INFINITY);
        assertTrue(Crossover.byRoughNumbers(cheap, 1.1e13) == Double.POSITIVE_INFINITY, "its lists end at 10^13");
        assertTrue(Crossover.least(cheap, cpu, 2) < Crossover.least(without, cpu, 2));
        assertEquals(Crossover.least(dear, cpu, 2), Crossover.least(without, cpu, 2));
    }

    /** The fake knows the answer, and ten of its formula's calls take 50 ms. */
    @Test
    void aGpuCountsByRoughNumbersIfThatIsFaster() {
        FakeCuda.rough = true;
        FakeCuda.leafMillis = 5;
        assertEquals(Backend.CUDA, count(Kernels.builder().backend(Backend.CUDA).required(true), BILLION).ran().getFirst().backend());
        assertEquals(1, FakeCuda.ROUGH_COUNTS.get(), "counts of 10^9 but the ones that measured");
        System.setProperty("kernelbridge.rough", "0");
        assertEquals(Backend.CUDA, count(Kernels.builder().backend(Backend.CUDA).required(true), BILLION).ran().getFirst().backend());
        assertEquals(1, FakeCuda.ROUGH_COUNTS.get());
        System.setProperty("kernelbridge.rough", "some");
        Exception e = assertThrows(IllegalArgumentException.class, () -> Kernels.require(Backend.CUDA).countPrimes(BILLION));
        assertTrue(e.getMessage().startsWith("kernelbridge.rough: \"some\""), e.getMessage());
    }

    /** What takes over has no such way and counts by the formula, in the same call. */
    @Test
    void aFailureInTheMiddleOfItIsMadeGood() {
        FakeCuda.rough = true;
        System.setProperty("kernelbridge.rough", "1e10");
        System.setProperty(SETTING, "0");
        FakeCuda.roughFailure = true;
        CallReport report = count(Kernels.builder().backend(Backend.CUDA), BILLION);
        assertEquals(Backend.JAVA, report.ran().getLast().backend());
        assertTrue(report.passedOver().getFirst().why().reason().contains("as told"), report.toString());
        assertThrows(DeviceFailedException.class, () -> Kernels.require(Backend.CUDA).countPrimes(BILLION));
    }

    private static CallReport count(Kernels.Builder builder, long n) {
        List<CallReport> reports = new ArrayList<>();
        long counted = builder.progress(new ProgressListener() {
            @Override
            public void progress(Progress progress) {
                // only the end is of interest
            }

            @Override
            public void finished(CallReport report) {
                reports.add(report);
            }
        }).build().countPrimes(n);
        assertEquals(n == BILLION ? PRIMES : 168, counted);
        return reports.getFirst();
    }
}

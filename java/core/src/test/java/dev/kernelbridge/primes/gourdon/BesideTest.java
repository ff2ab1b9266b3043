package dev.kernelbridge.primes.gourdon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kernelbridge.Availability;
import dev.kernelbridge.Backend;
import dev.kernelbridge.CallReport;
import dev.kernelbridge.DeadlineExceededException;
import dev.kernelbridge.Device;
import dev.kernelbridge.OnFailure;
import dev.kernelbridge.Progress;
import dev.kernelbridge.ProgressListener;
import dev.kernelbridge.fake.FakeCuda;
import dev.kernelbridge.plan.Candidate;
import dev.kernelbridge.plan.Runner;
import dev.kernelbridge.plan.Session;
import dev.kernelbridge.spi.Engine;
import dev.kernelbridge.spi.Wide;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** While a device counts, the processor does what is its own: the same result, each unit once, whatever fails. */
final class BesideTest {
    private static final long X = 100_000_000_000L;
    private static final long PRIMES = 4_118_054_813L;

    @BeforeEach
    void aGpu() {
        FakeCuda.reset(Device.Kind.GPU);
        FakeCuda.leafMillis = 1;
    }

    @AfterEach
    void leave() {
        FakeCuda.leafMillis = -1;
        FakeCuda.LEAF_CALLS_LEFT.set(Integer.MAX_VALUE);
        FakeCuda.availability = Availability.missing("no fake today", "");
    }

    @Test
    void theProcessorHelpsWhereTheDeviceHasNoUseForAThread() {
        assertEquals(List.of(Backend.JAVA, Backend.CUDA), count(4).ran().stream().map(Device::backend).toList());
        assertEquals(List.of(Backend.CUDA), count(2).ran().stream().map(Device::backend).toList());
        assertEquals(List.of(Backend.CUDA), count(1).ran().stream().map(Device::backend).toList());
    }

    /** The self-test's calls are behind it when the session opens, and D and A alone are more than four. */
    @Test
    void aDeviceThatFailsLeavesNothingOut() {
        for (int threads : new int[] {1, 3, 7}) {
            for (int calls = 0; calls < 4; calls++) {
                FakeCuda.reset(Device.Kind.GPU);
                FakeCuda.leafMillis = 0;
                int left = calls;
                CallReport report = count(threads, () -> FakeCuda.LEAF_CALLS_LEFT.set(left));
                assertTrue(report.ran().stream().anyMatch(device -> device.backend() == Backend.JAVA), report.toString());
                assertEquals(Backend.CUDA, report.passedOver().getFirst().backend());
            }
        }
    }

    /** However a count ends, the devices that ran it are told: their copies of the tables are 600 MB at 2^63. */
    @Test
    void aDeviceIsToldThatACountIsOver() {
        count(2);
        assertEquals(1, FakeCuda.RELEASED.get());
        count(1, () -> FakeCuda.LEAF_CALLS_LEFT.set(1)); // which fails in the middle
        assertEquals(2, FakeCuda.RELEASED.get());
        FakeCuda.reset(Device.Kind.GPU);
        FakeCuda.leafMillis = 20;
        Session session = new Session(Optional.of(Backend.CUDA), List.of(Candidate.any(Backend.CUDA, -1)),
                new Session.Options(1, Duration.ofMillis(300), null, OnFailure.FAIL));
        Gourdon plan = Gourdon.plan(session, Parameters.of(Wide.of(X)), 2_000);
        assertThrows(DeadlineExceededException.class, () -> Runner.run(session, plan));
        assertEquals(1, FakeCuda.RELEASED.get());
    }

    /** What a device would have done in one launch is many cores' work: a core alone felt no interrupt for seconds. */
    @Test
    void whatADeviceGivesBackIsCutForTheProcessor() {
        Session session = new Session(Optional.of(Backend.CUDA), List.of(Candidate.any(Backend.CUDA, -1)),
                new Session.Options(1, null, null, OnFailure.FAIL));
        Engine java = session.onCpu("", "").engine();
        Gourdon plan = Gourdon.plan(session, Parameters.of(Wide.of(X)), 20_000);
        List<Gourdon.Unit> units = new ArrayList<>();
        plan.units(session::engine).forEachRemaining(units::add);
        plan.processorUnits().forEachRemaining(units::add);
        int cut = 0;
        for (Gourdon.Unit unit : units) {
            List<Gourdon.Unit> parts = new ArrayList<>();
            plan.split(unit, java).forEachRemaining(parts::add);
            assertEquals(unit.cost(), parts.stream().mapToDouble(Gourdon.Unit::cost).sum(), 1e-9 * unit.cost());
            for (Gourdon.Unit part : parts) {
                plan.accept(part, plan.run(java, part));
            }
            cut += parts.size() > 2 ? 1 : 0;
        }
        assertTrue(cut >= 5, cut + " units of " + units.size() + " were cut");
        assertEquals(0, plan.totalCost() - plan.loadedCost(), "nothing is left");
        assertEquals(PRIMES, plan.result());
    }

    private static CallReport count(int threads) {
        return count(threads, () -> {
        });
    }

    private static CallReport count(int threads, Runnable opened) {
        List<CallReport> reports = new ArrayList<>();
        ProgressListener listener = new ProgressListener() {
            @Override
            public void progress(Progress progress) {
                assertTrue(progress.done() <= 1);
            }

            @Override
            public void finished(CallReport report) {
                reports.add(report);
            }
        };
        Session session = new Session(Optional.of(Backend.CUDA), List.of(Candidate.any(Backend.CUDA, -1), Candidate.any(Backend.JAVA, -1)),
                new Session.Options(threads, null, listener, OnFailure.FALL_BACK));
        opened.run();
        Gourdon plan = Gourdon.plan(session, Parameters.of(Wide.of(X)), 20_000);
        Runner.run(session, plan);
        assertEquals(PRIMES, plan.result());
        return reports.getFirst();
    }
}

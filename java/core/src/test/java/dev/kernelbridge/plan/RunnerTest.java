package dev.kernelbridge.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kernelbridge.Availability;
import dev.kernelbridge.Backend;
import dev.kernelbridge.Device;
import dev.kernelbridge.DeviceFailedException;
import dev.kernelbridge.OnFailure;
import dev.kernelbridge.fake.FakeCuda;
import dev.kernelbridge.spi.Engine;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Workers and units when a device fails late. */
final class RunnerTest {

    @BeforeEach
    void aHealthyFake() {
        FakeCuda.reset(Device.Kind.GPU);
    }

    @AfterEach
    void leave() {
        FakeCuda.availability = Availability.missing("no fake today", "");
    }

    @Test
    void theCallerHelpsAgainWhenTheLastUnitIsGivenBack() {
        Session session = new Session(Optional.of(Backend.CUDA), List.of(Candidate.any(Backend.CUDA, -1), Candidate.any(Backend.JAVA, -1)),
                new Session.Options(2, null, null, OnFailure.FALL_BACK));
        LateFailure plan = new LateFailure();
        Runner.run(session, plan);
        assertEquals(1 + 2, plan.accepted);
        assertTrue(plan.both, "two threads worked on what was given back");
    }

    /** What the processor was to do beside a device goes to the device, and nothing is done twice or not at all. */
    @Test
    void theDeviceTakesOverWhatTheProcessorFailedAt() {
        for (OnFailure policy : OnFailure.values()) {
            for (DeviceFailedException.Kind kind : DeviceFailedException.Kind.values()) {
                FakeCuda.reset(Device.Kind.GPU);
                Session session = new Session(Optional.of(Backend.CUDA), List.of(Candidate.any(Backend.CUDA, -1),
                        Candidate.any(Backend.JAVA, -1)), new Session.Options(4, null, null, policy));
                Engine device = session.engine();
                Beside plan = new Beside(device, kind, false);
                Runner.run(session, plan);
                assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7), plan.accepted.stream().sorted().toList(), policy + " " + kind);
                assertTrue(plan.failed.get() >= 1, "the processor was asked");
                assertTrue(session.engine() == device, "the device was not given up");
                assertEquals(1, plan.ended);
            }
        }
    }

    /** The processor's helper fails when the caller already waits for it, and leaves at once: the caller finds nobody, but a unit. */
    @Test
    void whatTheLastHelperGivesBackIsDone() {
        for (int round = 0; round < 20; round++) {
            FakeCuda.reset(Device.Kind.GPU);
            Session session = new Session(Optional.of(Backend.CUDA), List.of(Candidate.any(Backend.CUDA, -1),
                    Candidate.any(Backend.JAVA, -1)), new Session.Options(4, null, null, OnFailure.FALL_BACK));
            Beside plan = new Beside(session.engine(), DeviceFailedException.Kind.LOST, true);
            Runner.run(session, plan);
            assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7), plan.accepted.stream().sorted().toList(), "round " + round);
            assertTrue(plan.failed.get() >= 1, "the processor was asked");
        }
    }

    /** Units from 4 on are the processor's, which fails at each: the device's first unit waits until it has, or the other way round. */
    private static final class Beside implements Plan<Integer, Integer> {
        private final Engine device;
        private final DeviceFailedException.Kind kind;
        private final boolean late;
        private final CountDownLatch deviceDone = new CountDownLatch(6); // the processor's two helpers hold the others
        private final CountDownLatch processorAsked = new CountDownLatch(1);
        private final CountDownLatch processorFailed = new CountDownLatch(1);
        private final AtomicInteger failed = new AtomicInteger();
        private final List<Integer> accepted = new ArrayList<>();
        private int ended;

        Beside(Engine device, DeviceFailedException.Kind kind, boolean late) {
            this.device = device;
            this.kind = kind;
            this.late = late;
        }

        @Override
        public String kernel() {
            return "beside";
        }

        @Override
        public Iterator<Integer> units(Supplier<Engine> running) {
            return List.of(0, 1, 2, 3).iterator();
        }

        @Override
        public Iterator<Integer> processorUnits() {
            return List.of(4, 5, 6, 7).iterator();
        }

        @Override
        public Iterator<Integer> split(Integer unit, Engine next) {
            assertTrue(next == device);
            return List.of(unit).iterator();
        }

        @Override
        public double totalCost() {
            return 8;
        }

        @Override
        public double cost(Integer unit) {
            return 1;
        }

        @Override
        public Integer run(Engine engine, Integer unit) {
            try {
                if (engine != device) {
                    processorAsked.countDown();
                    if (late) {
                        assertTrue(deviceDone.await(5, TimeUnit.SECONDS), "the device does all else");
                        Thread.sleep(2);
                    }
                    failed.incrementAndGet();
                    processorFailed.countDown();
                    throw new DeviceFailedException(kind, "the processor fails");
                }
                assertTrue((late ? processorAsked : processorFailed).await(5, TimeUnit.SECONDS), "the processor helps");
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return unit;
        }

        @Override
        public void accept(Integer unit, Integer result) {
            accepted.add(result);
            deviceDone.countDown();
        }

        @Override
        public void ended() {
            ended++;
        }
    }

    /** Unit 0 waits until its device fails on unit 1, long after the other worker has found no more units; then 1 is cut in two. */
    private static final class LateFailure implements Plan<Integer, Boolean> {
        private final Thread caller = Thread.currentThread();
        private final CountDownLatch helperIsThere = new CountDownLatch(1);
        private final CountDownLatch together = new CountDownLatch(2);
        private int accepted;
        private boolean both = true;

        @Override
        public String kernel() {
            return "late";
        }

        @Override
        public Iterator<Integer> units(Supplier<Engine> running) {
            return List.of(0, 1).iterator();
        }

        @Override
        public Iterator<Integer> split(Integer unit, Engine next) {
            return Stream.of(2, 3).iterator();
        }

        @Override
        public double totalCost() {
            return 2;
        }

        @Override
        public double cost(Integer unit) {
            return 1;
        }

        @Override
        public Boolean run(Engine engine, Integer unit) {
            try {
                if (unit >= 2) {
                    together.countDown();
                    return together.await(5, TimeUnit.SECONDS);
                }
                if (Thread.currentThread() == caller) {
                    return helperIsThere.await(5, TimeUnit.SECONDS);
                }
                helperIsThere.countDown();
                Thread.sleep(300); // the caller is waiting for this worker by now
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            throw new DeviceFailedException(DeviceFailedException.Kind.LOST, "lost late");
        }

        @Override
        public void accept(Integer unit, Boolean result) {
            accepted++;
            both &= result;
        }
    }
}

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
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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

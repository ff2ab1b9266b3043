package dev.kernelbridge.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kernelbridge.Kernels;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Resident vectors in the hands of eight threads at random ({@link RandomHandles}): right results, an error for every misuse, one warning
 * for every vector that was forgotten, and no memory left in the end. Some seconds long; ten minutes are
 * {@code -Dkernelbridge.test.handles.seconds=600}, and {@code kernelbridge.test.handles.seed} repeats a run's choices.
 */
public final class HandleContract {
    private static final int THREADS = 8;
    /** A call that found no memory may be that late to say so. */
    private static final long A_WHILE_NANOS = 10_000_000_000L;
    private static final int SECONDS = Integer.getInteger("kernelbridge.test.handles.seconds", 2);

    @ParameterizedTest
    @MethodSource("dev.kernelbridge.contract.UnderTest#backends")
    void leavesNoMemoryBehind(Kernels k) throws InterruptedException {
        long seed = Long.getLong("kernelbridge.test.handles.seed", System.nanoTime());
        TakenMemory memory = TakenMemory.of(k.report().backend());
        AtomicInteger warnings = new AtomicInteger();
        Handler handler = warnings(warnings);
        Logger logger = Logger.getLogger("dev.kernelbridge");
        logger.addHandler(handler);
        logger.setUseParentHandlers(false); // thousands of them
        try {
            RandomHandles.Done first = live(k, memory, seed, 0.2); // so that what is kept for later calls is there
            collect(warnings, first.forgotten.get());
            warnings.set(0);
            long before = memory.taken();
            RandomHandles.Done done = live(k, memory, seed + 1, SECONDS);
            collect(warnings, done.forgotten.get());
            assertEquals(done.forgotten.get(), warnings.get(), "warnings of leaks; " + done + ", seed " + seed);
            long left = memory.taken() - before;
            System.out.println(k.report().backend() + ": " + done + "; " + left + " more than before is taken");
            assertTrue(left <= memory.kept(), left + " more than before is taken; " + done + ", seed " + seed);
        } finally {
            logger.removeHandler(handler);
            logger.setUseParentHandlers(true);
        }
    }

    private static RandomHandles.Done live(Kernels k, TakenMemory memory, long seed, double seconds) throws InterruptedException {
        RandomHandles.Done done = new RandomHandles.Done();
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        AtomicLong wasLittle = new AtomicLong(System.nanoTime() - A_WHILE_NANOS);
        long end = System.nanoTime() + (long) (seconds * 1e9);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            HandleKind<?, ?> kind = i % 2 == 0 ? HandleKind.DOUBLES : HandleKind.FLOATS;
            threads.add(Thread.ofPlatform().name("handles-" + i).uncaughtExceptionHandler((thread, e) -> failures.add(e)).unstarted(
                    new RandomHandles<>(kind, k, seed + i, () -> System.nanoTime() - wasLittle.get() < A_WHILE_NANOS,
                    () -> System.nanoTime() >= end || !failures.isEmpty(), done)));
        }
        try {
            threads.forEach(Thread::start);
            Random random = new Random(seed - 1);
            boolean little = false;
            while (System.nanoTime() < end && failures.isEmpty()) {
                threads.get(random.nextInt(THREADS)).interrupt();
                if (random.nextInt(100) == 0) {
                    System.gc();
                }
                if (memory.canBeLittle() && random.nextInt(10) == 0) {
                    little = !little;
                    wasLittle.set(System.nanoTime()); // before it is
                    if (little) {
                        memory.little();
                    } else {
                        memory.plenty();
                    }
                }
                TimeUnit.MILLISECONDS.sleep(random.nextInt(10));
                if (little) {
                    wasLittle.set(System.nanoTime());
                }
            }
            for (Thread thread : threads) {
                thread.join();
            }
        } finally {
            memory.plenty();
        }
        if (!failures.isEmpty()) {
            throw new AssertionError("a thread failed after " + done + ", seed " + seed, failures.peek());
        }
        return done;
    }

    /** Until the collector has found that many, or finds no more. */
    private static void collect(AtomicInteger warnings, int least) throws InterruptedException {
        int idle = 0;
        for (int last = -1; idle < 10 && (warnings.get() < least || idle < 3); idle++) {
            if (warnings.get() != last) {
                idle = 0;
            }
            last = warnings.get();
            System.gc();
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private static Handler warnings(AtomicInteger count) {
        return new Handler() {
            @Override
            public void publish(LogRecord logged) {
                if (logged.getMessage().contains("was never closed")) {
                    count.incrementAndGet();
                }
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
    }
}

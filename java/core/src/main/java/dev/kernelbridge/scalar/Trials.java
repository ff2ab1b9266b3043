package dev.kernelbridge.scalar;

import dev.kernelbridge.spi.ReduceOp;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** What the trials of all operations share: one thread that does not keep the JVM alive, and is gone when there is nothing to try. */
final class Trials {
    private static final ThreadPoolExecutor THREAD = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(), task -> {
        Thread thread = new Thread(task, "kernelbridge-vector-trial");
        thread.setDaemon(true);
        return thread;
    });

    static {
        THREAD.allowCoreThreadTimeOut(true);
    }

    private Trials() {
    }

    static Choice choice(Choice.Trial trial) {
        return new Choice(trial, THREAD, System::nanoTime);
    }

    /** A trial on this machine. */
    abstract static class OfVectors implements Choice.Trial {
        @Override
        public final boolean possible() {
            return VectorModule.usable();
        }
    }

    /** A trial of a sum. */
    abstract static class OfSums extends OfVectors {
        final ReduceOp op;

        OfSums(ReduceOp op) {
            this.op = op;
        }

        /** A dot of doubles takes 3.2 where many cores leave each 5 GB/s of their memory. */
        @Override
        public final double allowed(double plain) {
            return 2 * plain + 3;
        }
    }
}

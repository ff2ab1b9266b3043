package dev.kernelbridge.cuda;

import dev.kernelbridge.DeviceFailedException;
import dev.kernelbridge.DeviceFailedException.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The lanes of an engine, lent to one call each; any number of threads may wait for one. Closing waits for the calls that have a lane,
 * since their buffers must not go away under a copy, and turns those away that wait.
 */
final class Lanes {

    /** Two calls at once: one computes while the other copies or is between two kernels. */
    static final int COUNT = 2;

    private final String device;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Lane> all = new ArrayList<>();
    private final Deque<Lane> idle = new ArrayDeque<>();
    private boolean closed;

    Lanes(Context context, Memory memory) {
        device = context.gpu().name();
        for (int i = 0; i < COUNT; i++) {
            all.add(new Lane(context, memory));
        }
        idle.addAll(all);
    }

    /** Runs a call with a lane of its own. */
    <T> T with(Function<Lane, T> call) {
        Lane lane = take();
        boolean done = false;
        try {
            T result = call.apply(lane);
            done = true;
            return result;
        } finally {
            if (!done) {
                lane.drain();
            }
            give(lane);
        }
    }

    /** The same for a call without a result. */
    void run(Consumer<Lane> call) {
        with(lane -> {
            call.accept(lane);
            return null;
        });
    }

    /** True for the one call that closes them; returns when no call has a lane any more. */
    boolean close() {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            closed = true;
            changed.signalAll();
            while (idle.size() < all.size()) {
                changed.awaitUninterruptibly();
            }
            all.forEach(Lane::close);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private Lane take() {
        lock.lock();
        try {
            while (!closed && idle.isEmpty()) {
                changed.awaitUninterruptibly(); // a call in front of us takes 100 ms at most
            }
            if (closed) {
                throw new DeviceFailedException(Kind.LOST, device + " is closed");
            }
            return idle.pop();
        } finally {
            lock.unlock();
        }
    }

    private void give(Lane lane) {
        lock.lock();
        try {
            idle.push(lane);
            if (closed) {
                changed.signalAll();
            } else {
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }
}

package dev.kernelbridge.opencl;

import dev.kernelbridge.DeviceFailedException;
import dev.kernelbridge.DeviceFailedException.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jocl.CLException;

/**
 * Lends a device's lanes to any number of threads. There are two, so that one caller's transfers overlap the other's kernels;
 * more would only wait for each other in the device. Memory that lives on the device has a third lane, since its operations are
 * in order. Waiting is uninterruptible: a unit takes milliseconds, and the conductor looks after interrupts between units.
 */
final class Lanes implements AutoCloseable {

    static final int COUNT = 2;

    private final ClDevice device;
    private final Semaphore free = new Semaphore(COUNT, true);
    private final Deque<Lane> idle = new ArrayDeque<>();
    private final Semaphore residentFree = new Semaphore(1, true);
    private final Lane resident;
    private volatile boolean closed;

    /** Makes them all, or none. */
    Lanes(ClDevice device, Supplier<Lane> maker) {
        this.device = device;
        List<Lane> made = new ArrayList<>();
        try {
            for (int i = 0; i <= COUNT; i++) {
                made.add(maker.get());
            }
        } catch (RuntimeException e) {
            made.forEach(Lane::close);
            throw e;
        }
        resident = made.removeLast();
        idle.addAll(made);
    }

    /** Runs {@code work} on a lane of its own; the lane's memory is given back if it fails. */
    <R> R run(Function<Lane, R> work) {
        free.acquireUninterruptibly();
        try {
            checkOpen();
            Lane lane = take();
            try {
                return guarded(lane, work);
            } finally {
                put(lane);
            }
        } finally {
            free.release();
        }
    }

    /** Runs {@code work} on the lane of the memory that lives on the device, after all work before it. */
    <R> R inOrder(Function<Lane, R> work) {
        residentFree.acquireUninterruptibly();
        try {
            checkOpen();
            return guarded(resident, work);
        } finally {
            residentFree.release();
        }
    }

    private <R> R guarded(Lane lane, Function<Lane, R> work) {
        try {
            return work.apply(lane);
        } catch (CLException e) { // somebody else in this JVM has switched JOCL's exceptions on
            lane.recover();
            throw ClErrors.failure(e.getStatus(), device, "an OpenCL call", e);
        } catch (RuntimeException | Error e) {
            lane.recover();
            throw e;
        }
    }

    private Lane take() {
        synchronized (idle) {
            return idle.removeLast(); // the last used: its buffers are warm
        }
    }

    private void put(Lane lane) {
        synchronized (idle) {
            idle.addLast(lane);
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new DeviceFailedException(Kind.LOST, device.device().name() + ": this OpenCL engine is closed");
        }
    }

    /** Waits for the work that runs; whoever still waits for a lane is told that the engine is closed. */
    @Override
    public void close() {
        free.acquireUninterruptibly(COUNT);
        residentFree.acquireUninterruptibly();
        try {
            if (!closed) {
                closed = true;
                idle.forEach(Lane::close);
                idle.clear();
                resident.close();
            }
        } finally {
            residentFree.release();
            free.release(COUNT);
        }
    }
}

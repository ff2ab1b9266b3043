package dev.kernelbridge.plan;

import dev.kernelbridge.CallReport;
import dev.kernelbridge.DeadlineExceededException;
import dev.kernelbridge.Device;
import dev.kernelbridge.DeviceFailedException;
import dev.kernelbridge.KernelInterruptedException;
import dev.kernelbridge.Progress;
import dev.kernelbridge.ProgressListener;
import dev.kernelbridge.spi.Engine;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Runs a plan: the calling thread and helpers from one shared pool take units until none is left. Between units they look for an
 * interrupt, the deadline and failures. A unit whose device failed is cut to the next engine's size and run again, first by the worker
 * that gives it back, so no unit is lost or counted twice. When this returns or throws, no helper works for the plan any more.
 *
 * <p>A device may have use for fewer threads than the call may use. The others run units that are the processor's work anyway
 * ({@link Plan#processorUnits}) on the processor's engine, at the same time; a report names it before the device. If that engine fails, the
 * device takes what is left of them.
 *
 * <p>Each worker that takes a unit while others wait calls one helper more, so a call has no more helpers than units; and the whole
 * process has no more than {@link #MOST_HELPERS}, whatever is asked for and however many threads call.
 */
public final class Runner<U extends Serializable, R> {
    private static final long PROGRESS_NANOS = 100_000_000;
    /** More threads than this only wait for each other: two cores did not even start 100,000 of them in 18 s. */
    private static final int MOST_HELPERS = Math.max(64, 4 * Runtime.getRuntime().availableProcessors());
    private static final AtomicInteger BUSY = new AtomicInteger();
    private static final AtomicLong THREAD = new AtomicLong();
    private static final ExecutorService POOL = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "kernelbridge-" + THREAD.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    });

    private final Session session;
    private final Plan<U, R> plan;
    private final Checkpoint checkpoint; // or null
    private final Iterator<U> units;
    private final Iterator<U> processorUnits;
    private final Deque<U> returned = new ArrayDeque<>();
    private final ProgressListener listener; // or null
    private final long start;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition(); // a helper left, or units were given back
    private final Set<Device> ran = new LinkedHashSet<>();
    private final Set<Device> beside = new LinkedHashSet<>(); // the processor, where it helped a device
    private int helpers;
    private int processorHelpers;
    private Engine processor; // for those, or null
    private boolean processorFailed;
    private boolean noMoreThreads;
    private double done;
    private Throwable failure;
    private long lastProgress;

    private Runner(Session session, Plan<U, R> plan, ProgressListener listener, long start) {
        this.session = session;
        this.plan = plan;
        this.listener = listener;
        this.start = start;
        this.lastProgress = start;
        this.checkpoint = session.options().checkpoint() != null && plan instanceof Resumable resumable && resumable.request() != null
                ? new Checkpoint(session.options().checkpoint(), resumable) : null;
        if (checkpoint != null) {
            checkpoint.load();
        }
        this.units = plan.units(session::engine);
        this.processorUnits = plan.processorUnits();
        if (checkpoint != null) {
            done = ((Resumable) plan).loadedCost();
            checkpoint.write(checkpoint.snapshot(), true);
        }
    }

    /**
     * Runs all units of a plan, which holds the result afterwards.
     *
     * @throws KernelInterruptedException if the calling thread is interrupted
     * @throws DeadlineExceededException if the session's deadline passes
     * @throws DeviceFailedException if a device fails and nothing may replace it
     */
    public static <U extends Serializable, R> void run(Session session, Plan<U, R> plan) {
        run(session, plan, System.nanoTime());
    }

    /** The same for a call's last part; the deadline counts from {@code start}, when the call began as {@link System#nanoTime()} told. */
    public static <U extends Serializable, R> void run(Session session, Plan<U, R> plan, long start) {
        new Runner<>(session, plan, session.options().listener(), start).conduct(true);
    }

    /** The same for a plan that is only the first part of a call that began at {@code start}: the listener does not hear of its end. */
    public static <U extends Serializable, R> void runPart(Session session, Plan<U, R> plan, long start) {
        new Runner<>(session, plan, session.options().listener(), start).conduct(false);
    }

    /** The same for what a plan needs before its units; nobody hears of it. */
    public static <U extends Serializable, R> void prepare(Session session, Plan<U, R> plan, long start) {
        new Runner<>(session, plan, null, start).conduct(false);
    }

    private void conduct(boolean whole) {
        do {
            try {
                work(true, false);
            } catch (RuntimeException | Error e) { // a listener's exception
                stop(e);
            }
        } while (awaitHelpers());
        try {
            if (checkpoint != null) {
                leave();
            }
        } finally {
            plan.ended();
        }
        if (failure != null) {
            if (failure instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) failure;
        }
        if (listener != null && whole) {
            beside.removeAll(ran);
            List<Device> all = Stream.concat(beside.stream(), ran.stream()).toList();
            listener.finished(new CallReport(plan.kernel(), all, session.report().passedOver(), elapsed()));
        }
    }

    /** Nobody works any more: what was done is kept, or no longer needed. */
    private void leave() {
        if (failure != null) {
            checkpoint.write(checkpoint.snapshot(), false);
        } else {
            checkpoint.delete();
        }
    }

    private void saveIfDue() {
        if (!checkpoint.due()) {
            return;
        }
        byte[] snapshot;
        lock.lock();
        try {
            snapshot = checkpoint.snapshot();
        } finally {
            lock.unlock();
        }
        checkpoint.write(snapshot, false);
    }

    /** Calls one helper more, if there is a unit for it; a slower engine with more threads gets more of them as it takes over. */
    private void addHelper() {
        int threads = session.options().threads() - 1;
        int wanted = Math.min(threads, plan.workers(session.engine()) - 1);
        if (helpers - processorHelpers < wanted && (!returned.isEmpty() || units.hasNext() || processorUnits.hasNext())) {
            start(false);
        } else if (helpers < threads && wanted < threads && !processorFailed && processorUnits.hasNext()) {
            start(true);
        }
    }

    private void start(boolean onProcessor) {
        if (noMoreThreads || BUSY.get() >= MOST_HELPERS) {
            return;
        }
        if (onProcessor && processor == null) {
            processor = session.onCpu("", "").engine();
        }
        try {
            POOL.execute(() -> help(onProcessor));
            helpers++;
            processorHelpers += onProcessor ? 1 : 0;
            BUSY.incrementAndGet();
        } catch (OutOfMemoryError e) { // the system gives no thread; the workers that are there do the work
            noMoreThreads = true;
        }
    }

    private void help(boolean onProcessor) {
        work(false, onProcessor);
        lock.lock();
        try {
            helpers--;
            processorHelpers -= onProcessor ? 1 : 0;
            BUSY.decrementAndGet();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void work(boolean caller, boolean onProcessor) {
        for (U unit = take(caller, onProcessor); unit != null; unit = take(caller, onProcessor)) {
            try {
                runUnit(unit, onProcessor);
            } catch (RuntimeException | Error e) {
                stop(e);
            }
        }
    }

    private void runUnit(U unit, boolean onProcessor) {
        Engine engine = onProcessor ? processor : session.engine();
        R result;
        try {
            result = plan.run(engine, unit);
        } catch (DeviceFailedException e) {
            Engine next = onProcessor ? withoutProcessor(engine, e) : session.failed(engine, e);
            lock.lock();
            try {
                plan.split(unit, next).forEachRemaining(returned::add);
                changed.signalAll();
            } finally {
                lock.unlock();
            }
            return;
        }
        lock.lock();
        try {
            plan.accept(unit, result);
            done += plan.cost(unit);
            (onProcessor ? beside : ran).add(engine.device());
        } finally {
            lock.unlock();
        }
    }

    /** There is nothing below the processor, but the device can do its work as well: gives the device. */
    private Engine withoutProcessor(Engine broken, DeviceFailedException why) {
        lock.lock();
        try {
            if (!processorFailed) {
                processorFailed = true;
                session.besideFailed(broken, why);
            }
            return session.engine();
        } finally {
            lock.unlock();
        }
    }

    /** The next unit, or null when there is nothing more to do. The caller's thread looks after interrupt and progress as well. */
    private U take(boolean caller, boolean onProcessor) {
        if (caller) {
            watch();
        }
        lock.lock();
        try {
            if (failure == null && overdue()) {
                failure = new DeadlineExceededException(plan.kernel() + ": not done within " + text(session.options().deadline())
                        + ", " + percent() + " done; allow more time or ask for less");
            }
            if (failure != null || plan.finished() || onProcessor && processorFailed) {
                return null;
            }
            U unit = !onProcessor && !returned.isEmpty() ? returned.poll() : !onProcessor && units.hasNext() ? units.next()
                    : processorUnits.hasNext() ? processorUnits.next() : null;
            addHelper();
            return unit;
        } catch (RuntimeException | Error e) {
            failure = e;
            return null;
        } finally {
            lock.unlock();
        }
    }

    private void watch() {
        if (Thread.currentThread().isInterrupted()) {
            stop(new KernelInterruptedException(plan.kernel() + ": interrupted, " + percent() + " done"));
        }
        if (checkpoint != null) {
            saveIfDue();
        }
        long now = System.nanoTime();
        if (listener != null && now - lastProgress >= PROGRESS_NANOS) {
            lastProgress = now;
            listener.progress(new Progress(plan.kernel(), share(), elapsed(), session.engine().device().backend(),
                    plan.doing()));
        }
    }

    /**
     * Waits for the units that helpers still compute: about 100 ms at most, so an interrupt only stops the taking of new units.
     *
     * @return whether there may be work for the caller again: units were given back meanwhile, perhaps by the last helper as it left
     */
    private boolean awaitHelpers() {
        boolean interrupted = false;
        lock.lock();
        try {
            while (helpers > 0 && (returned.isEmpty() || failure != null || plan.finished())) {
                try {
                    changed.await();
                } catch (InterruptedException e) {
                    interrupted = true;
                    stop(new KernelInterruptedException(plan.kernel() + ": interrupted, " + percent() + " done"));
                }
            }
            return helpers > 0 || !returned.isEmpty() && failure == null && !plan.finished();
        } finally {
            lock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void stop(Throwable e) {
        lock.lock();
        try {
            if (failure == null) {
                failure = e;
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean overdue() {
        Duration deadline = session.options().deadline();
        return deadline != null && System.nanoTime() - start > deadline.toNanos();
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private double share() {
        lock.lock();
        try {
            return Math.clamp(done / Math.max(plan.totalCost(), Double.MIN_NORMAL), 0.0, 1.0);
        } finally {
            lock.unlock();
        }
    }

    private String percent() {
        double share = 100 * share();
        return (share < 1 ? "less than 1" : String.valueOf((int) share)) + " %";
    }

    private static String text(Duration duration) {
        return duration.toMillis() < 1000 ? duration.toMillis() + " ms" : duration.toMillis() / 1000.0 + " s";
    }
}

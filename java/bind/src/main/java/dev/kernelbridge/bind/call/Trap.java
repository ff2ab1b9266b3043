package dev.kernelbridge.bind.call;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Where an exception of a callback waits until the C function that called back returns: an exception that leaves an upcall ends the
 * JVM, so each stub catches it, keeps it here for its thread and returns zero, and the bound call throws it on. One volatile read
 * ({@link #pending}) after each call is all that this costs when nothing was thrown.
 *
 * <p>The first exception of a call wins, and later ones are its suppressed ones. On a thread that C started and no Java code is
 * waiting on, it goes to the uncaught exception handler, else to the log.
 *
 * <p>A call inside a callback throws what its own callbacks threw, and never what was kept outside: a stub takes that away while its
 * code runs ({@link #aside}) and puts it back ({@link #back}).
 */
public final class Trap {

    /** How many threads have an exception kept; a bound call looks at {@link #rethrow} only if this is not zero. */
    public static volatile int pending;

    private static final VarHandle PENDING;
    private static final ThreadLocal<Throwable> KEPT = new ThreadLocal<>();

    /** Kept without any memory or stack to spare, on one thread at a time. */
    private static volatile Throwable lastResort;
    private static volatile Thread lastResortThread;

    static {
        try {
            PENDING = MethodHandles.lookup().findStaticVarHandle(Trap.class, "pending", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private Trap() {
    }

    /** Throws what a callback on this thread has thrown since the last call here; nothing if none has. */
    public static void rethrow() {
        Throwable kept = pending == 0 ? null : take();
        if (kept != null) {
            Trap.<RuntimeException>raise(kept);
        }
    }

    /** Keeps what a callback threw. Never throws: that would end the JVM. */
    static void keep(Throwable thrown) {
        try {
            if (!called()) {
                unattended(thrown);
                return;
            }
            Throwable first = KEPT.get();
            if (first == null) {
                KEPT.set(thrown);
                PENDING.getAndAdd(1);
            } else {
                suppress(first, thrown);
            }
        } catch (Throwable noRoom) { // no memory, or the end of the stack
            if (lastResort == null) {
                lastResortThread = Thread.currentThread();
                lastResort = thrown;
                PENDING.getAndAdd(1);
            }
        }
    }

    /** {@return whether no thread has anything kept} */
    static boolean quiet() {
        return pending == 0;
    }

    /** {@return what this thread has kept, no longer kept; null if nothing} */
    static Throwable aside() {
        return pending == 0 ? null : take();
    }

    /** Keeps again what was taken aside, before what was kept meanwhile. */
    static void back(Throwable aside) {
        if (aside != null) {
            Throwable later = take();
            keep(aside);
            if (later != null) {
                suppress(aside, later);
            }
        }
    }

    private static Throwable take() {
        Throwable kept = KEPT.get();
        if (kept != null) {
            KEPT.remove();
            PENDING.getAndAdd(-1);
        } else if (lastResort != null && lastResortThread == Thread.currentThread()) {
            kept = lastResort;
            lastResort = null;
            PENDING.getAndAdd(-1);
        }
        return kept;
    }

    private static void suppress(Throwable first, Throwable later) {
        if (first != later) {
            first.addSuppressed(later);
        }
    }

    /** Whether there is Java code on this thread that the C code returns to. Frames of method handles do not show. */
    private static boolean called() {
        return StackWalker.getInstance().walk(frames -> frames.anyMatch(f -> !f.getClassName().equals(Trap.class.getName())));
    }

    private static void unattended(Throwable thrown) {
        Thread thread = Thread.currentThread();
        Thread.UncaughtExceptionHandler handler = thread.getUncaughtExceptionHandler();
        boolean own = handler != null && handler != thread.getThreadGroup() || Thread.getDefaultUncaughtExceptionHandler() != null;
        try {
            if (own) {
                handler.uncaughtException(thread, thrown);
                return;
            }
        } catch (Throwable failed) {
            suppress(thrown, failed);
        }
        System.getLogger("dev.kernelbridge.bind").log(System.Logger.Level.ERROR,
                "a callback threw on " + thread + ", which native code started, and no Java code waits for it; C got zero", thrown);
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void raise(Throwable thrown) throws T {
        throw (T) thrown;
    }
}

package dev.kernelbridge.bind.call;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Where an exception of a callback waits until the C function that called back returns: an exception that leaves an upcall ends the
 * JVM, so each stub catches it, keeps it here for its thread and returns zero, and the bound call throws it on. One volatile read
 * ({@link #pending}) after each call is all that this costs when nothing was thrown.
 *
 * <p>The first exception of a call wins, and later ones are its suppressed ones. On a thread that C started and on which no Java code
 * waits, it goes to the uncaught exception handler, else to the log.
 *
 * <p>A call inside a callback throws what its own callbacks threw, never what was kept before: that is put aside while a callback
 * runs.
 */
public final class Trap {

    /** How many exceptions are kept on all threads; a bound call needs {@link #rethrow} only if this is not zero. */
    public static volatile int pending;

    private static final VarHandle PENDING;
    private static final ThreadLocal<Trap> OF_THREAD = ThreadLocal.withInitial(Trap::new);

    /** Callbacks within callbacks from which on {@link #probe} looks. */
    private static final int DEEP = 4;

    /** Frames to have room for. One level of Java, C and back to Java took 3 kB of stack interpreted and 0.5 kB compiled. */
    private static final int ROOM = 1000;

    /** A sort of a million may throw at each comparison. */
    private static final int MOST_SUPPRESSED = 20;

    static {
        try {
            PENDING = MethodHandles.lookup().findStaticVarHandle(Trap.class, "pending", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** What an outer call's callbacks threw before the callback of that depth began. */
    private record Aside(Throwable kept, int depth, Aside next) {
    }

    private int depth; // callbacks that are running on this thread
    private Throwable kept;
    private Aside aside;

    private Trap() {
    }

    /** Throws what callbacks on this thread have thrown since the last call here; nothing if they have not. */
    public static void rethrow() {
        if (pending != 0) {
            Trap trap = OF_THREAD.get();
            Throwable thrown = trap.kept;
            if (thrown != null) {
                trap.kept = null;
                PENDING.getAndAdd(-1);
                Trap.<RuntimeException>raise(thrown);
            }
        }
    }

    /** Begins a callback. */
    static Trap enter() {
        Trap trap = OF_THREAD.get();
        trap.depth++;
        if (trap.kept != null) {
            trap.aside = new Aside(trap.kept, trap.depth, trap.aside);
            trap.kept = null;
        }
        return trap;
    }

    /**
     * Makes sure, where callbacks are deep within callbacks, that the next one can begin: at the stack's end its first frames would
     * overflow before anything there can catch it, and the JVM would end. Here the overflow can be caught. A microsecond, which calls
     * that are not so deep need not pay. C functions with frames larger than {@link #ROOM} undo it.
     */
    void probe() {
        if (depth > DEEP) {
            room(ROOM);
        }
    }

    /** Overflows here, where it can be caught, if the first callback of a call might overflow where nothing catches. */
    static void room() {
        room(ROOM);
    }

    private static int room(int calls) {
        return calls == 0 ? 0 : room(calls - 1) + 1;
    }

    /** Keeps what a callback threw; never throws. */
    void keep(Throwable thrown) {
        if (kept == null) {
            kept = thrown;
            PENDING.getAndAdd(1);
        } else { // of a call within, by other means, which did not ask for it
            suppress(kept, thrown);
        }
    }

    /** Ends a callback; never throws. */
    void leave() {
        if (aside != null && aside.depth == depth) {
            Throwable first = aside.kept;
            aside = aside.next;
            if (kept != null) {
                PENDING.getAndAdd(-1);
                suppress(first, kept);
            }
            kept = first;
        } else if (kept != null && depth == 1 && !called()) {
            Throwable thrown = kept;
            kept = null;
            PENDING.getAndAdd(-1);
            unattended(thrown);
        }
        depth--;
    }

    private static void suppress(Throwable first, Throwable later) {
        if (first != later) {
            try {
                if (first.getSuppressed().length < MOST_SUPPRESSED) {
                    first.addSuppressed(later);
                }
            } catch (Throwable noMemory) {
                // the first one counts
            }
        }
    }

    /** Whether there is Java code on this thread that C returns to. Frames of method handles do not show. */
    private static boolean called() {
        try {
            return StackWalker.getInstance().walk(frames -> frames.anyMatch(f -> !f.getClassName().equals(Trap.class.getName())));
        } catch (Throwable noRoom) {
            return true;
        }
    }

    private static void unattended(Throwable thrown) {
        try {
            Thread thread = Thread.currentThread();
            Thread.UncaughtExceptionHandler handler = thread.getUncaughtExceptionHandler();
            if (handler != thread.getThreadGroup() || Thread.getDefaultUncaughtExceptionHandler() != null) {
                handler.uncaughtException(thread, thrown);
            } else { // the thread group would print it
                System.getLogger("dev.kernelbridge.bind").log(System.Logger.Level.ERROR,
                        "a callback threw on " + thread + ", which native code started, so no Java code waits for it; C got zero", thrown);
            }
        } catch (Throwable ofHandler) {
            // as the JVM does with what such a handler throws
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void raise(Throwable thrown) throws T {
        throw (T) thrown;
    }
}

package dev.kernelbridge;

import dev.kernelbridge.spi.Resident;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.ref.Cleaner;

/**
 * The memory of a resident vector, which its owner has to give back. If the vector becomes unreachable before that, the memory is given
 * back here, whenever the garbage collector finds out, with one WARNING that says where the vector was made.
 */
final class Lease implements Runnable {
    private static final Logger LOG = System.getLogger("dev.kernelbridge");
    private static final Cleaner CLEANER = Cleaner.create();
    private static final StackWalker STACK = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    private final Resident resident;
    private final long length;
    private final StackWalker.StackFrame made;
    private Cleaner.Cleanable cleanable;
    private volatile boolean closed;

    private Lease(Resident resident, long length) {
        this.resident = resident;
        this.length = length;
        this.made = STACK.walk(frames -> frames.filter(f -> f.getDeclaringClass().getPackage() != Lease.class.getPackage()).findFirst()
                .orElse(null));
    }

    /** Watches that vector. */
    static Lease of(Vec vector, Resident resident) {
        Lease lease = new Lease(resident, vector.length());
        lease.cleanable = CLEANER.register(vector, lease);
        return lease;
    }

    Resident resident() {
        return resident;
    }

    boolean closed() {
        return closed;
    }

    /** Gives the memory back, once. */
    void close() {
        closed = true;
        cleanable.clean();
    }

    @Override
    public void run() {
        if (!closed) {
            LOG.log(Level.WARNING, "a resident vector of " + length + " elements was never closed; it was made at "
                    + (made == null ? "an unknown place" : made) + "; use try-with-resources");
        }
        resident.close();
    }
}

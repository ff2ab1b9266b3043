package dev.kernelbridge;

import dev.kernelbridge.spi.Engine;
import dev.kernelbridge.spi.Resident;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/**
 * A vector for {@link VectorMath}: either a view of host memory (an array, a part of one, a memory segment; nothing is copied, closing
 * it does nothing), usable on every backend, or memory that lives where a backend computes, usable on that backend only and given
 * back by {@link #close()}. A resident vector may be used by one thread at a time.
 */
public abstract sealed class Vec implements AutoCloseable permits DoubleVec, FloatVec {
    private final long length;
    private final MemorySegment host;
    private final Lease lease;
    private final Engine owner;

    Vec(long length, MemorySegment host, Resident resident, Engine owner) {
        this.length = length;
        this.host = host;
        this.owner = owner;
        this.lease = resident == null ? null : Lease.of(this, resident);
    }

    /** The number of elements. */
    public final long length() {
        return length;
    }

    /** Whether it lives where a backend computes. */
    public final boolean isResident() {
        return lease != null;
    }

    /**
     * Gives a resident vector's memory back; later use throws IllegalStateException. Idempotent. A vector that is not closed is given back
     * when the garbage collector finds it, with a WARNING that says where it was made.
     */
    @Override
    public final void close() {
        if (lease != null) {
            lease.close();
        }
    }

    /** Copies what begins at byte {@code at} into all of {@code to}; from a resident vector, after the operations before it. */
    final void read(long at, MemorySegment to) {
        if (isResident()) {
            resident("this").read(at, to);
            Reference.reachabilityFence(this);
        } else {
            MemorySegment.copy(host, at, to, 0, to.byteSize());
        }
    }

    /** Host memory, or null if this is resident. */
    final MemorySegment host() {
        return host;
    }

    /** The resident memory, if it is still open; the message names the argument. */
    final Resident resident(String name) {
        if (lease == null) {
            return null;
        }
        if (lease.closed()) {
            throw new IllegalStateException(name + ": this vector of " + length + " elements is closed");
        }
        return lease.resident();
    }

    /** The same, if it belongs to that engine. */
    final Resident resident(Engine engine, String name) {
        Resident resident = resident(name);
        if (resident != null && owner != engine) {
            throw new IllegalArgumentException(name + ": this vector lives on " + owner.device() + " (" + owner.device().backend().id()
                    + "), the call runs on " + engine.device() + " (" + engine.device().backend().id()
                    + "); move it with upload(vector.toArray())");
        }
        return resident;
    }
}

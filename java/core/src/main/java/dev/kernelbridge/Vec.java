package dev.kernelbridge;

import dev.kernelbridge.spi.Engine;
import dev.kernelbridge.spi.Resident;
import java.lang.foreign.MemorySegment;

/**
 * A vector for {@link VectorMath}: either a view of host memory (an array, a part of one, a memory segment; nothing is copied, closing
 * it does nothing), usable on every backend, or memory that lives where a backend computes, usable on that backend only and given
 * back by {@link #close()}. A resident vector may be used by one thread at a time.
 */
public abstract sealed class Vec implements AutoCloseable permits DoubleVec, FloatVec {
    private final long length;
    private final MemorySegment host;
    private final Resident resident;
    private final Engine owner;
    private boolean closed;

    Vec(long length, MemorySegment host, Resident resident, Engine owner) {
        this.length = length;
        this.host = host;
        this.resident = resident;
        this.owner = owner;
    }

    /** The number of elements. */
    public final long length() {
        return length;
    }

    /** Whether it lives where a backend computes. */
    public final boolean isResident() {
        return resident != null;
    }

    /** Gives a resident vector's memory back; later use throws IllegalStateException. Idempotent. */
    @Override
    public final void close() {
        if (resident != null && !closed) {
            closed = true;
            resident.close();
        }
    }

    /** Host memory, or null if this is resident. */
    final MemorySegment host() {
        return host;
    }

    /** The resident memory, if it is still open; the message names the argument. */
    final Resident resident(String name) {
        if (closed) {
            throw new IllegalStateException(name + ": this vector of " + length + " elements is closed");
        }
        return resident;
    }

    /** The same, if it belongs to that engine. */
    final Resident resident(Engine engine, String name) {
        resident(name);
        if (resident != null && owner != engine) {
            throw new IllegalArgumentException(name + ": this vector lives on " + owner.device() + " (" + owner.device().backend().id()
                    + "), the call runs on " + engine.device() + " (" + engine.device().backend().id()
                    + "); move it with upload(vector.toArray())");
        }
        return resident;
    }
}

package dev.kernelbridge.example;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Pointer;

/**
 * A C++ object in Java: who owns it, and until when it may be used. Exists because JavaCPP closes what Java owns, but knows nothing
 * of references into it, which would dangle.
 *
 * <p>What Java made or was given is deleted by {@link #close()}, or by JavaCPP's own thread some time after it was forgotten. What
 * C++ lent ({@link #lend}) belongs to its owner: it keeps the owner from being forgotten, and ends with it. After that, every
 * call is a NullPointerException. Like the C++ objects, an object and its parts belong to one thread at a time.
 */
public abstract class CppObject extends Pointer {

    // No initial values: JavaCPP calls no constructor of an object that C++ returns.
    private Set<Reference<CppObject>> lent;
    private ReferenceQueue<CppObject> forgotten;
    @SuppressWarnings("unused") // it is there to be reachable
    private CppObject owner;
    private int calls;

    /** For the generated classes. */
    protected CppObject(Pointer p) {
        StatsLibrary.open();
        super(p);
    }

    /** Ties a part of this object to it. */
    final <P extends CppObject> P lend(P part) {
        if (lent == null) {
            lent = new HashSet<>();
            forgotten = new ReferenceQueue<>();
        }
        for (Reference<?> gone = forgotten.poll(); gone != null; gone = forgotten.poll()) {
            lent.remove(gone);
        }
        CppObject tied = part;
        tied.owner = this;
        lent.add(new WeakReference<>(part, forgotten));
        return part;
    }

    /** Makes a call of C++ that calls Java back, which must not close this object under its feet. */
    final <T> T during(Supplier<T> call) {
        calls++;
        try {
            return call.get();
        } finally {
            calls--;
        }
    }

    /**
     * Deletes the C++ object if Java owns it, and ends the use of it and its parts. Closing twice is the same as once.
     *
     * @throws IllegalStateException in a function that the object itself is calling
     */
    @Override
    public void close() {
        deallocate();
    }

    @Override
    public void deallocate(boolean now) {
        refuseDuringCall();
        super.deallocate(now);
        if (now) {
            end();
        }
    }

    /** How a {@link org.bytedeco.javacpp.PointerScope} closes what was made in it. */
    @Override
    public boolean releaseReference() {
        refuseDuringCall();
        boolean deleted = super.releaseReference();
        if (deleted) {
            end();
        }
        return deleted;
    }

    private void refuseDuringCall() {
        if (calls > 0) {
            throw new IllegalStateException("the C++ object is calling this code; close it after that call");
        }
    }

    private void end() {
        setNull();
        if (lent != null) {
            lent.stream().map(Reference::get).filter(Objects::nonNull).forEach(CppObject::end);
            lent = null;
        }
    }

    /** The number of elements in memory that C++ may read by address. */
    static long elements(MemorySegment memory, MemoryLayout element) {
        if (!memory.isNative() || memory.byteSize() % element.byteSize() != 0 || memory.address() % element.byteAlignment() != 0) {
            throw new IllegalArgumentException("values = " + memory + ": must be outside the heap, aligned to " + element.byteAlignment()
                    + " bytes, and whole elements of " + element.byteSize() + " bytes");
        }
        if (!memory.scope().isAlive() || !memory.isAccessibleBy(Thread.currentThread())) {
            throw new IllegalStateException("values = " + memory + ": its arena is closed, or belongs to another thread");
        }
        return memory.byteSize() / element.byteSize();
    }
}

package dev.kernelbridge.scalar;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/**
 * A few objects that calls borrow: one for each of sixteen groups of threads, so that there are no more of them however many (virtual)
 * threads there are, and a thread mostly finds the one that it left. Who finds none makes one; who fails to bring it back has lost it.
 */
final class Pool<T> {
    private static final int GROUPS = 16;
    private static final int APART = 16; // references: a cache line at least

    private final AtomicReferenceArray<T> kept = new AtomicReferenceArray<>(GROUPS * APART);
    private final Supplier<T> maker;

    Pool(Supplier<T> maker) {
        this.maker = maker;
    }

    T take() {
        T found = kept.getAndSet(place(), null);
        return found != null ? found : maker.get();
    }

    void give(T taken) {
        kept.setRelease(place(), taken);
    }

    private static int place() {
        return ((int) Thread.currentThread().threadId() & GROUPS - 1) * APART;
    }
}

package dev.kernelbridge.plan;

import java.io.Serializable;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.IntSupplier;

/** A stretch of an array, as a work unit. */
public record Slice(int from, int length) implements Serializable {

    /** Cuts this slice into slices of the size that is asked for at each one, the last one shorter. */
    public Iterator<Slice> cut(IntSupplier size) {
        return new Iterator<>() {
            private int next = from;

            @Override
            public boolean hasNext() {
                return next < from + length;
            }

            @Override
            public Slice next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                Slice slice = new Slice(next, Math.min(size.getAsInt(), from + length - next));
                next += slice.length;
                return slice;
            }
        };
    }
}

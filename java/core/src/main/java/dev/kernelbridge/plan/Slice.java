package dev.kernelbridge.plan;

import java.io.Serializable;
import java.util.Iterator;
import java.util.stream.IntStream;

/** A stretch of an array, as a work unit. */
public record Slice(int from, int length) implements Serializable {

    /** Cuts {@code 0 ... total} into slices of {@code size}, the last one shorter. */
    public static Iterator<Slice> of(int total, int size) {
        return IntStream.range(0, Math.ceilDiv(total, size)).mapToObj(i -> new Slice(i * size, Math.min(size, total - i * size)))
                .iterator();
    }
}

package dev.kernelbridge.scalar;

import dev.kernelbridge.spi.LeafEngine;

/** The loops of the JAVA backend that divide every number as they divide those beyond 2^53. */
public final class LeavesOfLargeNumbers {

    private LeavesOfLargeNumbers() {
    }

    /** A new one. */
    public static LeafEngine engine() {
        return new JavaLeaves(0, LeafLoops::best);
    }
}

package dev.kernelbridge.spi;

import java.lang.foreign.MemorySegment;

/** Memory that lives where an engine computes. Copies are in order with the engine's kernels. Closed once; use after that is the caller's error. */
public interface Resident extends AutoCloseable {

    /** Its size. */
    long bytes();

    /** Copies all of {@code from} to byte {@code at} of this memory. */
    void write(MemorySegment from, long at);

    /** Fills all of {@code to} from byte {@code at} of this memory; waits for the kernels before it. */
    void read(long at, MemorySegment to);

    /** Gives the memory back. Never throws. */
    @Override
    void close();
}

package dev.kernelbridge.bench.peers;

import dev.kernelbridge.bench.Operands;

/** A peer that computes on vectors, on the caller's thread unless {@link #computes} says otherwise. */
public interface VectorPeer extends Peer {
    /**
     * Whether it has that operation in that type: only what its own interface offers as such counts, not what could be put together
     * from it.
     *
     * @param operation dot, axpy, sum, exp or nrm2
     * @param type      f64 or f32
     */
    boolean does(String operation, String type);

    /**
     * Its operands, in heap arrays or where its users would keep them, filled with {@link Operands#x(int)} and {@link Operands#y(int)}.
     * What it cannot do throws UnsupportedOperationException.
     */
    Operands open(String type, int length);
}

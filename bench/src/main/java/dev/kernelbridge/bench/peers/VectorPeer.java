package dev.kernelbridge.bench.peers;

import dev.kernelbridge.bench.Matrices;
import dev.kernelbridge.bench.Operands;
import dev.kernelbridge.bench.Refused;
import dev.kernelbridge.bench.VectorCheck;
import java.util.Set;
import java.util.function.IntFunction;

/** A peer that computes on vectors, on the caller's thread unless {@link #computes} says otherwise. */
public interface VectorPeer extends Peer {
    /**
     * Whether it has that operation in that type: only what its own interface offers as such counts, not what could be put together
     * from it.
     *
     * @param operation as {@link VectorCheck#call} and {@link dev.kernelbridge.bench.MatrixCheck#call} name it
     * @param type      f64 or f32
     */
    boolean does(String operation, String type);

    /**
     * Its operands, in heap arrays or where its users would keep them, filled with {@link Operands#x(int)} and {@link Operands#y(int)}.
     * What it cannot do throws UnsupportedOperationException.
     */
    Operands open(String type, int length);

    /** The places that it has besides the heap: {@code off-heap} if its users hand it native memory. */
    default Set<String> otherPlaces() {
        return Set.of();
    }

    /** The same in that place, heap or one of the {@link #otherPlaces}. */
    default Operands open(String type, String place, int length) {
        if (!place.equals("heap")) {
            throw new Refused("place: " + place + " by " + id() + "; it has the heap only");
        }
        return open(type, length);
    }

    /** Its matrices, in heap arrays; somebody who has no products throws UnsupportedOperationException. */
    default Matrices matrices(String type, int n) {
        throw new UnsupportedOperationException("matrices");
    }

    /** The error that it is allowed, in {@link VectorCheck#bound}'s units. One that needs more than ours says why. */
    default double bound(String operation, String type, int length) {
        return VectorCheck.bound(operation, type);
    }

    /**
     * The bound of who adds up in few variables of the array's type, as a plain loop does: up to length times half an ulp of 1, since all
     * terms are positive. In f32 that is a lot: 10^7 values were 5 % off.
     */
    static double fewAccumulators(String operation, String type, int length) {
        double unit = type.equals("f64") ? 0x1p-53 : 0x1p-24;
        double ours = VectorCheck.bound(operation, type);
        return Set.of("dot", "sum", "nrm2", "asum").contains(operation) ? Math.max(ours, length * unit) : ours;
    }

    /** Both types, for {@link #open} and {@link #matrices}; what is neither was never offered. */
    static <T> T open(String type, int length, IntFunction<T> f64, IntFunction<T> f32) {
        return switch (type) {
            case "f64" -> f64.apply(length);
            case "f32" -> f32.apply(length);
            default -> throw new IllegalArgumentException("type: \"" + type + "\" is unknown; known are f64, f32");
        };
    }
}

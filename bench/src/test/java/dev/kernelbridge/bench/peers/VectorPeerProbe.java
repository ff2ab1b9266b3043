package dev.kernelbridge.bench.peers;

import dev.kernelbridge.bench.MatrixCheck;
import dev.kernelbridge.bench.Operands;
import dev.kernelbridge.bench.VectorCheck;
import java.util.List;
import java.util.Optional;

/**
 * Checks one vector peer, in a JVM of its own as contests have it: two builds of OpenBLAS in one process would be linked to each other.
 * Arguments: the peer's id, then those of peers that are used before it in the same JVM; or {@code name}, to ask it for that and not
 * compute, or {@code names}, to ask all for theirs before.
 */
final class VectorPeerProbe {
    static final List<String> OPERATIONS = List.of("dot", "axpy", "sum", "nrm2", "asum", "exp", "log", "sin", "cos", "tanh", "add", "copy");
    static final List<String> PRODUCTS = List.of("gemv", "gemm");
    private static final int[] SIZES = {1, 2, 7, 33, 100};
    private static final int[] LENGTHS = {1, 7, 100, 1000, 10_000};

    private VectorPeerProbe() {
    }

    public static void main(String[] args) {
        if (args.length > 1 && args[1].startsWith("name")) {
            if (args[1].equals("names")) {
                Peer.all(VectorPeer.class).forEach(p -> System.out.println("asked: " + p.name() + ", " + p.computes() + ", " + p.missing()));
            }
            System.out.println("name: " + find(args[0]).name());
            return;
        }
        for (int i = 1; i < args.length; i++) {
            find(args[i]).open("f64", 1).dot();
        }
        VectorPeer peer = find(args[0]);
        Optional<String> missing = peer.missing();
        if (missing.isPresent()) {
            System.out.println("missing: " + missing.get());
            return;
        }
        System.out.println("name: " + peer.name());
        for (String type : List.of("f64", "f32")) {
            for (String operation : OPERATIONS) {
                if (peer.does(operation, type)) {
                    for (int length : LENGTHS) {
                        check(peer, operation, type, "heap", length);
                        peer.otherPlaces().forEach(place -> check(peer, operation, type, place, length));
                    }
                    System.out.println("right: " + operation + " " + type);
                }
            }
            for (String product : PRODUCTS) {
                if (peer.does(product, type)) {
                    for (int n : SIZES) {
                        product(peer, product, type, n);
                    }
                    System.out.println("right: " + product + " " + type);
                }
            }
        }
    }

    private static void product(VectorPeer peer, String operation, String type, int n) {
        for (int times = 0; times < 20; times++) {
            MatrixCheck.check(operation, peer.matrices(type, n), n, type + " on " + peer.id());
        }
    }

    /** Again and again: what the JIT compiler makes of it must be right too. */
    private static void check(VectorPeer peer, String operation, String type, String place, int length) {
        for (int times = 0; times < 50; times++) {
            try (Operands operands = peer.open(type, place, length)) {
                VectorCheck.check(operation, operands, length, type + " " + place + " on " + peer.id(), peer.bound(operation, type, length));
            }
        }
    }

    private static VectorPeer find(String id) {
        return Peer.all(VectorPeer.class).stream().filter(p -> p.id().equals(id)).findFirst().orElseThrow();
    }
}

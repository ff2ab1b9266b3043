package dev.kernelbridge.bench.peers;

import dev.kernelbridge.bench.Operands;
import dev.kernelbridge.bench.VectorCheck;
import java.util.List;
import java.util.Optional;

/**
 * Checks one vector peer, in a JVM of its own as contests have it: two builds of OpenBLAS in one process would be linked to each other.
 * Arguments: the peer's id, then those of peers that are used before it in the same JVM; or {@code names}, to ask all for their names
 * before and not compute.
 */
final class VectorPeerProbe {
    static final List<String> OPERATIONS = List.of("dot", "axpy", "sum", "exp", "nrm2");
    private static final int[] LENGTHS = {1, 7, 100, 1000, 10_000};

    private VectorPeerProbe() {
    }

    public static void main(String[] args) {
        if (args.length > 1 && args[1].equals("names")) {
            Peer.all(VectorPeer.class).forEach(p -> System.out.println("asked: " + p.name() + ", " + p.computes() + ", " + p.missing()));
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
        for (String operation : OPERATIONS) {
            for (String type : List.of("f64", "f32")) {
                if (peer.does(operation, type)) {
                    for (int length : LENGTHS) {
                        check(peer, operation, type, length);
                    }
                    System.out.println("right: " + operation + " " + type);
                }
            }
        }
    }

    /** Again and again: what the JIT compiler makes of it must be right too. */
    private static void check(VectorPeer peer, String operation, String type, int length) {
        for (int times = 0; times < 50; times++) {
            try (Operands operands = peer.open(type, length)) {
                VectorCheck.check(operation, operands, length, type + " on " + peer.id(), peer.bound(operation, type, length));
            }
        }
    }

    private static VectorPeer find(String id) {
        return Peer.all(VectorPeer.class).stream().filter(p -> p.id().equals(id)).findFirst().orElseThrow();
    }
}

package dev.kernelbridge.bench.peers;

import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * What somebody would use instead of ours. One file each, and its line in {@code META-INF/services} of the interface that it
 * implements. Made in every JVM that asks for its name, so a constructor does nothing slow and never throws.
 */
public interface Peer {
    /** Short and stable, what rows and the command line call it: {@code primesieve}, {@code openblas-skylakex}. */
    String id();

    /** Name and version, as its maker gives them. */
    String name();

    /** What it computes and how, in a few words: whether the comparison is one of like with like. */
    String computes();

    /** Why it cannot be used here, and what would help; empty if it can. Never throws. */
    Optional<String> missing();

    /** What its JVM has to be started with, beside what all are. */
    default List<String> jvmFlags() {
        return List.of();
    }

    /** All peers of one kind, in the order of their service file. */
    static <P extends Peer> List<P> all(Class<P> kind) {
        return ServiceLoader.load(kind).stream().map(ServiceLoader.Provider::get).toList();
    }
}

package dev.kernelbridge.bench;

import java.util.Optional;

/** What somebody would use instead of ours. One file each, and its line in META-INF/services. */
interface Peer {
    /** Name and version, as its maker gives them. */
    String name();

    /** What it computes and how, in a few words: whether the comparison is one of like with like. */
    String computes();

    /** Why it cannot be used here, and what would help; empty if it can. Never throws. */
    Optional<String> missing();
}

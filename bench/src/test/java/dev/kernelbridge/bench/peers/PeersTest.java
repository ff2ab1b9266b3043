package dev.kernelbridge.bench.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every peer answers rightly, or says why it is not there and what would bring it. */
final class PeersTest {
    static List<Named<PrimePeer>> primePeers() {
        return Peer.all(PrimePeer.class).stream().map(p -> Named.of(p.id(), p)).toList();
    }

    @ParameterizedTest
    @MethodSource("primePeers")
    void countsPrimes(PrimePeer peer) {
        assumeHere(peer);
        long[][] known = {{0, 0}, {1, 0}, {2, 1}, {3, 2}, {4, 2}, {9, 4}, {100, 25}, {127, 31}, {130, 31}, {131, 32}, {1_000_000, 78_498}};
        for (long[] pair : known) {
            assertEquals(pair[1], peer.count(0, pair[0], 1), peer.name() + " up to " + pair[0]);
        }
        if (peer.sieves()) {
            assertEquals(1, peer.count(100, 101, 1), "both ends belong to it");
        }
    }

    /** Skips, with its reason, the test of a peer that is not installed; on CI it has to be. */
    static void assumeHere(Peer peer) {
        assertTrue(peer.id().matches("[a-z0-9-]+"), peer.id());
        peer.missing().ifPresent(reason -> {
            assertTrue(reason.contains("; "), "reason; fix: " + reason);
            assertNotEquals("all", System.getProperty("kernelbridge.test.require"), reason);
            assumeTrue(false, reason);
        });
    }
}

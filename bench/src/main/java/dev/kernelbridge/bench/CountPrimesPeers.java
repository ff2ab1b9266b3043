package dev.kernelbridge.bench;

import dev.kernelbridge.Kernels;
import java.io.PrintStream;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;

/**
 * Is ours faster than what somebody would otherwise count primes with? Not by JMH: its forks run one after the other, and here ours
 * and the peer's take turns in one JVM. Both counts are checked, and warmed up, before any is timed.
 */
final class CountPrimesPeers {
    private static final int WARM_UPS = 2;

    private CountPrimesPeers() {
    }

    static List<PrimePeer> peers() {
        return ServiceLoader.load(PrimePeer.class).stream().map(ServiceLoader.Provider::get).toList();
    }

    /** A row for each backend, peer, size and number of threads; a peer that is not there is a row that says so. */
    static void run(Collection<String> backends, List<String> sizes, int rounds, PrintStream out) {
        List<PrimePeer> peers = peers();
        for (PrimePeer peer : peers) {
            out.println(peer.name() + ": " + peer.missing().map(why -> "passed over: " + why).orElse(peer.computes()));
        }
        out.printf("%d pairs in turn; ratio = theirs / ours of each pair, above 1 ours is faster%n", rounds);
        for (String n : sizes) {
            for (String threads : Ours.count(Ours.ALL) == 1 ? List.of("1") : List.of("1", Ours.ALL)) {
                for (String backend : backends) {
                    Kernels kernels = Ours.openAndSay(backend, threads);
                    for (PrimePeer peer : peers) {
                        String row = String.format(Locale.ROOT, "pi(%s), threads %-3s, %-6s %-18s ", n, threads, backend, peer.name());
                        out.println(row + row(kernels, peer, Published.number(n), threads, rounds));
                    }
                }
            }
        }
    }

    /** One comparison, in words and figures. */
    static String row(Kernels kernels, PrimePeer peer, long n, String threads, int rounds) {
        if (peer.missing().isPresent()) {
            return "passed over: " + peer.missing().get();
        }
        if (n > peer.most() || !peer.threaded() && !threads.equals("1")) {
            return n > peer.most() ? "not asked: made for n up to " + peer.most() : "not asked: has one thread";
        }
        long expected = Published.pi(n);
        int count = Ours.count(threads);
        for (int i = 0; i < WARM_UPS; i++) {
            Refused.unlessEqual("pi on " + kernels.report().backend().id(), kernels.countPrimes(n), expected);
            Refused.unlessEqual("pi by " + peer.name(), peer.count(n, count), expected);
        }
        Pairs pairs = Pairs.time(rounds, () -> kernels.countPrimes(n), () -> peer.count(n, count));
        double[] ratios = pairs.ratios();
        return String.format(Locale.ROOT, "ours %s, theirs %s, ratio %.2f (%.2f to %.2f): %s", Pairs.times(pairs.ours()),
                Pairs.times(pairs.theirs()), Pairs.median(ratios), ratios[0], ratios[rounds - 1], pairs.verdict());
    }
}

package dev.kernelbridge.bench;

import dev.kernelbridge.Backend;
import dev.kernelbridge.BackendUnavailableException;
import dev.kernelbridge.Kernels;
import dev.kernelbridge.bench.peers.Peer;
import dev.kernelbridge.bench.peers.VectorApi;
import dev.kernelbridge.bench.peers.VectorPeer;
import java.util.Arrays;
import java.util.List;

/**
 * Finds the competitor that a benchmark names: one of our backends, that one and no replacement, since a fallback would be timed under
 * a false name; or a peer.
 */
public final class Ours {
    /** The system property that says for how many milliseconds {@link #warm} calls; 0 unless set. */
    public static final String WARM = "kernelbridge.bench.warm";

    /** JAVA in a JVM with the module jdk.incubator.vector, which it then uses once it has worked for a while; plain JAVA has it not. */
    public static final String JAVA_VECTOR = "java-vector";

    /** {@code threads} for all processors. */
    static final String ALL = "all";

    private Ours() {
    }

    /** Whether that competitor is one of our backends. */
    static boolean backend(String competitor) {
        return competitor.equals(JAVA_VECTOR) || Arrays.stream(Backend.values()).anyMatch(b -> b.id().equals(competitor));
    }

    /** The backend that such a competitor is. */
    static Backend of(String competitor) {
        return competitor.equals(JAVA_VECTOR) ? Backend.JAVA : Backend.of(competitor);
    }

    /** The peer of that name, which is here. */
    static <P extends Peer> P peer(Class<P> kind, String competitor) {
        List<P> peers = Peer.all(kind); // made, but only the one is asked anything: two builds of one library disturb each other
        P peer = peers.stream().filter(p -> p.id().equals(competitor)).findFirst().orElseThrow(() -> new Refused("competitor: \""
                + competitor + "\" is unknown; known are " + Arrays.stream(Backend.values()).map(Backend::id).toList() + " and "
                + peers.stream().map(Peer::id).toList()));
        peer.missing().ifPresent(reason -> {
            throw new Refused(competitor + ": " + reason);
        });
        return peer;
    }

    /** The backend on that many threads ({@code 1}, {@code all}). */
    static Kernels open(String backend, String threads) {
        return open(backend, threads, false);
    }

    /** The same, made to sieve where there is a formula. */
    static Kernels open(String backend, String threads, boolean sieve) {
        Backend wanted = of(backend);
        if (backend.equals(JAVA_VECTOR) && !VectorApi.inThisJvm()) {
            throw new Refused(JAVA_VECTOR + ": this JVM runs without the module jdk.incubator.vector; start it with " + VectorApi.MODULE);
        }
        try {
            Kernels kernels = Kernels.builder().backend(wanted).required(true).threads(count(threads)).sieve(sieve).build();
            assertRuns(kernels, wanted);
            return kernels;
        } catch (BackendUnavailableException e) {
            throw new Refused(backend + ": " + e.availability());
        }
    }

    /** With all threads. */
    static Kernels open(String backend) {
        return open(backend, ALL);
    }

    /** Refuses unless the report names that backend. */
    static void assertRuns(Kernels kernels, Backend wanted) {
        Backend runs = kernels.report().backend();
        if (runs != wanted || !kernels.report().passedOver().isEmpty()) {
            throw new Refused(wanted.id() + " was asked for and " + runs.id() + " runs: " + kernels.report());
        }
    }

    /**
     * Calls for some seconds if the competitor is ours. A long call is timed once, and what the JVM has not compiled by then is timed with it:
     * pi(10^16) in Java took 2.5 s after a call at 10^8, and 1.7 s after five seconds of calls. The peers are compiled already, or are short
     * loops, for which JMH's warm-up is enough.
     */
    static void warm(String competitor, Runnable call) {
        long nanos = Long.getLong(WARM, 0) * 1_000_000;
        for (long start = System.nanoTime(); backend(competitor) && System.nanoTime() - start < nanos;) {
            call.run();
        }
    }

    /**
     * The same for vector math, where those who use the Vector API need it, ours and peers: until C2 has compiled it, which takes longer than
     * JMH's warm-up, it is up to a thousand times slower. JAVA tries its vector forms after 2^24 elements.
     *
     * @param part of that time: there are many rows, and our products take longest
     */
    static void warmVectors(String competitor, double part, Runnable call) {
        boolean needed = competitor.equals(JAVA_VECTOR) || Peer.all(VectorPeer.class).stream()
                .anyMatch(p -> p.id().equals(competitor) && p.jvmFlags().contains(VectorApi.MODULE));
        long nanos = (long) (part * Long.getLong(WARM, 0) * 1e6);
        for (long start = System.nanoTime(); needed && System.nanoTime() - start < nanos;) {
            call.run();
        }
    }

    static int count(String threads) {
        return threads.equals(ALL) ? Runtime.getRuntime().availableProcessors() : Integer.parseInt(threads);
    }
}

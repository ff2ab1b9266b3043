package dev.kernelbridge.bench;

import dev.kernelbridge.Backend;
import dev.kernelbridge.BackendUnavailableException;
import dev.kernelbridge.Kernels;

/** Opens the backend that a benchmark names, that one and no replacement: a fallback would be timed under a false name. */
final class Ours {
    /** {@code threads} for all processors. */
    static final String ALL = "all";

    /** For the forks: they are started by class path, where the jar's manifest does not count. */
    static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";

    /** JMH 1.37 asks sun.misc.Unsafe, and JDK 25 warns of it in every fork. */
    static final String JMH_UNSAFE = "--sun-misc-unsafe-memory-access=allow";

    private Ours() {
    }

    /** The backend on that many threads ({@code 1}, {@code all}). */
    static Kernels open(String backend, String threads) {
        Backend wanted = Backend.of(backend);
        try {
            Kernels kernels = Kernels.builder().backend(wanted).required(true).threads(count(threads)).build();
            assertRuns(kernels, wanted);
            return kernels;
        } catch (BackendUnavailableException e) {
            throw new Refused(backend + ": " + e.availability());
        }
    }

    /** {@link #open} and a line that says which device runs: once a fork. */
    static Kernels openAndSay(String backend, String threads) {
        Kernels kernels = open(backend, threads);
        say(kernels);
        return kernels;
    }

    static void say(Kernels kernels) {
        System.out.println("[" + kernels.report().backend().id() + " runs on " + kernels.report().device() + "]");
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

    static int count(String threads) {
        return threads.equals(ALL) ? Runtime.getRuntime().availableProcessors() : Integer.parseInt(threads);
    }
}

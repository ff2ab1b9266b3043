package dev.kernelbridge.bench;

import dev.kernelbridge.Backend;
import dev.kernelbridge.BackendUnavailableException;
import dev.kernelbridge.Kernels;

/** Opens the backend that a benchmark names, that one and no replacement: a fallback would be timed under a false name. */
final class Ours {
    /** {@code threads} for all processors. */
    static final String ALL = "all";

    private Ours() {
    }

    /** The backend on that many threads ({@code 1}, {@code all}); prints which device runs. */
    static Kernels open(String backend, String threads) {
        Backend wanted = Backend.of(backend);
        try {
            Kernels kernels = Kernels.builder().backend(wanted).required(true).threads(count(threads)).build();
            assertRuns(kernels, wanted);
            System.out.println("[" + backend + " runs on " + kernels.report().device() + "] ");
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

    static int count(String threads) {
        return threads.equals(ALL) ? Runtime.getRuntime().availableProcessors() : Integer.parseInt(threads);
    }
}

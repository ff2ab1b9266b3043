package dev.kernelbridge.cli;

import dev.kernelbridge.Kernels;
import java.time.Duration;
import picocli.CommandLine.Option;

/** What every computing command takes, however many backends it asks. */
final class Limits {
    @Option(names = "--threads", paramLabel = "T", description = "how many threads to use; without it, all processors")
    private Integer threads;

    @Option(names = "--deadline", paramLabel = "SECONDS", description = "give up a call that takes longer")
    private Double deadline;

    @Option(names = "--json", description = "print JSON Lines: one object for each answer")
    private boolean json;

    /** A builder with these limits. */
    Kernels.Builder builder() {
        Kernels.Builder builder = Kernels.builder();
        if (threads != null) {
            builder.threads(threads);
        }
        if (deadline != null) {
            if (!(deadline > 0 && deadline <= 1e9)) { // also not NaN
                throw new IllegalArgumentException("--deadline: " + deadline + " is not in 0 to 1e9 seconds, 0 excluded");
            }
            builder.deadline(Duration.ofNanos(Math.max(1, Math.round(deadline * 1e9))));
        }
        return builder;
    }

    boolean json() {
        return json;
    }
}

package dev.kernelbridge.scalar;

import java.util.function.LongSupplier;

/** The trial of a {@link Choice}: runs both forms until C2 has compiled them, and measures which is faster. */
final class Rounds {
    /** C2 compiles what was called 5000 times, or has loops and was called less often. */
    private static final int FIRST = 120;
    /** A form that is not compiled by then is not worth a core: 10 s beside a program that keeps the compiler busy. */
    private static final int LAST = 1000;
    private static final long PAUSE_MILLIS = 2; // for the compiler
    private static final int IN_A_ROW = 5;
    private static final int SAMPLES = 7;
    private static final double FASTER = 0.9;

    private final Choice.Trial trial;
    private final LongSupplier nanoTime;

    Rounds(Choice.Trial trial, LongSupplier nanoTime) {
        this.trial = trial;
        this.nanoTime = nanoTime;
    }

    /** The nanoseconds of a plain call if the vector form was found faster several times in a row; else 0. */
    double plainIfSlower() {
        int good = 0;
        for (int round = 0; round < LAST; round++) {
            warm(round);
            if (round >= FIRST) {
                long plain = least(trial::plain);
                long vector = least(trial::vector);
                good = vector < FASTER * plain ? good + 1 : 0;
                if (good == IN_A_ROW) {
                    return plain;
                }
            }
            try {
                Thread.sleep(round < FIRST ? 0 : PAUSE_MILLIS);
            } catch (InterruptedException e) {
                return 0;
            }
        }
        return 0;
    }

    /** Calls of all kinds of lengths: what a compiled method has never seen makes the JVM throw it away. */
    private void warm(int round) {
        int calls = trial.calls();
        for (int call = 0; call < calls; call++) {
            int n = 64 + (round * calls + call) * 37 % (trial.length() - 63);
            trial.plain(n);
            trial.vector(n);
        }
    }

    /** The least of some samples: other processes only ever add to it. */
    private long least(Form form) {
        long least = Long.MAX_VALUE;
        for (int sample = 0; sample < SAMPLES; sample++) {
            long from = nanoTime.getAsLong();
            form.run(trial.length());
            least = Math.min(least, nanoTime.getAsLong() - from);
        }
        return least;
    }

    @FunctionalInterface
    private interface Form {
        void run(int n);
    }
}

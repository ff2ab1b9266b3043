package dev.kernelbridge.scalar;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * Whether an operation runs in its plain form or in the Vector API's. A call never waits for the latter: until C2 has compiled it, it is
 * 12 to 200 times slower, matrix tiles 1000 times, and loading its classes takes 0.1 s. So an operation that has proved to be worth it is
 * tried in the background, and the callers change to the vector form when it is compiled and faster. Their calls are then timed now and
 * then: one that has become slow, since the JVM threw its code away or compiles it anew, goes back to the plain form and is tried again
 * later, each time after more work.
 *
 * <p>No locks: threads share a few counters without care, and what is lost by that delays a decision a little.
 */
final class Choice {
    /** Elements after which the vector form is tried, 4 ms of a plain sum or 2 of a product: a JVM that does less has no use for it. */
    static final int WORTH = 1 << 24;
    /** Elements between two timed calls: the clock takes 50 ns, they 5000. */
    static final int EVERY = 1 << 16;
    private static final int COUNTERS = 16;
    private static final int APART = 16; // ints: a cache line
    private static final int TRIES = 5;
    private static final long SLACK_NANOS = 300;
    /** Slow calls in a row that take so long together end it, too, if there are two at least. */
    private static final long PATIENCE_NANOS = 500_000_000;

    /** Both forms on operands of the trial's own, the way callers will call them. An element of a matrix product is a multiplication. */
    interface Trial {
        /** Elements of a measured call of a sum or a map. */
        int LENGTH = 1000;

        /** Elements of a measured call. */
        default int length() {
            return LENGTH;
        }

        /** Calls between two looks at the clock. */
        default int calls() {
            return 50;
        }

        /**
         * Nanoseconds that an element of a vector call may take, if the plain form's took so many in cache: twice that, and what 16 bytes
         * from memory take.
         */
        default double allowed(double plain) {
            return 2 * plain + 2;
        }

        /** So many slow calls in a row end it: the clock also counts what other processes do. */
        default int strikes() {
            return 3;
        }

        /** Whether this machine has the vectors; asked in the background, since to ask loads the Vector API. */
        boolean possible();

        void plain(int n);

        void vector(int n);

        /** The trial is over, until the next one. */
        default void end() {
        }
    }

    private enum State { PLAIN, TRYING, VECTOR, NEVER }

    private final Trial trial;
    private final Executor background;
    private final LongSupplier nanoTime;
    private final int[] left = new int[COUNTERS * APART];
    private final AtomicReference<State> state = new AtomicReference<>(State.PLAIN);
    private volatile double allowed; // nanoseconds an element
    private int strikes;
    private long strikeNanos;
    private int tries;

    Choice(Trial trial, Executor background, LongSupplier nanoTime) {
        this.trial = trial;
        this.background = background;
        this.nanoTime = nanoTime;
        count(WORTH);
    }

    /** Whether calls run in the vector form now. */
    boolean isVector() {
        return state.get() == State.VECTOR;
    }

    /** Whether a call of n elements runs in the vector form; it counts the call if not. */
    boolean vector(long n) {
        State now = state.get();
        if (now == State.PLAIN && passes(n)) {
            begin();
        }
        return now == State.VECTOR;
    }

    /** Whether this call's vector form is to be timed, for {@link #took}. */
    boolean watched(long n) {
        return passes(n);
    }

    /** A watched call's time. */
    void took(long n, long nanos) {
        if (nanos <= SLACK_NANOS + allowed * n) {
            strikes = 0;
            strikeNanos = 0;
            left[counter()] = EVERY;
            return;
        }
        strikes++;
        strikeNanos += nanos;
        if (strikes >= trial.strikes() || strikes > 1 && strikeNanos > PATIENCE_NANOS) {
            retreat();
        } // else the counter stays below zero: the next call is watched too
    }

    long now() {
        return nanoTime.getAsLong();
    }

    private boolean passes(long n) {
        int mine = counter();
        int now = left[mine];
        if (now >= 0) {
            now -= (int) Math.min(n, WORTH);
            left[mine] = now;
        }
        return now < 0;
    }

    private static int counter() {
        return ((int) Thread.currentThread().threadId() & COUNTERS - 1) * APART;
    }

    private void count(int elements) {
        for (int i = 0; i < left.length; i += APART) {
            left[i] = elements;
        }
    }

    private void begin() {
        if (state.compareAndSet(State.PLAIN, State.TRYING)) {
            background.execute(this::tryIt);
        }
    }

    private void retreat() {
        if (state.compareAndSet(State.VECTOR, State.TRYING)) {
            later();
        }
    }

    /** To the plain form, until twice as much work as the last time is done. */
    private void later() {
        strikes = 0;
        strikeNanos = 0;
        tries++;
        count(WORTH << Math.min(tries, TRIES));
        state.set(tries < TRIES ? State.PLAIN : State.NEVER);
    }

    private void tryIt() {
        try {
            if (!trial.possible()) {
                state.set(State.NEVER);
                return;
            }
            double plain = new Rounds(trial, nanoTime).plainIfSlower();
            if (plain > 0) {
                allowed = trial.allowed(plain / trial.length());
                count(EVERY);
                state.set(State.VECTOR);
            } else {
                later();
            }
        } finally {
            trial.end();
        }
    }
}

package dev.kernelbridge.cli;

import dev.kernelbridge.CallReport;
import dev.kernelbridge.Progress;
import dev.kernelbridge.ProgressListener;
import java.util.Locale;

/**
 * Knows what the command is doing: for the progress bar, and for the one line that Ctrl-C leaves behind. The JVM ends on SIGINT
 * with exit code 130 whatever the threads do; a shutdown hook only says what was done until then, so nothing has to be asked to
 * stop.
 */
final class Watch implements ProgressListener, AutoCloseable {
    /** Shorter calls are over before a bar is read. */
    private static final long BAR_AFTER_NANOS = 500_000_000;

    private final Console console;
    private final boolean bars;
    private final Thread hook = new Thread(this::tellWhatWasDone, "kernels-interrupted");
    private volatile String task;
    private volatile long start;
    private volatile double done;
    private volatile long written;
    private volatile Bar bar;
    private CallReport last;

    /** @param bars whether a bar may be drawn if stderr is a terminal */
    Watch(Console console, boolean bars) {
        this.console = console;
        this.bars = bars && console.progress();
        Runtime.getRuntime().addShutdownHook(hook);
        Warnings.beforeEach(this::clearLine);
    }

    /** A call begins. */
    void begin(String what) {
        last = null;
        done = 0;
        start = System.nanoTime();
        task = what;
    }

    @Override
    public void progress(Progress progress) {
        show(progress.done());
        if (bar != null) {
            bar.say(progress.doing());
        }
    }

    /** That share of the call is done. */
    void show(double share) {
        done = share;
        if (bars && System.nanoTime() - start > BAR_AFTER_NANOS) {
            if (bar == null) {
                bar = new Bar(console.err(), task);
            }
            bar.show(share);
        }
    }

    @Override
    public void finished(CallReport report) {
        last = report;
    }

    /** The call is over, well or not: the bar goes away. Returns the seconds since it began. */
    double end() {
        double seconds = (System.nanoTime() - start) / 1e9;
        task = null;
        if (bar != null) {
            bar.close();
            bar = null;
        }
        return seconds;
    }

    /** What the last call told about itself; null if it told nothing. */
    CallReport report() {
        return last;
    }

    /** So many answers more are with the reader. */
    void wrote(long answers) {
        written += answers;
    }

    private void clearLine() {
        Bar shown = bar;
        if (shown != null) {
            shown.clear();
        }
    }

    private void tellWhatWasDone() {
        clearLine();
        String now = task;
        int percent = (int) (100 * done);
        String doing = now == null ? "nothing was being computed"
                : now + ", " + (percent < 1 ? "less than 1" : percent) + " % done after "
                + String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - start) / 1e9);
        console.say("interrupted: " + doing + "; " + switch ((int) Math.min(written, 2)) {
            case 0 -> "nothing was written";
            case 1 -> "the answer before it was written";
            default -> "the " + written + " answers before it were written";
        });
    }

    /** Nothing is being done any more: from now on the process may end without a word. */
    @Override
    public void close() {
        end();
        Warnings.beforeEach(null);
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyEnding) {
            // the hook is telling its line
        }
    }
}

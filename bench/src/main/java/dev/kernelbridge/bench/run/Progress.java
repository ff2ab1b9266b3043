package dev.kernelbridge.bench.run;

import java.io.PrintStream;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar on a terminal, with who is asked what; a line for each round elsewhere. */
final class Progress implements Campaign.Watcher, AutoCloseable {
    private final PrintStream err;
    private final boolean terminal = System.console() != null && System.console().isTerminal();
    private ProgressBar bar;
    private int round = -1;

    Progress(PrintStream err) {
        this.err = err;
    }

    @Override
    public void asks(int now, int done, int of, Question question, String competitor) {
        if (now != round) {
            round = now;
            close();
            if (terminal) {
                bar = new ProgressBarBuilder().setTaskName("round " + (now + 1)).setInitialMax(of).setStyle(ProgressBarStyle.ASCII)
                        .setUpdateIntervalMillis(250).hideEta().clearDisplayOnFinish().setConsumer(new Line(err)).build();
            } else {
                err.println("bench: round " + (now + 1) + ", " + of + " rows");
            }
        }
        if (bar != null) {
            bar.stepTo(done);
            bar.setExtraMessage(" " + competitor + " " + question.name() + " " + question.size());
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }

    /** Our own, since the library's asks JLine for the width, which starts processes and changes the terminal's settings. */
    private record Line(PrintStream err) implements ProgressBarConsumer {
        @Override
        public int getMaxRenderedLength() {
            String columns = System.getenv("COLUMNS"); // the launcher exports it
            return columns != null && columns.matches("[1-9]\\d{1,3}") ? Integer.parseInt(columns) - 1 : 79;
        }

        @Override
        public void accept(String text) {
            err.print("\r" + text);
            err.flush();
        }

        @Override
        public void clear() {
            err.print("\r\033[K");
            err.flush();
        }

        @Override
        public void close() {
            // the terminal stays
        }
    }
}

package dev.kernelbridge.cli;

import java.io.PrintStream;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

/** The progress bar of one call on one line of the terminal, which is empty again afterwards. Loaded only when a bar is shown. */
final class Bar implements AutoCloseable {
    private static final int STEPS = 1000;
    private final Line line;
    private final ProgressBar bar;

    Bar(PrintStream terminal, String task) {
        line = new Line(terminal);
        bar = ProgressBar.builder().setTaskName(task).setInitialMax(STEPS).setUnit("%", STEPS / 100).setConsumer(line)
                .setStyle(ProgressBarStyle.ASCII).setUpdateIntervalMillis(200).continuousUpdate().clearDisplayOnFinish().build();
    }

    /** Shows that share of the work as done. */
    void show(double done) {
        bar.stepTo((long) (STEPS * done));
    }

    /** What is being done, behind the bar, as far as the line goes. */
    void say(String doing) {
        bar.setExtraMessage(" " + doing);
    }

    /** Makes room for a line of text; the bar comes back by itself. */
    void clear() {
        line.clear();
    }

    @Override
    public void close() {
        bar.close();
    }

    /** Our own, since the library's asks JLine for the width, which starts processes and changes the terminal's settings. */
    private record Line(PrintStream terminal) implements ProgressBarConsumer {
        @Override
        public int getMaxRenderedLength() {
            String columns = System.getenv("COLUMNS"); // the launcher exports it
            return columns != null && columns.matches("[1-9]\\d{1,3}") ? Integer.parseInt(columns) - 1 : 79;
        }

        @Override
        public void accept(String text) {
            terminal.print("\r" + text);
            terminal.flush();
        }

        @Override
        public void clear() {
            terminal.print("\r\033[K");
            terminal.flush();
        }

        @Override
        public void close() {
            // the terminal stays
        }
    }
}

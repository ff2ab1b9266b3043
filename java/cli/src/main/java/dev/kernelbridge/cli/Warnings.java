package dev.kernelbridge.cli;

import java.text.MessageFormat;
import java.util.ResourceBundle;

/**
 * What libraries log, as the command says things: one line on stderr, {@code kernels: warning: …}, and only from WARNING up. A
 * LoggerFinder rather than a format for java.util.logging, which would be loaded for it on every start, and would write its
 * lines into the progress bar.
 */
public final class Warnings extends System.LoggerFinder {
    /** Takes the progress bar off the line before something else is written there. */
    private static volatile Runnable clearLine = () -> { };

    /** Found by the JDK's ServiceLoader. */
    public Warnings() {
    }

    /** Sets what makes room for a line; null for nothing. */
    static void beforeEach(Runnable clear) {
        clearLine = clear == null ? () -> { } : clear;
    }

    @Override
    public System.Logger getLogger(String name, Module module) {
        return new OneLine(name);
    }

    private record OneLine(String name) implements System.Logger {
        @Override
        public String getName() {
            return name;
        }

        @Override
        public boolean isLoggable(Level level) {
            return level.getSeverity() >= Level.WARNING.getSeverity() && level != Level.OFF;
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {
            if (isLoggable(level)) {
                clearLine.run();
                System.err.println("kernels: " + (level == Level.ERROR ? "error: " : "warning: ") + message
                        + (thrown == null ? "" : " (" + thrown + ")"));
            }
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String format, Object... params) {
            if (isLoggable(level)) {
                log(level, bundle, params == null || params.length == 0 ? format : MessageFormat.format(format, params),
                        (Throwable) null);
            }
        }
    }
}

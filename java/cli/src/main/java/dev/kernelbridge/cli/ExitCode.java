package dev.kernelbridge.cli;

/** What the command returns to the shell. An interrupt ends the JVM with 130, as shells expect. */
final class ExitCode {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int BAD_INPUT = 2;
    /** 128 + SIGPIPE: the reader has gone, as with {@code | head -1}. */
    static final int READER_GONE = 141;

    private ExitCode() {
    }
}

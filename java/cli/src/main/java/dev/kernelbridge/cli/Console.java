package dev.kernelbridge.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the command reads and writes, so that tests can stand in for a shell. Text is UTF-8 whatever the locale: the product
 * sign is part of the output that programs read.
 *
 * @param in       numbers, when there are none among the arguments
 * @param out      results; unbuffered, and unlike a {@link PrintStream} it tells when nobody reads any more
 * @param err      progress, warnings and errors
 * @param asks     whether a person types the input
 * @param shows    whether a person reads the results as they come
 * @param progress whether a person reads {@code err}, and a progress bar makes sense
 */
record Console(InputStream in, OutputStream out, PrintStream err, boolean asks, boolean shows, boolean progress) {

    /** The process's own streams. */
    static Console ofProcess() {
        return new Console(new FileInputStream(FileDescriptor.in), new FileOutputStream(FileDescriptor.out),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                isTerminal(0), isTerminal(1), isTerminal(2));
    }

    /** Says something to the person, marked as coming from here. */
    void say(String message) {
        err.println("kernels: " + message);
    }

    /** Linux shows what a descriptor is open on; elsewhere there is no way without native code, and so no bar. */
    private static boolean isTerminal(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }
}

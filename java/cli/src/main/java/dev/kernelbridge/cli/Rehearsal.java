package dev.kernelbridge.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * What the launcher records the JVM's AOT cache from after a build: the usual requests once, unseen. A class that is used here
 * starts from the cache later.
 */
final class Rehearsal {

    private Rehearsal() {
    }

    /** Exit code 0 if all went well. */
    public static void main(String[] arguments) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Console console = new Console(InputStream.nullInputStream(), OutputStream.nullOutputStream(), nowhere,
                false, false, false);
        int exit = Main.run(console, "pi", "1e6");
        exit |= Main.run(console, "factor", "2139079", "2^61-1", "--json");
        exit |= Main.run(console, "isprime", "7", "9");
        exit |= Main.run(console, "compare", "factor", "2139079", "--threads", "1");
        System.exit(exit);
    }
}

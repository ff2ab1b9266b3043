package dev.kernelbridge.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Numbers from stdin: all good lines are answered, in order, as soon as they are there. */
final class StdinTest {

    @Test
    void skipsBlanksAndCommentsAndGoesOnAfterBadLines() {
        Shell run = Shell.withInput("12\n\nabc\n# a comment\n0\r\n 7 # trailing\r\n2^64+1\n9", "factor");
        assertEquals("12: 12 = 2^2 × 3\n7: 7 = 7\n2^64+1: 18446744073709551617 = 274177 × 67280421310721\n9: 9 = 3^2\n",
                run.out());
        assertEquals("kernels: line 3: \"abc\" is no whole number; "
                + "write it as 1000000, 1_000_000, 1e12, 1.5e9, 10^12 or 2^64-59\n"
                + "kernels: line 5: \"0\": 0 has no factorization, since every number divides it\n", run.err());
        assertEquals(ExitCode.BAD_INPUT, run.exit());
    }

    @Test
    void nothingIsNoError() {
        assertEquals(new Shell(ExitCode.DONE, "", ""), Shell.kernels("pi"));
        assertEquals(new Shell(ExitCode.DONE, "", ""), Shell.withInput("# only this\n", "pi", "--json"));
    }

    @Test
    void keepsTheOrderOfManySlices() {
        String input = IntStream.rangeClosed(1, 100_000).mapToObj(Integer::toString).collect(Collectors.joining("\n"));
        Shell run = Shell.withInput(input, "isprime");
        String[] lines = run.out().split("\n");
        assertEquals(100_000, lines.length);
        int primes = 0;
        for (int i = 0; i < lines.length; i++) {
            assertEquals(i + 1, Integer.parseInt(lines[i].substring(0, lines[i].indexOf(':'))));
            primes += lines[i].endsWith(": prime") ? 1 : 0;
        }
        assertEquals(9592, primes); // pi(10^5)
    }

    /** What goes in batches, unsigned, and what does not stay in their order. */
    @Test
    void factorsWordsOfAllKindsInTheirOrder() {
        Shell run = Shell.withInput("9223372036854775807\n9223372036854775808\n18446744073709551615\n-6\n-9223372036854775808\n6\n1\n"
                + "18446744073709551557\n", "factor", "--on", "java");
        assertEquals("""
            9223372036854775807: 9223372036854775807 = 7^2 × 73 × 127 × 337 × 92737 × 649657
            9223372036854775808: 9223372036854775808 = 2^63
            18446744073709551615: 18446744073709551615 = 3 × 5 × 17 × 257 × 641 × 65537 × 6700417
            -6: -6 = -1 × 2 × 3
            -9223372036854775808: -9223372036854775808 = -1 × 2^63
            6: 6 = 2 × 3
            1: 1 = 1
            18446744073709551557: 18446744073709551557 = 18446744073709551557
            """, run.out());
    }

    @Test
    @Timeout(60)
    void answersALineBeforeTheNextOneComes() throws Exception {
        PipedOutputStream keyboard = new PipedOutputStream();
        PipedOutputStream out = new PipedOutputStream();
        BufferedReader screen = new BufferedReader(new InputStreamReader(new PipedInputStream(out), StandardCharsets.UTF_8));
        Console console = new Console(new PipedInputStream(keyboard), out,
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8), false, false, false);
        CompletableFuture<Integer> exit = CompletableFuture.supplyAsync(() -> Main.run(console, "pi", "--on", "java"));
        for (String[] line : new String[][] {{"10\n", "4"}, {"100\n10", "25"}, {"00\n", "168"}}) {
            keyboard.write(line[0].getBytes(StandardCharsets.UTF_8));
            keyboard.flush();
            assertEquals(line[1], screen.readLine());
        }
        keyboard.close();
        assertEquals(ExitCode.DONE, exit.get(10, TimeUnit.SECONDS));
    }
}

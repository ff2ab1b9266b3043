package dev.kernelbridge.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What only a process of its own shows: signals, a reader that goes away, and warnings through System.Logger. */
@EnabledOnOs(OS.LINUX)
@Timeout(120)
final class ProcessTest {

    private static Process start(String... arguments) throws Exception {
        // A shell's background jobs, and so perhaps this JVM, ignore SIGINT; our child is to be in the foreground.
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--enable-native-access=ALL-UNNAMED",
                "-cp", System.getProperty("java.class.path"), "dev.kernelbridge.cli.Main"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).start();
    }

    private static String all(InputStream in) throws Exception {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void ctrlCEndsAtOnceAndSaysWhatWasDone() throws Exception {
        Process process = start("pi", "1000", "9e18", "--on", "java");
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        assertEquals("168", out.readLine());
        Thread.sleep(1500);
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
        assertTrue(process.waitFor(20, TimeUnit.SECONDS), "it goes on");
        assertEquals(130, process.exitValue());
        String err = all(process.getErrorStream());
        assertTrue(err.matches("kernels: interrupted: pi 9e18, less than 1 % done after \\d+\\.\\d s; "
                + "the answer before it was written\n"), err);
        assertEquals(null, out.readLine());
    }

    @Test
    void aReaderThatGoesAwayEndsItSilently() throws Exception {
        Process process = start("primes", "1", "1e12", "--on", "java");
        assertEquals("2", process.inputReader(StandardCharsets.UTF_8).readLine());
        process.getInputStream().close();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals("", all(process.getErrorStream()));
        assertEquals(ExitCode.READER_GONE, process.exitValue());
    }

    @Test
    void aBackendThatIsMissingIsOneWarning() throws Exception {
        Process process = start("pi", "1e6", "10", "--on", "cuda");
        assertEquals("78498\n4\n", all(process.getInputStream()));
        String err = all(process.getErrorStream());
        assertEquals(0, process.waitFor());
        if (!err.isEmpty()) { // no GPU here
            assertEquals(1, err.lines().count(), err);
            assertTrue(err.startsWith("kernels: warning: cuda was asked for and is not used: "), err);
        }
    }
}

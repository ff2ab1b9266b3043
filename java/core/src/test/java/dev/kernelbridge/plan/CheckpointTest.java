package dev.kernelbridge.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kernelbridge.Backend;
import dev.kernelbridge.DeadlineExceededException;
import dev.kernelbridge.KernelException;
import dev.kernelbridge.KernelInterruptedException;
import dev.kernelbridge.Kernels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A count that is stopped or killed at any moment and goes on from its file; files that cannot be used stay as they are. */
final class CheckpointTest {
    private static final long N = 1_000_000_000_000_000L;
    private static final long PI_N = 29_844_570_422_669L;

    @TempDir
    private Path folder;

    @Test
    void deadlinesAtRandomMomentsLoseNothing() {
        Path file = folder.resolve("deadline");
        Random random = new Random(15);
        for (int stops = 0; ; stops++) {
            try {
                assertEquals(PI_N, count(file, Duration.ofMillis(150 + random.nextInt(400)), 1 + random.nextInt(3)));
                assertTrue(stops >= 1, "it was never stopped");
                break;
            } catch (DeadlineExceededException e) {
                assertTrue(Files.exists(file) || stops == 0, "no state was left");
                assertTrue(stops < 500, "it does not come nearer to the end");
            }
        }
        assertFalse(Files.exists(file), "nothing is left to resume");
    }

    /** A state is written every second, or as much less often as it takes longer than a 50th of that; but every ten seconds at least. */
    @Test
    void writingTakesAFiftiethOfTheTime() {
        long ms = 1_000_000;
        assertEquals(1000 * ms, Checkpoint.period(0));
        assertEquals(1000 * ms, Checkpoint.period(20 * ms));
        assertEquals(5000 * ms, Checkpoint.period(100 * ms));
        assertEquals(10_000 * ms, Checkpoint.period(30_000 * ms));
    }

    /** A channel closes itself under an interrupted thread: the state of the last second was lost, with a warning. */
    @Test
    void anInterruptLeavesTheStateOfThatMoment() throws IOException {
        Path file = folder.resolve("interrupted");
        byte[][] before = new byte[1][];
        Kernels k = Kernels.builder().backend(Backend.JAVA).threads(2).checkpoint(file).progress(p -> {
            if (before[0] == null) {
                before[0] = content(file);
                Thread.currentThread().interrupt(); // felt after the next unit
            }
        }).build();
        try {
            assertThrows(KernelInterruptedException.class, () -> k.countPrimes(N));
        } finally {
            assertTrue(Thread.interrupted(), "the caller can still tell that it was interrupted");
        }
        assertFalse(Arrays.equals(before[0], content(file)), "what was done since is in the file");
        try (var files = Files.list(folder)) {
            assertEquals(List.of(file), files.toList(), "nothing half written is left");
        }
        assertEquals(PI_N, count(file, null, 2));
    }

    private static byte[] content(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void killedAndResumed() throws Exception {
        Path file = folder.resolve("killed");
        Process child = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), CountForever.class.getName(), file.toString()).inheritIO().start();
        try {
            for (int i = 0; i < 6000 && !Files.exists(file); i++) {
                Thread.sleep(10);
            }
            Thread.sleep(200); // well within the first count, which a cold JVM makes: between two counts there is no file
        } finally {
            child.destroyForcibly(); // SIGKILL
        }
        assertTrue(child.waitFor(10, TimeUnit.SECONDS));
        assertTrue(Files.exists(file), "the killed process had left its state");
        assertEquals(PI_N, count(file, null, 2));
        assertFalse(Files.exists(file));
    }

    /** What the child does. */
    static final class CountForever {
        public static void main(String[] args) {
            while (true) {
                Kernels.builder().backend(Backend.JAVA).threads(1).checkpoint(Path.of(args[0])).build().countPrimes(N);
            }
        }
    }

    @Test
    void filesThatCannotBeUsedAreNamedAndKept() throws IOException {
        Path file = folder.resolve("state");
        byte[] good = state(file);
        refuse(file, good, "belongs to pi(" + N + "), and pi(" + (N + 1) + ") is asked for", N + 1);
        byte[] cut = java.util.Arrays.copyOf(good, good.length - 1);
        refuse(file, cut, "is damaged: it is cut off or was changed", N);
        refuse(file, java.util.Arrays.copyOf(good, 26), "is damaged: it is cut off", N);
        refuse(file, "remember the milk\n".getBytes(), "is no checkpoint of Kernelbridge", N);
        refuse(file, new byte[0], "is no checkpoint of Kernelbridge", N);
        byte[] newer = good.clone();
        newer["kernelbridge checkpoint\n".length() + 3]++;
        refuse(file, newer, "has format 2, and this version of Kernelbridge reads 1", N);
        Random random = new Random(32);
        for (int i = 0; i < 20; i++) {
            byte[] changed = good.clone();
            changed[28 + random.nextInt(good.length - 28)] ^= (byte) (1 << random.nextInt(8));
            refuse(file, changed, "is damaged: it is cut off or was changed", N);
        }
    }

    @Test
    void aFolderThatCannotBeWrittenToIsAnErrorAtOnce() {
        Path nowhere = folder.resolve("missing").resolve("state");
        String message = assertThrows(KernelException.class, () -> count(nowhere, null, 2)).getMessage();
        assertTrue(message.startsWith("checkpoint: " + nowhere + " cannot be written"), message);
    }

    private static byte[] state(Path file) throws IOException {
        for (int millis = 100; ; millis += 50) {
            assertTrue(millis < 20_000, "no state within 20 seconds");
            try {
                count(file, Duration.ofMillis(millis), 2);
            } catch (DeadlineExceededException e) {
                if (Files.exists(file)) {
                    return Files.readAllBytes(file);
                }
            }
        }
    }

    private static void refuse(Path file, byte[] content, String why, long n) throws IOException {
        Files.write(file, content);
        Kernels k = Kernels.builder().backend(Backend.JAVA).checkpoint(file).build();
        String message = assertThrows(IllegalArgumentException.class, () -> k.countPrimes(n)).getMessage();
        assertTrue(message.startsWith("checkpoint: " + file + " ") && message.contains(why), message);
        assertArrayEquals(content, Files.readAllBytes(file), "the file is as it was");
    }

    private static long count(Path file, Duration deadline, int threads) {
        Kernels.Builder builder = Kernels.builder().backend(Backend.JAVA).threads(threads).checkpoint(file);
        return (deadline == null ? builder : builder.deadline(deadline)).build().countPrimes(N);
    }
}

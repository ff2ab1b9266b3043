package dev.kernelbridge.factor.siqs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kernelbridge.DeadlineExceededException;
import dev.kernelbridge.KernelException;
import dev.kernelbridge.KernelInterruptedException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sieves that are stopped or killed at any moment and go on from their relations; files that cannot be used stay as they are. */
final class RelationFileTest {
    /** 60 digits: one or two seconds. */
    private static final BigInteger N = new BigInteger("795385383662602281020889106225552809703509451086312188596111");
    private static final BigInteger OTHER = new BigInteger("14554044315296926539060099607635100338117830880017");

    @TempDir
    private Path folder;

    @Test
    void deadlinesAtRandomMomentsLoseNothing() throws IOException {
        Path file = folder.resolve("deadline");
        Random random = new Random(15);
        long before = 0;
        for (int stops = 0; ; stops++) {
            try {
                check(QuadraticSieve.factor(
                        QuadraticSieveTest.session(1 + random.nextInt(3), Duration.ofMillis(60 + random.nextInt(150)), file), N));
                assertTrue(stops >= 1, "it was never stopped");
                break;
            } catch (DeadlineExceededException e) {
                assertTrue(Files.size(file) >= before, "relations were lost");
                before = Files.size(file);
                assertTrue(stops < 500, "it does not come nearer to the end");
            }
        }
        assertFalse(Files.exists(file), "nothing is left to resume");
    }

    @Test
    void killedAtRandomMomentsAndResumed() throws Exception {
        Path file = folder.resolve("killed");
        Random random = new Random(3);
        for (int kill = 0; kill < 3; kill++) {
            long before = Files.exists(file) ? Files.size(file) : 0;
            Process child = child(file, "-Xint", 1 << 20); // slowly, so that it is killed in time
            try {
                for (int i = 0; i < 6000 && (!Files.exists(file) || Files.size(file) <= before); i++) {
                    Thread.sleep(5);
                }
                Thread.sleep(random.nextInt(60));
            } finally {
                child.destroyForcibly(); // SIGKILL
            }
            assertTrue(child.waitFor(10, TimeUnit.SECONDS));
            assertTrue(Files.size(file) > before, "the killed process left nothing");
        }
        check(QuadraticSieve.factor(QuadraticSieveTest.session(2, null, file), N));
        assertFalse(Files.exists(file));
    }

    /** No file of it grows beyond so many KB: then a write fails as on a full disk. */
    private static Process child(Path file, String option, int kilobytes) throws IOException {
        return new ProcessBuilder("bash", "-c", "ulimit -f " + kilobytes + "; exec \"$@\"", "bash",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), option, "-cp",
                System.getProperty("java.class.path"), Child.class.getName(), file.toString()).redirectErrorStream(true).start();
    }

    /** What the child does. */
    static final class Child {
        public static void main(String[] args) {
            check(QuadraticSieve.factor(QuadraticSieveTest.session(1, null, Path.of(args[0])), N));
            System.out.println("split");
        }
    }

    /** What helpers found until they noticed comes after the interrupt, and it is then that it is worth most. */
    @Test
    void anInterruptedThreadReadsAndWritesAll() {
        Path file = folder.resolve("interrupted");
        Job job = Job.of(N);
        Harvest harvest = new Harvest(new int[0], 0, new int[0]);
        List<String> units = new ArrayList<>();
        Thread.currentThread().interrupt();
        try {
            try (RelationFile fresh = RelationFile.open(file)) {
                assertNull(fresh.job(N));
                fresh.begin(job);
                fresh.append(0, 0, 7, harvest);
                fresh.append(1, 5, 9, harvest);
            }
            try (RelationFile again = RelationFile.open(file)) {
                assertEquals(N, again.job(N).n);
                again.read((coefficient, from, to, found) -> units.add(coefficient + ": " + from + " to " + to));
                again.append(2, 0, 1, harvest);
            }
            try (RelationFile last = RelationFile.open(file)) {
                last.job(N);
                last.read((coefficient, from, to, found) -> units.add(coefficient + ": " + from + " to " + to));
            }
            assertTrue(Thread.currentThread().isInterrupted(), "the interrupt was lost");
        } finally {
            Thread.interrupted();
        }
        assertEquals(List.of("0: 0 to 7", "1: 5 to 9", "0: 0 to 7", "1: 5 to 9", "2: 0 to 1"), units);
    }

    @Test
    void anInterruptKeepsTheFileForTheNextCall() throws Exception {
        Path file = folder.resolve("kept");
        long before = 0;
        for (int i = 0; i < 3; i++) {
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            Thread thread = new Thread(() -> {
                try {
                    QuadraticSieve.factor(QuadraticSieveTest.session(2, null, file), N);
                } catch (Throwable e) {
                    thrown.set(e);
                }
            });
            thread.start();
            for (int waits = 0; waits < 6000 && (!Files.exists(file) || Files.size(file) <= before); waits++) {
                Thread.sleep(5);
            }
            thread.interrupt();
            thread.join();
            assertInstanceOf(KernelInterruptedException.class, thrown.get());
            assertTrue(Files.size(file) > before, "the interrupted call left nothing");
            before = Files.size(file);
        }
        check(QuadraticSieve.factor(QuadraticSieveTest.session(2, null, file), N));
        assertFalse(Files.exists(file));
    }

    @Test
    void aTornTailIsCut() throws IOException {
        Path file = folder.resolve("torn");
        byte[] good = state(file);
        for (int lost = 1; lost < 300; lost += 133) {
            Files.write(file, Arrays.copyOf(good, good.length - lost));
            check(QuadraticSieve.factor(QuadraticSieveTest.session(2, null, file), N));
        }
        for (int kept = 0; kept < 40; kept++) { // within the magic line, the version, the head
            Files.write(file, Arrays.copyOf(good, kept));
            try (RelationFile opened = RelationFile.open(file)) {
                assertEquals(null, opened.job(N), kept + " bytes are no job");
            }
        }
    }

    @Test
    void aChangedByteCostsTimeOnly() throws IOException {
        Path file = folder.resolve("changed");
        byte[] good = state(file);
        byte[] bad = good.clone();
        bad[good.length / 2] ^= 4;
        Files.write(file, bad);
        check(QuadraticSieve.factor(QuadraticSieveTest.session(2, null, file), N));
    }

    @Test
    void filesThatCannotBeUsedAreNamedAndKept() throws IOException {
        Path file = folder.resolve("state");
        byte[] good = state(file);
        refuse(file, good, "holds relations for " + N + ", and " + OTHER + " is to be split", OTHER);
        byte[] version = good.clone();
        version["kernelbridge relations\n".length() + 3] = 77;
        refuse(file, version, "has format 77, and this version of Kernelbridge reads 1", N);
        refuse(file, "my thesis\n".repeat(1000).getBytes(StandardCharsets.UTF_8), "holds no relations of Kernelbridge", N);
        Files.write(file, good);
        try (RelationFile held = RelationFile.open(file)) {
            refuse(file, good, "is in use by another call", N);
        }
    }

    private void refuse(Path file, byte[] content, String words, BigInteger n) throws IOException {
        Files.write(file, content);
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class,
                () -> QuadraticSieve.factor(QuadraticSieveTest.session(1, null, file), n));
        assertTrue(e.getMessage().contains(words) && e.getMessage().contains(file.toString()), e.getMessage());
        assertArrayEquals(content, Files.readAllBytes(file), "it was changed");
    }

    @Test
    void aFileThatCannotBeMadeIsNamed() {
        Path file = folder.resolve("nowhere").resolve("state");
        KernelException e = assertThrows(KernelException.class,
                () -> QuadraticSieve.factor(QuadraticSieveTest.session(1, null, file), N));
        assertTrue(e.getMessage().contains(file.toString()) && e.getMessage().contains("name a file"), e.getMessage());
    }

    @Test
    void aFullDiskIsAWarningAndTheSieveGoesOn() throws Exception {
        Path file = folder.resolve("full");
        Process child = child(file, "-XX:+UseSerialGC", 20);
        String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(child.waitFor(60, TimeUnit.SECONDS));
        assertTrue(said.contains("split"), said);
        assertTrue(said.contains(file + " cannot be written any more"), said);
    }

    /** A file as a stopped sieve leaves it. */
    private static byte[] state(Path file) throws IOException {
        while (true) {
            assertThrows(DeadlineExceededException.class,
                    () -> QuadraticSieve.factor(QuadraticSieveTest.session(1, Duration.ofMillis(30), file), N));
            byte[] content = Files.readAllBytes(file);
            if (content.length > 5000) {
                return content;
            }
        }
    }

    private static void check(BigInteger divisor) {
        if (divisor.compareTo(BigInteger.ONE) <= 0 || divisor.compareTo(N) >= 0 || N.mod(divisor).signum() != 0) {
            throw new AssertionError("no divisor: " + divisor);
        }
    }
}

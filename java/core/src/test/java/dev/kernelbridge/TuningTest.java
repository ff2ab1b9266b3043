package dev.kernelbridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kernelbridge.Tuning.Crossover;
import dev.kernelbridge.Tuning.Question;
import dev.kernelbridge.fake.FakeCuda;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was measured decides, after what is set and before what is predicted; kept for this machine only; with a fake GPU. */
final class TuningTest {
    private static final String CACHE = "kernelbridge.cache.dir";
    private static final String SETTING = "kernelbridge.crossover.batch";
    private static final int THREADS = 2;
    private static final double NEVER = Double.POSITIVE_INFINITY;

    @TempDir
    Path folder;

    private final List<CallReport> reports = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final Logger logger = Logger.getLogger("dev.kernelbridge");
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            warnings.add(entry.getMessage());
        }

        @Override
        public void flush() {
            // nothing is buffered
        }

        @Override
        public void close() {
            // nothing is open
        }
    };

    @BeforeEach
    void aFreshGpuAndAnEmptyFolder() {
        System.setProperty(CACHE, folder.toString());
        FakeCuda.reset(Device.Kind.GPU);
        logger.setUseParentHandlers(false);
        logger.addHandler(handler);
    }

    @AfterEach
    void leave() {
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
        System.clearProperty(CACHE);
        System.clearProperty(SETTING);
        System.clearProperty("kernelbridge.crossover");
        FakeCuda.availability = Availability.missing("no fake today", "");
    }

    private static Device gpu() {
        return FakeCuda.devices.getFirst();
    }

    private static Tuning tuning(Crossover... crossovers) {
        Device java = Kernels.devices(Backend.JAVA).getFirst();
        return new Tuning(gpu(), java, THREADS, Instant.parse("2026-11-21T12:00:00.5Z"), List.of(crossovers), Map.of());
    }

    private Kernels.Builder asked() {
        return Kernels.builder().backend(Backend.CUDA).threads(THREADS).progress(new ProgressListener() {
            @Override
            public void progress(Progress progress) {
                // only the end is of interest
            }

            @Override
            public void finished(CallReport report) {
                reports.add(report);
            }
        });
    }

    /** Who factored a batch, and why nobody better. */
    private String factored(Kernels.Builder builder, int count) {
        builder.build().factorizeAll(LongStream.rangeClosed(1, count).toArray());
        CallReport last = reports.getLast();
        return last.ran().getFirst().backend() + last.passedOver().stream().map(p -> ": " + p.why().reason()).reduce("", String::concat);
    }

    private Path onlyFile() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.reduce((one, other) -> {
                throw new AssertionError(one + " and " + other);
            }).orElseThrow();
        }
    }

    @Test
    void whatIsKeptIsReadBack() throws IOException {
        Tuning kept = tuning(new Crossover(Question.FACTORIZE, 1000, 900, 1234.5), new Crossover(Question.MAP, NEVER, 5e6, NEVER));
        assertTrue(Tuning.kept(gpu()).isEmpty());
        assertEquals(kept.keep(), onlyFile());
        assertEquals(kept, Tuning.kept(gpu()).orElseThrow());
        assertEquals(Instant.parse("2026-11-21T12:00:00Z"), kept.when());
        assertTrue(onlyFile().getFileName().toString().matches("tuning-[0-9a-f]{16}\\.properties"), onlyFile() + "");
        Tuning later = tuning(new Crossover(Question.GEMM, 1, 1, 1));
        later.keep();
        assertEquals(later, Tuning.kept(gpu()).orElseThrow(), "the last one counts, at once");
        assertTrue(Tuning.forget(gpu()));
        assertFalse(Tuning.forget(gpu()));
        assertTrue(Tuning.kept(gpu()).isEmpty());
        assertTrue(warnings.isEmpty(), warnings + "");
    }

    @Test
    void measuredGoesBeforePredictedAndSetBeforeMeasured() throws IOException {
        Device java = Kernels.devices(Backend.JAVA).getFirst();
        tuning(new Crossover(Question.FACTORIZE, 1000, 900, 1200)).keep();
        assertEquals("CUDA", factored(asked(), 1000));
        String below = "JAVA: a batch of 999 is below 1000, from where on it is faster than " + java
                + ": measured by ./kernels tune on 2026-11-2";
        String said = factored(asked(), 999);
        assertTrue(said.startsWith(below), said);
        assertEquals("CUDA", factored(asked().required(true), 999), "who requires a device gets it");
        assertFalse(factored(asked().threads(3), 999).contains("measured by"), "it holds for so many threads only");
        System.setProperty(SETTING, "500");
        assertEquals("CUDA", factored(asked(), 999));
        assertTrue(factored(asked(), 499).startsWith("JAVA: a batch of 499 is below 500, which kernelbridge.crossover.batch sets"));
        assertEquals("CUDA", factored(asked().required(true).asAsked(), 499), "measuring does not mind");
        System.clearProperty(SETTING);
        System.setProperty("kernelbridge.crossover", "0");
        assertEquals("CUDA", factored(asked(), 2));
    }

    @Test
    void aboveWhatWasMeasuredThePredictionDecides() throws IOException {
        tuning(new Crossover(Question.FACTORIZE, NEVER, 150_000, NEVER)).keep();
        String said = factored(asked(), 150_000);
        assertTrue(said.startsWith("JAVA: a batch of 150000: up to 150000 it is not faster than "), said);
        assertEquals("CUDA", factored(asked(), 150_001), "no prediction is above 2^17");
    }

    @Test
    void hostMemoryGoesToTheGpuFromWhereItWasFaster() throws IOException {
        tuning(new Crossover(Question.MAP, 4, 3, 4)).keep();
        double[] x = new double[4];
        VectorMath best = Kernels.builder().threads(THREADS).build().vectors();
        int before = FakeCuda.HOST_MAPS.get();
        best.scale(2, new double[3], new double[3]);
        best.exp(x, x);
        assertEquals(before, FakeCuda.HOST_MAPS.get(), "too short, and a function");
        best.scale(2, x, x);
        best.scale(2, DoubleVec.of(x), DoubleVec.of(x));
        assertEquals(before + 2, FakeCuda.HOST_MAPS.get());
        System.setProperty("kernelbridge.crossover.map", "5");
        try {
            Kernels.builder().threads(THREADS).build().vectors().scale(2, x, x);
            assertEquals(before + 2, FakeCuda.HOST_MAPS.get(), "what is set goes before it");
        } finally {
            System.clearProperty("kernelbridge.crossover.map");
        }
    }

    @Test
    void aDamagedOrForeignFileIsPassedOverWithOneWarning() throws IOException {
        Tuning good = tuning(new Crossover(Question.FACTORIZE, 1000, 900, 1200));
        good.keep();
        String text = Files.readString(onlyFile());
        Map<String, String> damaged = Map.of("no machine", "crossover.batch=1", "not a number", text.replace("1000.0", "many"),
                "two numbers", text.replace("900.0", ""), "out of order", text.replace("900.0", "1100.0"),
                "not a number at all", text.replace("1000.0", "NaN"), "no date", text.replace("when=", "then="),
                "no threads", text.replace("threads=", "thread="), "another machine", text.replace("format 1", "format 0"),
                "not text", "\\u00zz");
        for (Map.Entry<String, String> one : damaged.entrySet()) {
            Path file = good.keep();
            Files.writeString(file, one.getValue());
            warnings.clear();
            assertTrue(Tuning.kept(gpu()).isEmpty(), one.getKey());
            assertTrue(Tuning.kept(gpu()).isEmpty(), one.getKey());
            assertEquals(1, warnings.size(), one.getKey() + ": " + warnings);
            assertTrue(warnings.getFirst().matches(".*tuning-\\w+\\.properties is not used: .*; ./kernels tune writes it anew.*"),
                    warnings + "");
        }
        Path file = good.keep();
        Files.delete(file);
        Files.createDirectory(file);
        warnings.clear();
        String said = factored(asked(), 2);
        assertTrue(said.contains("predicted"), said);
        assertEquals(1, warnings.size(), warnings + "");
    }

    @Test
    void anotherDeviceDriverOrProcessorHasAnotherFile() throws IOException {
        tuning(new Crossover(Question.FACTORIZE, 1000, 900, 1200)).keep();
        Device old = gpu();
        List<Device> others = List.of(
                new Device(old.backend(), 0, old.name() + " Ti", old.kind(), 0, old.detail()),
                new Device(old.backend(), 0, old.name(), old.kind(), 0, "driver 999"),
                new Device(old.backend(), 1, old.name(), old.kind(), 0, old.detail()));
        for (Device other : others) {
            assertTrue(Tuning.kept(other).isEmpty(), other.toString());
        }
        assertTrue(Tuning.kept(old).isPresent());
        Device java = Kernels.devices(Backend.JAVA).getFirst();
        Tuning elsewhere = new Tuning(old, new Device(Backend.JAVA, 0, "another processor", Device.Kind.CPU, 0, ""), THREADS, Instant.now(),
                List.of(new Crossover(Question.FACTORIZE, 7, 6, 8)), Map.of());
        Path there = elsewhere.keep();
        assertEquals(1000, Tuning.kept(old).orElseThrow().crossovers().getFirst().least(), "on this machine, beside " + java);
        Files.delete(there);
        assertTrue(Tuning.kept(old).isPresent());
        assertTrue(warnings.isEmpty(), warnings + "");
    }

    @Test
    void aFolderThatCannotBeWrittenToIsAnError() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        String home = System.getProperty("user.home");
        System.setProperty(CACHE, file.toString());
        System.setProperty("user.home", file.toString());
        try {
            Tuning any = tuning(new Crossover(Question.GEMM, 1, 1, 1));
            if (System.getenv("KERNELBRIDGE_CACHE") == null && System.getenv("XDG_CACHE_HOME") == null) {
                IOException e = assertThrows(IOException.class, any::keep);
                assertTrue(e.getMessage().contains("-Dkernelbridge.cache.dir"), e.getMessage());
            }
        } finally {
            System.setProperty("user.home", home);
        }
    }

    @Test
    void sizesMustBeInOrder() {
        for (double[] bad : new double[][] {{10, 11, 12}, {10, 9, 8}, {10, 0, 10}, {10, 9, NEVER}, {NEVER, 9, 10}, {NEVER, NEVER, NEVER},
            {Double.NaN, 1, 2}, {1, Double.NaN, 2}, {1, 1, Double.NaN}}) {
            assertThrows(IllegalArgumentException.class, () -> new Crossover(Question.MAP, bad[0], bad[1], bad[2]));
        }
    }

    @Test
    void aDeviceIsMeasuredWithinTheLimitAndItsProgressIsTold() {
        List<Progress> told = new ArrayList<>();
        int before = FakeCuda.HOST_MAPS.get();
        Tuning measured = Tuning.measure(gpu(), Duration.ofSeconds(2), told::add);
        assertEquals(gpu(), measured.device());
        assertEquals(Backend.JAVA, measured.processor().backend());
        for (Question question : Question.values()) {
            boolean found = measured.crossover(question).isPresent();
            assertTrue(found != measured.unmeasured().containsKey(question) || question == Question.THREADS, question + ": " + measured);
        }
        assertEquals("it counts by sieving only", measured.unmeasured().get(Question.COUNT_PRIMES));
        assertTrue(FakeCuda.HOST_MAPS.get() > before, "the device itself was measured");
        assertTrue(told.getFirst().doing().startsWith("factorizeAll"), told.getFirst() + "");
        assertTrue(told.stream().allMatch(p -> p.done() >= 0 && p.done() <= 1));
        assertTrue(reports.isEmpty());
        assertThrows(IllegalArgumentException.class, () -> Tuning.measure(gpu(), Duration.ZERO, told::add));
        Thread.currentThread().interrupt();
        assertThrows(KernelInterruptedException.class, () -> Tuning.measure(gpu(), Duration.ofSeconds(2), told::add));
        assertTrue(Thread.interrupted());
    }
}

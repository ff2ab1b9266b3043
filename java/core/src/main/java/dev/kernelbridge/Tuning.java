package dev.kernelbridge;

import dev.kernelbridge.plan.Candidate;
import dev.kernelbridge.plan.Engines;
import dev.kernelbridge.plan.Session;
import dev.kernelbridge.plan.TuningFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * From which sizes on a device is faster than the processor, and several of its threads than one: measured on this machine by
 * {@code ./kernels tune}, and kept in the user's cache folder. Where there is one for a GPU, it decides instead of predictions which
 * requests the processor does; settings from outside ({@code -Dkernelbridge.crossover…}) and {@link Kernels#require} go before it. It
 * counts for the number of threads that it was measured with, and no longer once the processor, the device, its driver or our version is
 * another: the file's name is made of them, so that one folder serves many machines.
 *
 * @param device     what was measured; the processor itself where its threads were
 * @param processor  what it was compared with: the fastest backend on the processor
 * @param threads    the processor's threads
 * @param when       the end of the measurement
 * @param crossovers what was found
 * @param unmeasured the questions that still go by predictions, with the reasons; not kept
 */
public record Tuning(Device device, Device processor, int threads, Instant when, List<Crossover> crossovers,
        Map<Question, String> unmeasured) {

    /** Copies what it is given, and keeps the seconds of the time. */
    public Tuning {
        when = when.truncatedTo(ChronoUnit.SECONDS);
        crossovers = List.copyOf(crossovers);
        unmeasured = Map.copyOf(unmeasured);
    }

    /** What depends on a size. */
    public enum Question {
        /** {@link Kernels#countPrimes(long)}. */
        COUNT_PRIMES("crossover", "countPrimes", "n"),
        /** {@link Kernels#factorizeAll}. */
        FACTORIZE("crossover.batch", "factorizeAll", "numbers"),
        /** {@link Kernels#isPrime(long[])}. */
        IS_PRIME("crossover.batch.isprime", "isPrime of many", "numbers"),
        /** The quadratic sieve of {@link Kernels#factorize(java.math.BigInteger)}. */
        SIEVE("crossover.sieve", "quadratic sieve", "bits"),
        /** Matrix products of doubles in host memory. */
        GEMM("crossover.gemm", "gemm, doubles", "multiplications"),
        /** Matrix products of floats in host memory. */
        GEMM_F32("crossover.gemm.f32", "gemm, floats", "multiplications"),
        /** axpy and other maps of host memory that take an instruction or two an element. */
        MAP("crossover.map", "axpy and its like", "elements"),
        /** exp and other functions of host memory. */
        FUNCTION("crossover.function", "exp and its like", "elements"),
        /** dot and other reductions of host memory. */
        REDUCTION("crossover.reduction", "dot and its like", "elements"),
        /** exp and other functions of host memory, by all threads instead of one. */
        THREADS("crossover.threads", "exp on all threads", "elements");

        private final String setting;
        private final String words;
        private final String unit;

        Question(String setting, String words, String unit) {
            this.setting = setting;
            this.words = words;
            this.unit = unit;
        }

        /** The setting that goes before what was measured, without {@code kernelbridge.}: {@code crossover.gemm}. */
        public String setting() {
            return setting;
        }

        /** The unit of its sizes. */
        public String unit() {
            return unit;
        }

        /** For people. */
        @Override
        public String toString() {
            return words;
        }
    }

    /**
     * The size from which on the device was faster, and how sure that is.
     *
     * @param least the least such size; infinite if it was slower at all sizes up to {@code low}, above which predictions decide
     * @param low   the largest size below at which it was slower each time; the smallest that was tried if there is none
     * @param high  the smallest size above at which it was faster each time; the largest that was tried if there is none
     */
    public record Crossover(Question question, double least, double low, double high) {
        /** Checks that they are in order. */
        public Crossover {
            if (!(low > 0 && low <= least && least <= high && Double.isFinite(low) && Double.isFinite(high) != Double.isInfinite(least))) {
                throw new IllegalArgumentException(question.setting + ": " + least + ", " + low + " and " + high
                        + " are no least size and what it lies between");
            }
        }

        /** Whether there is such a size. */
        public boolean found() {
            return Double.isFinite(least);
        }
    }

    /** What was found for a question. */
    public Optional<Crossover> crossover(Question question) {
        return crossovers.stream().filter(c -> c.question == question).findFirst();
    }

    /** {@code measured by ./kernels tune on 2026-11-21}: the words of reports. */
    public String source() {
        return "measured by ./kernels tune on " + when.atZone(ZoneId.systemDefault()).toLocalDate();
    }

    /**
     * What is worth measuring here, whatever was measured before: the GPUs that work, then the processor's fastest backend, whose threads
     * are compared. Opens them. A simulator and OpenCL on a processor can be measured too, which shows how measuring works and decides
     * nothing.
     */
    public static List<Device> devices() {
        List<Device> devices = new ArrayList<>();
        for (Backend backend : List.of(Backend.CUDA, Backend.OPENCL)) {
            Engines.devices(backend).stream().filter(d -> d.kind() == Device.Kind.GPU && Engines.open(d).engine() != null)
                    .forEach(devices::add);
        }
        devices.add(fastestHere());
        return devices;
    }

    /** What is kept of a device; reads the file the first time. A file that is damaged is passed over with a warning. */
    public static Optional<Tuning> kept(Device device) {
        return TuningFile.of(device, against(device));
    }

    /**
     * Measures a device. Of each question some sizes are tried, device and processor in turn, the smallest first. What would take
     * too long by the sizes before it is not begun, so that the limit is kept but for a call or two.
     *
     * @param limit    the time for all questions together, opening the device aside
     * @param listener hears which question is being asked, and which part of the time has passed
     * @throws BackendUnavailableException if the device does not work, or another backend is forced from outside
     */
    public static Tuning measure(Device device, Duration limit, ProgressListener listener) {
        if (limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException("limit: " + limit + " is not positive");
        }
        return new TuningRace(device, against(device), limit, listener).run();
    }

    /**
     * Keeps this for the next calls of this process and all later ones on this machine, instead of what was kept before.
     *
     * @return the file
     * @throws IOException if no cache folder can be written to
     */
    public Path keep() throws IOException {
        return TuningFile.keep(this);
    }

    /** Forgets what is kept of a device; false if nothing was. */
    public static boolean forget(Device device) throws IOException {
        return TuningFile.delete(device, against(device));
    }

    private static Device against(Device device) {
        return onProcessor(device) ? device : fastestHere();
    }

    /** Whether it computes on the caller's threads: the backends without a runtime of their own. */
    static boolean onProcessor(Device device) {
        return device.backend() == Backend.JAVA || device.backend() == Backend.FFM || device.backend() == Backend.JNI;
    }

    private static Device fastestHere() {
        return new Session(Optional.empty(), Candidate.cpu(), new Session.Options(1, null, null, OnFailure.FALL_BACK)).engine().device();
    }
}

package dev.kernelbridge;

import dev.kernelbridge.Tuning.Crossover;
import dev.kernelbridge.Tuning.Question;
import dev.kernelbridge.plan.CrossoverSearch;
import dev.kernelbridge.plan.Engines;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.LongUnaryOperator;

/**
 * Measures a {@link Tuning}: the same requests as programs make, to the device and to the processor in turn, each with all its threads.
 * What takes less than a millisecond is repeated. Medians decide, since a busy machine makes some calls much longer.
 */
final class TuningRace {
    /** Times that each size is measured on both. */
    private static final int PAIRS = 5;
    private static final long LEAST_NANOS = 1_000_000;
    /** The JIT's share of the time, and at most this. */
    private static final long WARM_NANOS = 500_000_000;
    private static final int WARM_SHARE = 8;
    /** Below, no device counts: {@code primes/PrimeCounter}. */
    private static final long LEAST_COUNT = 20_000_001;
    private static final int SEED = 20_261_121;

    private final Device device;
    private final Device processor;
    private final ProgressListener listener;
    private final int threads = Runtime.getRuntime().availableProcessors();
    private final long start = System.nanoTime();
    private final long end;
    private final Map<Question, String> unmeasured = new EnumMap<>(Question.class);

    TuningRace(Device device, Device processor, Duration limit, ProgressListener listener) {
        this.device = device;
        this.processor = processor;
        this.listener = listener;
        this.end = start + Math.min(limit.toNanos(), Long.MAX_VALUE / 2);
    }

    /** What is asked: sizes from first to most, and what is done with one, made ready beforehand. */
    private record Task(Question question, long first, long most, LongUnaryOperator possible, LongFunction<Consumer<Kernels>> work) {
        Task(Question question, long first, long most, LongFunction<Consumer<Kernels>> work) {
            this(question, first, most, LongUnaryOperator.identity(), work);
        }
    }

    Tuning run() {
        boolean here = Tuning.onProcessor(device);
        Kernels one = kernels(device).threads(threads).build();
        Kernels other = kernels(processor).threads(here ? 1 : threads).build();
        List<Task> tasks = here ? threads() : onDevice();
        List<Crossover> crossovers = new ArrayList<>();
        for (int i = 0; i < tasks.size(); i++) {
            Task task = tasks.get(i);
            long now = System.nanoTime();
            tell(task.question, 0);
            try {
                Optional<CrossoverSearch.Found> found = search(task, one, other, now + (end - now) / (tasks.size() - i));
                found.ifPresentOrElse(f -> crossovers.add(new Crossover(task.question, f.least(), f.low(), f.high())),
                        () -> unmeasured.put(task.question, "no time was left for it; allow more"));
            } catch (KernelInterruptedException e) {
                throw e;
            } catch (KernelException e) {
                unmeasured.put(task.question, "it failed: " + e.getMessage());
            }
        }
        return new Tuning(device, processor, threads, Instant.now(), crossovers, unmeasured);
    }

    private static Kernels.Builder kernels(Device device) {
        return Kernels.builder().backend(device.backend()).device(device.index()).required(true).asAsked();
    }

    private Optional<CrossoverSearch.Found> search(Task task, Kernels one, Kernels other, long until) {
        boolean[] warm = new boolean[1];
        return new CrossoverSearch(size -> {
            Consumer<Kernels> work = task.work.apply(size);
            long now = System.nanoTime();
            long enough = warm[0] ? now : now + Math.min(WARM_NANOS, (until - now) / WARM_SHARE);
            warm[0] = true;
            do { // once at any rate: tables and memory of a new size
                work.accept(one);
                work.accept(other);
            } while (System.nanoTime() < enough);
            double[] ratios = new double[PAIRS];
            for (int i = 0; i < PAIRS; i++) {
                boolean first = i % 2 == 0;
                double before = first ? nanos(work, one) : 0;
                double others = nanos(work, other);
                ratios[i] = (first ? before : nanos(work, one)) / others;
                tell(task.question, size);
            }
            return ratios;
        }, task.possible, System::nanoTime, until).find(task.first, task.most);
    }

    private static double nanos(Consumer<Kernels> work, Kernels on) {
        long from = System.nanoTime();
        long passed;
        int times = 0;
        do {
            work.accept(on);
            times++;
            passed = System.nanoTime() - from;
        } while (passed < LEAST_NANOS);
        return (double) passed / times;
    }

    private void tell(Question question, long size) {
        if (Thread.currentThread().isInterrupted()) {
            throw new KernelInterruptedException("tune: interrupted in " + question);
        }
        long passed = System.nanoTime() - start;
        listener.progress(new Progress("tune", Math.min(1, (double) passed / (end - start)), Duration.ofNanos(passed), device.backend(),
                question + (size == 0 ? "" : " " + size)));
    }

    private List<Task> threads() {
        if (threads == 1) {
            unmeasured.put(Question.THREADS, "there is one processor only");
            return List.of();
        }
        return List.of(new Task(Question.THREADS, 1 << 17, longest(2), n -> { // two pieces at least
            double[] x = doubles(n);
            double[] out = new double[x.length];
            return k -> k.vectors().exp(x, out);
        }));
    }

    private List<Task> onDevice() {
        List<Task> tasks = new ArrayList<>();
        unmeasured.put(Question.SIEVE, "a number of which a device could sieve faster takes seconds to minutes");
        if (Engines.open(device).engine() != null && Engines.open(device).engine().primes().leaves() != null) {
            tasks.add(new Task(Question.COUNT_PRIMES, LEAST_COUNT, 1_000_000_000_000_000L, n -> k -> k.countPrimes(n)));
        } else {
            unmeasured.put(Question.COUNT_PRIMES, "it counts by sieving only");
        }
        tasks.add(new Task(Question.FACTORIZE, 16, 1 << 20, n -> {
            long[] numbers = numbers(n);
            return k -> k.factorizeAll(numbers);
        }));
        tasks.add(new Task(Question.IS_PRIME, 64, 1 << 22, n -> {
            long[] numbers = numbers(n);
            return k -> k.isPrime(numbers);
        }));
        tasks.add(new Task(Question.GEMM, 1L << 18, cube(8 * (long) (Math.sqrt(longest(3)) / 8)), TuningRace::edges, size -> {
            int n = (int) edge(size);
            double[] a = doubles((long) n * n);
            double[] c = new double[a.length];
            return k -> k.vectors().gemm(n, n, n, a, a, c);
        }));
        tasks.add(new Task(Question.GEMM_F32, 1L << 18, cube(8 * (long) (Math.sqrt(longest(3)) / 8)), TuningRace::edges, size -> {
            int n = (int) edge(size);
            float[] a = floats((long) n * n);
            float[] c = new float[a.length];
            return k -> k.vectors().gemm(n, n, n, a, a, c);
        }));
        tasks.add(new Task(Question.MAP, 1 << 14, longest(2), n -> {
            double[] x = doubles(n);
            double[] y = new double[x.length];
            return k -> k.vectors().axpy(0.5, x, y);
        }));
        tasks.add(new Task(Question.FUNCTION, 1 << 12, longest(2), n -> {
            double[] x = doubles(n);
            double[] out = new double[x.length];
            return k -> k.vectors().exp(x, out);
        }));
        tasks.add(new Task(Question.REDUCTION, 1 << 14, longest(2), n -> {
            double[] x = doubles(n);
            double[] y = x.clone();
            return k -> k.vectors().dot(x, y);
        }));
        return tasks;
    }

    /** Elements of so many arrays of doubles that fill a quarter of the heap, 128 MB each at most. */
    private static long longest(int arrays) {
        return Math.min(1 << 24, Long.highestOneBit(Runtime.getRuntime().maxMemory() / 4 / Double.BYTES / arrays));
    }

    /** The nearest product of square matrices of whole blocks. */
    private static long edges(long multiplications) {
        return cube(Math.max(8, 8 * Math.round(Math.cbrt(multiplications) / 8)));
    }

    private static long edge(long multiplications) {
        return Math.round(Math.cbrt(multiplications));
    }

    private static long cube(long edge) {
        return edge * edge * edge;
    }

    private static double[] doubles(long n) {
        return new SplittableRandom(SEED).doubles(n, -1, 1).toArray();
    }

    private static float[] floats(long n) {
        float[] all = new float[Math.toIntExact(n)];
        double[] same = doubles(n);
        for (int i = 0; i < all.length; i++) {
            all[i] = (float) same[i];
        }
        return all;
    }

    /** Random numbers of 63 bits. */
    private static long[] numbers(long n) {
        return new SplittableRandom(SEED).longs(n).map(number -> number >>> 1 | 1L << 62).toArray();
    }
}

package dev.kernelbridge.cli;

import dev.kernelbridge.Availability;
import dev.kernelbridge.Backend;
import dev.kernelbridge.BackendUnavailableException;
import dev.kernelbridge.Kernels;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code kernels bench --quick}: what each kernel does on each backend here, in about half a minute. Warm calls on one JVM,
 * arrays in the heap, transfers included: good enough to see which backend to take, and no more. Statements about speed wait
 * for the JMH benchmarks.
 */
@Command(name = "bench", description = "Time the kernels on every backend.", footer = {"",
    "Only --quick is there so far: warm calls in one JVM, the median of at least five and the range of their times.",
    "The JMH benchmarks, with peers and a report page, are still to come."})
final class Bench implements Callable<Integer> {
    private static final double WARM_UP_SECONDS = 0.4;
    private static final double SECONDS = 0.6;
    private static final int LEAST_CALLS = 5;
    private static final int MOST_CALLS = 1000;

    private final Console console;

    @Option(names = "--quick", description = "a short timing of every kernel on every backend that works here")
    private boolean quick;

    @Mixin
    private Limits limits;

    Bench(Console console) {
        this.console = console;
    }

    /**
     * A kernel with its input.
     *
     * @param amount how many {@code unit}s one call does, for the rate
     */
    private record Work(String kernel, String input, double amount, String unit, Function<Kernels, ?> call) {
    }

    private static List<Work> works() {
        SplittableRandom random = new SplittableRandom(1);
        long[] numbers = random.longs(20_000, 1L << 62, Long.MAX_VALUE).toArray();
        double[] x = random.doubles(1 << 20).toArray();
        double[] y = random.doubles(1 << 20).toArray();
        double[] out = new double[x.length];
        return List.of(
                new Work("pi", "10^8", 1e8, "numbers", k -> k.countPrimes(100_000_000)),
                new Work("nth-prime", "10^6", 15_485_863, "numbers", k -> k.nthPrime(1_000_000)),
                new Work("isprime", "20,000 numbers of 63 bits", numbers.length, "numbers", k -> k.isPrime(numbers).length),
                new Work("factor", "2,000 numbers of 63 bits", 2_000, "numbers",
                        k -> k.factorizeAll(Arrays.copyOf(numbers, 2_000)).size()),
                new Work("dot", "2^20 doubles", x.length, "elements", k -> k.vectors().dot(x, y)),
                new Work("fma", "2^20 doubles", x.length, "elements", k -> {
                    k.vectors().fma(x, y, x, out);
                    return out[0];
                }),
                new Work("exp", "2^20 doubles", x.length, "elements", k -> {
                    k.vectors().exp(x, out);
                    return out[0];
                }));
    }

    @Override
    public Integer call() {
        if (!quick) {
            throw new IllegalArgumentException("only --quick is there so far; the JMH benchmarks are still to come");
        }
        Output output = new Output(console);
        List<Work> works = works();
        try (Watch watch = new Watch(console, false)) {
            for (Backend backend : Backend.values()) {
                Kernels kernels;
                try {
                    kernels = limits.builder().backend(backend).required(true).build();
                } catch (BackendUnavailableException e) {
                    passedOver(backend, e.availability(), output);
                    continue;
                }
                if (!limits.json()) {
                    output.line(String.format("%-7s %s", backend.id(), kernels.report().device()));
                    output.flush();
                }
                for (Work work : works) {
                    watch.begin("bench " + work.kernel() + " on " + backend.id());
                    double[] seconds = time(work, kernels);
                    watch.end();
                    print(work, kernels, seconds, output);
                    watch.wrote(1);
                }
            }
        }
        if (!limits.json()) {
            console.say("a quick look at warm calls in one JVM; the JMH benchmarks are still to come");
        }
        return ExitCode.DONE;
    }

    /** The times of warm calls, ascending. */
    private static double[] time(Work work, Kernels kernels) {
        for (long start = System.nanoTime(); (System.nanoTime() - start) / 1e9 < WARM_UP_SECONDS;) {
            work.call().apply(kernels);
        }
        double[] seconds = new double[MOST_CALLS];
        int calls = 0;
        for (double total = 0; calls < LEAST_CALLS || calls < MOST_CALLS && total < SECONDS; calls++) {
            long start = System.nanoTime();
            work.call().apply(kernels);
            seconds[calls] = (System.nanoTime() - start) / 1e9;
            total += seconds[calls];
        }
        double[] sorted = Arrays.copyOf(seconds, calls);
        Arrays.sort(sorted);
        return sorted;
    }

    private void print(Work work, Kernels kernels, double[] seconds, Output output) {
        double median = (seconds[seconds.length / 2] + seconds[(seconds.length - 1) / 2]) / 2;
        double rate = work.amount() / median;
        if (limits.json()) {
            output.object(json -> {
                json.writeStringField("kernel", work.kernel());
                json.writeStringField("input", work.input());
                Who.answered(kernels, null).write(json);
                json.writeNumberField("seconds", median);
                json.writeNumberField("fastest", seconds[0]);
                json.writeNumberField("slowest", seconds[seconds.length - 1]);
                json.writeNumberField("calls", seconds.length);
                json.writeNumberField("rate", rate);
                json.writeStringField("unit", work.unit() + "/s");
            });
        } else {
            output.line(String.format(Locale.ROOT, "        %-10s %-26s %s  (%s to %s, %d calls)  %10.3f million %s/s",
                    work.kernel(), work.input(), Compare.time(median), Compare.time(seconds[0]).strip(),
                    Compare.time(seconds[seconds.length - 1]).strip(), seconds.length, rate / 1e6, work.unit()));
        }
        output.flush();
    }

    private void passedOver(Backend backend, Availability why, Output output) {
        if (limits.json()) {
            output.object(json -> {
                json.writeStringField("error", why.toString());
                json.writeStringField("requested", backend.id());
                json.writeStringField("backend", backend.id());
            });
        } else {
            output.line(String.format("%-7s passed over: %s", backend.id(), why));
        }
        output.flush();
    }
}

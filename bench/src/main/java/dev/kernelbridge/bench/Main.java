package dev.kernelbridge.bench;

import dev.kernelbridge.Availability;
import dev.kernelbridge.Backend;
import dev.kernelbridge.Device;
import dev.kernelbridge.Kernels;
import dev.kernelbridge.bench.bridge.AddBenchmark;
import dev.kernelbridge.bench.bridge.ArrayBenchmark;
import dev.kernelbridge.bench.bridge.UpcallBenchmark;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/**
 * Runs the benchmarks on what this machine has: asks each backend first and says who is passed over and why, so that no fork is
 * started only to fail. Everything it does not know goes to JMH.
 */
@Command(name = "benchmarks.jar", mixinStandardHelpOptions = false, sortOptions = false,
        description = "Times the kernels on every backend that is there.",
        footer = "Other options are JMH's: -p n=1e11, -f 1, -rf json -rff results.json, -l; -h lists them. A name, such as "
                + "VectorOps.dot, takes the place of -kernel.")
public final class Main implements Callable<Integer> {
    private static final Map<String, List<Class<?>>> KERNELS = Map.of(
            "primes", List.of(CountPrimes.class, SieveWindow.class),
            "factor", List.of(FactorBatch.class),
            "vector", List.of(VectorOps.class),
            "bridge", List.of(AddBenchmark.class, ArrayBenchmark.class, UpcallBenchmark.class),
            "first", List.of(FirstCall.class));

    @Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(names = "-kernel", split = ",", paramLabel = "NAME", description = "primes, factor, vector, bridge, first; default: all")
    private List<String> kernels = List.of("primes", "factor", "vector", "bridge", "first");

    @Option(names = "-on", split = ",", paramLabel = "BACKEND", description = "java, ffm, jni, opencl, cuda; default: all")
    private List<String> on = Arrays.stream(Backend.values()).map(Backend::id).toList();

    @Option(names = "-quick", description = "few sizes, one fork, all threads: minutes, and wider errors")
    private boolean quick;

    @Option(names = {"-help", "--help"}, usageHelp = true, description = "this text")
    private boolean help;

    @Unmatched
    private List<String> forJmh = new ArrayList<>();

    private Main() {
    }

    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).setPosixClusteredShortOptionsAllowed(false).setExecutionExceptionHandler((e, _, _) -> {
            System.err.println("benchmarks: " + e.getMessage());
            return 1;
        }).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        List<Class<?>> classes = new ArrayList<>();
        for (String name : kernels) {
            if (!KERNELS.containsKey(name)) {
                throw new ParameterException(spec.commandLine(), "-kernel: \"" + name + "\" is unknown; known are primes, factor, "
                        + "vector, bridge, first");
            }
            classes.addAll(KERNELS.get(name));
        }
        Set<String> here = available();
        if (here.isEmpty()) {
            System.err.println("benchmarks: no backend is left to run");
            return 1;
        }
        return jmh(classes, here);
    }

    /** Of the backends asked for those that can run and are worth timing; the others are named with their reason. */
    private Set<String> available() {
        Set<String> here = new LinkedHashSet<>();
        for (String name : on) {
            Backend backend;
            try {
                backend = Backend.of(name);
            } catch (IllegalArgumentException e) {
                throw new ParameterException(spec.commandLine(), "-on: " + e.getMessage());
            }
            Availability availability = Kernels.availability(backend);
            List<Device> devices = Kernels.devices(backend);
            if (!availability.available()) {
                System.out.println(backend.id() + " passed over: " + availability);
            } else if (devices.stream().allMatch(d -> d.kind() == Device.Kind.SIMULATOR)) {
                System.out.println(backend.id() + " passed over: a simulator is for correctness and is not timed");
            } else {
                here.add(backend.id());
            }
        }
        return here;
    }

    private int jmh(List<Class<?>> classes, Set<String> here) throws Exception {
        CommandLineOptions rest = new CommandLineOptions(forJmh.toArray(String[]::new));
        if (rest.shouldHelp()) {
            rest.showHelp();
            return 0;
        }
        ChainedOptionsBuilder options = new OptionsBuilder().parent(rest).shouldFailOnError(false);
        for (Class<?> one : rest.getIncludes().isEmpty() ? classes : List.<Class<?>>of()) {
            options.include("^" + one.getName().replace(".", "\\.") + "\\.");
        }
        if (!rest.getParameter("backend").hasValue()) {
            options.param("backend", here.toArray(String[]::new));
        }
        if (quick) {
            quick(options, rest);
        }
        try {
            Runner runner = new Runner(options.build());
            if (rest.shouldList()) {
                runner.list();
            } else {
                runner.run();
            }
            return 0;
        } catch (RunnerException e) {
            System.err.println("benchmarks: " + e.getMessage());
            return 1;
        }
    }

    /**
     * Two minutes on two cores with four backends; what the rest of the command line sets stays. The number of iterations too: it
     * would hold for FirstCall as well, whose second call is warm.
     */
    private static void quick(ChainedOptionsBuilder options, CommandLineOptions rest) {
        Map<String, String[]> few = Map.of("n", new String[] {"1e9"}, "numbers", new String[] {"63", "random"},
                "size", new String[] {"1000"},
                "threads", new String[] {Ours.ALL}, "length", new String[] {"1000", "1000000"}, "type", new String[] {"f64"},
                "place", new String[] {"heap"});
        few.forEach((name, values) -> {
            if (!rest.getParameter(name).hasValue()) {
                options.param(name, values);
            }
        });
        if (rest.getIncludes().isEmpty()) {
            options.exclude("\\.VectorOps\\.(axpy|sum|nrm2)$").exclude("\\.FirstCall\\.(dot|factor)$");
        }
        if (!rest.getForkCount().hasValue()) {
            options.forks(1);
        }
        if (!rest.getWarmupTime().hasValue()) {
            options.warmupTime(TimeValue.milliseconds(100));
        }
        if (!rest.getMeasurementTime().hasValue()) {
            options.measurementTime(TimeValue.milliseconds(100));
        }
    }
}

package dev.kernelbridge.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.kernelbridge.Availability;
import dev.kernelbridge.Backend;
import dev.kernelbridge.BackendUnavailableException;
import dev.kernelbridge.Device;
import dev.kernelbridge.KernelException;
import dev.kernelbridge.Kernels;
import dev.kernelbridge.Tuning;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code kernels tune}: measures from which sizes on each device is worth asking, and keeps that for all later calls on this machine. */
@Command(name = "tune", description = "Measure from which sizes on a GPU, or several threads, are faster here, and keep it.", footer = {"",
    "Without --on: all GPUs, and the threads of the processor's fastest backend. With it, all devices of that backend; what was found",
    "for the CUDA simulator or for OpenCL on a processor is kept, but decides nothing.",
    "What is found is kept in the cache folder, by processor, device, driver and version, and decides instead of predictions;",
    "-Dkernelbridge.crossover… and --require go before it. Measure while the machine does nothing else.",
    "Exit code: 0 if all was measured and kept that there was time for, 1 if a device failed or nothing can be kept."})
final class Tune implements Callable<Integer> {
    private static final double MOST_SECONDS = 86_400;

    private final Console console;

    @Option(names = "--on", paramLabel = "BACKEND", converter = Choice.Name.class,
            description = "the devices of cuda, opencl, ffm, jni or java")
    private Backend on;

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "60",
            description = "how long to measure in all, opening the devices aside; default ${DEFAULT-VALUE}")
    private double seconds;

    @Option(names = "--json", description = "print JSON Lines: one object for each question")
    private boolean json;

    @Option(names = "--show", description = "show what is kept, and measure nothing")
    private boolean show;

    @Option(names = "--reset", description = "forget what is kept of this machine")
    private boolean reset;

    Tune(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (show && reset) {
            throw new IllegalArgumentException("--show and --reset exclude each other; what is forgotten cannot be shown");
        }
        if (!(seconds > 0 && seconds <= MOST_SECONDS)) { // also not NaN
            throw new IllegalArgumentException("--seconds: " + seconds + " is not in 0 to " + (int) MOST_SECONDS + ", 0 excluded");
        }
        Output output = new Output(console);
        int exit = reset ? forget(output) : show ? show(output) : measure(output);
        output.flush();
        return exit;
    }

    private int measure(Output output) {
        List<Device> devices = on == null ? Tuning.devices().reversed() : working(on); // the processor first: it needs little of its share
        if (Machine.busy()) {
            console.say("warning: the machine is busy with other things (/proc/loadavg); what is measured now may not hold later");
        }
        long end = System.nanoTime() + Math.round(seconds * 1e9);
        int exit = ExitCode.DONE;
        try (Watch watch = new Watch(console, true)) {
            for (int i = 0; i < devices.size(); i++) {
                Device device = devices.get(i);
                watch.begin("tune " + device.backend().id());
                try {
                    long share = Math.max(1, (end - System.nanoTime()) / (devices.size() - i));
                    Tuning tuning = Tuning.measure(device, Duration.ofNanos(share), watch);
                    watch.end();
                    print(tuning, tuning.crossovers().isEmpty() ? null : tuning.keep(), output);
                } catch (KernelException | IOException e) {
                    watch.end();
                    console.say("error: " + device.backend().id() + " on " + device + ": " + e.getMessage());
                    exit = ExitCode.FAILED;
                }
                output.flush();
                watch.wrote(1);
            }
        }
        return exit;
    }

    /** The devices of a backend that compute right. */
    private static List<Device> working(Backend backend) {
        Availability availability = Kernels.availability(backend);
        if (!availability.available()) {
            throw new BackendUnavailableException(backend, availability);
        }
        List<Device> working = new ArrayList<>();
        for (Device device : Kernels.devices(backend)) {
            availability = Kernels.selfTest(device);
            if (availability.available()) {
                working.add(device);
            }
        }
        if (working.isEmpty()) {
            throw new BackendUnavailableException(backend, availability);
        }
        return working;
    }

    /** Every device of this machine, or of the backend, about which something may be kept. */
    private List<Device> all() {
        List<Device> all = new ArrayList<>();
        for (Backend backend : on == null ? List.of(Backend.values()) : List.of(on)) {
            all.addAll(Kernels.devices(backend));
        }
        return all;
    }

    private int show(Output output) {
        boolean any = false;
        for (Device device : all()) {
            Optional<Tuning> kept = Tuning.kept(device);
            if (kept.isPresent()) {
                print(kept.get(), null, output);
                any = true;
            }
        }
        if (!any) {
            console.say("nothing is kept of this machine; predictions decide");
        }
        return ExitCode.DONE;
    }

    private int forget(Output output) {
        boolean any = false;
        for (Device device : all()) {
            try {
                if (Tuning.forget(device)) {
                    any = true;
                    if (json) {
                        output.object(g -> {
                            g.writeStringField("backend", device.backend().id());
                            g.writeStringField("device", device.toString());
                            g.writeBooleanField("forgotten", true);
                        });
                    } else {
                        output.line(device.backend().id() + " on " + device + ": forgotten");
                    }
                }
            } catch (IOException e) {
                console.say("error: what is kept of " + device + " cannot be deleted: " + e);
                return ExitCode.FAILED;
            }
        }
        if (!any) {
            console.say("nothing was kept of this machine");
        }
        return ExitCode.DONE;
    }

    private void print(Tuning tuning, Path file, Output output) {
        if (!json) {
            boolean alone = tuning.device().equals(tuning.processor());
            output.line(tuning.device().backend().id() + " on " + tuning.device() + ", against "
                    + (alone ? "one of its threads" : tuning.processor().backend().id() + " on " + tuning.threads() + " threads")
                    + ", " + tuning.when() + (file == null ? "" : ", kept in " + file));
        }
        for (Tuning.Question question : Tuning.Question.values()) {
            Optional<Tuning.Crossover> found = tuning.crossover(question);
            String why = tuning.unmeasured().get(question);
            if (found.isPresent() || why != null) {
                if (json) {
                    output.object(g -> write(tuning, question, found, why, file, g));
                } else {
                    output.line(String.format(Locale.ROOT, "  %-18s %s", question, found.map(Tune::words).orElse("predicted: " + why)));
                }
            }
        }
    }

    private static String words(Tuning.Crossover found) {
        String unit = found.question().unit();
        return found.found() ? String.format(Locale.ROOT, "from %s %s on (between %s and %s)", number(found.least()), unit,
                number(found.low()), number(found.high()))
                : "not up to " + number(found.low()) + " " + unit;
    }

    private static String number(double size) {
        return size < 1e7 ? String.valueOf((long) size) : String.format(Locale.ROOT, "%.2e", size);
    }

    private static void write(Tuning tuning, Tuning.Question question, Optional<Tuning.Crossover> found, String why, Path file,
            JsonGenerator g) throws IOException {
        g.writeStringField("setting", question.setting());
        g.writeStringField("question", question.toString());
        g.writeStringField("unit", question.unit());
        g.writeStringField("backend", tuning.device().backend().id());
        g.writeStringField("device", tuning.device().toString());
        g.writeStringField("against", tuning.processor().backend().id());
        g.writeStringField("processor", tuning.processor().toString());
        g.writeNumberField("threads", tuning.threads());
        g.writeStringField("when", tuning.when().toString());
        writeSize("least", found.map(Tuning.Crossover::least), g);
        writeSize("low", found.map(Tuning.Crossover::low), g);
        writeSize("high", found.map(Tuning.Crossover::high), g);
        if (why != null) {
            g.writeStringField("predicted", why);
        }
        if (file != null) {
            g.writeStringField("file", file.toString());
        }
    }

    /** JSON has no infinity: null is "no such size was found". */
    private static void writeSize(String name, Optional<Double> size, JsonGenerator g) throws IOException {
        if (size.isPresent() && Double.isFinite(size.get())) {
            g.writeNumberField(name, size.get());
        } else {
            g.writeNullField(name);
        }
    }
}

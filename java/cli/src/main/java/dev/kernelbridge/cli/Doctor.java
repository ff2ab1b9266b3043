package dev.kernelbridge.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.kernelbridge.Availability;
import dev.kernelbridge.Backend;
import dev.kernelbridge.Device;
import dev.kernelbridge.Kernels;
import dev.kernelbridge.Tuning;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code kernels doctor}: what works here, and for all else the reason and the fix. Opens every device, so it shows what would
 * run.
 */
@Command(name = "doctor", description = "Show what works on this machine, and why the rest does not.", footer = {"",
    "Opens every device and lets it answer known cases. Exit code 0 if at least the java backend works."})
final class Doctor implements Callable<Integer> {
    private final Console console;

    @Option(names = "--json", description = "print one JSON object")
    private boolean json;

    Doctor(Console console) {
        this.console = console;
    }

    /** A device after its self-test. */
    private record Examined(Device device, Availability selfTest, double seconds) {
    }

    /** A backend after the self-tests of its devices: it works if one of them does. */
    private record Finding(Backend backend, Availability availability, List<Examined> devices) {
        static Finding of(Backend backend) {
            Availability availability = Kernels.availability(backend);
            List<Examined> devices = new ArrayList<>();
            for (Device device : availability.available() ? Kernels.devices(backend) : List.<Device>of()) {
                long start = System.nanoTime();
                Availability selfTest = Kernels.selfTest(device);
                devices.add(new Examined(device, selfTest, (System.nanoTime() - start) / 1e9));
            }
            if (availability.available() && devices.stream().noneMatch(d -> d.selfTest().available())) {
                availability = devices.isEmpty() ? Availability.missing("it has no device", "") : devices.getFirst().selfTest();
            }
            return new Finding(backend, availability, devices);
        }

        /** {@code passed} if a device can be trusted, {@code failed} if none can, null if there was none to ask. */
        String selfTest() {
            return devices.isEmpty() ? null : availability.available() ? "passed" : "failed";
        }
    }

    @Override
    public Integer call() {
        Output output = new Output(console);
        List<Finding> findings = new ArrayList<>();
        if (!json) {
            output.line("kernels    " + Main.Version.text());
            output.line("java       " + Machine.java());
            output.line("os         " + Machine.os());
            output.line("processor  " + Machine.processor());
            output.line("settings   " + Machine.settings());
        }
        for (Backend backend : Backend.values()) {
            Finding finding = Finding.of(backend);
            findings.add(finding);
            if (!json) {
                print(finding, output);
                output.flush(); // a device may take a while to open
            }
        }
        if (json) {
            output.object(g -> write(findings, g));
            output.flush();
        }
        boolean java = findings.stream().anyMatch(f -> f.backend() == Backend.JAVA && f.availability().available());
        return java ? ExitCode.DONE : ExitCode.FAILED;
    }

    private static void print(Finding finding, Output output) {
        Availability availability = finding.availability();
        output.line("");
        output.line(String.format("%-10s %s", finding.backend().id(),
                availability.available() ? "works" : "does not work: " + availability.reason()));
        if (!availability.fix().isEmpty()) {
            output.line("           fix: " + availability.fix());
        }
        for (Examined examined : finding.devices()) {
            Device device = examined.device();
            output.line("           device " + device.index() + ": " + device + kind(device) + "; "
                    + (examined.selfTest().available() ? "self-test passed in " + Compare.time(examined.seconds()).strip()
                            : examined.selfTest()));
            Optional<Tuning> tuned = Tuning.kept(device);
            if (tuned.isPresent() || examined.selfTest().available() && worthTuning(device)) {
                output.line("           crossovers: " + tuned.map(Tuning::source).orElse("predicted; ./kernels tune measures them"));
            }
        }
        if (finding.backend() == Backend.JAVA) {
            printVectorApi(output);
        }
    }

    /** Of the java backend: a JVM option of a program; the launcher passes on what this variable holds. */
    private static void printVectorApi(Output output) {
        Availability vectors = Kernels.vectorApi();
        output.line("           Vector API: " + (vectors.available() ? "in use, for pi from 10^15 on" : "not in use: " + vectors.reason()));
        if (!vectors.fix().isEmpty()) {
            output.line("           fix: " + vectors.fix()
                    + "; for ./kernels: KERNELBRIDGE_JAVA_OPTIONS=--add-modules=jdk.incubator.vector");
        }
    }

    private static boolean worthTuning(Device device) {
        return Tuning.devices().contains(device);
    }

    private static String kind(Device device) {
        return " (" + device.kind().name().toLowerCase(Locale.ROOT)
                + (device.memoryBytes() > 0 ? ", " + Machine.bytes(device.memoryBytes()) : "") + ")";
    }

    private static void write(List<Finding> findings, JsonGenerator g) throws IOException {
        g.writeStringField("version", Main.Version.text());
        g.writeStringField("java", Machine.java());
        g.writeStringField("os", Machine.os());
        g.writeObjectFieldStart("vectorApi");
        g.writeBooleanField("available", Kernels.vectorApi().available());
        g.writeStringField("reason", Kernels.vectorApi().reason());
        g.writeStringField("fix", Kernels.vectorApi().fix());
        g.writeEndObject();
        g.writeArrayFieldStart("backends");
        for (Finding finding : findings) {
            g.writeStartObject();
            g.writeStringField("backend", finding.backend().id());
            g.writeBooleanField("available", finding.availability().available());
            g.writeStringField("reason", finding.availability().reason());
            g.writeStringField("fix", finding.availability().fix());
            g.writeArrayFieldStart("devices");
            for (Examined examined : finding.devices()) {
                write(examined, g);
            }
            g.writeEndArray();
            g.writeStringField("selftest", finding.selfTest());
            g.writeEndObject();
        }
        g.writeEndArray();
    }

    private static void write(Examined examined, JsonGenerator g) throws IOException {
        Device device = examined.device();
        g.writeStartObject();
        g.writeNumberField("device", device.index());
        g.writeStringField("name", device.name());
        g.writeStringField("kind", device.kind().name().toLowerCase(Locale.ROOT));
        g.writeNumberField("memory", device.memoryBytes());
        g.writeStringField("detail", device.detail());
        g.writeStringField("selftest", examined.selfTest().available() ? "passed" : examined.selfTest().reason());
        g.writeNumberField("seconds", examined.seconds());
        g.writeStringField("tuned", Tuning.kept(device).map(tuned -> tuned.when().toString()).orElse(null));
        g.writeEndObject();
    }
}

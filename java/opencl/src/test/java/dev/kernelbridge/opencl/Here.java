package dev.kernelbridge.opencl;

import dev.kernelbridge.Device;
import dev.kernelbridge.contract.UnderTest;
import dev.kernelbridge.spi.BasePrimes;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The device that tests run on, and child JVMs; without a device tests are skipped or fail as the contracts do. */
final class Here {

    record Ended(int code, String out, String err) {
    }

    private Here() {
    }

    static ClDevice device() {
        UnderTest.kernels(); // skips or fails
        return OpenClRuntime.find().at(0);
    }

    /** The same device, driven as if it were a GPU: work-groups of many items, atomics, other sizes. */
    static ClDevice asGpu() {
        ClDevice d = device();
        Device gpu = new Device(d.device().backend(), 0, d.device().name(), Device.Kind.GPU, d.device().memoryBytes(),
                "as a GPU");
        return new ClDevice(d.platform(), d.id(), gpu, d.computeUnits(), 48 << 10, d.maxAllocation(), d.maxGroup(), d.fp64(),
                d.roundsDivisions(), d.identity(), "");
    }

    /** The same device, driven as if it rounded quotients and roots of floats as it likes. */
    static ClDevice withoutRounding() {
        ClDevice d = device();
        return new ClDevice(d.platform(), d.id(), d.device(), d.computeUnits(), d.localBytes(), d.maxAllocation(), d.maxGroup(), d.fp64(),
                false, d.identity(), d.flaw());
    }

    static BasePrimes primesTo(int limit) {
        BitSet composite = new BitSet(limit + 1);
        int[] primes = new int[limit];
        int count = 0;
        for (int p = 2; p <= limit; p++) {
            if (!composite.get(p)) {
                for (long m = (long) p * p; m <= limit; m += p) {
                    composite.set((int) m);
                }
                if (p >= 7) {
                    primes[count++] = p;
                }
            }
        }
        return new BasePrimes(primes, count, limit);
    }

    /** Runs {@code main} in a new JVM; {@code without} drops the class path entries that contain it. */
    static Ended child(Class<?> main, String without, List<String> jvm, Map<String, String> environment)
            throws IOException, InterruptedException {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        path = String.join(File.pathSeparator, Arrays.stream(path.split(File.pathSeparator))
                .filter(entry -> without.isEmpty() || !Path.of(entry).getFileName().toString().startsWith(without)).toList());
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-cp", path));
        command.addAll(jvm);
        command.add(main.getName());
        Path out = Files.createTempFile("child", ".out");
        Path err = Files.createTempFile("child", ".err");
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            if (!process.waitFor(120, TimeUnit.SECONDS)) {
                throw new AssertionError("the child JVM hangs: " + Files.readString(err));
            }
            return new Ended(process.exitValue(), Files.readString(out, StandardCharsets.UTF_8), Files.readString(err));
        } finally {
            process.destroyForcibly();
            Files.delete(out);
            Files.delete(err);
        }
    }
}

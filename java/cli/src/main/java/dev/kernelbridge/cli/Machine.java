package dev.kernelbridge.cli;

import dev.kernelbridge.Backend;
import dev.kernelbridge.Device;
import dev.kernelbridge.Kernels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a bug report has to say about the machine: JVM, system, C library, processor, and our settings. */
final class Machine {

    private Machine() {
    }

    static String java() {
        return Runtime.version() + ", " + System.getProperty("java.vm.name") + " of " + System.getProperty("java.vendor")
                + (Machine.class.getModule().isNativeAccessEnabled() ? "" : ", native access not enabled");
    }

    static String os() {
        return System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
                + System.getProperty("os.arch") + libc();
    }

    static String processor() {
        Device cpu = Kernels.devices(Backend.JAVA).getFirst();
        int cores = Runtime.getRuntime().availableProcessors();
        return cpu.name() + ", " + (cores == 1 ? "1 core" : cores + " cores") + ", " + bytes(cpu.memoryBytes())
                + " memory, heap up to " + bytes(Runtime.getRuntime().maxMemory());
    }

    /** Everything that is set for us from outside; the first thing to look at when a machine behaves unlike another. */
    static String settings() {
        Map<String, String> set = new TreeMap<>();
        System.getenv().forEach((name, value) -> {
            if (name.startsWith("KERNELBRIDGE_")) {
                set.put(name, value);
            }
        });
        for (String name : System.getProperties().stringPropertyNames()) {
            if (name.startsWith("kernelbridge.")) {
                set.put("-D" + name, System.getProperty(name));
            }
        }
        return set.isEmpty() ? "none" : set.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue())
                .collect(Collectors.joining(", "));
    }

    /** Whether more than half of the processors have had work during the last minute, where the system tells. */
    static boolean busy() {
        try {
            String load = Files.readString(Path.of("/proc/loadavg"));
            return Double.parseDouble(load.substring(0, load.indexOf(' '))) > Runtime.getRuntime().availableProcessors() / 2.0;
        } catch (IOException | RuntimeException notLinux) {
            return false;
        }
    }

    static String bytes(long bytes) {
        return bytes <= 0 ? "unknown" : bytes < 1L << 30 ? (bytes >> 20) + " MiB"
                : String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30));
    }

    /**
     * The C library and its version, which native libraries depend on: the one that this JVM runs on, asked without native
     * code. glibc carries its banner as text; musl is told by its file name.
     */
    private static String libc() {
        try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
            List<String> files = maps.map(line -> line.substring(line.lastIndexOf(' ') + 1)).filter(f -> f.startsWith("/"))
                    .distinct().toList();
            for (String file : files) {
                if (file.contains("/ld-musl-") || file.contains("/libc.musl-")) {
                    return ", musl";
                }
                if (file.matches(".*/libc([.-].*)?\\.so.*")) {
                    Matcher banner = Pattern.compile("GNU C Library [^\\n]*version (\\d+\\.\\d+)")
                            .matcher(new String(Files.readAllBytes(Path.of(file)), StandardCharsets.ISO_8859_1));
                    return banner.find() ? ", glibc " + banner.group(1) : ", " + file;
                }
            }
        } catch (IOException | RuntimeException notLinux) {
            // nothing to add
        }
        return "";
    }
}

package dev.kernelbridge.bench.run;

import dev.kernelbridge.Availability;
import dev.kernelbridge.Backend;
import dev.kernelbridge.Device;
import dev.kernelbridge.Kernels;
import dev.kernelbridge.bench.results.Machine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Finds out what the times depend on. What cannot be found is {@code unknown}; nothing here throws. From Linux's own files: the library for
 * this (OSHI 6.9.3) took a cache of 48K for 48 bytes, and ended the JVM in a container without libudev.
 */
final class MachineFacts {
    private static final String UNKNOWN = "unknown";
    private static final int SECONDS = 20;
    private static final List<String> OF_THE_LAUNCHER = List.of("-Dkernelbridge.revision", "-Dkernelbridge.home", "-XX:AOT", "-Xlog");
    private static final List<String> GPU_FIELDS = List.of("name", "driver_version", "memory.total", "compute_cap", "clocks.sm", "clocks.max.sm",
            "clocks.mem", "power.limit", "mig.mode.current", "persistence_mode");

    private MachineFacts() {
    }

    static Machine find() {
        Device processor = Kernels.devices(Backend.JAVA).getFirst();
        String cpuinfo = text("/proc/cpuinfo");
        Map<String, String> cpu = new LinkedHashMap<>();
        cpu.put("model", processor.name());
        cpu.put("family", first(cpuinfo, "cpu family") + ", model " + first(cpuinfo, "model") + ", stepping " + first(cpuinfo, "stepping"));
        cpu.put("cores", Runtime.getRuntime().availableProcessors() + " for us, " + cpuinfo.lines().filter(l -> l.startsWith("processor")).count()
                + " in all");
        cpu.put("tier", tier());
        cpu.put("caches", caches());
        cpu.put("frequency", first(cpuinfo, "cpu MHz") + " MHz when asked");
        cpu.put("governor", text("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"));
        cpu.put("virtual", cpuinfo.contains("hypervisor") ? "yes" : "no or unknown");
        List<Map<String, String>> gpus = gpus();
        return new Machine(name(processor.name(), gpus), cpu, gibibytes(processor.memoryBytes()), os(), java(), gpus, devices(), revision());
    }

    private static String os() {
        String distribution = text("/etc/os-release").lines().filter(l -> l.startsWith("PRETTY_NAME=")).findFirst()
                .map(l -> l.substring(l.indexOf('=') + 1).replace("\"", "") + ", ").orElse("");
        return distribution + System.getProperty("os.name") + " " + System.getProperty("os.version") + ", " + System.getProperty("os.arch");
    }

    /** The value of the first line of that name in /proc/cpuinfo. */
    private static String first(String cpuinfo, String name) {
        return cpuinfo.lines().filter(l -> l.substring(0, Math.max(0, l.indexOf(':'))).strip().equals(name)).findFirst()
                .map(l -> l.substring(l.indexOf(':') + 1).strip()).orElse(UNKNOWN);
    }

    private static String gibibytes(long bytes) {
        return bytes <= 0 ? UNKNOWN : String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30));
    }

    /** Of the sources: the launcher says it, since a bundle has no git. */
    static String revision() {
        return System.getProperty("kernelbridge.revision", UNKNOWN);
    }

    private static Map<String, String> java() {
        Map<String, String> java = new LinkedHashMap<>();
        java.put("version", Runtime.version().toString());
        java.put("vendor", System.getProperty("java.vendor") + ", " + System.getProperty("java.vm.name"));
        java.put("flags", String.join(" ", ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(a -> OF_THE_LAUNCHER.stream().noneMatch(a::startsWith)).toList()));
        java.put("environment", System.getenv().keySet().stream().filter(k -> k.startsWith("KERNELBRIDGE_") || k.startsWith("OPENBLAS_")
                || k.equals("JDK_JAVA_OPTIONS") || k.equals("JAVA_TOOL_OPTIONS")).sorted().map(k -> k + "=" + System.getenv(k))
                .collect(Collectors.joining(" ")));
        java.put("heap", gibibytes(Runtime.getRuntime().maxMemory()) + " at most");
        java.put("collector", ManagementFactory.getGarbageCollectorMXBeans().getFirst().getName());
        return java;
    }

    private static Map<String, String> devices() {
        Map<String, String> devices = new LinkedHashMap<>();
        for (Backend backend : Backend.values()) {
            Availability availability = Kernels.availability(backend);
            devices.put(backend.id(), availability.available() ? Kernels.devices(backend).stream()
                    .map(d -> d.kind().name().toLowerCase(Locale.ROOT) + " " + d)
                    .collect(Collectors.joining("; ")) : availability.toString());
        }
        return devices;
    }

    private static String tier() {
        return Kernels.devices(Backend.FFM).stream().findFirst().map(d -> d.detail().replaceAll(".*(x86-64(-v\\d)?|aarch64).*", "$1"))
                .orElse(UNKNOWN);
    }

    /** Of the first core. */
    private static String caches() {
        List<String> caches = new ArrayList<>();
        for (int i = 0; Files.exists(Path.of("/sys/devices/system/cpu/cpu0/cache/index" + i)); i++) {
            String cache = "/sys/devices/system/cpu/cpu0/cache/index" + i + "/";
            caches.add("L" + text(cache + "level") + " " + text(cache + "type").toLowerCase(Locale.ROOT) + " " + text(cache + "size"));
        }
        return caches.isEmpty() ? UNKNOWN : String.join(", ", caches);
    }

    /** What NVIDIA's own tool says of each GPU. */
    private static List<Map<String, String>> gpus() {
        List<Map<String, String>> gpus = new ArrayList<>();
        for (String line : run("nvidia-smi", "--query-gpu=" + String.join(",", GPU_FIELDS), "--format=csv,noheader")) {
            String[] values = line.split(", *", -1);
            if (values.length == GPU_FIELDS.size()) {
                Map<String, String> gpu = new LinkedHashMap<>();
                for (int i = 0; i < values.length; i++) {
                    gpu.put(GPU_FIELDS.get(i), values[i].strip());
                }
                gpus.add(gpu);
            }
        }
        return gpus;
    }

    private static List<String> run(String... command) {
        try {
            Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            process.getOutputStream().close();
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return List.of();
            }
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            return List.of(); // not installed
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private static String text(String file) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    /** {@code intel-xeon-platinum-8481c-2-cores}, and the GPU where there is one. */
    static String name(String model, List<Map<String, String>> gpus) {
        String cpu = model.replaceAll("\\([^)]*\\)|@.*|\\b(CPU|Processor|with.*)\\b", " ");
        String all = cpu + " " + Runtime.getRuntime().availableProcessors() + " cores" + (gpus.isEmpty() ? ""
                : " " + (gpus.size() > 1 ? gpus.size() + " x " : "") + gpus.getFirst().get("name"));
        return all.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    }
}

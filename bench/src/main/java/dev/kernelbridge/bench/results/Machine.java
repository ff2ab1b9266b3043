package dev.kernelbridge.bench.results;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * {@code machine.json}: what the times depend on. Everything is text as found; what could not be found is {@code unknown}.
 *
 * @param name     short, from processor and GPU: a folder's name, {@code amd-epyc-2-cores} or {@code xeon-16-cores-h200}
 * @param cpu      model, cores, tier, caches, frequency, governor, hypervisor
 * @param memory   {@code 23.4 GiB}
 * @param os       name, kernel, C library
 * @param java     version, vendor, flags, heap
 * @param gpus     of each NVIDIA GPU: name, driver, memory, clocks, power limit, compute capability
 * @param devices  what each backend runs on, or why it does not: {@code opencl -> PoCL …}
 * @param revision of the sources
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Machine(String name, Map<String, String> cpu, String memory, String os, Map<String, String> java, List<Map<String, String>> gpus,
        Map<String, String> devices, String revision) {

    /** Nothing is null. */
    public Machine {
        name = name == null ? "unknown" : name;
        cpu = cpu == null ? Map.of() : cpu;
        java = java == null ? Map.of() : java;
        gpus = gpus == null ? List.of() : gpus.stream().filter(Objects::nonNull).toList();
        devices = devices == null ? Map.of() : devices;
    }
}

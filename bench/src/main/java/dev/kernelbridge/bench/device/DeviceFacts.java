package dev.kernelbridge.bench.device;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kernelbridge.bind.NativeCallException;
import dev.kernelbridge.bind.NativeLibrary;
import dev.kernelbridge.bind.NativeLibraryException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongUnaryOperator;

/**
 * Writes what a GPU does at best: bytes a second (on the device, and to and from the host), what a launch costs, operations a cycle. A
 * kernel's floor is its bytes or its operations over these. Under the simulator the transfers are made and nothing is timed.
 */
public final class DeviceFacts {
    private static final int REPEATS = 9;
    private static final int LAUNCHES = 2000;
    private static final int THREADS = 256;
    private static final int BLOCKS_AN_SM = 8; // 2048 threads: all that an SM holds
    private static final double PROBE_SECONDS = 0.01;

    // enum CUdevice_attribute of cuda.h
    private static final Map<String, Integer> ATTRIBUTES = Map.of("multiprocessors", 16, "clock_khz", 13, "memory_clock_khz", 36,
            "memory_bus_bits", 37, "l2_bytes", 38, "major", 75, "minor", 76, "shared_bytes_a_multiprocessor", 81,
            "registers_a_multiprocessor", 82);

    private final Driver driver;
    private final boolean simulated;
    private final long[] out = new long[1]; // what the driver's last function gave

    private long stream;
    private long multiprocessors;
    private double clock;

    private DeviceFacts(Driver driver, boolean simulated) {
        this.driver = driver;
        this.simulated = simulated;
    }

    /** {@code [--simulator] FILE}; exit code 1, with the reason, where there is no GPU. */
    public static void main(String[] arguments) throws IOException {
        boolean simulated = arguments.length == 2 && arguments[0].equals("--simulator");
        if (arguments.length != (simulated ? 2 : 1)) {
            System.err.println("device facts: takes [--simulator] FILE, not " + String.join(" ", arguments));
            System.exit(2);
        }
        Map<String, Object> facts;
        try {
            facts = new DeviceFacts(driver(simulated), simulated).find();
        } catch (NativeLibraryException e) {
            System.err.println("device facts: there is no driver: " + e.getMessage());
            System.exit(1);
            return;
        }
        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(Path.of(arguments[arguments.length - 1]).toFile(), facts);
        facts.forEach((name, value) -> System.out.println(name + ": " + value));
    }

    private static Driver driver(boolean simulated) {
        NativeLibrary library = simulated
                ? NativeLibrary.openPath(NativeLibrary.stage(DeviceFacts.class, "native/linux-x86_64/libcuda.so.1", "libcuda.so.1"))
                : NativeLibrary.openSystem("libcuda.so.1");
        return library.bind(Driver.class);
    }

    private Map<String, Object> find() {
        driver.cuInit(0);
        int[] device = new int[1];
        driver.cuDeviceGet(device, 0);
        Map<String, Object> facts = described(device[0]);
        driver.cuDevicePrimaryCtxRetain(out, device[0]);
        driver.cuCtxSetCurrent(out[0]);
        driver.cuStreamCreate(out, 1); // not waiting for the default stream
        stream = out[0];
        long[] free = new long[1];
        driver.cuMemGetInfo_v2(free, out);
        facts.put("memory_bytes", out[0]);
        facts.put("note", simulated ? "a simulator: times mean nothing and are left out" : "medians of " + REPEATS
                + "; bandwidth counts bytes read and bytes written; 2048 threads a multiprocessor; cycles of the highest clock");
        copies(facts, free[0]);
        if (!simulated) {
            driver.cuModuleLoadData(out, Probes.text());
            arithmetic(facts, out[0]);
        }
        return facts;
    }

    private Map<String, Object> described(int device) {
        Map<String, Object> facts = new LinkedHashMap<>();
        byte[] name = new byte[256];
        driver.cuDeviceGetName(name, name.length, device);
        facts.put("name", new String(name, StandardCharsets.UTF_8).replaceAll("\0.*", ""));
        int[] value = new int[1];
        driver.cuDriverGetVersion(value);
        facts.put("driver_cuda", value[0] / 1000 + "." + value[0] % 1000 / 10);
        for (String attribute : ATTRIBUTES.keySet().stream().sorted().toList()) {
            try {
                driver.cuDeviceGetAttribute(value, ATTRIBUTES.get(attribute), device);
                facts.put(attribute, value[0]);
            } catch (NativeCallException e) {
                facts.put(attribute, "unknown"); // the simulator has few of them, and newer drivers drop some
            }
        }
        multiprocessors = (int) facts.get("multiprocessors");
        clock = facts.get("clock_khz") instanceof Integer khz ? 1e3 * khz : 0;
        return facts;
    }

    /** From several times the L2 to a GiB. */
    private void copies(Map<String, Object> facts, long free) {
        long bytes = simulated ? 1 << 20 : Math.min(1L << 30, free / 4) & -4096;
        long hostBytes = Math.min(bytes, 256 << 20);
        driver.cuMemAlloc_v2(out, bytes);
        long from = out[0];
        driver.cuMemAlloc_v2(out, bytes);
        long to = out[0];
        driver.cuMemHostAlloc(out, hostBytes, 0);
        long host = out[0];
        MemorySegment words = MemorySegment.ofAddress(host).reinterpret(hostBytes);
        for (long i = 0, x = 1; i < hostBytes; i += 8, x = x * 6_364_136_223_846_793_005L + 1) { // zeros may be faster than data
            words.set(ValueLayout.JAVA_LONG, i, x);
        }
        for (long at = 0; at < bytes; at += hostBytes) {
            driver.cuMemcpyHtoDAsync_v2(from + at, host, Math.min(hostBytes, bytes - at), stream);
        }
        driver.cuCtxSynchronize();
        put(facts, "copy_bytes_per_second", 2.0 * bytes, () -> driver.cuMemcpyDtoDAsync_v2(to, from, bytes, stream));
        put(facts, "to_device_bytes_per_second", hostBytes, () -> driver.cuMemcpyHtoDAsync_v2(from, host, hostBytes, stream));
        put(facts, "from_device_bytes_per_second", hostBytes, () -> driver.cuMemcpyDtoHAsync_v2(host, to, hostBytes, stream));
        long last = words.get(ValueLayout.JAVA_LONG, hostBytes - 8);
        driver.cuMemcpyDtoHAsync_v2(host, to + bytes - 8, 8, stream);
        driver.cuCtxSynchronize();
        if (bytes % hostBytes == 0 && words.get(ValueLayout.JAVA_LONG, 0) != last) {
            throw new IllegalStateException("what was copied on the device is not what was there: a transfer is wrong");
        }
        driver.cuMemFree_v2(from);
        driver.cuMemFree_v2(to);
        driver.cuMemFreeHost(host);
    }

    private void put(Map<String, Object> facts, String name, double work, Runnable asked) {
        double seconds = median(asked, 4); // several at a time, so that the wait at their end counts little
        if (!simulated) {
            facts.put(name, rounded(4 * work / seconds));
        }
    }

    private void arithmetic(Map<String, Object> facts, long module) {
        int blocks = (int) (BLOCKS_AN_SM * multiprocessors);
        driver.cuMemAlloc_v2(out, 8L * blocks * THREADS);
        long results = out[0];
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pointer = arena.allocateFrom(ValueLayout.JAVA_LONG, results);
            MemorySegment rounds = arena.allocateFrom(ValueLayout.JAVA_INT, 1);
            MemorySegment parameters = arena.allocate(ValueLayout.ADDRESS, 2);
            parameters.setAtIndex(ValueLayout.ADDRESS, 0, pointer);
            parameters.setAtIndex(ValueLayout.ADDRESS, 1, rounds);
            driver.cuModuleGetFunction(out, module, Probes.NOTHING);
            long nothing = out[0];
            facts.put("launch_seconds", rounded(median(() -> launch(nothing, 1, parameters), LAUNCHES) / LAUNCHES));
            facts.put("launch_and_wait_seconds", rounded(median(() -> launch(nothing, 1, parameters), 1)));
            for (Probes.Operation operation : Probes.OPERATIONS) {
                driver.cuModuleGetFunction(out, module, operation.kernel());
                long function = out[0];
                LongUnaryOperator nanos = n -> {
                    rounds.set(ValueLayout.JAVA_INT, 0, (int) n);
                    return (long) (1e9 * median(() -> launch(function, blocks, parameters), 1));
                };
                long n = (long) Math.clamp(100 * PROBE_SECONDS / (1e-9 * nanos.applyAsLong(100)), 100, 1e8);
                double perSecond = (double) blocks * THREADS * n * Probes.CHAINS * Probes.UNROLLED / (1e-9 * nanos.applyAsLong(n));
                facts.put(operation.name() + "_per_second", rounded(perSecond));
                if (clock > 0) {
                    facts.put(operation.name() + "_per_cycle_and_multiprocessor", rounded(perSecond / (multiprocessors * clock)));
                }
            }
        }
        driver.cuMemFree_v2(results);
    }

    private void launch(long function, int blocks, MemorySegment parameters) {
        driver.cuLaunchKernel(function, blocks, 1, 1, THREADS, 1, 1, 0, stream, parameters, MemorySegment.NULL);
    }

    /** The seconds of so many, asked for one behind the other, until all are done; the first time does not count. */
    private double median(Runnable asked, int times) {
        double[] seconds = new double[simulated ? 1 : REPEATS];
        for (int i = -1; i < seconds.length; i++) {
            long start = System.nanoTime();
            for (int j = 0; j < times; j++) {
                asked.run();
            }
            driver.cuCtxSynchronize();
            seconds[Math.max(i, 0)] = 1e-9 * (System.nanoTime() - start);
        }
        Arrays.sort(seconds);
        return seconds[seconds.length / 2];
    }

    /** Four digits: no time here has more. */
    private static double rounded(double x) {
        return Double.parseDouble(String.format(Locale.ROOT, "%.3e", x));
    }
}

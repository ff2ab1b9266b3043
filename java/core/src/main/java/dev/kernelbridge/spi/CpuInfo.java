package dev.kernelbridge.spi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What this machine's processor is called and how much of it we have: the three CPU backends describe the same device. */
public final class CpuInfo {
    private static final String NAME = readName();

    private CpuInfo() {
    }

    /** The processor's model name, or its architecture where the system does not tell. */
    public static String name() {
        return NAME;
    }

    /** The processors that this JVM may use. */
    public static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    /** {@code 2 cores}. */
    public static String coresText() {
        return cores() == 1 ? "1 core" : cores() + " cores";
    }

    /** The machine's memory in bytes, 0 if unknown. */
    public static long memoryBytes() {
        return meminfo("MemTotal:");
    }

    /** How much of it the system could give at the moment, 0 if unknown. */
    public static long freeBytes() {
        return meminfo("MemAvailable:");
    }

    private static long meminfo(String field) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/meminfo"))) {
            return lines.filter(line -> line.startsWith(field))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10).findFirst().orElse(0);
        } catch (IOException | RuntimeException e) {
            return 0;
        }
    }

    private static String readName() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name")).map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst().orElse(System.getProperty("os.arch"));
        } catch (IOException | RuntimeException e) {
            return System.getProperty("os.arch");
        }
    }
}

package dev.kernelbridge.bind;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The name of this machine's kind, as the folders in a jar are called. Exists because {@code os.name} and {@code os.arch}
 * have many spellings for one thing, and none for the C library.
 *
 * <p>All methods are safe to call from any thread and never throw.
 */
public final class Platform {

    /** Every platform a jar of ours may hold a library for; used to say which ones it has. */
    static final List<String> KNOWN = List.of("linux-x86_64", "linux-aarch64", "linux-riscv64", "linux-ppc64le", "linux-s390x",
            "linux-x86_64-musl", "linux-aarch64-musl", "macos-aarch64", "macos-x86_64", "windows-x86_64", "windows-aarch64");

    private static final String OS = os(System.getProperty("os.name", ""));
    private static final String ARCH = arch(System.getProperty("os.arch", ""));
    private static final boolean MUSL = OS.equals("linux") && runsOnMusl(Path.of("/proc/self/maps"));

    private Platform() {
    }

    /**
     * {@return the name of this platform: {@code linux-x86_64}, {@code linux-aarch64}, {@code macos-aarch64}, {@code
     * linux-x86_64-musl} …}
     */
    public static String name() {
        return OS + "-" + ARCH + (MUSL ? "-musl" : "");
    }

    /** {@return the operating system: {@code linux}, {@code macos}, {@code windows}, or its own name in lower case} */
    public static String os() {
        return OS;
    }

    /**
     * {@return the JVM's processor architecture: {@code x86_64}, {@code aarch64}, …} It differs from the machine's under
     * emulation.
     */
    public static String arch() {
        return ARCH;
    }

    /** {@return whether the JVM runs on musl (Alpine Linux) and not on glibc} */
    public static boolean isMusl() {
        return MUSL;
    }

    /**
     * The folders to look in, best first. A C library without glibc's extras often runs on musl, so the glibc build comes
     * second.
     */
    static List<String> names() {
        return MUSL ? List.of(name(), OS + "-" + ARCH) : List.of(name());
    }

    /** The file name of the library {@code name} on {@code platform}, which need not be this one. */
    static String fileName(String platform, String name) {
        if (platform.startsWith("windows")) {
            return name + ".dll";
        }
        return "lib" + name + (platform.startsWith("macos") ? ".dylib" : ".so");
    }

    static String os(String osName) {
        String os = osName.toLowerCase(Locale.ROOT);
        if (os.startsWith("mac")) {
            return "macos";
        }
        return os.startsWith("windows") ? "windows" : os.replace(' ', '_');
    }

    static String arch(String osArch) {
        String arch = osArch.toLowerCase(Locale.ROOT);
        return switch (arch) {
            case "amd64", "x86-64", "x64" -> "x86_64";
            case "arm64" -> "aarch64";
            case "i386", "i486", "i586", "i686" -> "x86";
            default -> arch;
        };
    }

    /** The JVM itself is linked to the C library in question, so the list of mapped files names it. */
    static boolean runsOnMusl(Path maps) {
        try {
            String mapped = Files.readString(maps, StandardCharsets.ISO_8859_1);
            return mapped.contains("/ld-musl-") || mapped.contains("/libc.musl-");
        } catch (IOException unreadable) {
            return false;
        }
    }
}

package dev.kernelbridge.opencl;

import dev.kernelbridge.Availability;
import dev.kernelbridge.Device;
import dev.kernelbridge.bind.NativeLibraryException;
import dev.kernelbridge.bind.ThirdPartyLoader;
import java.util.List;
import java.util.Locale;

/**
 * What OpenCL offers on this machine: its devices, or which step failed. Every step has its own fix, because "no OpenCL" can mean
 * no libOpenCL, no driver, or no device. Names no class of JOCL, so that its absence is an answer, too.
 */
record OpenClRuntime(Availability availability, List<ClDevice> found) {

    static final String INSTALL = "install the graphics card vendor's OpenCL driver, or PoCL for the CPU"
            + " (Debian, Ubuntu: apt install ocl-icd-libopencl1 pocl-opencl-icd)";

    List<Device> devices() {
        return found.stream().map(ClDevice::device).toList();
    }

    ClDevice at(int index) {
        return found.get(index);
    }

    /** Never throws. */
    static OpenClRuntime find() {
        try {
            load();
            return DeviceSearch.run();
        } catch (NativeLibraryException e) {
            return missing(e.reason(), e.fix());
        } catch (LinkageError | ClassNotFoundException | RuntimeException e) {
            return missing("JOCL does not load (" + e + ")", "check that jocl's jar is there, in Kernelbridge's version");
        }
    }

    static OpenClRuntime missing(String reason, String fix) {
        return new OpenClRuntime(Availability.missing(reason, fix), List.of());
    }

    /** JOCL names its library after system and processor in words of its own, and prints to stderr if libOpenCL is missing. */
    private static void load() throws ClassNotFoundException {
        Class<?> jocl = Class.forName("org.jocl.CL", false, OpenClRuntime.class.getClassLoader());
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String arch = switch (System.getProperty("os.arch")) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm64";
            case String other -> other;
        };
        if (os.startsWith("windows")) {
            String file = "JOCL_2_0_6-windows-" + arch + ".dll";
            ThirdPartyLoader.load(jocl, "lib/" + file, file, "OpenCL.dll");
        } else if (os.startsWith("mac")) {
            String file = "libJOCL_2_0_6-apple-" + arch + ".dylib";
            ThirdPartyLoader.load(jocl, "lib/" + file, file, "/System/Library/Frameworks/OpenCL.framework/OpenCL");
        } else {
            String file = "libJOCL_2_0_6-linux-" + arch + ".so";
            ThirdPartyLoader.load(jocl, "lib/" + file, file, "libOpenCL.so.1");
        }
    }
}

package dev.kernelbridge.cuda;

import dev.kernelbridge.bind.NativeLibrary;
import dev.kernelbridge.bind.NativeLibraryException;
import dev.kernelbridge.bind.Platform;
import dev.kernelbridge.bind.ThirdPartyLoader;
import jcuda.JCudaVersion;

/**
 * The libraries under this backend: JCuda's classes, JCuda's native library, and NVIDIA's libcuda.so.1 that the latter needs. Each is
 * looked at before JCuda is initialized, because its own failure would come as nested stack traces the first time, and as a
 * NoClassDefFoundError ever after.
 */
final class DriverLibrary {
    private static final String DRIVER = "libcuda.so.1";
    private static final String NOT_FOUND = DRIVER + " not found (no NVIDIA driver)";
    private static final String JCUDA = "jcuda.driver.JCudaDriver";

    private DriverLibrary() {
    }

    static void requireJCuda() {
        jcuda();
        if (DriverLibrary.class.getResource("/" + resource()) == null
                && DriverLibrary.class.getClassLoader().getResource(resource()) == null) {
            throw new CudaRuntime.Unavailable("JCuda has no native library for " + Platform.name() + " here", "on linux-x86_64 add "
                    + "org.jcuda:jcuda-natives:" + JCudaVersion.get() + ":linux-x86_64 to the class path; there is none for other Linux");
        }
    }

    static void requireDriver() {
        try {
            NativeLibrary.openSystem(DRIVER);
        } catch (NativeLibraryException e) {
            if (!e.reason().startsWith(NOT_FOUND)) {
                throw e;
            }
            throw new CudaRuntime.Unavailable(NOT_FOUND, "install the NVIDIA driver (in a container, start it with --gpus all), or set "
                    + "KERNELBRIDGE_CUDA_SIMULATOR=1 to run the kernels on the simulator");
        }
    }

    static void loadJCuda() {
        ThirdPartyLoader.load(jcuda(), resource(), fileName(), DRIVER);
    }

    private static Class<?> jcuda() {
        try {
            return Class.forName(JCUDA, false, DriverLibrary.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new CudaRuntime.Unavailable("JCuda (org.jcuda:jcuda) is not on the class path",
                    "add the version that kernelbridge-cuda asks for");
        }
    }

    private static String resource() {
        return "lib/" + fileName();
    }

    private static String fileName() {
        return "libJCudaDriver-" + JCudaVersion.get() + "-" + Platform.os() + "-" + Platform.arch() + ".so";
    }
}

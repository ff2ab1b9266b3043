package dev.kernelbridge.cuda;

import dev.kernelbridge.DeviceFailedException;
import dev.kernelbridge.DeviceFailedException.Kind;
import java.util.Map;
import java.util.function.IntSupplier;
import jcuda.CudaException;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;

/** What the driver's result codes mean here. Every call's code comes through {@link #code}, which is the only place that sees them. */
final class Driver {

    /** What would help where cuInit fails; the numbers are CUresult's, of which JCuda 12.6 does not name all. */
    private static final Map<Integer, String> INIT_FIXES = Map.of(
            34, "take the toolkit's stubs folder off LD_LIBRARY_PATH: its libcuda.so.1 is for linking only",
            46, "another process has the GPU for itself; see nvidia-smi",
            802, "start the fabric manager (systemctl start nvidia-fabricmanager)",
            803, "reboot, or reload the nvidia kernel module: it is of another version than libcuda.so.1",
            804, "take the cuda-compat folder off LD_LIBRARY_PATH, or update the NVIDIA driver",
            999, "see dmesg for what the driver says; reload nvidia_uvm, or reboot");

    private Driver() {
    }

    /** Starts the driver; throws with its own words if it does not. */
    static void initialize() {
        checkAvailable("cuInit", () -> JCudaDriver.cuInit(0));
    }

    /** The result of a call. JCuda throws instead if anybody in this JVM switched that on. */
    static int code(IntSupplier call) {
        try {
            return call.getAsInt();
        } catch (CudaException e) {
            for (int code = 1; code <= CUresult.CUDA_ERROR_UNKNOWN; code++) {
                if (CUresult.stringFor(code).equals(e.getMessage())) {
                    return code;
                }
            }
            return CUresult.CUDA_ERROR_UNKNOWN;
        }
    }

    /** For calls before a device is opened. */
    static void checkAvailable(String function, IntSupplier call) {
        int code = code(call);
        if (code == CUresult.CUDA_ERROR_NO_DEVICE) {
            throw noDevice(function + " failed: " + words(code));
        }
        if (code != CUresult.CUDA_SUCCESS) {
            throw new CudaRuntime.Unavailable(function + " failed: " + words(code),
                    INIT_FIXES.getOrDefault(code, "check that nvidia-smi works, and update the NVIDIA driver"));
        }
    }

    static CudaRuntime.Unavailable noDevice(String reason) {
        String hidden = System.getenv("CUDA_VISIBLE_DEVICES");
        return new CudaRuntime.Unavailable(reason, hidden == null
                ? "check that nvidia-smi lists a GPU; in a container, start it with --gpus all"
                : "CUDA_VISIBLE_DEVICES=" + hidden + " hides GPUs: unset it, or name one that nvidia-smi lists");
    }

    /** The driver's own name and words: {@code CUDA_ERROR_NO_DEVICE (100), no CUDA-capable device is detected}. */
    static String words(int code) {
        String[] name = new String[1];
        String[] text = new String[1];
        code(() -> JCudaDriver.cuGetErrorName(code, name));
        code(() -> JCudaDriver.cuGetErrorString(code, text));
        return (name[0] == null ? CUresult.stringFor(code) : name[0]) + " (" + code + ")" + (text[0] == null ? "" : ", " + text[0]);
    }

    /** The CUDA version that the driver knows: {@code 12.8}. */
    static String version() {
        int[] version = new int[1];
        code(() -> JCudaDriver.cuDriverGetVersion(version));
        return version[0] / 1000 + "." + version[0] % 1000 / 10;
    }

    static DeviceFailedException failure(Gpu gpu, String what, int code) {
        return new DeviceFailedException(kind(code), what + " failed on " + gpu.name() + ": " + words(code));
    }

    /** What a program can do about it. The kernel's own faults are launch failures; what concerns the device or driver is a loss. */
    static Kind kind(int code) {
        return switch (code) {
            case CUresult.CUDA_ERROR_OUT_OF_MEMORY -> Kind.OUT_OF_MEMORY;
            // 46 device unavailable, 214 ECC, 220 NVLink, 226 to 228 a repair or a contained fault, 721 contained, 8xx the system
            case 3, 4, 46, 100, 101, 201, 214, 220, 226, 227, 228, 304, 708, 709, 721, 802, 803, 804, 805, 809, 999 -> Kind.LOST;
            default -> Kind.LAUNCH_FAILED;
        };
    }
}

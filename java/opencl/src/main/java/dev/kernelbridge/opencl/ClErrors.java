package dev.kernelbridge.opencl;

import dev.kernelbridge.DeviceFailedException;
import dev.kernelbridge.DeviceFailedException.Kind;
import java.util.Locale;
import org.jocl.CL;

/** What an OpenCL status means: nothing, out of memory (smaller requests may work), a lost device, or a failed launch. */
final class ClErrors {

    private ClErrors() {
    }

    /** Throws unless {@code status} is CL_SUCCESS. {@code what} is the call and its numbers. */
    static void check(int status, ClDevice device, String what) {
        if (status != CL.CL_SUCCESS) {
            throw failure(status, device, what, null);
        }
    }

    static DeviceFailedException failure(int status, ClDevice device, String what, Throwable cause) {
        Kind kind = kind(status);
        String message = device.device().name() + ": " + what + " failed with " + CL.stringFor_errorCode(status)
                + (kind == Kind.OUT_OF_MEMORY ? "; " + memory(device) : "");
        return new DeviceFailedException(kind, message, cause);
    }

    private static Kind kind(int status) {
        return switch (status) {
            // NVIDIA reports an allocation that it put off as CL_OUT_OF_RESOURCES; a crashed kernel, too
            case CL.CL_MEM_OBJECT_ALLOCATION_FAILURE, CL.CL_OUT_OF_RESOURCES, CL.CL_OUT_OF_HOST_MEMORY,
                    CL.CL_INVALID_BUFFER_SIZE -> Kind.OUT_OF_MEMORY;
            case CL.CL_DEVICE_NOT_AVAILABLE, CL.CL_INVALID_CONTEXT, CL.CL_INVALID_COMMAND_QUEUE, CL.CL_INVALID_DEVICE ->
                Kind.LOST;
            default -> Kind.LAUNCH_FAILED;
        };
    }

    /** OpenCL has no question for what is free. */
    private static String memory(ClDevice device) {
        return "the device has " + bytes(device.device().memoryBytes()) + ", at most " + bytes(device.maxAllocation())
                + " in one piece (what is free, OpenCL does not tell)";
    }

    /** {@code 32 GiB (34359738368 bytes)}: people read the first, logs compare the second. */
    static String bytes(long bytes) {
        String[] units = {"bytes", "KiB", "MiB", "GiB", "TiB", "PiB"};
        int unit = 0;
        double value = bytes;
        while (value >= 1024 && unit < units.length - 1) {
            value /= 1024;
            unit++;
        }
        return unit == 0 ? bytes + " bytes" : String.format(Locale.ROOT, "%.1f %s (%d bytes)", value, units[unit], bytes);
    }
}

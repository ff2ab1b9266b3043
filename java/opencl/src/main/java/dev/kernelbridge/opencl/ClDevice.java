package dev.kernelbridge.opencl;

import dev.kernelbridge.Backend;
import dev.kernelbridge.Device;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.cl_device_id;
import org.jocl.cl_platform_id;

/**
 * An OpenCL device and the few facts about it that decide how kernels are built and launched.
 *
 * @param fp64      whether it computes with doubles
 * @param roundsDivisions  whether its compiler can be told to divide floats, and to take their roots, with one rounding
 * @param identity  platform, device and driver with their versions: what a compiled program depends on
 * @param flaw      why it cannot run our kernels; empty if it can
 * @param maxGroup  the most work-items in a work-group
 */
record ClDevice(cl_platform_id platform, cl_device_id id, Device device, int computeUnits, long localBytes, long maxAllocation,
        long maxGroup, boolean fp64, boolean roundsDivisions, String identity, String flaw) {

    private static final Pattern VERSION = Pattern.compile("OpenCL (\\d+)\\.(\\d+)");
    private static final long SMALLEST_GROUP = 64; // the lanes of a reduction

    static ClDevice of(cl_platform_id platform, cl_device_id id) {
        String name = text(id, CL.CL_DEVICE_NAME);
        String version = text(id, CL.CL_DEVICE_VERSION);
        String driver = text(id, CL.CL_DRIVER_VERSION);
        String platformName = text(platform, CL.CL_PLATFORM_NAME);
        String platformVersion = text(platform, CL.CL_PLATFORM_VERSION);
        int units = (int) number(id, CL.CL_DEVICE_MAX_COMPUTE_UNITS, Integer.BYTES);
        long maxGroup = number(id, CL.CL_DEVICE_MAX_WORK_GROUP_SIZE, Long.BYTES);
        boolean fp64 = (" " + text(id, CL.CL_DEVICE_EXTENSIONS) + " ").contains(" cl_khr_fp64 ");
        long floats = number(id, CL.CL_DEVICE_SINGLE_FP_CONFIG, Long.BYTES);
        boolean denormals = (floats & CL.CL_FP_DENORM) != 0;
        String detail = platformName + ", driver " + driver + ", " + units + (units == 1 ? " compute unit" : " compute units")
                + (fp64 ? "" : ", no f64 (cl_khr_fp64)") + (denormals ? "" : ", float denormals are 0");
        Device device = new Device(Backend.OPENCL, 0, name, kind(number(id, CL.CL_DEVICE_TYPE, Long.BYTES)),
                number(id, CL.CL_DEVICE_GLOBAL_MEM_SIZE, Long.BYTES), detail);
        return new ClDevice(platform, id, device, units, number(id, CL.CL_DEVICE_LOCAL_MEM_SIZE, Long.BYTES),
                number(id, CL.CL_DEVICE_MAX_MEM_ALLOC_SIZE, Long.BYTES), maxGroup, fp64,
                (floats & CL.CL_FP_CORRECTLY_ROUNDED_DIVIDE_SQRT) != 0,
                String.join("\n", platformName, platformVersion, name, version, driver), flaw(id, version, maxGroup));
    }

    ClDevice numbered(int index) {
        Device numbered = new Device(device.backend(), index, device.name(), device.kind(), device.memoryBytes(),
                device.detail());
        return new ClDevice(platform, id, numbered, computeUnits, localBytes, maxAllocation, maxGroup, fp64, roundsDivisions,
                identity, flaw);
    }

    /** Whether its work-groups are loops on a core: then one work-item a group does best, see primes.cl. */
    boolean isCpu() {
        return device.kind() == Device.Kind.CPU;
    }

    private static String flaw(cl_device_id id, String version, long maxGroup) {
        Matcher digits = VERSION.matcher(version);
        if (!digits.lookingAt() || Integer.parseInt(digits.group(1)) * 10 + Integer.parseInt(digits.group(2)) < 12) {
            return "it has \"" + version + "\", and OpenCL 1.2 is needed";
        }
        if (number(id, CL.CL_DEVICE_AVAILABLE, Integer.BYTES) == 0) {
            return "its driver says that it is not available";
        }
        if (number(id, CL.CL_DEVICE_COMPILER_AVAILABLE, Integer.BYTES) == 0) {
            return "its driver has no compiler";
        }
        if (number(id, CL.CL_DEVICE_ENDIAN_LITTLE, Integer.BYTES) == 0) {
            return "it is big-endian";
        }
        return maxGroup < SMALLEST_GROUP ? "it allows " + maxGroup + " work-items a group, and 64 are needed" : "";
    }

    private static Device.Kind kind(long type) {
        return (type & CL.CL_DEVICE_TYPE_GPU) != 0 ? Device.Kind.GPU
                : (type & CL.CL_DEVICE_TYPE_CPU) != 0 ? Device.Kind.CPU : Device.Kind.ACCELERATOR;
    }

    /** A little-endian number of at most 8 bytes; 0 if the driver does not know the question. */
    private static long number(cl_device_id id, int question, int bytes) {
        long[] answer = new long[1];
        return CL.clGetDeviceInfo(id, question, bytes, Pointer.to(answer), null) == CL.CL_SUCCESS ? answer[0] : 0;
    }

    private static String text(cl_device_id id, int question) {
        long[] size = new long[1];
        if (CL.clGetDeviceInfo(id, question, 0, null, size) != CL.CL_SUCCESS || size[0] == 0) {
            return "";
        }
        byte[] answer = new byte[(int) size[0]];
        CL.clGetDeviceInfo(id, question, answer.length, Pointer.to(answer), null);
        return trimmed(answer);
    }

    private static String text(cl_platform_id id, int question) {
        long[] size = new long[1];
        if (CL.clGetPlatformInfo(id, question, 0, null, size) != CL.CL_SUCCESS || size[0] == 0) {
            return "";
        }
        byte[] answer = new byte[(int) size[0]];
        CL.clGetPlatformInfo(id, question, answer.length, Pointer.to(answer), null);
        return trimmed(answer);
    }

    private static String trimmed(byte[] answer) {
        return new String(answer, StandardCharsets.UTF_8).replace("\0", "").strip();
    }
}

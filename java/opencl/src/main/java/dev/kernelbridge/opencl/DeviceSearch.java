package dev.kernelbridge.opencl;

import dev.kernelbridge.Availability;
import dev.kernelbridge.Device;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.cl_device_id;
import org.jocl.cl_platform_id;

/** Asks every platform for its devices and puts the best first: GPU before accelerator before CPU, then the larger one. */
final class DeviceSearch {

    private static final System.Logger LOG = System.getLogger("dev.kernelbridge.opencl");
    private static final int CL_PLATFORM_NOT_FOUND_KHR = -1001; // the loader's word for "no driver is registered"

    private DeviceSearch() {
    }

    static OpenClRuntime run() {
        try {
            return search();
        } catch (CLException e) { // somebody else in this JVM has switched JOCL's exceptions on
            return unlisted(e.getStatus());
        }
    }

    private static OpenClRuntime unlisted(int status) {
        return OpenClRuntime.missing("OpenCL fails to list its platforms (" + CL.stringFor_errorCode(status) + ")",
                OpenClRuntime.INSTALL);
    }

    private static OpenClRuntime search() {
        int[] count = new int[1];
        int status = CL.clGetPlatformIDs(0, null, count);
        if (status == CL_PLATFORM_NOT_FOUND_KHR || (status == CL.CL_SUCCESS && count[0] == 0)) {
            return OpenClRuntime.missing("libOpenCL is there, but no OpenCL driver is registered with it", OpenClRuntime.INSTALL);
        }
        if (status != CL.CL_SUCCESS) {
            return unlisted(status);
        }
        cl_platform_id[] platforms = new cl_platform_id[count[0]];
        CL.clGetPlatformIDs(platforms.length, platforms, null);
        List<ClDevice> usable = new ArrayList<>();
        List<String> passedOver = new ArrayList<>();
        for (cl_platform_id platform : platforms) {
            search(platform, usable, passedOver);
        }
        if (usable.isEmpty()) {
            String reason = passedOver.isEmpty() ? "no OpenCL platform has a device" : "no OpenCL device can be used: "
                    + String.join("; ", passedOver);
            return OpenClRuntime.missing(reason, OpenClRuntime.INSTALL);
        }
        passedOver.forEach(line -> LOG.log(System.Logger.Level.DEBUG, "Passed over an OpenCL device: {0}", line));
        usable.sort(Comparator.comparingInt((ClDevice d) -> rank(d.device().kind())).thenComparing(d -> -d.computeUnits()));
        for (int i = 0; i < usable.size(); i++) {
            usable.set(i, usable.get(i).numbered(i));
        }
        return new OpenClRuntime(Availability.AVAILABLE, List.copyOf(usable));
    }

    private static void search(cl_platform_id platform, List<ClDevice> usable, List<String> passedOver) {
        int[] count = new int[1];
        int status = CL.clGetDeviceIDs(platform, CL.CL_DEVICE_TYPE_ALL, 0, null, count);
        if (status != CL.CL_SUCCESS || count[0] == 0) {
            return; // CL_DEVICE_NOT_FOUND: a driver without its hardware
        }
        cl_device_id[] ids = new cl_device_id[count[0]];
        CL.clGetDeviceIDs(platform, CL.CL_DEVICE_TYPE_ALL, ids.length, ids, null);
        for (cl_device_id id : ids) {
            ClDevice device = ClDevice.of(platform, id);
            String flaw = device.flaw();
            if (flaw.isEmpty()) {
                usable.add(device);
            } else {
                passedOver.add(device.device().name() + ": " + flaw);
            }
        }
    }

    private static int rank(Device.Kind kind) {
        return switch (kind) {
            case GPU -> 0;
            case ACCELERATOR -> 1;
            case CPU, SIMULATOR -> 2;
        };
    }
}

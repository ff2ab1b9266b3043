package dev.kernelbridge.cuda;

import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR;
import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR;
import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN;
import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT;

import dev.kernelbridge.Backend;
import dev.kernelbridge.Device;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import jcuda.driver.CUdevice;
import jcuda.driver.JCudaDriver;

/**
 * A GPU, and what we asked the driver about it once.
 *
 * @param ordinal     the driver's number for it, which is not the index in our list
 * @param compute     compute capability, 90 for 9.0
 * @param sms         streaming multiprocessors
 * @param sharedBytes shared memory that a block can have if it asks for it
 */
record Gpu(Device device, CUdevice handle, int ordinal, int compute, int sms, int sharedBytes, String driverVersion) {

    /** All GPUs: those that the kernels run on first, otherwise in the driver's order (fastest first, unless told otherwise). */
    static List<Gpu> list(Optional<SimulatorRequest> simulator) {
        int[] count = new int[1];
        Driver.checkAvailable("cuDeviceGetCount", () -> JCudaDriver.cuDeviceGetCount(count));
        List<Gpu> found = new ArrayList<>();
        for (int ordinal = 0; ordinal < count[0]; ordinal++) {
            found.add(read(ordinal, simulator));
        }
        if (found.isEmpty()) {
            throw Driver.noDevice("the NVIDIA driver lists no GPU");
        }
        found.sort(Comparator.comparing(gpu -> gpu.compute < CudaRuntime.OLDEST_COMPUTE));
        for (int i = 0; i < found.size(); i++) {
            found.set(i, found.get(i).at(i));
        }
        return List.copyOf(found);
    }

    String name() {
        return device.name();
    }

    String computeText() {
        return compute / 10 + "." + compute % 10;
    }

    /** Whether double precision is half as fast as single: of what we build for, 8.0, 9.0 and 10.0; elsewhere it is a 32nd or less. */
    boolean fastDoubles() {
        return compute == 80 || compute == 90 || compute == 100;
    }

    boolean simulated() {
        return device.kind() == Device.Kind.SIMULATOR;
    }

    private static Gpu read(int ordinal, Optional<SimulatorRequest> simulator) {
        CUdevice handle = new CUdevice();
        Driver.checkAvailable("cuDeviceGet", () -> JCudaDriver.cuDeviceGet(handle, ordinal));
        byte[] name = new byte[256];
        Driver.checkAvailable("cuDeviceGetName", () -> JCudaDriver.cuDeviceGetName(name, name.length, handle));
        long[] memory = new long[1];
        Driver.checkAvailable("cuDeviceTotalMem", () -> JCudaDriver.cuDeviceTotalMem(memory, handle));
        int compute = 10 * attribute(handle, CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR)
                + attribute(handle, CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR);
        int sms = attribute(handle, CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT);
        String driver = Driver.version();
        String called = text(name);
        Device.Kind kind = called.equals(Simulator.DEVICE_NAME) ? Device.Kind.SIMULATOR : Device.Kind.GPU;
        if (simulator.isPresent() && kind != Device.Kind.SIMULATOR) {
            throw new CudaRuntime.Unavailable("the simulator was asked for, but other code had loaded the NVIDIA driver before",
                    "unset " + simulator.get().source() + ", or use CUDA before whatever else uses the driver");
        }
        String detail = simulator.isEmpty() ? "compute " + compute / 10 + "." + compute % 10 + ", " + sms + " SMs, driver " + driver
                : "kernels on " + sms + " CPU cores" + (simulator.get().spec().isEmpty() ? "" : ", " + simulator.get().spec());
        int shared = attribute(handle, CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN);
        return new Gpu(new Device(Backend.CUDA, ordinal, called, kind, memory[0], detail), handle, ordinal, compute, sms, shared, driver);
    }

    private Gpu at(int index) {
        Device moved = new Device(Backend.CUDA, index, device.name(), device.kind(), device.memoryBytes(), device.detail());
        return new Gpu(moved, handle, ordinal, compute, sms, sharedBytes, driverVersion);
    }

    private static int attribute(CUdevice device, int which) {
        int[] value = new int[1];
        Driver.checkAvailable("cuDeviceGetAttribute", () -> JCudaDriver.cuDeviceGetAttribute(value, which, device));
        return value[0];
    }

    private static String text(byte[] chars) {
        int length = 0;
        while (length < chars.length && chars[length] != 0) {
            length++;
        }
        return new String(chars, 0, length, StandardCharsets.UTF_8).strip();
    }
}

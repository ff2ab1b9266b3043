package dev.kernelbridge.opencl;

import dev.kernelbridge.Availability;
import dev.kernelbridge.Backend;
import dev.kernelbridge.Device;
import dev.kernelbridge.DeviceFailedException;
import dev.kernelbridge.spi.BackendProvider;
import dev.kernelbridge.spi.Engine;
import java.util.List;

/** Kernels through OpenCL. This class touches nothing of JOCL, so that constructing it cannot fail, even without JOCL's jar. */
public final class OpenClBackend implements BackendProvider {

    /** Looked for once in the life of the JVM: a driver that is installed later needs a new one anyway, as JOCL binds it once. */
    private static final class Found {
        static final OpenClRuntime RUNTIME = OpenClRuntime.find();
    }

    /** For {@link java.util.ServiceLoader}. */
    public OpenClBackend() {
    }

    @Override
    public Backend backend() {
        return Backend.OPENCL;
    }

    @Override
    public Availability availability() {
        return Found.RUNTIME.availability();
    }

    @Override
    public List<Device> devices() {
        return Found.RUNTIME.devices();
    }

    @Override
    public Engine open(Device device) {
        List<Device> devices = devices();
        if (device.backend() != Backend.OPENCL || device.index() < 0 || device.index() >= devices.size()) {
            throw new DeviceFailedException(DeviceFailedException.Kind.LOST,
                    "OpenCL has no device " + device.index() + " (" + device.name() + "); it has " + devices.size());
        }
        return OpenClEngine.open(Found.RUNTIME.at(device.index()));
    }
}

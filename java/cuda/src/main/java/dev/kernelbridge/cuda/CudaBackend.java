package dev.kernelbridge.cuda;

import dev.kernelbridge.Availability;
import dev.kernelbridge.Backend;
import dev.kernelbridge.Device;
import dev.kernelbridge.DeviceFailedException;
import dev.kernelbridge.spi.BackendProvider;
import dev.kernelbridge.spi.Engine;
import java.util.List;

/** Kernels on NVIDIA GPUs. This class touches nothing of JCuda, so that constructing it cannot fail, not even without JCuda's jar. */
public final class CudaBackend implements BackendProvider {

    /** Looked for once in the life of the process: JCuda binds the driver once, so one that is installed later needs a new JVM. */
    private static final class Found {
        static final CudaRuntime RUNTIME = CudaRuntime.find(System::getProperty, System.getenv());
    }

    /** For {@link java.util.ServiceLoader}. */
    public CudaBackend() {
    }

    @Override
    public Backend backend() {
        return Backend.CUDA;
    }

    static CudaRuntime runtime() {
        return Found.RUNTIME;
    }

    @Override
    public Availability availability() {
        return runtime().availability();
    }

    @Override
    public List<Device> devices() {
        return runtime().devices();
    }

    @Override
    public Engine open(Device device) {
        List<Device> devices = devices();
        if (device.backend() != Backend.CUDA || device.index() < 0 || device.index() >= devices.size()) {
            throw new DeviceFailedException(DeviceFailedException.Kind.LOST,
                    "CUDA has no device " + device.index() + " (" + device.name() + "); it has " + devices.size());
        }
        return CudaEngine.open(runtime().gpus().get(device.index()));
    }
}

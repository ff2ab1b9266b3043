package dev.kernelbridge.jni;

import dev.kernelbridge.Availability;
import dev.kernelbridge.Backend;
import dev.kernelbridge.BackendUnavailableException;
import dev.kernelbridge.Device;
import dev.kernelbridge.bind.NativeLibraryException;
import dev.kernelbridge.spi.BackendProvider;
import dev.kernelbridge.spi.CpuInfo;
import dev.kernelbridge.spi.Engine;
import java.util.List;

/** The C kernels over JNI. Nothing is loaded before someone asks. */
public final class JniBackend implements BackendProvider {

    private Availability availability;
    private JniLibrary library;

    @Override
    public Backend backend() {
        return Backend.JNI;
    }

    @Override
    public synchronized Availability availability() {
        if (availability == null) {
            availability = probe();
        }
        return availability;
    }

    private Availability probe() {
        try {
            library = JniLibrary.open();
            return Availability.AVAILABLE;
        } catch (NativeLibraryException e) {
            return Availability.missing(e.reason(), e.fix());
        } catch (IllegalCallerException e) {
            // The JVM links a native method at its first call, and refuses to without this right.
            return Availability.missing("native access is denied: " + e.getMessage(),
                    "start Java with --enable-native-access=" + ourName());
        } catch (RuntimeException | LinkageError e) {
            return Availability.missing("the library does not fit this jar: " + e, "build both from one source");
        }
    }

    private static String ourName() {
        Module module = JniBackend.class.getModule();
        return module.isNamed() ? module.getName() : "ALL-UNNAMED";
    }

    @Override
    public List<Device> devices() {
        if (!availability().available()) {
            return List.of();
        }
        return List.of(new Device(Backend.JNI, 0, CpuInfo.name(), Device.Kind.CPU, CpuInfo.memoryBytes(),
                CpuInfo.coresText() + ", " + library.tierName()));
    }

    @Override
    public Engine open(Device device) {
        Availability answer = availability();
        if (!answer.available()) {
            throw new BackendUnavailableException(Backend.JNI, answer);
        }
        return new JniEngine(device, library.tier());
    }
}

package dev.kernelbridge.plan;

import dev.kernelbridge.Availability;
import dev.kernelbridge.Backend;
import dev.kernelbridge.Device;
import dev.kernelbridge.spi.BackendProvider;
import dev.kernelbridge.spi.Engine;
import dev.kernelbridge.spi.VectorEngine;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * The backends of this process and their opened devices. A device is opened once, shared by all callers, and trusted only after it
 * has passed the self-test; a device that failed is opened anew on the next request.
 */
public final class Engines {
    private static final Map<Backend, Availability> BROKEN = new EnumMap<>(Backend.class);
    private static final Map<Backend, BackendProvider> PROVIDERS = providers();
    private static final Map<Device, Opened> OPENED = new HashMap<>();

    private Engines() {
    }

    /** An engine, or the reason why there is none (then {@code engine} is null). */
    public record Opened(Engine engine, Availability availability) {
    }

    /** Whether a backend can be used at all; devices may still fail when they are opened. */
    public static Availability availability(Backend backend) {
        BackendProvider provider = PROVIDERS.get(backend);
        if (provider != null) {
            return provider.availability();
        }
        return BROKEN.getOrDefault(backend, Availability.missing("the module kernelbridge-" + backend.id() + " is not on the class path",
                "add the dependency dev.kernelbridge:kernelbridge-" + backend.id()));
    }

    /** The devices of a backend, best first; empty if it is not available. */
    public static List<Device> devices(Backend backend) {
        BackendProvider provider = PROVIDERS.get(backend);
        return provider == null ? List.of() : provider.devices();
    }

    /** Opens a device, or gives the engine that is open already. A refusal is remembered; a device that failed later is tried again. */
    public static synchronized Opened open(Device device) {
        return OPENED.computeIfAbsent(device, Engines::start);
    }

    /**
     * The JAVA backend's vector kernels, for what is not worth a call of another engine; null if they are not there or count wrong. Apart from
     * its shared engine, whose whole self-test takes a new JVM 0.2 s.
     */
    public static VectorEngine javaVectors() {
        List<Device> devices = devices(Backend.JAVA);
        if (devices.isEmpty()) {
            return null;
        }
        try {
            Engine engine = PROVIDERS.get(Backend.JAVA).open(devices.getFirst());
            return SelfTest.vectors(engine) == null ? engine.vectors() : null;
        } catch (RuntimeException | LinkageError e) {
            return null; // all goes to the other engine then, as if there were no shorter way
        }
    }

    /** Forgets an engine that failed, so that the next request opens its device anew; false if another caller did so already. */
    static synchronized boolean drop(Engine engine) {
        boolean open = OPENED.values().removeIf(opened -> opened.engine() == engine);
        if (open) {
            TrustedProducts.forget(engine);
            engine.close();
        }
        return open;
    }

    private static Opened start(Device device) {
        Engine engine;
        try {
            engine = PROVIDERS.get(device.backend()).open(device);
        } catch (RuntimeException | LinkageError e) {
            return new Opened(null, Availability.missing(device.name() + " does not start: " + e.getMessage(), ""));
        }
        String wrong;
        try {
            wrong = SelfTest.firstError(engine);
        } catch (RuntimeException | LinkageError e) {
            wrong = "threw " + e;
        }
        if (wrong == null) {
            return new Opened(engine, Availability.AVAILABLE);
        }
        engine.close();
        return new Opened(null, Availability.missing(device.name() + " failed its self-test: " + wrong,
                "do not trust this device; check its driver, cooling and memory"));
    }

    private static Map<Backend, BackendProvider> providers() {
        Map<Backend, BackendProvider> found = new EnumMap<>(Backend.class);
        var providers = ServiceLoader.load(BackendProvider.class, Engines.class.getClassLoader()).iterator();
        while (true) {
            try {
                if (!providers.hasNext()) {
                    return found;
                }
                BackendProvider provider = providers.next();
                found.putIfAbsent(provider.backend(), provider);
            } catch (ServiceConfigurationError | LinkageError e) {
                // A jar that lacks its dependencies must not take the other backends with it. Its provider's name tells which it is.
                for (Backend backend : Backend.values()) {
                    if (String.valueOf(e.getMessage()).contains("kernelbridge." + backend.id() + ".")) {
                        BROKEN.put(backend, Availability.missing("its classes do not load: " + e.getMessage(),
                                "add the missing dependency of kernelbridge-" + backend.id()));
                    }
                }
            }
        }
    }
}

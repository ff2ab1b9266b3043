package dev.kernelbridge.plan;

import dev.kernelbridge.Availability;
import dev.kernelbridge.Backend;
import dev.kernelbridge.Device;
import dev.kernelbridge.Device.Kind;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A rung of the ladder: a backend, and which of its devices will do.
 *
 * @param kinds  the acceptable kinds
 * @param device the index of the only acceptable device, or -1 for the first of an acceptable kind
 */
public record Candidate(Backend backend, Set<Kind> kinds, int device) {
    private static final Set<Kind> ANY = EnumSet.allOf(Kind.class);
    private static final Set<Kind> GPU = EnumSet.of(Kind.GPU);
    private static final Set<Kind> REAL = EnumSet.complementOf(EnumSet.of(Kind.SIMULATOR));

    /** Any device of a backend, or the one of that index. */
    public static Candidate any(Backend backend, int device) {
        return new Candidate(backend, ANY, device);
    }

    /** What runs when {@code asked} cannot: CUDA to OpenCL on a GPU, then C, then Java. OpenCL on a CPU is never a replacement. */
    public static List<Candidate> replacements(Backend asked) {
        Candidate opencl = new Candidate(Backend.OPENCL, GPU, -1);
        Candidate ffm = any(Backend.FFM, -1);
        Candidate java = any(Backend.JAVA, -1);
        return switch (asked) {
            case CUDA -> List.of(opencl, ffm, java);
            case OPENCL, JNI -> List.of(ffm, java);
            case FFM -> List.of(java);
            case JAVA -> List.of();
        };
    }

    /** The ladder of {@code Kernels.best()}: GPUs, then C, then Java; a simulator is never best. */
    public static List<Candidate> best() {
        return List.of(new Candidate(Backend.CUDA, REAL, -1), new Candidate(Backend.OPENCL, GPU, -1), any(Backend.FFM, -1),
                any(Backend.JNI, -1), any(Backend.JAVA, -1));
    }

    /** The processor itself: C, then Java. */
    public static List<Candidate> cpu() {
        return List.of(any(Backend.FFM, -1), any(Backend.JNI, -1), any(Backend.JAVA, -1));
    }

    /**
     * Opens the device that this rung names.
     *
     * @throws IllegalArgumentException if the backend is there and has no device of that index
     */
    Engines.Opened open() {
        Availability availability = Engines.availability(backend);
        if (!availability.available()) {
            return new Engines.Opened(null, availability);
        }
        List<Device> devices = Engines.devices(backend);
        int index = device >= 0 ? device : deviceByProperty(devices);
        if (index >= devices.size()) {
            throw new IllegalArgumentException("device: " + index + "; " + backend.id() + " has "
                    + (devices.size() == 1 ? "device 0 only" : "devices 0 to " + (devices.size() - 1)));
        }
        // A property narrows the choice, but makes no simulator the best and no CPU a replacement for a GPU.
        Stream<Device> choice = (index >= 0 ? Stream.of(devices.get(index)) : devices.stream()).filter(d -> kinds.contains(d.kind()));
        Engines.Opened last = null;
        for (Device one : (Iterable<Device>) choice::iterator) {
            last = Engines.open(one);
            if (last.engine() != null) {
                return last;
            }
        }
        return last != null ? last : new Engines.Opened(null, Availability.missing("no " + kinds.stream()
                .map(k -> k.name().toLowerCase(Locale.ROOT)).reduce((a, b) -> a + " or " + b).orElse("device")
                + " among its devices " + devices.stream().map(Device::name).toList(), ""));
    }

    /** {@code kernelbridge.opencl.device} or KERNELBRIDGE_OPENCL_DEVICE: an index, or a part of the name. -1 without. */
    private int deviceByProperty(List<Device> devices) {
        String value = Settings.get(backend.id() + ".device");
        if (value == null) {
            return -1;
        }
        if (value.matches("\\d{1,9}")) {
            return Integer.parseInt(value);
        }
        return devices.stream().filter(d -> d.name().toLowerCase(Locale.ROOT).contains(value.toLowerCase(Locale.ROOT)))
                .mapToInt(Device::index).findFirst().orElseThrow(() -> new IllegalArgumentException("kernelbridge." + backend.id()
                        + ".device: \"" + value + "\" is in no device's name; there are " + devices.stream().map(Device::name).toList()));
    }
}

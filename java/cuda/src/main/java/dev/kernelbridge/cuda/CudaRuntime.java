package dev.kernelbridge.cuda;

import dev.kernelbridge.Availability;
import dev.kernelbridge.Device;
import dev.kernelbridge.bind.NativeLibraryException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Whether CUDA works here, as a ladder: the first rung that does not hold is the answer, in one sentence. It ends before a context
 * would be made, because that takes memory on the GPU and a good part of a second; what only shows then (no image for this GPU) is
 * said when the device is opened.
 *
 * @param availability the answer
 * @param gpus         the GPUs, best first; those too old for the kernels stand last
 */
record CudaRuntime(Availability availability, List<Gpu> gpus) {

    /** What nvcc 13 still compiles for; the fatbin's oldest code and its PTX. */
    static final int OLDEST_COMPUTE = 75;

    /** Climbs the ladder. Never throws. */
    static CudaRuntime find(UnaryOperator<String> properties, Map<String, String> environment) {
        try {
            return climb(SimulatorRequest.from(properties, environment));
        } catch (Unavailable e) {
            return new CudaRuntime(Availability.missing(e.getMessage(), e.fix), List.of());
        } catch (NativeLibraryException e) {
            return new CudaRuntime(Availability.missing(e.reason(), e.fix()), List.of());
        } catch (RuntimeException | LinkageError e) {
            return new CudaRuntime(Availability.missing("looking for CUDA failed: " + e, ""), List.of());
        }
    }

    List<Device> devices() {
        return gpus.stream().map(Gpu::device).toList();
    }

    private static CudaRuntime climb(Optional<SimulatorRequest> simulator) {
        DriverLibrary.requireJCuda();
        if (simulator.isPresent()) {
            Simulator.load(simulator.get());
        } else {
            DriverLibrary.requireDriver();
        }
        DriverLibrary.loadJCuda();
        Driver.initialize();
        List<Gpu> gpus = Gpu.list(simulator);
        if (simulator.isEmpty()) {
            KernelImage.require();
            Gpu best = gpus.getFirst();
            if (best.compute() < OLDEST_COMPUTE) {
                throw new Unavailable(best.name() + " has compute capability " + best.computeText() + ", and the kernels need 7.5",
                        "use a GPU of the Turing generation (2018) or newer");
            }
        }
        return new CudaRuntime(Availability.AVAILABLE, gpus);
    }

    /** A rung that does not hold: why, and what to do. */
    static final class Unavailable extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final String fix;

        Unavailable(String reason, String fix) {
            super(reason, null, false, false);
            this.fix = fix;
        }
    }
}

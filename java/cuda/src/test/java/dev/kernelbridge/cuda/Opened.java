package dev.kernelbridge.cuda;

import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kernelbridge.Availability;
import dev.kernelbridge.spi.BasePrimes;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

/**
 * What the tests run on: the device that CUDA names first, which is the simulator unless the build was told that there is a GPU
 * ({@code -Dkernelbridge.test.gpu=true}). Its name is in the tests' names.
 */
final class Opened {
    private Opened() {
    }

    /** For {@code @MethodSource}. */
    static Stream<Named<Gpu>> gpus() {
        return Stream.of(Named.of("on " + gpu().name(), gpu()));
    }

    static Gpu gpu() {
        Availability availability = CudaBackend.runtime().availability();
        if (!availability.available()) {
            if (System.getProperty("kernelbridge.test.require", "").matches("all|.*cuda.*")) {
                throw new AssertionError("cuda is required and not here: " + availability);
            }
            abort("cuda is not here: " + availability);
        }
        return CudaBackend.runtime().gpus().getFirst();
    }

    static CudaEngine engine() {
        return CudaEngine.open(gpu());
    }

    /** For what only the simulator can be told to do. It is healthy again then. */
    static void assumeSimulator() {
        assumeTrue(gpu().simulated(), "needs the CUDA simulator");
        Simulator.configure("");
    }

    /** All primes from 7 to {@code limit}. */
    static BasePrimes base(int limit) {
        boolean[] composite = new boolean[limit + 1];
        int[] primes = new int[limit];
        int count = 0;
        for (int n = 2; n <= limit; n++) {
            if (!composite[n]) {
                for (long m = (long) n * n; m <= limit; m += n) {
                    composite[(int) m] = true;
                }
                if (n >= 7) {
                    primes[count++] = n;
                }
            }
        }
        return new BasePrimes(primes, count, limit);
    }
}

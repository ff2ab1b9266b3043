package dev.kernelbridge.scalar;

import dev.kernelbridge.Availability;
import dev.kernelbridge.Backend;
import dev.kernelbridge.Device;
import dev.kernelbridge.spi.BackendProvider;
import dev.kernelbridge.spi.CpuInfo;
import dev.kernelbridge.spi.Engine;
import dev.kernelbridge.spi.FactorEngine;
import dev.kernelbridge.spi.PrimeEngine;
import dev.kernelbridge.spi.VectorEngine;
import java.util.List;

/** The backend that is always there, and the end of every ladder. */
public final class JavaBackend implements BackendProvider {

    @Override
    public Backend backend() {
        return Backend.JAVA;
    }

    @Override
    public Availability availability() {
        return Availability.AVAILABLE;
    }

    @Override
    public List<Device> devices() {
        return List.of(new Device(Backend.JAVA, 0, CpuInfo.name(), Device.Kind.CPU, CpuInfo.memoryBytes(),
                CpuInfo.coresText() + ", Java " + Runtime.version().feature()));
    }

    @Override
    public Engine open(Device device) {
        return new JavaEngine(device, new JavaPrimes(), new JavaFactors(), new JavaVectors());
    }

    private record JavaEngine(Device device, PrimeEngine primes, FactorEngine factors, VectorEngine vectors) implements Engine {
        @Override
        public int parallelism() {
            return Integer.MAX_VALUE;
        }

        @Override
        public void close() {
            // holds nothing but memory of the heap
        }
    }
}

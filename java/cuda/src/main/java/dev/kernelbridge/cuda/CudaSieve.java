package dev.kernelbridge.cuda;

import static dev.kernelbridge.cuda.Stream.address;
import static dev.kernelbridge.cuda.Stream.u32;
import static dev.kernelbridge.cuda.Stream.u64;

import dev.kernelbridge.spi.BasePrimes;
import dev.kernelbridge.spi.SievePatterns;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import jcuda.Pointer;

/** What every sieving launch begins with: the base primes and the patterns on the device, and the rows that it strikes with. */
final class CudaSieve {
    private static final long ROW = 16;

    private final LoadedKernels kernels;
    private final Geometry geometry;
    private final DeviceTables<BasePrimes> tables;

    CudaSieve(LoadedKernels kernels, Memory memory, Geometry geometry) {
        this.kernels = kernels;
        this.geometry = geometry;
        int[] patterns = SievePatterns.table(!geometry.simulated());
        this.tables = new DeviceTables<>(memory, base -> new MemorySegment[] {MemorySegment.ofArray(patterns),
            MemorySegment.ofArray(base.array()).asSlice(0, (long) Integer.BYTES * base.count())});
    }

    /** The device's copy of them, to be closed after use. */
    DeviceTables<BasePrimes>.Copy copy(BasePrimes base, Lane lane) {
        return tables.of(base, lane);
    }

    /** The bytes of so many rows, before which nothing else of the scratch memory lies. */
    static long bytes(int primes) {
        return ROW * primes;
    }

    /** Makes the rows at the beginning of the scratch memory, and launches a kernel whose parameters begin with them. */
    void launch(Stream stream, String kernel, Geometry.Grid grid, DeviceTables<BasePrimes>.Copy copy, int primes, int shared,
            long first, Memory.OnDevice scratch, Pointer... parameters) {
        if (primes > 0) {
            kernels.launch(stream, "kb_sieve_rows", geometry.elements(primes), address(copy.at(1)), u32(primes), u64(first),
                    address(scratch.at(0)));
        }
        List<Pointer> all = new ArrayList<>(List.of(address(scratch.at(0)), u32(primes), u32(shared), address(copy.at(0))));
        all.addAll(Arrays.asList(parameters));
        kernels.launch(stream, kernel, grid, all.toArray(Pointer[]::new));
    }
}

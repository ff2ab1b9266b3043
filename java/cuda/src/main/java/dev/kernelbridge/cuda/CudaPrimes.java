package dev.kernelbridge.cuda;

import static dev.kernelbridge.cuda.Stream.address;
import static dev.kernelbridge.cuda.Stream.u32;
import static dev.kernelbridge.cuda.Stream.u64;

import dev.kernelbridge.spi.BasePrimes;
import dev.kernelbridge.spi.LeafEngine;
import dev.kernelbridge.spi.PrimeEngine;
import dev.kernelbridge.spi.SievePatterns;
import dev.kernelbridge.spi.SieveUnit;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The prime kernels: two launches a unit. */
final class CudaPrimes implements PrimeEngine {
    private final LoadedKernels kernels;
    private final Lanes lanes;
    private final Geometry geometry;
    private final CudaSieve sieve;
    private final CudaLeaves leaves;
    private final CudaRough rough;

    CudaPrimes(String device, LoadedKernels kernels, Memory memory, Lanes lanes, Geometry geometry) {
        this.kernels = kernels;
        this.lanes = lanes;
        this.geometry = geometry;
        this.sieve = new CudaSieve(kernels, memory, geometry);
        this.leaves = new CudaLeaves(device, kernels, memory, lanes, geometry, sieve);
        this.rough = new CudaRough(device, kernels, memory, lanes, geometry);
    }

    @Override
    public int unitBytes(long to) {
        return geometry.unitBytes();
    }

    @Override
    public long countSieve(SieveUnit unit, BasePrimes base) {
        return lanes.with(lane -> {
            int primes = base.strikers(unit.firstByte(), unit.bytes());
            int segment = geometry.segmentBytes(primes);
            Geometry.Grid grid = geometry.sieve(unit.bytes(), segment);
            long rows = CudaSieve.bytes(primes);
            long bytes = (long) Long.BYTES * grid.blocks();
            try (DeviceTables<BasePrimes>.Copy copy = sieve.copy(base, lane); Lane.Result counts = lane.out(bytes)) {
                Memory.OnDevice scratch = lane.scratch(rows + bytes);
                Stream stream = lane.stream(0);
                sieve.launch(stream, "kb_sieve_count", grid, copy, primes, SievePatterns.shared(base, segment), unit.firstByte(), scratch,
                        u64(unit.firstByte()), u64(unit.bytes()), u32(unit.firstMask()), u32(unit.lastMask()), u32(segment),
                        address(scratch.at(rows)));
                stream.copyOut(counts.at(0, bytes), scratch.at(rows), bytes);
                stream.finish();
                long count = 0;
                for (int i = 0; i < grid.blocks(); i++) {
                    count += counts.segment().getAtIndex(ValueLayout.JAVA_LONG, i);
                }
                return count;
            }
        });
    }

    @Override
    public void sieve(long firstByte, byte[] bits, BasePrimes base) {
        if (bits.length == 0) {
            return;
        }
        lanes.run(lane -> {
            int primes = base.strikers(firstByte, bits.length);
            int segment = geometry.segmentBytes(primes);
            long rows = CudaSieve.bytes(primes);
            long words = Math.ceilDiv((long) bits.length, Integer.BYTES) * Integer.BYTES;
            try (DeviceTables<BasePrimes>.Copy copy = sieve.copy(base, lane); Lane.Result out = lane.out(bits.length)) {
                Memory.OnDevice scratch = lane.scratch(rows + words);
                Stream stream = lane.stream(0);
                sieve.launch(stream, "kb_sieve_bits", geometry.sieve(bits.length, segment), copy, primes,
                        SievePatterns.shared(base, segment), firstByte, scratch, u64(firstByte), u64(bits.length), u32(segment),
                        address(scratch.at(rows)));
                stream.copyOut(out.at(0, bits.length), scratch.at(rows), bits.length);
                stream.finish();
                MemorySegment.copy(out.segment(), 0, MemorySegment.ofArray(bits), 0, bits.length);
            }
        });
    }

    @Override
    public void isPrime(long[] n, int off, int len, boolean[] out) {
        if (len == 0) {
            return;
        }
        MemorySegment[] in = {MemorySegment.ofArray(n).asSlice((long) Long.BYTES * off, (long) Long.BYTES * len)};
        HostPipeline.Shape shape = new HostPipeline.Shape(in, Long.BYTES, 3 * Lane.CHUNK_BYTES / Long.BYTES, count -> count);
        lanes.run(lane -> {
            HostPipeline.run(lane, len, shape,
                    (stream, count, operands, result) -> kernels.launch(stream, "kb_is_prime", geometry.proofs(count),
                            address(operands[0]), u64(count), address(result)),
                    result -> {
                        for (int i = 0; i < len; i++) {
                            out[off + i] = result.get(ValueLayout.JAVA_BYTE, i) != 0;
                        }
                    });
        });
    }

    @Override
    public LeafEngine leaves() {
        return leaves;
    }

    @Override
    public CudaRough rough() {
        return rough;
    }
}

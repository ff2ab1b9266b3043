package dev.kernelbridge.opencl;

import dev.kernelbridge.spi.BasePrimes;
import dev.kernelbridge.spi.PrimeEngine;
import dev.kernelbridge.spi.SieveUnit;
import java.lang.foreign.MemorySegment;

/** Launches the sieve and the prime test, and knows what sizes suit the device. */
final class OpenClPrimes implements PrimeEngine {

    private static final String FILE = "primes.cl";

    /** Numbers tested by one launch: 8 MiB, and milliseconds of work. */
    private static final int TESTS = 1 << 20;
    private static final int TEST_GROUP = 64;
    /** Bits stored by one launch. */
    private static final int STORED = 64 << 20;
    /** A launch has this many work-groups for each compute unit, so that a slow one does not keep the others waiting. */
    private static final int GROUPS_PER_UNIT = 8;

    private final ClDevice device;
    private final Lanes lanes;
    private final OpenClLeaves leaves;

    OpenClPrimes(ClDevice device, Lanes lanes) {
        this.device = device;
        this.lanes = lanes;
        this.leaves = new OpenClLeaves(device, lanes);
    }

    @Override
    public OpenClLeaves leaves() {
        return leaves;
    }

    /** The work-items that sieve a segment together. */
    static int group(ClDevice device) {
        return device.isCpu() ? 1 : device.maxGroup() >= 256 ? 256 : 64;
    }

    /** The part of the sieve that stands in local memory at once: the kernels need 2 KiB of it for themselves. */
    private int segmentBytes(long endByte) {
        long most = Long.highestOneBit(Math.max(device.localBytes() - 2048, 1024));
        if (!device.isCpu()) {
            return (int) Math.min(most, 32 << 10);
        }
        // On a CPU local memory is plain memory, and starting every prime anew in every segment costs more than leaving L1 does:
        // pi(1e10) takes 5.8 s of CPU time with 32 KiB, 2.7 with 128; 3e8 numbers at 1e15 10.9 and, with 512 KiB, 1.3.
        long fitting = 2 * Long.highestOneBit((long) Math.sqrt(endByte * 30.0));
        return (int) Math.min(most, Math.clamp(fitting, 128 << 10, 512 << 10));
    }

    @Override
    public int unitBytes(long to) {
        boolean far = to < 0 || to > 1_000_000_000_000L; // each segment then costs a pass over very many primes
        return device.isCpu() ? (far ? 1 << 20 : 8 << 20) : (far ? 64 << 20 : 128 << 20);
    }

    @Override
    public long countSieve(SieveUnit unit, BasePrimes base) {
        int segment = segmentBytes(unit.firstByte() + unit.bytes());
        int groups = groups(unit.bytes(), segment);
        return lanes.run(lane -> {
            long[] counts = new long[groups];
            DeviceBuffer onDevice = lane.scratch(0, (long) groups * Long.BYTES);
            lane.launch(FILE, "kb_sieve_count", (long) groups * group(device), group(device), lane.base(base), base.count(),
                    unit.firstByte(), (long) unit.bytes(), unit.firstMask(), unit.lastMask(), segment, onDevice,
                    new Lane.Local(segment));
            lane.read(onDevice, 0, MemorySegment.ofArray(counts));
            long sum = 0;
            for (long count : counts) {
                sum += count;
            }
            return sum;
        });
    }

    @Override
    public void sieve(long firstByte, byte[] bits, BasePrimes base) {
        byte[] result = bits.length <= STORED ? bits : new byte[bits.length]; // a failure in the middle must not show
        lanes.run(lane -> {
            for (int from = 0; from < bits.length; from += Math.min(STORED, bits.length - from)) {
                int length = Math.min(STORED, bits.length - from);
                int segment = segmentBytes(firstByte + from + length);
                int groups = groups(length, segment);
                DeviceBuffer onDevice = lane.scratch(1, (length + 3L) / 4 * 4);
                lane.launch(FILE, "kb_sieve_bits", (long) groups * group(device), group(device), lane.base(base), base.count(),
                        firstByte + from, (long) length, segment, onDevice, new Lane.Local(segment));
                lane.read(onDevice, 0, MemorySegment.ofArray(result).asSlice(from, length));
            }
            return null;
        });
        if (result != bits) {
            System.arraycopy(result, 0, bits, 0, bits.length);
        }
    }

    @Override
    public void isPrime(long[] n, int off, int len, boolean[] out) {
        byte[] answers = new byte[len];
        lanes.run(lane -> {
            for (int from = 0; from < len; from += Math.min(TESTS, len - from)) {
                int count = Math.min(TESTS, len - from);
                DeviceBuffer numbers = lane.scratch(0, (long) count * Long.BYTES);
                DeviceBuffer onDevice = lane.scratch(1, count);
                long at = (off + (long) from) * Long.BYTES;
                lane.write(MemorySegment.ofArray(n).asSlice(at, (long) count * Long.BYTES), numbers, 0);
                lane.launch(FILE, "kb_is_prime", (count + TEST_GROUP - 1L) / TEST_GROUP * TEST_GROUP, TEST_GROUP, numbers,
                        (long) count, onDevice);
                lane.read(onDevice, 0, MemorySegment.ofArray(answers).asSlice(from, count));
            }
            return null;
        });
        for (int i = 0; i < len; i++) {
            out[off + i] = answers[i] != 0;
        }
    }

    private int groups(long bytes, int segment) {
        return (int) Math.min((bytes + segment - 1) / segment, (long) device.computeUnits() * GROUPS_PER_UNIT);
    }
}

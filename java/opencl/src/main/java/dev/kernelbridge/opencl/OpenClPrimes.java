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
    /** Enough for one round of a group, few enough for many groups. */
    private static final int TESTED_TOGETHER = 256;
    private static final int TEST_GROUPS = 8;
    /** Bits stored by one launch. */
    private static final int STORED = 64 << 20;

    private final ClDevice device;
    private final Lanes lanes;
    private final OpenClSieve sieve;
    private final OpenClLeaves leaves;
    private final OpenClRough rough;

    OpenClPrimes(ClDevice device, Lanes lanes) {
        this.device = device;
        this.lanes = lanes;
        this.sieve = new OpenClSieve(device);
        this.leaves = new OpenClLeaves(device, lanes, sieve);
        this.rough = new OpenClRough(device, lanes);
    }

    @Override
    public OpenClLeaves leaves() {
        return leaves;
    }

    @Override
    public OpenClRough rough() {
        return rough;
    }

    /** The work-items that sieve a segment together. */
    static int group(ClDevice device) {
        return device.isCpu() ? 1 : device.maxGroup() >= 256 ? 256 : 64;
    }

    @Override
    public int unitBytes(long to) {
        boolean far = to < 0 || to > 1_000_000_000_000L; // each segment then costs a pass over very many primes
        return device.isCpu() ? (far ? 1 << 20 : 8 << 20) : (far ? 64 << 20 : 128 << 20);
    }

    @Override
    public long countSieve(SieveUnit unit, BasePrimes base) {
        return lanes.run(lane -> {
            long[] counts = new long[sieve.groups(unit.firstByte(), unit.bytes())];
            DeviceBuffer onDevice = lane.scratch(0, (long) counts.length * Long.BYTES);
            sieve.count(lane, unit, base, onDevice);
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
                DeviceBuffer onDevice = sieve.bits(lane, base, firstByte + from, length, lane.scratch(1, (length + 3L) / 4 * 4));
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
                long groups = Math.min(Math.ceilDiv(count, TESTED_TOGETHER), (long) TEST_GROUPS * device.computeUnits());
                lane.launch(FILE, "kb_is_prime", groups * group(device), group(device), numbers, (long) count, onDevice);
                lane.read(onDevice, 0, MemorySegment.ofArray(answers).asSlice(from, count));
            }
            return null;
        });
        for (int i = 0; i < len; i++) {
            out[off + i] = answers[i] != 0;
        }
    }
}

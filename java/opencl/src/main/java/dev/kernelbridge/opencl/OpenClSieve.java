package dev.kernelbridge.opencl;

import dev.kernelbridge.spi.BasePrimes;
import dev.kernelbridge.spi.SievePatterns;
import dev.kernelbridge.spi.SieveUnit;

/** Launches the sieve, and knows what sizes suit the device. */
final class OpenClSieve {
    private static final String FILE = "primes.cl";
    private static final int ROW = 16;
    private static final int ROWS_GROUP = 64;
    /** A launch has this many work-groups for each compute unit, so that a slow one does not keep the others waiting. */
    private static final int GROUPS_PER_UNIT = 8;

    private final ClDevice device;
    private final int group;
    private final int[] patterns;

    OpenClSieve(ClDevice device) {
        this.device = device;
        this.group = OpenClPrimes.group(device);
        this.patterns = SievePatterns.table(!device.isCpu());
    }

    /** The groups of a launch, which is how many counts {@link #count} leaves. */
    int groups(long first, long bytes) {
        int segment = segmentBytes(first + bytes);
        return (int) Math.min((bytes + segment - 1) / segment, (long) device.computeUnits() * GROUPS_PER_UNIT);
    }

    /** Queues the count of a unit: one number a group. */
    void count(Lane lane, SieveUnit unit, BasePrimes base, DeviceBuffer counts) {
        int segment = segmentBytes(unit.firstByte() + unit.bytes());
        int primes = base.strikers(unit.firstByte(), unit.bytes());
        lane.launch(FILE, "kb_sieve_count", (long) groups(unit.firstByte(), unit.bytes()) * group, group,
                rows(lane, base, primes, unit.firstByte()), primes, shared(base, segment), lane.patterns(patterns), unit.firstByte(),
                (long) unit.bytes(), unit.firstMask(), unit.lastMask(), segment, counts, new Lane.Local(segment));
    }

    /** Queues the sieve of bytes [first, first + bytes) into a buffer, which it returns. */
    DeviceBuffer bits(Lane lane, BasePrimes base, long first, long bytes, DeviceBuffer into) {
        int segment = segmentBytes(first + bytes);
        int primes = base.strikers(first, bytes);
        lane.launch(FILE, "kb_sieve_bits", (long) groups(first, bytes) * group, group, rows(lane, base, primes, first), primes,
                shared(base, segment), lane.patterns(patterns), first, bytes, segment, into, new Lane.Local(segment));
        return into;
    }

    private DeviceBuffer rows(Lane lane, BasePrimes base, int primes, long first) {
        DeviceBuffer rows = lane.rows((long) ROW * primes);
        if (primes > 0) {
            lane.launch(FILE, "kb_sieve_rows", (primes + ROWS_GROUP - 1L) / ROWS_GROUP * ROWS_GROUP, ROWS_GROUP, lane.base(base), primes,
                    first, rows);
        }
        return rows;
    }

    private int shared(BasePrimes base, int segment) {
        return device.isCpu() ? 0 : SievePatterns.shared(base, segment);
    }

    /** The part of the sieve that stands in local memory at once: the kernels need 2304 bytes of it for themselves. */
    private int segmentBytes(long endByte) {
        long most = Long.highestOneBit(Math.max(device.localBytes() - 2304, 1024));
        if (!device.isCpu()) {
            return (int) Math.min(most, 32 << 10);
        }
        // On a CPU local memory is plain memory, and starting every prime anew in every segment costs more than leaving L1 does:
        // pi(1e10) takes 5.8 s of CPU time with 32 KiB, 2.7 with 128; 3e8 numbers at 1e15 10.9 and, with 512 KiB, 1.3.
        long fitting = 2 * Long.highestOneBit((long) Math.sqrt(endByte * 30.0));
        return (int) Math.min(most, Math.clamp(fitting, 128 << 10, 512 << 10));
    }
}

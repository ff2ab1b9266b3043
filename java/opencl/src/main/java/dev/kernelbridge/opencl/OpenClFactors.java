package dev.kernelbridge.opencl;

import dev.kernelbridge.spi.FactorEngine;
import java.lang.foreign.MemorySegment;

/** Launches the factorization kernel. */
final class OpenClFactors implements FactorEngine {

    /** Small groups: the slowest number of a group decides how long it takes. */
    private static final int GROUP = 64;
    /** Numbers in one launch; their slots take 128 bytes each. */
    private static final int MOST = 1 << 18;

    private final ClDevice device;
    private final Lanes lanes;

    OpenClFactors(ClDevice device, Lanes lanes) {
        this.device = device;
        this.lanes = lanes;
    }

    /** A number below 2^63 takes a core about 60 microseconds, so this is 16 ms; a GPU needs some ten thousand to be busy. */
    @Override
    public int batch() {
        return device.isCpu() ? 256 * device.computeUnits() : 1 << 16;
    }

    @Override
    public void factorize(long[] n, int off, int len, long[] primes) {
        long[] result = len <= MOST ? primes : new long[SLOTS * len]; // a failure in the middle must not show
        lanes.run(lane -> {
            for (int from = 0; from < len; from += Math.min(MOST, len - from)) {
                int count = Math.min(MOST, len - from);
                DeviceBuffer numbers = lane.scratch(0, (long) count * Long.BYTES);
                DeviceBuffer found = lane.scratch(1, (long) count * SLOTS * Long.BYTES);
                long at = (off + (long) from) * Long.BYTES;
                lane.write(MemorySegment.ofArray(n).asSlice(at, (long) count * Long.BYTES), numbers, 0);
                long items = (count + GROUP - 1L) / GROUP * GROUP;
                lane.launch("factor.cl", "kb_factorize", items, GROUP, numbers, (long) count, found);
                lane.read(found, 0, MemorySegment.ofArray(result).asSlice((long) from * SLOTS * Long.BYTES,
                        (long) count * SLOTS * Long.BYTES));
            }
            return null;
        });
        if (result != primes) {
            System.arraycopy(result, 0, primes, 0, result.length);
        }
    }
}

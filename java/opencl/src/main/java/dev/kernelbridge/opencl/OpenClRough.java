package dev.kernelbridge.opencl;

import dev.kernelbridge.spi.RoughEngine;
import dev.kernelbridge.spi.RoughTable;
import java.lang.foreign.MemorySegment;

/** Prime counting by rough numbers: a launch a step, one after the other in the lane's queue. */
final class OpenClRough implements RoughEngine {
    private static final String FILE = "rough.cl";
    private static final int STEP_GROUP = 64;
    /** Groups of a step for each compute unit; more elements are a loop. */
    private static final int MOST_GROUPS = 32;

    private final ClDevice device;
    private final Lanes lanes;
    private final int group;

    OpenClRough(ClDevice device, Lanes lanes) {
        this.device = device;
        this.lanes = lanes;
        this.group = OpenClPrimes.group(device);
    }

    @Override
    public long count(long n) {
        long limit = RoughTable.limit(n);
        return lanes.run(lane -> count(n, RoughTable.room(limit), lane));
    }

    private long count(long n, int room, Lane lane) {
        long[] table = RoughTable.of(n, room);
        long[] sums = new long[8 * device.computeUnits()];
        DeviceBuffer steps = lane.scratch(0, (long) Long.BYTES * table.length);
        DeviceBuffer small = lane.scratch(1, 2L * Integer.BYTES * room);
        DeviceBuffer rough = lane.scratch(2, 2L * Integer.BYTES * room);
        DeviceBuffer large = lane.scratch(3, 2L * Long.BYTES * room);
        DeviceBuffer parts = lane.scratch(4, (long) Long.BYTES * sums.length);
        lane.write(MemorySegment.ofArray(table), steps, 0);
        long items = STEP_GROUP * Math.min((room + STEP_GROUP - 1L) / STEP_GROUP, (long) (device.isCpu() ? 1 : MOST_GROUPS)
                * device.computeUnits());
        lane.launch(FILE, "kb_rough_begin", items, STEP_GROUP, steps, small, rough, large);
        for (int step = 0; step < RoughTable.steps(n); step++) {
            lane.launch(FILE, "kb_rough_step", items, STEP_GROUP, steps, step, small, rough, large);
        }
        lane.launch(FILE, "kb_rough_end", (long) sums.length * group, group, steps, small, rough, large, parts);
        lane.read(parts, 0, MemorySegment.ofArray(sums));
        return RoughTable.primes(n, sums);
    }
}

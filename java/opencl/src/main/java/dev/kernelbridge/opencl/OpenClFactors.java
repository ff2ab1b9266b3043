package dev.kernelbridge.opencl;

import dev.kernelbridge.spi.DeviceFactors;
import java.lang.foreign.MemorySegment;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** Launches the steps of factorization. */
final class OpenClFactors extends DeviceFactors {
    private static final String FILE = "factor.cl";

    /** Small groups: the slowest number of a group decides how long it takes, and 64 columns of local memory are 24 KB at most. */
    private static final int GROUP = 64;

    private final ClDevice device;
    private final Lanes lanes;
    private final OpenClRelations relations;

    OpenClFactors(ClDevice device, Lanes lanes) {
        super(device.device());
        this.device = device;
        this.lanes = lanes;
        this.relations = new OpenClRelations(device, lanes);
    }

    @Override
    public OpenClRelations relations() {
        return relations;
    }

    /** A 63-bit semiprime takes a core about 50 microseconds, so this is 13 ms; a GPU wants some hundred thousand threads' work. */
    @Override
    public int batch() {
        return device.isCpu() ? 256 * device.computeUnits() : 1 << 17;
    }

    @Override
    protected void with(Consumer<Launches> call) {
        lanes.run(lane -> {
            call.accept(new OnLane(lane));
            return null;
        });
    }

    private final class OnLane implements Launches {
        private final Lane lane;

        OnLane(Lane lane) {
            this.lane = lane;
        }

        /** Curves side by side gain nothing on a core, which would do all of them. */
        @Override
        public int width() {
            return device.isCpu() ? 1 : 512 * device.computeUnits();
        }

        @Override
        public long[] parts(long[] n, int count) {
            return run("kb_factor_parts", n, count, PART * count, count, (in, out) -> new Object[] {in, (long) count, out});
        }

        @Override
        public long[] curves(long[] n, int count, int first, int curves, Bounds bounds) {
            return run("kb_factor_curves", n, count, curves * count, curves * count, (in, out) -> new Object[] {in, (long) count, first,
                curves, bounds.b1(), bounds.b2(), bounds.m(), out, new Lane.Local((long) GROUP * bounds.localBytes())});
        }

        @Override
        public long[] rho(long[] n, int count) {
            return run("kb_factor_rho", n, count, count, count, (in, out) -> new Object[] {in, (long) count, out});
        }

        private long[] run(String kernel, long[] n, int count, int results, int items,
                BiFunction<DeviceBuffer, DeviceBuffer, Object[]> args) {
            long[] found = new long[results];
            DeviceBuffer in = lane.scratch(0, (long) count * Long.BYTES);
            DeviceBuffer out = lane.scratch(1, (long) results * Long.BYTES);
            lane.write(MemorySegment.ofArray(n).asSlice(0, (long) count * Long.BYTES), in, 0);
            lane.launch(FILE, kernel, (items + GROUP - 1L) / GROUP * GROUP, GROUP, args.apply(in, out));
            lane.read(out, 0, MemorySegment.ofArray(found));
            return found;
        }
    }
}
